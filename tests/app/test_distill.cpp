// Learning from a stronger model's answers, and from what people have asked, through the command line.

#include "tests/app/files.h"
#include "tests/eval/hostile_server.h"

#include <QtTest>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <sqlite3.h>

using Request = HostileServer::Request;

namespace {

const QString samples = MUREUM_SOURCE_DIR "/resources/samples";

/// Right, without rows, wrong, no SQL at all, or an error, by the question.
HostileServer::Reply answer(const Request &request)
{
    const std::string asked = request.userMessage();
    const auto about = [&](const char *word) { return asked.find(word) != std::string::npos; };
    if (about("how many customers"))
        return HostileServer::says("```sql\nSELECT COUNT(*) FROM customers;\n```");
    if (about("names in 서울"))
        return HostileServer::says("SELECT name FROM customers WHERE city = '서울'");
    if (about("on the moon"))
        return HostileServer::says("SELECT name FROM customers WHERE city = 'Moon'");
    if (about("colours"))
        return HostileServer::says("SELECT colour FROM products");
    if (about("delete"))
        return HostileServer::says("DELETE FROM customers");
    if (about("refused"))
        return HostileServer::fails(400, "this question cannot be answered");
    return HostileServer::says("I do not know.");
}

} // namespace

class TestDistill : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    QString path(const QString &name) const { return folder_.filePath(name); }

    struct Outcome
    {
        int code = -1;
        QByteArray out, error;
    };

    static Outcome run(const QStringList &arguments)
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("MUREUM_RESOURCES", MUREUM_SOURCE_DIR);
        environment.insert("MUREUM_API_KEY", "sk-teacher-0123456789");
        process.setProcessEnvironment(environment);
        process.start(MUREUM_BIN_DIR "/mureum-cli", arguments);
        if (!process.waitForFinished(120'000))
            process.kill();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QStringList arguments(const HostileServer &server, const QString &out) const
    {
        return {"finetune",
                "--method",
                "distill",
                "--data",
                path("questions.jsonl"),
                "--databases",
                samples,
                "--out",
                path(out),
                "--teacher-endpoint",
                QString::fromStdString(server.url()),
                "--teacher-model",
                "teacher-1",
                "--teacher-retries",
                "0",
                "--steps",
                "2",
                "--batch-tokens",
                "768",
                "--rank",
                "2",
                "--validation-share",
                "0",
                "--threads",
                "1"};
    }

    QList<QJsonObject> lines(const QString &name) const
    {
        QList<QJsonObject> all;
        for (const QByteArray &line : read(path(name)).split('\n'))
            if (!line.isEmpty())
                all << QJsonDocument::fromJson(line).object();
        return all;
    }

private slots:
    void initTestCase()
    {
        QByteArray rows;
        for (const char *question :
             {"how many customers are there?", "names in 서울", "customers on the moon",
              "colours of products", "delete everybody", "refused", "tell me a story"})
            rows += QJsonDocument(QJsonObject{{"db_id", "shop"}, {"question", question}})
                        .toJson(QJsonDocument::Compact) +
                    "\n";
        write(path("questions.jsonl"), rows);
    }

    void keepsWhatRunsAndGivesRows()
    {
        HostileServer server(answer);
        const Outcome done = run(arguments(server, "run"));
        QVERIFY2(done.code == 0, done.error);
        QVERIFY(QFile::exists(path("run/adapter_model.safetensors")));
        QMap<QString, QString> outcomes;
        for (const QJsonObject &line : lines("run/teacher.jsonl"))
            outcomes[line["question"].toString()] = line["outcome"].toString();
        const QMap<QString, QString> expected = {{"how many customers are there?", "kept"},
                                                 {"names in 서울", "kept"},
                                                 {"customers on the moon", "empty"},
                                                 {"colours of products", "failed"},
                                                 {"delete everybody", "failed"},
                                                 {"tell me a story", "failed"}};
        QCOMPARE(outcomes, expected); // refused: no answer, asked again next time
        QVERIFY2(done.error.contains(
                     "2 answers kept, 1 gave no rows, 3 did not run, 1 questions were not answered"),
                 done.error);
        QVERIFY2(done.error.contains("2 questions to learn"), done.error);
        // The schema is sent, no cell of it.
        for (const Request &request : server.requests()) {
            QVERIFY(request.body.find("CREATE TABLE customers") != std::string::npos);
            QVERIFY(request.head.find("sk-teacher-0123456789") != std::string::npos);
        }
        for (const char *name : {"run/config.json", "run/teacher.jsonl", "run/report.json"})
            QVERIFY2(!read(path(name)).contains("sk-teacher"), name);
        QVERIFY(!(done.out + done.error).contains("sk-teacher"));
    }

    void asksNothingTwice()
    {
        QByteArray known = read(path("run/teacher.jsonl"));
        QDir().mkpath(path("again"));
        const auto second = known.indexOf('\n', known.indexOf('\n') + 1) + 1;
        write(path("again/teacher.jsonl"), known.left(second + 20)); // two lines and a torn one
        HostileServer server(answer);
        const Outcome done = run(arguments(server, "again"));
        QVERIFY2(done.code == 0, done.error);
        QCOMPARE(server.count(), std::size_t(5));
        QCOMPARE(lines("again/teacher.jsonl").size(), 6);
        for (const QJsonObject &line : lines("again/teacher.jsonl"))
            QVERIFY(line.contains("outcome"));
    }

    void saysWhereNothingCouldBeUsed()
    {
        HostileServer server([](const Request &) { return HostileServer::says("no"); });
        const Outcome refused = run(arguments(server, "useless"));
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.error.contains("error: teacher:"), refused.error);
        QVERIFY(!QFile::exists(path("useless/adapter_model.safetensors")));
    }

    void countsPeoplesOwnQuestionsIn()
    {
        const QString shop = samples + "/shop.sqlite";
        sqlite3 *history = nullptr;
        QCOMPARE(sqlite3_open(path("history.sqlite").toUtf8(), &history), SQLITE_OK);
        const QByteArray fill =
            QString(
                "CREATE TABLE entry(id INTEGER PRIMARY KEY, time INTEGER, database TEXT, question TEXT, sql "
                "TEXT, "
                "error TEXT, rows INTEGER, search TEXT);"
                "INSERT INTO entry VALUES(1,0,'%1','who is there?','SELECT wrong FROM customers','',9,''),"
                "(2,0,'%1','who is there?','SELECT name FROM customers','',9,''),"
                "(3,0,'%1','failed one','SELECT x','no such column',-1,''),"
                "(4,0,'%1','empty one','SELECT name FROM customers WHERE 0','',0,''),"
                "(5,0,'/other.sqlite','elsewhere','SELECT name FROM customers','',9,''),"
                "(6,0,'%1','','SELECT 1','',1,'')")
                .arg(shop)
                .toUtf8();
        QCOMPARE(sqlite3_exec(history, fill, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(history);
        const QByteArray verified =
            QString(
                "{\"db_id\":\"another\",\"question\":\"checked here\",\"query\":\"SELECT city FROM "
                "customers\",\"database\":\"%1\"}\n"
                "{\"db_id\":\"shop\",\"question\":\"checked on another shop\",\"query\":\"SELECT "
                "1\",\"database\":\"/other.sqlite\"}\n"
                "{\"db_id\":\"shop\",\"question\":\"by its name\",\"query\":\"SELECT name FROM products\"}\n")
                .arg(shop)
                .toUtf8();
        write(path("verified.jsonl"), verified);
        const QStringList adapt = {
            "adapt", "--db",           shop,  "--out",     path("own"), "--count",
            "60",    "--held-out",     "10",  "--steps",   "1",         "--evaluate-every",
            "1",     "--batch-tokens", "768", "--rank",    "2",         "--replay-share",
            "0",     "--candidates",   "1",   "--threads", "1"};
        const Outcome done = run(QStringList(adapt) << "--history" << path("history.sqlite") << "--verified"
                                                    << path("verified.jsonl"));
        QVERIFY2(done.code == 0, done.error);
        QVERIFY2(done.error.contains("2 verified ones and 1 from the history"), done.error);
        QMap<QString, QString> learned;
        for (const QJsonObject &line : lines("own/training.jsonl"))
            learned[line["question"].toString()] = line["query"].toString();
        QCOMPARE(learned["who is there?"], QString("SELECT name FROM customers"));
        QVERIFY(learned.contains("checked here") && learned.contains("by its name"));
        for (const char *not_ : {"failed one", "empty one", "elsewhere", "checked on another shop", ""})
            QVERIFY2(!learned.contains(not_), not_);

        const Outcome refused = run(QStringList(adapt) << "--history" << shop << "--plan");
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.error.contains("no history"), refused.error);
    }
};

QTEST_GUILESS_MAIN(TestDistill)
#include "test_distill.moc"
