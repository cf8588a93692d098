#include "datasets/error.h"
#include "eval/score/exact_match.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <fstream>
#include <random>

using namespace mureum;
using eval::ExactMatch;
using eval::ExactMatcher;

namespace {

/// What data/spider_verdicts.jsonl was scored on.
const char *const kMusic =
    "CREATE TABLE singer(Singer_ID INTEGER PRIMARY KEY, Name TEXT, Country TEXT, Age INTEGER, Net_Worth "
    "REAL);"
    "CREATE TABLE concert(concert_ID INTEGER PRIMARY KEY, Concert_Name TEXT, Theme TEXT, Year INTEGER,"
    " Stadium_ID INTEGER);"
    "CREATE TABLE stadium(Stadium_ID INTEGER PRIMARY KEY, Name TEXT, Capacity INTEGER, Lowest INTEGER,"
    " Highest INTEGER);"
    "CREATE TABLE singer_in_concert(concert_ID INTEGER REFERENCES concert(concert_ID),"
    " Singer_ID INTEGER REFERENCES singer(Singer_ID));";

/// Keys that share columns, and keys that do not name their target as it is declared.
const char *const kKeys = "CREATE TABLE a(id INTEGER PRIMARY KEY, x INTEGER);"
                          "CREATE TABLE b(a_id INTEGER REFERENCES a(id), x INTEGER REFERENCES a(X));"
                          "CREATE TABLE c(a_id INTEGER REFERENCES a);"
                          "CREATE VIEW v AS SELECT id FROM a;";

QByteArray text(const std::string &value)
{
    return QByteArray::fromStdString(value);
}

} // namespace

class TestExactMatch : public QObject
{
    Q_OBJECT

private slots:
    /// Verdicts of Spider's own evaluator (bench/eval/official_spider.py). clauses: elements in the right
    /// answer and in the prediction, + where the partial score is 1.
    void agreesWithSpider_data()
    {
        QTest::addColumn<QByteArray>("line");
        std::ifstream in(std::string(MUREUM_SOURCE_DIR) + "/tests/eval/data/spider_verdicts.jsonl");
        int number = 0;
        for (std::string line; std::getline(in, line);)
            QTest::addRow("line %d", ++number) << text(line);
        QVERIFY(number > 100);
    }

    void agreesWithSpider()
    {
        QFETCH(QByteArray, line);
        const auto expected = nlohmann::json::parse(line.toStdString());
        const std::string gold = expected["gold"], prediction = expected["prediction"];
        const ExactMatch match = eval::scoreExactMatch(music_, gold, prediction);
        // No hardness: Spider's parser fails on the right answer.
        QCOMPARE(match.goldParsed, expected.contains("hardness"));
        QCOMPARE(match.clauses.size(), std::size_t(10));
        // No verdict: the official evaluator stops with an error. That is no match.
        QCOMPARE(match.em, expected.value("em", false));
        if (!match.goldParsed)
            return;
        QCOMPARE(text(match.hardness), text(expected["hardness"]));
        QCOMPARE(text(ExactMatcher(music_).hardness(gold)), text(expected["hardness"]));
        if (!expected.contains("clauses"))
            return;
        QCOMPARE(match.predictionParsed, expected["parsed"].get<bool>());
        QStringList clauses;
        for (const auto &score : match.clauses)
            clauses << QString("%1/%2%3").arg(score.gold).arg(score.predicted).arg(score.right() ? '+' : '-');
        QCOMPARE(clauses.join(' ').toUtf8(), text(expected["clauses"]));
    }

    void namesTheClauses()
    {
        const ExactMatch match =
            eval::scoreExactMatch(music_, "SELECT Name FROM singer WHERE Age > 1 AND Age < 9",
                                  "SELECT Name FROM singer WHERE Age > 1 AND Country = 'x'");
        const char *const names[] = {"select", "select(no AGG)", "where",  "where(no OP)", "group(no Having)",
                                     "group",  "order",          "and/or", "IUEN",         "keywords"};
        for (std::size_t i = 0; i < 10; ++i)
            QCOMPARE(text(match.clauses[i].clause), QByteArray(names[i]));
        QCOMPARE(match.clauses[2].gold, 2);
        QCOMPARE(match.clauses[2].predicted, 2);
        QCOMPARE(match.clauses[2].matched, 1);
    }

    /// Beyond Spider's grammar our own tree counts.
    void hardness_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("CASE") << QByteArray("SELECT CASE WHEN Age > 1 THEN 1 END FROM singer")
                              << QByteArray("easy");
        QTest::newRow("list") << QByteArray("SELECT Name , Age FROM singer WHERE Age IN (1, 2) ORDER BY Age")
                              << QByteArray("medium");
        QTest::newRow("WITH") << QByteArray("WITH w AS (SELECT Age FROM singer) SELECT Age FROM w")
                              << QByteArray("hard");
        QTest::newRow("no SQL") << QByteArray("SELECT FROM WHERE") << QByteArray("unknown");
        QTest::newRow("empty") << QByteArray("") << QByteArray("unknown");
    }

    void hardness()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, expected);
        const ExactMatch match = eval::scoreExactMatch(music_, sql.toStdString(), "SELECT Name FROM singer");
        QVERIFY(!match.goldParsed);
        QVERIFY(!match.em);
        QCOMPARE(text(match.hardness), expected);
    }

    /// A key's columns are one; a key that leaves its target out, or writes it in another case, is not in
    /// Spider's list, but may be in a tables.json.
    void foreignKeys()
    {
        const auto joined = [](const std::string &on, const std::string &column) {
            return "SELECT " + column + " FROM a AS T1 JOIN " + on + " AS T2 ON T1.id = T2.a_id";
        };
        const ExactMatcher own(keys_);
        QVERIFY(own.score(joined("b", "T1.id"), joined("b", "T2.a_id")).em);
        QVERIFY(!own.score(joined("b", "T1.x"), joined("b", "T2.x")).em);
        QVERIFY(!own.score(joined("c", "T1.id"), joined("c", "T2.a_id")).em);
        const auto entry = nlohmann::json::parse(
            R"({"table_names_original": ["a", "b", "c"],
                "column_names_original": [[-1, "*"], [0, "id"], [0, "x"], [1, "a_id"], [1, "X"], [2, "a_id"]],
                "foreign_keys": [[4, 2], [5, 1]]})");
        const ExactMatcher listed(keys_, entry);
        QVERIFY(!listed.score(joined("b", "T1.id"), joined("b", "T2.a_id")).em);
        QVERIFY(listed.score(joined("b", "T1.x"), joined("b", "T2.x")).em);
        QVERIFY(listed.score(joined("c", "T1.id"), joined("c", "T2.a_id")).em);
        // Views are no tables to Spider.
        QVERIFY(!own.score("SELECT id FROM v", "SELECT id FROM v").goldParsed);
    }

    /// A key joins the first set that has one of its columns; two sets never become one, and a column in both
    /// belongs to the last.
    void overlappingKeys()
    {
        const datasets::Schema schema = datasets::schemaFromDdl("CREATE TABLE t(a, b, c, d, e);", "t");
        const auto entry = nlohmann::json::parse(
            R"({"table_names_original": ["t"],
                "column_names_original": [[-1, "*"], [0, "a"], [0, "b"], [0, "c"], [0, "d"], [0, "e"]],
                "foreign_keys": [[1, 2], [3, 4], [2, 3]]})");
        const ExactMatcher matcher(schema, entry);
        const auto same = [&matcher](const std::string &one, const std::string &other) {
            return matcher.score("SELECT " + one + " FROM t", "SELECT " + other + " FROM t").em;
        };
        QVERIFY(same("a", "b"));
        QVERIFY(same("c", "d"));
        QVERIFY(!same("b", "c"));
        QVERIFY(!same("a", "d"));
        QVERIFY(!same("e", "a"));
    }

    void brokenTables_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("table") << QByteArray(
            R"({"table_names_original": ["a"], "column_names_original": [[7, "id"]], "foreign_keys": []})");
        QTest::newRow("column") << QByteArray(
            R"({"table_names_original": ["a"], "column_names_original": [[0, "id"]], "foreign_keys": [[0, 9]]})");
    }

    void brokenTables()
    {
        QFETCH(QByteArray, json);
        const auto entry = nlohmann::json::parse(json.toStdString());
        QVERIFY_EXCEPTION_THROWN(ExactMatcher(keys_, entry), datasets::Error);
    }

    void outlivesRubbish()
    {
        std::mt19937 random(7);
        const std::string pieces[] = {"SELECT ", "FROM ", "singer ", "(",  ")",        "'",   "\"",  "Name ",
                                      "WHERE ",  "Age ",  "= ",      "1 ", "AND ",     "AS ", "T1",  ".",
                                      ",",       "\xff",  "가",      "`",  "JOIN ",    "ON ", "IN ", "LIMIT ",
                                      ";",       "*",     "--",      "\n", "GROUP BY "};
        const ExactMatcher matcher(music_);
        for (int round = 0; round < 2000; ++round) {
            std::string sql = round % 2 ? "SELECT Name FROM singer " : "";
            for (unsigned i = 0; i < random() % 16; ++i)
                sql += pieces[random() % std::size(pieces)];
            const ExactMatch match = matcher.score("SELECT Name FROM singer", sql);
            QCOMPARE(match.clauses.size(), std::size_t(10));
            QVERIFY(match.predictionParsed || !match.em);
        }
    }

    void outlivesDepth()
    {
        std::string nested = "SELECT Name FROM singer", set = nested, brackets = "SELECT ";
        for (int i = 0; i < 3000; ++i) {
            nested = "SELECT Name FROM (" + nested + ")";
            set += " UNION SELECT Name FROM singer";
            brackets += "(";
        }
        for (const std::string &sql : {nested, set, brackets}) {
            QVERIFY(!eval::scoreExactMatch(music_, sql, sql).em);
            QVERIFY(!eval::scoreExactMatch(music_, "SELECT Name FROM singer", sql).em);
        }
    }

    void outlivesLength()
    {
        std::string operators = "SELECT Name FROM singer WHERE", list = "SELECT ";
        for (int i = 0; i < 100'000; ++i) {
            operators += " ! =";
            list += "Name , ";
        }
        QElapsedTimer timer;
        timer.start();
        for (const std::string &sql : {operators, list + "Name FROM singer"})
            QVERIFY(!eval::scoreExactMatch(music_, "SELECT Name FROM singer", sql).em);
        QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
    }

private:
    const datasets::Schema music_ = datasets::schemaFromDdl(kMusic, "music");
    const datasets::Schema keys_ = datasets::schemaFromDdl(kKeys, "keys");
};

QTEST_GUILESS_MAIN(TestExactMatch)
#include "test_exact_match.moc"
