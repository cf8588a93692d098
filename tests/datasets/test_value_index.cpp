#include "datasets/schema/value_index.h"
#include "datasets/text/fold.h"
#include "test_schema_files.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>

#include <algorithm>
#include <set>
#include <thread>

using namespace mureum::datasets;

class TestValueIndex : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void findsEqualCells();
    void keepsCellsAsStored();
    void leavesOutWhatIsNoName();
    void findsBeginnings();
    void findsTheLongestRun();
    void agreesWithPlainSearch();
    void hundredThousandValuesInTime();
    void stopsAtTheTimeLimit();
    void capsValuesPerColumn();
    void servesManyThreads();

private:
    std::shared_ptr<const ValueIndex> build(const char *name, const std::string &sql,
                                            const ValueIndex::Options &options = {})
    {
        file_ = files_.make(name, sql);
        schema_ = readSchema(file_);
        return ValueIndex::build(file_, schema_, options);
    }
    /// table.column=value, sorted
    QStringList texts(const std::vector<ValueHit> &hits) const
    {
        QStringList out;
        for (const ValueHit &hit : hits) {
            const Table &table = schema_.tables.at(static_cast<std::size_t>(hit.table));
            out << QString::fromStdString(table.name + "." +
                                          table.columns.at(static_cast<std::size_t>(hit.column)).name + "=" +
                                          hit.value);
        }
        out.sort();
        return out;
    }
    DatabaseFiles files_;
    std::filesystem::path file_;
    Schema schema_;
    std::shared_ptr<const ValueIndex> index_;
};

void TestValueIndex::initTestCase()
{
    index_ = build("values.sqlite", R"(
        CREATE TABLE shop (id INTEGER PRIMARY KEY, city TEXT, code TEXT, opened TEXT, staff INTEGER, note);
        INSERT INTO shop VALUES (1, '서울특별시', '30', '2024-01-02', 30, '서울'), (2, '부산', '10', '2024-01-03', 30, 7),
            (3, '서울', '30', '2024-01-03', 4, x'00'), (4, 'New  York', NULL, NULL, NULL, NULL),
            (5, 'new york', '', NULL, NULL, NULL), (6, '서울대입구', 'A-1', NULL, NULL, 'x');
        CREATE TABLE person (name TEXT, city TEXT);
        INSERT INTO person VALUES ('Seoul Kim', '서울'), ('김서울', '부산'), ('STRASSE', '   ');
        CREATE VIEW everyone AS SELECT name AS who FROM person;)");
}

void TestValueIndex::findsEqualCells()
{
    QCOMPARE(texts(index_->equal("서울")),
             (QStringList{"person.city=서울", "shop.city=서울", "shop.note=서울"}));
    QCOMPARE(texts(index_->equal(" NEW York ")), (QStringList{"shop.city=New  York", "shop.city=new york"}));
    QCOMPARE(texts(index_->equal("straße")), QStringList{"person.name=STRASSE"});
    QCOMPARE(texts(index_->equal("\u1109\u1165\u110B\u116E\u11AF")).size(), 3); // decomposed question
    for (const ValueHit &hit : index_->equal("부산"))
        QCOMPARE(hit.score, 1.0);
    QVERIFY(index_->equal("대구").empty());
    QVERIFY(index_->equal("").empty());
    QVERIFY(index_->equal("\xFF").empty());
}

void TestValueIndex::keepsCellsAsStored()
{
    const auto index = build("stored.sqlite", "CREATE TABLE t (a TEXT); INSERT INTO t VALUES "
                                              "('\u1109\u1165\u110B\u116E\u11AF'), ('  Two  Spaces ');");
    // SQL compares bytes: the decomposed cell must come back decomposed.
    QCOMPARE(index->equal("서울").at(0).value, std::string("\u1109\u1165\u110B\u116E\u11AF"));
    QCOMPARE(index->equal("two spaces").at(0).value, std::string("  Two  Spaces "));
    QVERIFY(!index->equal("서울").empty());
    index_ = build("values2.sqlite", "CREATE TABLE t (a);INSERT INTO t VALUES ('x');");
    initTestCase();
}

void TestValueIndex::leavesOutWhatIsNoName()
{
    QCOMPARE(texts(index_->equal("30")), QStringList{"shop.code=30"}); // not the number in staff
    QVERIFY(index_->equal("2024-01-02").empty());                      // a date is compared, not named
    QVERIFY(index_->equal("7").empty());

    const std::string fits(64, 'a'), prose(65, 'b');
    const auto index = build("long.sqlite", "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('" + fits +
                                                "'), ('" + prose + "'), (CAST(x'BCADBFEF' AS TEXT));");
    QCOMPARE(index->equal(fits).size(), std::size_t(1));
    QVERIFY(index->equal(prose).empty());
    QVERIFY(index->equal("\uFFFD\uFFFD\uFFFD\uFFFD").empty());
    initTestCase();
}

void TestValueIndex::findsBeginnings()
{
    const auto longer = index_->startingWith("서울대");
    QCOMPARE(longer.at(0).value, std::string("서울")); // one character apart, the question begins with it
    QCOMPARE(longer.back().value, std::string("서울대입구"));
    QVERIFY(longer.front().score > longer.back().score && longer.back().score > 0);

    const auto hits = index_->startingWith("서울");
    QCOMPARE(hits.size(), std::size_t(5)); // 서울 three times, then 서울특별시 and 서울대입구
    QVERIFY(std::is_sorted(hits.begin(), hits.end(),
                           [](const auto &a, const auto &b) { return a.score > b.score; }));
    QCOMPARE(hits.front().score, 1.0);
    QVERIFY(hits.back().score < 0.5);

    QCOMPARE(index_->startingWith("서울", 2).size(), std::size_t(2));
    QCOMPARE(texts(index_->startingWith("부산광역시")), (QStringList{"person.city=부산", "shop.city=부산"}));
    QVERIFY(index_->startingWith("서").empty());
    QVERIFY(index_->startingWith("서울", 0).empty());
    QVERIFY(index_->startingWith("특별시").empty());
}

void TestValueIndex::findsTheLongestRun()
{
    const std::string question = fold("서울특별시에 있는 New   York 매장과 서울대입구역");
    const auto bytes = [](const char *text) { return std::string(text).size(); };
    QCOMPARE(index_->longestAt(question, 0), bytes("서울특별시"));
    QCOMPARE(index_->longestAt(question, question.find("new")), bytes("new york"));
    QCOMPARE(index_->longestAt(question, question.find("서울대")), bytes("서울대입구"));
    QCOMPARE(index_->longestAt("서울대학교", 0), bytes("서울")); // past the longer cell, back to the shorter
    QCOMPARE(index_->longestAt(question, question.find("매장")), std::size_t(0));
    QCOMPARE(index_->longestAt(question, question.size()), std::size_t(0));
    QCOMPARE(index_->longestAt("", 0), std::size_t(0));
    QCOMPARE(index_->longestAt("서", 0), std::size_t(0));
}

void TestValueIndex::agreesWithPlainSearch()
{
    // Cells over two letters, so that nearly every one is the beginning of another.
    QRandomGenerator random(3);
    std::set<std::string> cells;
    std::string sql = "CREATE TABLE t (a TEXT);";
    while (cells.size() < 300) {
        std::string cell;
        for (int left = 1 + static_cast<int>(random.bounded(9)); left > 0; --left)
            cell += random.bounded(2) ? "a" : "가";
        if (cells.insert(cell).second)
            sql += "INSERT INTO t VALUES ('" + cell + "');";
    }
    const auto index = build("plain.sqlite", "BEGIN;" + sql + "COMMIT;");
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (int left = 12; left > 0; --left)
            text += random.bounded(2) ? "a" : random.bounded(5) ? "가" : "나";
        std::size_t longest = 0, starting = 0;
        const std::u32string points = toCodePoints(text).substr(0, 4);
        const std::string head = toUtf8(points);
        for (const std::string &cell : cells) {
            if (text.compare(0, cell.size(), cell) == 0)
                longest = std::max(longest, cell.size());
            const bool within = head.compare(0, cell.size(), cell) == 0 && toCodePoints(cell).size() >= 2;
            starting += cell.compare(0, head.size(), head) == 0 || within;
        }
        QCOMPARE(index->longestAt(text, 0), longest);
        QCOMPARE(index->startingWith(head, 1000).size(), starting);
        QCOMPARE(index->equal(text).size(), cells.count(text));
    }
    initTestCase();
}

void TestValueIndex::hundredThousandValuesInTime()
{
    ValueIndex::Options options;
    options.maxValuesPerColumn = 200000;
    options.maxSeconds = 5;
    QElapsedTimer timer;
    const auto file = files_.make("many.sqlite", R"(CREATE TABLE t (a TEXT); INSERT INTO t
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT '고객 ' || i FROM n;)");
    const Schema schema = readSchema(file);
    timer.start();
    const auto index = ValueIndex::build(file, schema, options);
    const auto spent = timer.restart();
    QCOMPARE(index->equal("고객 100000").size(), std::size_t(1));
    QVERIFY2(spent < 6000, qPrintable(QString::number(spent) + " ms"));
    const std::string question = "고객 99999 의 주문과 고객 7 의 주문을 비교해 줘";
    std::size_t found = 0;
    for (int round = 0; round < 100; ++round)
        for (std::size_t at = 0; at < question.size(); ++at)
            found += index->longestAt(question, at) > 0;
    QCOMPARE(found, std::size_t(200));
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed()) + " ms"));
}

void TestValueIndex::stopsAtTheTimeLimit()
{
    // The small table is read although the large one comes first and would take the whole time.
    const auto file =
        files_.make("late.sqlite", R"(CREATE TABLE large (a TEXT, b TEXT, c TEXT); INSERT INTO large
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000)
            SELECT 'first ' || i, 'second ' || i, 'third ' || i FROM n;
        CREATE TABLE small (name TEXT); INSERT INTO small VALUES ('서울');)");
    const Schema schema = readSchema(file);
    ValueIndex::Options options;
    options.maxValuesPerColumn = 1'000'000;
    options.maxSeconds = 0.05;
    QElapsedTimer timer;
    timer.start();
    const auto index = ValueIndex::build(file, schema, options);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed()) + " ms"));
    QCOMPARE(index->equal("서울").size(), std::size_t(1));
    QCOMPARE(index->equal("FIRST 1").size(), std::size_t(1));
    QVERIFY(index->equal("first 400000").empty());

    options.maxSeconds = 0;
    QVERIFY(ValueIndex::build(file, schema, options)->equal("서울").empty());
}

void TestValueIndex::capsValuesPerColumn()
{
    ValueIndex::Options options;
    options.maxValuesPerColumn = 2;
    const auto index = build("cap.sqlite", R"(CREATE TABLE t (a TEXT, b TEXT);
        INSERT INTO t VALUES ('one', 'x'), ('one', 'x'), ('two', 'x'), ('three', 'y');)",
                             options);
    QCOMPARE(index->equal("two").size(), std::size_t(1));
    QVERIFY(index->equal("three").empty());
    QCOMPARE(index->equal("y").size(), std::size_t(1)); // the other column goes on
    initTestCase();
}

void TestValueIndex::servesManyThreads()
{
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int round = 0; round < 2000; ++round)
                wrong += index_->equal("서울").size() != 3 || index_->startingWith("서울").size() != 5;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(TestValueIndex)
#include "test_value_index.moc"
