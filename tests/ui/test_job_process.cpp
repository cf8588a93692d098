#include "evaluation_files.h"
#include "ui/jobs/job_process.h"
#include "ui/jobs/jobs_store.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace mureum::ui;
using State = JobProcess::State;

class TestJobProcess : public QObject
{
    Q_OBJECT
private slots:
    void init() { folder_ = home_.path("run") + QString::number(++number_); }

    void commandsSurviveAShell()
    {
        const JobCommand command{QStringLiteral("/bin/echo"),
                                 {QStringLiteral("plain"), QStringLiteral("two words"),
                                  QStringLiteral("it's"), QStringLiteral("$HOME `id`"), QString(),
                                  QStringLiteral("한글 파일.jsonl")}};
        QCOMPARE(shellQuoted(QStringLiteral("a-b_c/d.e=1,2:3@4%5+6")),
                 QStringLiteral("a-b_c/d.e=1,2:3@4%5+6"));
        QCOMPARE(shellQuoted(QString()), QStringLiteral("''"));
        QCOMPARE(shellQuoted(QStringLiteral("it's")), QStringLiteral("'it'\\''s'"));
        QProcess shell;
        JobCommand printed = command;
        printed.program = QStringLiteral("/usr/bin/printf");
        printed.arguments.prepend(QStringLiteral("%s\\n"));
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), printed.shellText()});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), command.arguments.join(u'\n') + u'\n');
    }

    void helpTellsWhatIsOffered()
    {
        const CliHelp help(
            QStringLiteral("  --data TEXT REQUIRED         Examples\n"
                           "  --metrics TEXT:{ex,em,suite} ...\n"
                           "                              Measures: --adapter is no option here\n"
                           "  -h,--help                   Print\n"));
        QVERIFY(help.has(QStringLiteral("--data")));
        QVERIFY(help.has(QStringLiteral("--help")));
        QVERIFY(!help.has(QStringLiteral("--dat")));
        QVERIFY(!help.has(QStringLiteral("--adapter")));
        QCOMPARE(help.choices(QStringLiteral("--metrics")),
                 QStringList({QStringLiteral("ex"), QStringLiteral("em"), QStringLiteral("suite")}));
        QVERIFY(help.choices(QStringLiteral("--data")).isEmpty());
    }

    void processesAreToldApart()
    {
        const auto self = identify(getpid());
        QVERIFY(self && isRunning(*self));
        ProcessIdentity former = *self;
        former.start += 1; // the same number, another process
        QVERIFY(!isRunning(former));
        former = *self;
        former.boot = QStringLiteral("before the restart");
        QVERIFY(!isRunning(former));
        QVERIFY(!identify(0));
        QVERIFY(!identify(-1));
    }

    void jobFilesComeBack()
    {
        JobFile file;
        file.title = QStringLiteral("A \"run\" 하나");
        file.command = {QStringLiteral("/x/mureum-cli"),
                        {QStringLiteral("eval"), QStringLiteral("--data"), QStringLiteral("a b")}};
        file.process = {42, 18446744073709551615ULL, QStringLiteral("boot")};
        file.started = QDateTime(QDate(2026, 11, 24), QTime(1, 2, 3, 4), Qt::UTC);
        file.outputOffset = 5;
        file.errorsOffset = 6;
        file.stopRequested = true;
        QDir().mkpath(folder_);
        QCOMPARE(file.write(folder_), QString());
        const auto back = JobFile::read(folder_);
        QVERIFY(back);
        QCOMPARE(back->title, file.title);
        QCOMPARE(back->command.shellText(), file.command.shellText());
        QVERIFY(back->process == file.process);
        QCOMPARE(back->started, file.started);
        QCOMPARE(back->outputOffset, 5);
        QCOMPARE(back->errorsOffset, 6);
        QVERIFY(back->stopRequested);
        QVERIFY(!JobFile::read(home_.path("nowhere")));
        QVERIFY(!file.write(home_.path("nowhere")).isEmpty());
    }

    void runsToItsEnd()
    {
        JobProcess job(folder_);
        QSignalSpy states(&job, &JobProcess::stateChanged);
        job.queue(command(
            "echo 'noise'; echo '{\"event\":\"progress\",\"done\":1,\"total\":4,\"seconds\":1}'\n"
            "sleep 0.3\n"
            "printf '{\"event\":\"progress\",\"done\":3,'; sleep 0.3\n"
            "echo '\"total\":4,\"seconds\":3}'; sleep 0.4; echo '{\"event\":\"done\",\"ex\":0.5}'\n"));
        QCOMPARE(job.state(), State::Queued);
        job.start();
        QCOMPARE(job.state(), State::Running);
        QTRY_COMPARE(job.fraction(), 0.25);
        QTRY_COMPARE(job.fraction(), 0.75); // the half line was waited for
        QVERIFY(qAbs(job.secondsLeft() - 1.0) < 1e-9);
        QTRY_COMPARE(job.state(), State::Finished);
        QCOMPARE(job.last(QStringLiteral("done")).value(QStringLiteral("ex")).toDouble(), 0.5);
        QVERIFY(job.error().isEmpty());
        // Another window sees the same.
        QCOMPARE(JobProcess(folder_).state(), State::Finished);
    }

    void failuresSayWhy()
    {
        JobProcess job(folder_);
        job.queue(command(
            "echo 'warning: little' >&2; echo 'error: data: no such file: choose another' >&2; exit 2"));
        job.start();
        QTRY_COMPARE(job.state(), State::Failed);
        QCOMPARE(job.error(), QStringLiteral("data: no such file: choose another"));
        // The next attempt is not blamed for it.
        job.queue(command("echo '{\"event\":\"done\"}'"));
        job.start();
        QTRY_COMPARE(job.state(), State::Finished);
    }

    void aMissingProgramIsAnError()
    {
        JobProcess job(folder_);
        job.queue({home_.path("no-such-program"), {}});
        job.start();
        QCOMPARE(job.state(), State::Failed);
        QVERIFY(job.error().contains(QStringLiteral("no-such-program")));
    }

    void stopsAndIsInterrupted()
    {
        JobProcess job(folder_);
        job.queue(command("trap 'echo \"{\\\"event\\\":\\\"done\\\",\\\"complete\\\":false}\"; exit 1' TERM\n"
                          "echo '{\"event\":\"progress\",\"done\":1,\"total\":9,\"seconds\":1}'; while :; do "
                          "sleep 0.1; done"));
        job.start();
        QTRY_VERIFY(job.fraction() > 0);
        job.stop();
        QCOMPARE(job.state(), State::Stopping);
        QTRY_COMPARE(job.state(), State::Interrupted);
        QVERIFY(job.error().isEmpty());
    }

    void aDeafOneIsKilled()
    {
        JobProcess job(folder_);
        job.queue(command("trap '' TERM\necho '{\"event\":\"progress\",\"done\":1,\"total\":9}'\nwhile :; do "
                          "sleep 0.1; done"));
        job.start();
        QTRY_VERIFY(job.fraction() > 0);
        job.stop();
        QTest::qWait(300);
        QCOMPARE(job.state(), State::Stopping);
        job.kill();
        QTRY_COMPARE(job.state(), State::Interrupted);
    }

    void outlivesItsWindow()
    {
        {
            JobProcess job(folder_);
            job.queue(command("echo '{\"event\":\"progress\",\"done\":1,\"total\":2,\"seconds\":1}'\n"
                              "while [ ! -e \"$0.go\" ]; do sleep 0.05; done; echo '{\"event\":\"done\"}'"));
            job.start();
            QTRY_VERIFY(job.fraction() > 0);
        }
        JobProcess other(folder_);
        QCOMPARE(other.state(), State::Running);
        QCOMPARE(other.fraction(), 0.5);
        files::write(script_ + QStringLiteral(".go"), {});
        QTRY_COMPARE(other.state(), State::Finished);
    }

    void longOutputIsJoinedAtItsEnd()
    {
        QDir().mkpath(folder_);
        QByteArray output;
        for (int i = 10; i <= 20000; ++i)
            output += "{\"event\":\"progress\",\"done\":" + QByteArray::number(i) +
                      ",\"total\":30000,\"seconds\":" + QByteArray::number(i - 9) + "}\n";
        files::write(folder_ + QStringLiteral("/job_output.jsonl"), output);
        const auto self = identify(getpid());
        JobFile file;
        file.process = *self;
        QCOMPARE(file.write(folder_), QString());
        JobProcess job(folder_);
        QCOMPARE(job.state(), State::Running);
        QCOMPARE(job.fraction(), 20000.0 / 30000);
        // It found nine done when it began: 19991 examples took 19991 seconds.
        QVERIFY(qAbs(job.secondsLeft() - 10000) < 2);
    }

    void secretsAreGivenNotWritten()
    {
        JobProcess job(folder_);
        job.queue(command("echo \"{\\\"event\\\":\\\"done\\\",\\\"length\\\":${#MUREUM_API_KEY}}\""),
                  {{QStringLiteral("MUREUM_API_KEY"), QStringLiteral("sk-secret-123")}});
        job.start();
        QTRY_COMPARE(job.state(), State::Finished);
        QCOMPARE(job.last(QStringLiteral("done")).value(QStringLiteral("length")).toInt(), 13);
        for (const QFileInfo &one : QDir(folder_).entryInfoList(QDir::Files)) {
            QFile read(one.filePath());
            QVERIFY(read.open(QIODevice::ReadOnly));
            QVERIFY2(!read.readAll().contains("sk-secret"), qPrintable(one.fileName()));
        }
    }

    void queuedJobsTakeTurns()
    {
        JobsStore store(home_.path("turns"));
        QSignalSpy added(&store, &JobsStore::added);
        JobProcess *first = store.create(QStringLiteral("same / title"));
        JobProcess *second = store.create(QStringLiteral("same / title"));
        JobProcess *third = store.create(QStringLiteral("third"));
        QVERIFY(first->directory() != second->directory());
        QCOMPARE(first->title(), QStringLiteral("same / title"));
        QCOMPARE(added.count(), 3);
        const char *waits = "while [ ! -e \"$0.go\" ]; do sleep 0.05; done; echo '{\"event\":\"done\"}'";
        store.enqueue(first, command(waits));
        store.enqueue(second, command("echo '{\"event\":\"done\"}'", "2"));
        store.enqueue(third, command("echo '{\"event\":\"done\"}'", "3"));
        QCOMPARE(first->state(), State::Running);
        QCOMPARE(second->state(), State::Queued);
        QCOMPARE(store.active().size(), 3);
        second->stop(); // taken back before its turn
        QCOMPARE(second->state(), State::Interrupted);
        QVERIFY(!store.remove(first, true).isEmpty()); // not while it runs
        files::write(home_.path("turns.sh.go"), {});
        QTRY_COMPARE(first->state(), State::Finished);
        QTRY_COMPARE(third->state(), State::Finished);
        QCOMPARE(second->state(), State::Interrupted);
        QFile::remove(home_.path("turns.sh.go"));

        const QString gone = first->directory();
        QCOMPARE(store.remove(first, true), QString());
        QVERIFY(!QFileInfo::exists(gone));
        QCOMPARE(store.count(), 2);
        // A new window finds them again.
        QCOMPARE(JobsStore(home_.path("turns")).count(), 2);
    }

    void openedFoldersKeepTheirFiles()
    {
        JobsStore store(home_.path("own"));
        files::run(home_.path("elsewhere"), {files::record(0, "q", mureum::eval::Verdict::Right)}, QString());
        QVERIFY(!store.open(home_.folder.path()));
        JobProcess *job = store.open(home_.path("elsewhere"));
        QVERIFY(job);
        QCOMPARE(store.open(home_.path("elsewhere/")), job);
        QCOMPARE(store.opened(), QStringList{home_.path("elsewhere")});
        QCOMPARE(job->state(), State::Interrupted); // no summary yet
        QCOMPARE(store.remove(job, true), QString());
        QVERIFY(QFileInfo::exists(home_.path("elsewhere/records.jsonl")));
    }

private:
    /// A job that runs `text` in a shell.
    JobCommand command(const char *text, const char *suffix = "")
    {
        script_ = QLatin1String(QTest::currentTestFunction()) == QLatin1String("queuedJobsTakeTurns")
                      ? home_.path("turns.sh")
                      : folder_ + QStringLiteral(".sh");
        script_ += QLatin1String(suffix);
        return {files::script(script_, text), {}};
    }

    TestHome home_;
    QString folder_, script_;
    int number_ = 0;
};

QTEST_GUILESS_MAIN(TestJobProcess)
#include "test_job_process.moc"
