#include "tests/eval/hostile_server.h"
#include "tests/eval/judge_files.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <map>
#include <set>

using Reply = HostileServer::Reply;
using Request = HostileServer::Request;
using mureum::eval::Verdict;
using std::chrono::milliseconds;

namespace {

const QString key = "sk-command-0123456789abcdef";
const std::string yes = R"({"resolve_yn": "yes"})", no = R"({"resolve_yn": "no"})";

struct Outcome
{
    int code = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

} // namespace

class TestJudgeCommand : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> dir_;
    QString run_;

    void start(QProcess &process, const QStringList &arguments,
               const QString &variable = "MUREUM_API_KEY") const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove("MUREUM_API_KEY");
        if (!variable.isEmpty())
            environment.insert(variable, key);
        process.setProcessEnvironment(environment);
        process.start(QString(MUREUM_BIN_DIR) + "/mureum-cli", arguments);
    }

    Outcome run(const QStringList &arguments, const QString &variable = "MUREUM_API_KEY") const
    {
        QProcess process;
        start(process, arguments, variable);
        if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
            qFatal("%s did not end well", qPrintable(arguments.join(' ')));
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QStringList command(const HostileServer &server, const QStringList &more = {}) const
    {
        return QStringList{"judge",
                           "--run",
                           run_,
                           "--databases",
                           dir_->path(),
                           "--endpoint",
                           QString::fromStdString(server.url()),
                           "--model",
                           "judge-1"} +
               more;
    }

    std::vector<nlohmann::json> lines() const { return readJsonLines(run_.toStdString() + "/judge.jsonl"); }

    void writeMany(int count) const
    {
        std::vector<mureum::eval::EvaluationRecord> records;
        for (int i = 0; i < count; ++i)
            records.push_back(makeRecord("number " + std::to_string(i) + "?", "SELECT 1", "SELECT 2"));
        writeRecords(run_.toStdString(), records);
    }

private slots:
    void init()
    {
        dir_ = std::make_unique<QTemporaryDir>();
        makeDatabase(dir_->filePath("shop.sqlite").toStdString(), "CREATE TABLE item(id INTEGER, name TEXT)");
        run_ = dir_->filePath("run");
        writeRecords(run_.toStdString(), {makeRecord("a", "SELECT 1", "SELECT 1", Verdict::Right),
                                          makeRecord("b", "SELECT 1", "SELECT 2", Verdict::Wrong),
                                          makeRecord("c", "SELECT 1", "SELECT 1.0", Verdict::Right)});
    }

    void judges()
    {
        HostileServer server([](const Request &request) {
            return HostileServer::says(request.userMessage().find("SELECT 2") != std::string::npos ? no
                                                                                                   : yes);
        });
        const Outcome outcome = run(command(server, {"--json", "--price-in", "1", "--price-out", "2"}));
        QCOMPARE(outcome.code, 0);
        const QJsonObject summary = outcome.json();
        QCOMPARE(summary["yes"].toInt(), 2);
        QCOMPARE(summary["no"].toInt(), 1);
        QCOMPARE(summary["agreement"].toObject()["kappa"].toDouble(), 1.0);
        QVERIFY(std::abs(summary["cost"].toDouble() - (200 + 2 * 16) / 1e6) < 1e-12);
        QVERIFY(outcome.err.contains("3 records: 0 recorded, 1 decided without asking, 2 to ask"));
        QVERIFY(server.requests().front().head.find("Bearer " + key.toStdString()) != std::string::npos);
        QVERIFY(server.requests().front().has("response_format"));

        const Outcome words = run(command(server));
        QCOMPARE(words.code, 0);
        QVERIFY(words.out.contains("judge 66.7%"));
        QVERIFY(words.out.contains("kappa 1.000"));
        QCOMPARE(server.count(), std::size_t(2));
    }

    void dryRunSendsNothing()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        const Outcome outcome =
            run(command(server, {"--dry-run", "--json", "--price-in", "3", "--rpm", "1"}));
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.json()["requests"].toInt(), 2);
        QCOMPARE(outcome.json()["minutes"].toDouble(), 2.0);
        QVERIFY(outcome.json()["cost"].toDouble() > 0);
        const Outcome words = run(command(server, {"--dry-run"}));
        QVERIFY(words.out.contains("cost unknown"));
        QCOMPARE(server.count(), std::size_t(0));
        QVERIFY(!QFile::exists(run_ + "/judge.jsonl"));
    }

    void progressAsJsonLines()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        const Outcome outcome = run(command(server, {"--progress", "json"}));
        QCOMPARE(outcome.code, 0);
        QStringList events;
        for (const QByteArray &line : outcome.out.trimmed().split('\n'))
            events.append(QJsonDocument::fromJson(line).object()["event"].toString());
        QCOMPARE(events.first(), QString("estimate"));
        QVERIFY(events.contains("progress"));
        QCOMPARE(events.last(), QString("done"));
    }

    void killedInTheMiddle()
    {
        constexpr int count = 200;
        writeMany(count);
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says(yes);
            reply.delay = milliseconds(20);
            return reply;
        });
        const QStringList arguments = command(server, {"--parallel", "8", "--json"});
        int asked = 0;
        for (int kills = 0; kills < 2; ++kills) {
            QProcess process;
            start(process, arguments);
            QElapsedTimer timer;
            timer.start();
            while (static_cast<int>(server.count()) < asked + 60 && timer.elapsed() < 30000)
                QTest::qWait(2);
            ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
            process.waitForFinished();
            QCOMPARE(process.exitStatus(), QProcess::CrashExit);
            asked = static_cast<int>(server.count());
        }
        QVERIFY(asked >= 120);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.json()["judged"].toInt(), count);
        // Whole lines only, each record once.
        std::set<int> indices;
        for (const auto &line : lines())
            QVERIFY(indices.insert(line["index"].get<int>()).second);
        QCOMPARE(static_cast<int>(indices.size()), count);
        // Only what was on its way at a kill, or had arrived but was not written yet, is asked again.
        std::map<std::string, int> hits;
        for (const Request &request : server.requests())
            ++hits[request.userMessage()];
        QCOMPARE(static_cast<int>(hits.size()), count);
        QVERIFY2(server.count() <= count + 2 * 8, qPrintable(QString::number(server.count())));
    }

    void asksNothingTwiceOfWhatIsRecorded()
    {
        constexpr int count = 60;
        writeMany(count);
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says(yes);
            reply.delay = milliseconds(20);
            return reply;
        });
        std::set<std::string> recorded;
        {
            QProcess process;
            start(process, command(server, {"--parallel", "4"}));
            QElapsedTimer timer;
            timer.start();
            while (server.count() < 30 && timer.elapsed() < 30000)
                QTest::qWait(2);
            ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
            process.waitForFinished();
            std::ifstream in(run_.toStdString() + "/judge.jsonl");
            for (std::string line; std::getline(in, line) && !in.eof();)
                recorded.insert("number " + std::to_string(nlohmann::json::parse(line)["index"].get<int>()) +
                                "?");
        }
        QVERIFY(recorded.size() >= 20);
        const std::size_t before = server.count();
        QCOMPARE(run(command(server)).code, 0);
        const auto requests = server.requests();
        for (std::size_t i = before; i < requests.size(); ++i)
            for (const std::string &question : recorded)
                QVERIFY(requests[i].userMessage().find(question) == std::string::npos);
        QCOMPARE(requests.size() - before, std::size_t(count) - recorded.size());
    }

    void stopsOnSigterm()
    {
        writeMany(100);
        HostileServer server([](const Request &) {
            Reply reply = HostileServer::says(yes);
            reply.delay = milliseconds(20);
            return reply;
        });
        QProcess process;
        start(process, command(server, {"--parallel", "4", "--json"}));
        QElapsedTimer timer;
        timer.start();
        while (server.count() < 20 && timer.elapsed() < 30000)
            QTest::qWait(2);
        process.terminate();
        QVERIFY(process.waitForFinished(10000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("the same command goes on"));
        QCOMPARE(QJsonDocument::fromJson(process.readAllStandardOutput()).object()["complete"].toBool(true),
                 false);
        QCOMPARE(run(command(server)).code, 0);
        QCOMPARE(server.count(), std::size_t(100));
    }

    void theKeyIsNowhere()
    {
        writeMany(10);
        const std::string secret = key.toStdString();
        HostileServer server([&](const Request &request) {
            Reply reply = request.number % 3 == 0   ? HostileServer::says("your key is " + secret)
                          : request.number % 3 == 1 ? HostileServer::fails(400, "bad key " + secret)
                                                    : HostileServer::says(yes);
            reply.delay = milliseconds(100);
            return reply;
        });
        QProcess process;
        start(process, command(server, {"--key-env", "MY_KEY", "--progress", "json"}), "MY_KEY");
        QVERIFY(process.waitForStarted());
        QElapsedTimer timer;
        timer.start();
        while (server.count() == 0 && timer.elapsed() < 30000)
            QTest::qWait(2);
        QFile arguments(QString("/proc/%1/cmdline").arg(process.processId()));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        QVERIFY(!arguments.readAll().contains(key.toUtf8()));
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1); // some records have no verdict
        QVERIFY(server.requests().front().head.find(secret) != std::string::npos);
        QVERIFY(!process.readAllStandardOutput().contains(key.toUtf8()));
        const QByteArray err = process.readAllStandardError();
        QVERIFY(!err.contains(key.toUtf8()));
        QVERIFY(err.contains("--retry-errors"));
        const auto refused = [&](const HostileServer &other) {
            const Outcome outcome = run(command(other, {"--restart"}));
            QCOMPARE(outcome.code, 2);
            QVERIFY(outcome.err.contains("401"));
            QCOMPARE(outcome.err.count("error: "), 1);
            QVERIFY(!outcome.err.contains(key.toUtf8()));
        };
        refused(
            HostileServer([&](const Request &) { return HostileServer::fails(401, "bad key " + secret); }));
        int files = 0;
        for (QDirIterator it(run_, QDir::Files | QDir::Hidden); it.hasNext(); ++files) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(key.toUtf8()), qPrintable(file.fileName()));
        }
        QVERIFY(files >= 3);
    }

    void prompts()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        const std::string folder = dir_->path().toStdString();
        writeFile(folder + "/user.txt", "Q={question} P={prediction}");
        writeFile(folder + "/system.txt", "Be strict: {\"resolve_yn\": ...}");
        const QStringList files = {"--prompt", dir_->filePath("user.txt"), "--system",
                                   dir_->filePath("system.txt")};
        QCOMPARE(run(command(server, files)).code, 0);
        const auto body = nlohmann::json::parse(server.requests().front().body);
        QCOMPARE(body["messages"][0]["content"].get<std::string>(),
                 std::string("Be strict: {\"resolve_yn\": ...}"));
        QVERIFY(body["messages"][1]["content"].get<std::string>().starts_with("Q="));
        const Outcome other = run(command(server));
        QCOMPARE(other.code, 2);
        QVERIFY(other.err.contains("--restart"));
        QCOMPARE(run(command(server, {"--restart", "--no-response-format"})).code, 0);
        QVERIFY(!server.requests().back().has("response_format"));
    }

    void badInput_data()
    {
        QTest::addColumn<QStringList>("change");
        QTest::addColumn<QString>("says");
        QTest::newRow("endpoint") << QStringList{"--endpoint", "http://example.com/v1"} << "--allow-http";
        QTest::newRow("password") << QStringList{"--endpoint", "https://u:hidden@example.com"} << "password";
        QTest::newRow("run") << QStringList{"--run", "/nonexistent"} << "records.jsonl";
        QTest::newRow("databases") << QStringList{"--databases", "/nonexistent"} << "not a folder";
        QTest::newRow("key") << QStringList{"--key-env", "hidden-key"} << "not the key";
        QTest::newRow("prompt") << QStringList{"--prompt", "/nonexistent"} << "cannot be read";
        QTest::newRow("empty prompt") << QStringList{"--prompt", "/dev/null"} << "prompt";
        QTest::newRow("parallel") << QStringList{"--parallel", "0"} << "--parallel";
        QTest::newRow("rpm") << QStringList{"--rpm", "-1"} << "--rpm";
        QTest::newRow("model") << QStringList{"--model", ""} << "model";
    }
    void badInput()
    {
        QFETCH(QStringList, change);
        QFETCH(QString, says);
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        QStringList arguments = command(server);
        const auto at = arguments.indexOf(change[0]);
        if (at < 0)
            arguments += change;
        else
            arguments[at + 1] = change[1];
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.startsWith("error: ") && outcome.err.count('\n') == 1, outcome.err.constData());
        QVERIFY2(outcome.err.contains(says.toUtf8()), outcome.err.constData());
        QVERIFY(!outcome.err.contains("hidden"));
        QCOMPARE(server.count(), std::size_t(0));
    }

    void withoutKey()
    {
        HostileServer server([](const Request &) { return HostileServer::says(yes); });
        QCOMPARE(run(command(server), "").code, 0); // a server of one's own wants none
        QVERIFY(server.requests().front().head.find("Authorization") == std::string::npos);
        HostileServer strict([](const Request &) { return HostileServer::fails(401, "no key"); });
        const Outcome outcome = run(command(strict, {"--restart"}), "");
        QCOMPARE(outcome.code, 2);
        QVERIFY(outcome.err.contains("MUREUM_API_KEY"));
    }
};

QTEST_GUILESS_MAIN(TestJudgeCommand)
#include "test_judge_command.moc"
