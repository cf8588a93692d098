#include "test_result_files.h"

#include "ui/results/row_stream.h"

#include <QDir>

#include <csignal>
#include <sys/resource.h>

using namespace mureum;
using namespace mureum::ui;

class TestCsvExport : public QObject
{
    Q_OBJECT
    ResultFiles files_;

    RowStreamTask task(const QString &sql, const char *name = "out.csv") const
    {
        RowStreamTask made;
        made.database = files_.database();
        made.sql = sql;
        made.file = files_.path(name);
        return made;
    }
    static qint64 stream(const RowStreamTask &made)
    {
        return streamRows(made, nullptr, {}, [](qint64) {});
    }
    QStringList folder() const
    {
        return QDir(QFileInfo(files_.database()).path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

private slots:
    void init()
    {
        for (const QString &name : folder())
            if (name != QLatin1String("test.sqlite"))
                QFile::remove(files_.path(name.toLatin1().constData()));
    }

    void writesWhatCsvReadersRead()
    {
        RowStreamTask made =
            task("SELECT 1, 2.0, 0.1 + 0.2, '홍길동', 'say \"hi\"', 'a,b', 'two\nlines', ' x', '', "
                 "NULL, x'00ff', 9223372036854775807");
        made.headers = {"n", "r", "s", "이름", "q", "c, d", "l", "b", "e", "z", "blob", "max"};
        QCOMPARE(stream(made), 1);
        QCOMPARE(
            ResultFiles::bytes(made.file),
            QByteArray(
                "n,r,s,이름,q,\"c, d\",l,b,e,z,blob,max\r\n"
                "1,2.0,0.30000000000000004,홍길동,\"say \"\"hi\"\"\",\"a,b\",\"two\nlines\",\" x\",\"\",,"
                "x'00ff',9223372036854775807\r\n"));
        QCOMPARE(folder(), QStringList({"out.csv", "test.sqlite"}));
    }

    void marksAndSeparators()
    {
        RowStreamTask made = task("SELECT 'a;b', 'c,d'");
        made.byteOrderMark = true;
        made.style.separator = ';';
        stream(made);
        QCOMPARE(ResultFiles::bytes(made.file), QByteArray("\xEF\xBB\xBF\"a;b\";c,d\r\n"));
    }

    void badBytesBecomeValid()
    {
        const RowStreamTask made = task("SELECT CAST(x'41ff42' AS TEXT)");
        stream(made);
        QCOMPARE(ResultFiles::bytes(made.file), QByteArray("A\xEF\xBF\xBD"
                                                           "B\r\n"));
    }

    void everyRowIsALine()
    {
        const RowStreamTask made = task("SELECT column1 FROM (VALUES('a'), (NULL), ('b'))");
        QCOMPARE(stream(made), 3);
        QCOMPARE(ResultFiles::bytes(made.file), QByteArray("a\r\n\"\"\r\nb\r\n"));
    }

    void rangesAndColumns()
    {
        RowStreamTask made = task(ResultFiles::counter(100, "x, -x, x * 10"));
        made.file.clear();
        made.style = clipboardStyle();
        made.headers = {"x", "y", "z"};
        made.columns = {0, 2};
        made.ranges = {{1, 2}, {98, 500}};
        QByteArray text;
        QCOMPARE(streamRows(made, &text, {}, [](qint64) {}), 4);
        QCOMPARE(text, QByteArray("x\tz\n2\t20\n3\t30\n99\t990\n100\t1000\n"));
        made.memoryLimit = 10;
        QVERIFY_EXCEPTION_THROWN(streamRows(made, &text, {}, [](qint64) {}), std::runtime_error);
    }

    void manyRowsInAThread()
    {
        RowStreamJob job(task(ResultFiles::counter(400'000)));
        QSignalSpy done(&job, &RowStreamJob::done), progressed(&job, &RowStreamJob::progressed);
        job.start();
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, 20000);
        QCOMPARE(done[0][0].toLongLong(), 400'000);
        const QByteArray written = ResultFiles::bytes(job.task().file);
        QCOMPARE(written.count('\n'), 400'000);
        QVERIFY(written.endsWith("\r\n400000\r\n"));
    }

    void cancelLeavesTheFormerFile()
    {
        QFile former(files_.path("out.csv"));
        QVERIFY(former.open(QIODevice::WriteOnly));
        former.write("former");
        former.close();
        RowStreamJob job(task(ResultFiles::counter(1'000'000'000'000)));
        QSignalSpy cancelled(&job, &RowStreamJob::cancelled), progressed(&job, &RowStreamJob::progressed),
            done(&job, &RowStreamJob::done), failed(&job, &RowStreamJob::failed);
        job.start();
        QTRY_VERIFY(progressed.size() > 0);
        job.cancel();
        QTRY_COMPARE(cancelled.size(), 1);
        QVERIFY(done.isEmpty() && failed.isEmpty());
        QCOMPARE(ResultFiles::bytes(former.fileName()), QByteArray("former"));
        QCOMPARE(folder(), QStringList({"out.csv", "test.sqlite"}));
    }

    void destroyedWhileRunning()
    {
        {
            RowStreamJob job(task(ResultFiles::counter(1'000'000'000'000)));
            job.start();
            QTest::qWait(50);
        }
        QCOMPARE(folder(), QStringList({"test.sqlite"}));
    }

    void errorInTheMiddleLeavesNothing()
    {
        RowStreamJob job(task(
            ResultFiles::counter(50'000, "CASE WHEN x = 40000 THEN abs(-9223372036854775808) ELSE x END")));
        QSignalSpy failed(&job, &RowStreamJob::failed);
        job.start();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("overflow"));
        QCOMPARE(folder(), QStringList({"test.sqlite"}));
    }

    void fullDisk()
    {
        if (!QFile::exists("/dev/full"))
            QSKIP("no /dev/full here");
        RowStreamTask made = task(ResultFiles::counter(100'000));
        made.file = "/dev/full";
        try {
            stream(made);
            QFAIL("written to a full disk");
        } catch (const std::runtime_error &error) {
            QVERIFY2(QByteArray(error.what()).contains("No space left"), error.what());
        }
        QVERIFY(QFile::exists("/dev/full"));
    }

    void fileThatMayNotGrow()
    {
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 100'000;
        setrlimit(RLIMIT_FSIZE, &small);
        QByteArray message;
        try {
            stream(task(ResultFiles::counter(200'000)));
        } catch (const std::runtime_error &error) {
            message = error.what();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY2(message.contains("too large") && message.contains("Nothing was saved"), message.constData());
        QCOMPARE(folder(), QStringList({"test.sqlite"}));
    }

    void neverOverTheDatabase()
    {
        const QByteArray before = ResultFiles::bytes(files_.database());
        QVERIFY(QFile::link(files_.database(), files_.path("link.csv")));
        for (const char *name : {"test.sqlite", "link.csv"})
            QVERIFY_EXCEPTION_THROWN(stream(task("SELECT 1", name)), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(stream(task("SELECT 1", ".")), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(stream(task("SELECT 1", "no/such/folder.csv")), std::runtime_error);
        QCOMPARE(ResultFiles::bytes(files_.database()), before);
    }
};

QTEST_GUILESS_MAIN(TestCsvExport)
#include "test_csv_export.moc"
