// Training from nothing through the command line: a run that is killed goes on bit for bit.

#include "tests/app/files.h"

#include <QtTest>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

namespace {

const QString cli = MUREUM_BIN_DIR "/mureum-cli";

} // namespace

class TestPretrain : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        QByteArray examples;
        const std::pair<const char *, const char *> pairs[] = {
            {"How many customers are there?", "SELECT COUNT(*) FROM customers"},
            {"고객은 몇 명인가요?", "SELECT COUNT(*) FROM customers"},
            {"names of customers in 서울", "SELECT name FROM customers WHERE city = '서울'"},
            {"상품의 이름과 판매가를 보여줘", "SELECT product_name, price FROM products"},
            {"the most expensive product", "SELECT product_name FROM products ORDER BY price DESC LIMIT 1"},
            {"orders by status", "SELECT status, COUNT(*) FROM orders GROUP BY status"},
        };
        for (const auto &[question, query] : pairs)
            examples += QJsonDocument(QJsonObject{{"db_id", "shop"}, {"question", question}, {"query", query}}).toJson(QJsonDocument::Compact) + "\n";
        write(folder_.filePath("train.jsonl"), examples);
        writeRecipe("recipe.json", 12, 4);
    }

    void killedRunsGoOnBitForBit()
    {
        QCOMPARE(run({"pretrain", "--config", path("recipe.json"), "--out", path("whole"), "--progress", "none"}), 0);
        const auto whole = read(path("whole/checkpoint.bin"));
        QVERIFY(whole.size() > 1000);

        // Killed at once after its first checkpoint is there, and once more later.
        QProcess process;
        process.start(cli, {"pretrain", "--config", path("recipe.json"), "--out", path("killed"), "--progress", "none"});
        QVERIFY(process.waitForStarted());
        for (int i = 0; i < 3000 && !QFile::exists(path("killed/checkpoint.bin")); ++i)
            QTest::qWait(10);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished();
        QCOMPARE(run({"pretrain", "--config", path("recipe.json"), "--out", path("killed"), "--resume", "--progress", "none"}), 0);
        QVERIFY(read(path("killed/checkpoint.bin")) == whole);
        QVERIFY(read(path("killed/model.gguf")) == read(path("whole/model.gguf")));
        const auto lines = read(path("killed/metrics.jsonl")).split('\n');
        int step = 0;
        for (const auto &line : lines)
            if (!line.isEmpty()) {
                const int now = QJsonDocument::fromJson(line).object().value("step").toInt();
                QVERIFY2(now > step, line);
                step = now;
            }
        QCOMPARE(step, 12);
    }

    void theModelAnswers()
    {
        QByteArray out;
        const int code = run({"ask", "--db", MUREUM_SOURCE_DIR "/resources/samples/shop.sqlite", "--model", path("whole/model.gguf"),
                              "--json", "How many customers are there?"},
                             &out);
        QVERIFY(code == 0 || code == 1); // twelve steps teach little: the rows may be none
        QVERIFY(!QJsonDocument::fromJson(out).object().value("sql").toString().isEmpty());
    }

    void aStartedRunIsNotOverwritten()
    {
        const auto before = read(path("whole/checkpoint.bin"));
        QCOMPARE(run({"pretrain", "--config", path("recipe.json"), "--out", path("whole")}), 2);
        QVERIFY(read(path("whole/checkpoint.bin")) == before);
    }

    void badRecipes_data()
    {
        QTest::addColumn<QByteArray>("recipe");
        QTest::newRow("not json") << QByteArray("{");
        QTest::newRow("no model") << QByteArray("{\"train\":{}}");
        QTest::newRow("no sources") << recipe(1, 1).replace("\"sources\"", "\"sauces\"");
        QTest::newRow("missing examples") << recipe(1, 1).replace("train.jsonl", "nothing.jsonl");
        QTest::newRow("unknown field") << recipe(1, 1).replace("\"steps\"", "\"stepps\"");
        QTest::newRow("bad layout") << recipe(1, 1).replace("\"database\"", "\"datebase\"");
    }
    void badRecipes()
    {
        QFETCH(QByteArray, recipe);
        write(folder_.filePath("bad.json"), recipe);
        QCOMPARE(run({"pretrain", "--config", path("bad.json"), "--out", path("bad")}), 2);
    }

private:
    QString path(const char *name) const { return folder_.filePath(name); }

    static QByteArray recipe(int steps, int checkpointEvery)
    {
        const QJsonObject model{{"vocabSize", 800}, {"dim", 32},      {"layers", 2},           {"heads", 4},
                                {"kvHeads", 2},     {"headDim", 8},   {"ffnDim", 64},          {"contextLength", 1024}};
        const QJsonObject train{{"steps", steps}, {"batchTokens", 1024}, {"warmupSteps", 2}, {"checkpointEvery", checkpointEvery}, {"logEvery", 1}, {"threads", 1}};
        const QJsonObject source{{"examples", "train.jsonl"}, {"databases", MUREUM_SOURCE_DIR "/resources/samples"}, {"layout", "database"}};
        return QJsonDocument(QJsonObject{{"model", model}, {"train", train}, {"sources", QJsonArray{source}}}).toJson();
    }
    void writeRecipe(const char *name, int steps, int checkpointEvery) { write(path(name), recipe(steps, checkpointEvery)); }

    int run(const QStringList &arguments, QByteArray *out = nullptr)
    {
        QProcess process;
        process.start(cli, arguments);
        if (!process.waitForFinished(60000))
            return -1;
        if (out)
            *out = process.readAllStandardOutput();
        const auto errors = process.readAllStandardError();
        if (process.exitCode() == 2 && !errors.contains("error: "))
            return -2;
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -3;
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestPretrain)
#include "test_pretrain.moc"
