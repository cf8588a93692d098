#include "datasets/examples/example.h"
#include "test_schema_files.h"

#include <QDir>
#include <QtTest>
#include <unistd.h>

using namespace mureum::datasets;

class TestExamples : public QObject
{
    Q_OBJECT
private slots:
    void readsJsonLines();
    void readsSpiderArray();
    void reportsBadLines();
    void reportsBadElements();
    void refusesUnusableFiles_data();
    void refusesUnusableFiles();
    void writesWhatItReads();
    void writingIsAllOrNothing();
    void findsDatabases();
    void keepsIdsInsideTheFolder();
    void guessesLanguage();

private:
    ExampleFile read(const QByteArray &content) const
    {
        return readExamples(files_.write("in.jsonl", content));
    }
    DatabaseFiles files_;
};

void TestExamples::readsJsonLines()
{
    const auto file = read(
        "\xEF\xBB\xBF\n"
        R"({"db_id":"shop","question":"몇 명?","query":"SELECT 1","extra":[1]})"
        "\r\n  \n"
        R"({"db_id":"shop","question":"How many?","queries":["SELECT 2","SELECT 3"],"difficulty":"easy"})"
        "\n"
        R"json({"context":"CREATE TABLE t (a)","question":"VIP","lang":"ko","query":null})json");
    QCOMPARE(file.examples.size(), std::size_t(3));
    QVERIFY(file.bad.empty());
    const Example &first = file.examples[0], &second = file.examples[1], &third = file.examples[2];
    QCOMPARE(first.language, std::string("ko"));
    QCOMPARE(first.queries, std::vector<std::string>{"SELECT 1"});
    QCOMPARE(second.query, std::string("SELECT 2"));
    QCOMPARE(second.queries, (std::vector<std::string>{"SELECT 2", "SELECT 3"}));
    QCOMPARE(second.difficulty, std::string("easy"));
    QCOMPARE(second.language, std::string("en"));
    QCOMPARE(third.language, std::string("ko"));
    QVERIFY(third.query.empty() && third.queries.empty() && third.databaseId.empty());

    const auto more = read(R"({"db_id":"a","question":"q","query":"X","queries":["Y","X"]})");
    QCOMPARE(more.examples[0].query, std::string("X"));
    QCOMPARE(more.examples[0].queries, (std::vector<std::string>{"Y", "X"}));
    const auto added = read(R"({"db_id":"a","question":"q","query":"X","queries":["Y"]})");
    QCOMPARE(added.examples[0].queries, (std::vector<std::string>{"X", "Y"}));
}

void TestExamples::readsSpiderArray()
{
    const auto file = read(R"(
[
  {"db_id": "concert_singer", "query": "SELECT count(*) FROM singer",
   "query_toks": ["SELECT"], "question": "How many singers?", "sql": {"from": [{"x": 1}]}},
  {"db_id": "concert_singer", "query": "SELECT 1", "question": "One"}
])");
    QCOMPARE(file.examples.size(), std::size_t(2));
    QCOMPARE(file.examples[1].question, std::string("One"));
}

void TestExamples::reportsBadLines()
{
    const auto file = read("{\"db_id\":\"a\",\"question\":\"q\"}\n"
                           "{\"db_id\":\"a\",\n"
                           "\n"
                           "[1]\n"
                           "{\"db_id\":\"a\",\"question\":\" \\n \"}\n"
                           "{\"question\":\"q\"}\n"
                           "{\"db_id\":7,\"question\":\"q\"}\n"
                           "{\"db_id\":\"a\",\"question\":\"q\",\"queries\":\"x\"}\n"
                           "{\"db_id\":\"a\",\"question\":\"\xFF\"}\n");
    QCOMPARE(file.examples.size(), std::size_t(1));
    QStringList bad;
    for (const BadLine &line : file.bad)
        bad << QString::number(line.line) + " " + QString::fromStdString(line.reason);
    QCOMPARE(bad, (QStringList{"2 not valid JSON", "4 not a JSON object", "5 no \"question\"",
                               "6 neither \"db_id\" nor \"context\"", "7 \"db_id\" is not a string",
                               "8 \"queries\" is not an array of strings", "9 not valid JSON"}));
}

void TestExamples::reportsBadElements()
{
    const auto file =
        read("[\n{\"db_id\":\"a\",\"question\":\"a ] , { \\\" b\"},\n\n 3,\n{\"db_id\":\n\"a\"},\n"
             "{\"question\":\"q\"}]");
    QCOMPARE(file.examples.size(), std::size_t(1));
    QCOMPARE(file.bad.size(), std::size_t(3));
    QCOMPARE(file.bad[0].line, std::size_t(4));
    QCOMPARE(file.bad[1].line, std::size_t(5));
    QCOMPARE(file.bad[2].line, std::size_t(7));
}

void TestExamples::refusesUnusableFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "is empty";
    QTest::newRow("blank") << QByteArray("\n \n") << "is empty";
    QTest::newRow("no array end") << QByteArray("[{\"db_id\":") << "is not valid JSON";
    QTest::newRow("empty array") << QByteArray("[]") << "holds no example";
    QTest::newRow("csv") << QByteArray("db_id,question\na,b\n") << "line 1: not valid JSON";
    QTest::newRow("deep") << QByteArray(200000, '[') << "is not valid JSON";
    QTest::newRow("binary") << QByteArray("\0\1\2", 3) << "no usable line";
}

void TestExamples::refusesUnusableFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const QString error = errorOf([&] { read(content); });
    QVERIFY2(error.contains(says) && error.contains("in.jsonl") && !error.contains('\n'), qPrintable(error));
    QVERIFY(errorOf([&] { readExamples(files_.path("none.jsonl")); }).contains("none.jsonl"));
    QVERIFY(errorOf([&] { readExamples(files_.path(".")); }).contains("is a folder"));
}

void TestExamples::writesWhatItReads()
{
    Example one;
    one.databaseId = "shop";
    one.question = "\"지난달\" 주문\n수는?";
    one.query = "SELECT 'a''b'\t";
    one.queries = {one.query, "SELECT 2"};
    one.difficulty = "hard";
    one.language = "ko";
    Example two;
    two.databaseId = "x";
    two.question = "q";
    two.context = "CREATE TABLE t (a)";
    two.language = "en";
    const auto file = files_.path("out.jsonl");
    writeExamples(file, {one, two});
    const auto back = readExamples(file);
    QVERIFY(back.bad.empty());
    QCOMPARE(back.examples.size(), std::size_t(2));
    QCOMPARE(back.examples[0].question, one.question);
    QCOMPARE(back.examples[0].queries, one.queries);
    QCOMPARE(back.examples[0].difficulty, one.difficulty);
    QCOMPARE(back.examples[1].context, two.context);
    QVERIFY(back.examples[1].queries.empty());
    QFile raw(QString::fromStdString(file.string()));
    QVERIFY(raw.open(QIODevice::ReadOnly));
    QCOMPARE(raw.readAll().count('\n'), 2);

    one.question = "bad \xFF byte";
    writeExamples(file, {one});
    QCOMPARE(readExamples(file).examples[0].question, std::string("bad \uFFFD byte"));
}

void TestExamples::writingIsAllOrNothing()
{
    const auto file = files_.write("kept.jsonl", "{\"db_id\":\"a\",\"question\":\"q\"}\n");
    const auto folder = files_.path("folder.jsonl");
    std::filesystem::create_directory(folder);
    std::filesystem::create_directory(folder / "inside");
    QVERIFY(errorOf([&] { writeExamples(folder, {}); }).contains("cannot write"));
    QVERIFY(errorOf([&] { writeExamples(files_.path("no/such/dir.jsonl"), {}); }).contains("cannot write"));
    // A link stays one, and the file it names is replaced.
    std::filesystem::create_symlink(file, files_.path("link.jsonl"));
    Example example;
    example.databaseId = "b";
    example.question = "new";
    writeExamples(files_.path("link.jsonl"), {example});
    QVERIFY(std::filesystem::is_symlink(files_.path("link.jsonl")));
    QCOMPARE(readExamples(file).examples[0].question, std::string("new"));
    const QDir dir(QString::fromStdString(file.parent_path().string()));
    QCOMPARE(dir.entryList({"*.tmp"}, QDir::Files), QStringList()); // nothing is left behind
}

void TestExamples::findsDatabases()
{
    const auto root = files_.path("databases");
    std::filesystem::create_directories(root / "nested");
    files_.write("databases/flat.sqlite", "x");
    files_.write("databases/nested/nested.sqlite", "x");
    QCOMPARE(databaseFile(root, "flat"), root / "flat.sqlite");
    QCOMPARE(databaseFile(root, "nested"), root / "nested" / "nested.sqlite");
    const QString error = errorOf([&] { databaseFile(root, "gone"); });
    QVERIFY(error.contains("databases/gone.sqlite") && error.contains("databases/gone/gone.sqlite"));
}

void TestExamples::keepsIdsInsideTheFolder()
{
    files_.write("outside.sqlite", "x");
    std::filesystem::create_directories(files_.path("inner"));
    for (const char *id : {"../outside", "..", ".", "", "a/b", "/etc/passwd"})
        QVERIFY2(errorOf([&] { databaseFile(files_.path("inner"), id); }).contains("not a database id"), id);
}

void TestExamples::guessesLanguage()
{
    QCOMPARE(guessLanguage("How many 고객?"), std::string("ko"));
    QCOMPARE(guessLanguage("How many?"), std::string("en"));
    QCOMPARE(guessLanguage(""), std::string("en"));
}

QTEST_GUILESS_MAIN(TestExamples)
#include "test_examples.moc"
