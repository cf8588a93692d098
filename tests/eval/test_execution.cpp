#include "eval/score/cells.h"
#include "eval/score/exact_string.h"
#include "eval/score/execution.h"
#include "eval/score/gold_order.h"
#include "eval/score/results.h"

#include <QTest>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <sqlite3.h>

#include <algorithm>
#include <numeric>
#include <random>

using namespace mureum::eval;

namespace {

using Cells = std::vector<Cell>;

Cell number(std::int64_t value)
{
    return value;
}

} // namespace

class TestExecution : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        file_ = folder_.path().toStdString() + "/shop.sqlite";
        sqlite3 *db = nullptr;
        sqlite3_open(file_.c_str(), &db);
        char *message = nullptr;
        sqlite3_exec(
            db,
            "CREATE TABLE p(id INTEGER PRIMARY KEY, name TEXT, price REAL, kind TEXT, stock INTEGER);"
            "INSERT INTO p "
            "VALUES(1,'apple',2.0,'fruit',6),(2,'pear',2.0,'fruit',3),(3,'carrot',0.5,'root',3),"
            "(4,'plum',3.25,'fruit',NULL),(5,'beet',0.1,'root',9);"
            "CREATE TABLE e(id INTEGER);"
            "CREATE TABLE d(a TEXT, b TEXT); INSERT INTO d VALUES('x','y'),('x','y'),('y','x');",
            nullptr, nullptr, &message);
        QVERIFY2(!message, message);
        sqlite3_close(db);
        runner_ = std::make_unique<SqlRunner>(file_);
    }

    void scores_data()
    {
        QTest::addColumn<QString>("gold");
        QTest::addColumn<QString>("prediction");
        QTest::addColumn<QString>("ex");
        QTest::addColumn<QString>("bird");
        const auto row = [](const char *what, const char *gold, const char *prediction, const char *ex,
                            const char *bird) { QTest::newRow(what) << gold << prediction << ex << bird; };
        const char *right = "right", *wrong = "wrong", *unsure = "inconclusive";

        row("same", "SELECT name FROM p", "SELECT p.name FROM p", right, right);
        row("columns swapped", "SELECT name, id FROM p", "SELECT id, name FROM p", right, wrong);
        row("columns swapped, mirrored rows", "SELECT a, b FROM d", "SELECT b, a FROM d", right, right);
        row("the same columns, other rows", "VALUES(1,1),(2,2)", "VALUES(1,2),(2,1)", wrong, wrong);
        row("fewer columns", "SELECT name, id FROM p", "SELECT name FROM p", wrong, wrong);
        row("more columns", "SELECT name FROM p", "SELECT name, id FROM p", wrong, wrong);
        row("a column twice", "SELECT id, stock FROM p", "SELECT id, id FROM p", wrong, wrong);
        row("twins on both sides", "SELECT id, id, name FROM p", "SELECT name, id, id FROM p", right, wrong);
        row("duplicates count", "SELECT kind FROM p", "SELECT DISTINCT kind FROM p", wrong, right);
        row("duplicates count as often", "SELECT a FROM d", "SELECT b FROM d", wrong, right);

        row("order is free", "SELECT name FROM p", "SELECT name FROM p ORDER BY name DESC", right, right);
        row("order is fixed", "SELECT name FROM p ORDER BY name", "SELECT name FROM p ORDER BY name DESC",
            wrong, right);
        row("order missing", "SELECT name FROM p ORDER BY name", "SELECT name FROM p", wrong, right);
        row("ties by a shown key", "SELECT price, name FROM p ORDER BY price",
            "SELECT price, name FROM p ORDER BY price, name DESC", right, right);
        row("ties by a hidden key", "SELECT name FROM p ORDER BY price",
            "SELECT name FROM p ORDER BY price, id DESC", right, right);
        row("beyond the ties", "SELECT name FROM p ORDER BY price", "SELECT name FROM p ORDER BY price DESC",
            wrong, right);
        row("ties with columns swapped", "SELECT id, name FROM p ORDER BY price",
            "SELECT name, id FROM p ORDER BY price, name DESC", right, wrong);
        row("key by alias", "SELECT kind, sum(stock) AS s FROM p GROUP BY kind ORDER BY s DESC",
            "SELECT kind, sum(stock) FROM p GROUP BY 1 ORDER BY 2", wrong, right);
        row("key by number, ties", "SELECT stock, name FROM p ORDER BY 1",
            "SELECT stock, name FROM p ORDER BY 1, 2 DESC", right, right);
        row("key by hidden aggregate", "SELECT kind FROM p GROUP BY kind ORDER BY count(*)",
            "SELECT kind FROM p GROUP BY kind ORDER BY count(*) DESC", wrong, right);
        row("alias inside the key", "SELECT price * 2 AS twice, id FROM p ORDER BY twice + 1",
            "SELECT price * 2, id FROM p ORDER BY price, id DESC", right, right);
        row("key behind a star", "SELECT * FROM p ORDER BY price", "SELECT * FROM p ORDER BY price, id DESC",
            right, right);
        row("inner order does not fix", "SELECT name FROM (SELECT name FROM p ORDER BY name)",
            "SELECT name FROM p ORDER BY id DESC", right, right);
        row("order of a union, ties", "SELECT stock FROM p UNION ALL SELECT stock FROM p ORDER BY stock",
            "SELECT stock FROM p, (SELECT 1 UNION SELECT 2) ORDER BY 1", right, right);
        row("order of a union", "SELECT name FROM p WHERE id<3 UNION SELECT name FROM p ORDER BY name",
            "SELECT name FROM p", wrong, right);
        row("distinct with shown key", "SELECT DISTINCT kind FROM p ORDER BY kind DESC",
            "SELECT DISTINCT kind FROM p ORDER BY kind", wrong, right);
        row("order of one row", "SELECT name FROM p ORDER BY price DESC LIMIT 1",
            "SELECT name FROM p WHERE price = (SELECT max(price) FROM p)", right, right);

        row("6 and 6.0", "SELECT stock FROM p WHERE id=1", "SELECT 6.0", right, right);
        row("within tolerance", "SELECT price FROM p WHERE id=4", "SELECT 3.250001", right, wrong);
        row("beyond tolerance", "SELECT price FROM p WHERE id=4", "SELECT 3.25001", wrong, wrong);
        row("another order of a sum", "SELECT 0.1+0.2", "SELECT 0.3", right, wrong);
        row("close integers", "SELECT 10000000", "SELECT 10000001", wrong, wrong);
        row("large integers", "SELECT 9007199254740993", "SELECT 9007199254740992", wrong, wrong);
        row("text and number", "SELECT 6", "SELECT '6'", wrong, wrong);
        row("text and blob", "SELECT 'a'", "SELECT x'61'", wrong, wrong);
        row("null and null", "SELECT stock FROM p WHERE id=4", "SELECT NULL", right, right);
        row("null and zero", "SELECT stock FROM p WHERE id=4", "SELECT 0", wrong, wrong);
        row("null and empty text", "SELECT NULL", "SELECT ''", wrong, wrong);
        row("case of text", "SELECT 'Apple'", "SELECT 'apple'", wrong, wrong);

        row("both empty", "SELECT id FROM e", "SELECT id FROM p WHERE id > 99", unsure, right);
        row("one empty", "SELECT id FROM p", "SELECT id FROM e", wrong, wrong);
        row("empty, other columns", "SELECT id FROM e", "SELECT id, id FROM e", wrong, right);
        row("does not run", "SELECT id FROM p", "SELECT nix FROM p", wrong, wrong);
        row("not a SELECT", "SELECT id FROM p", "DELETE FROM p", wrong, wrong);
        row("nothing", "SELECT id FROM p", " ", wrong, wrong);
        row("gold does not run", "SELECT nix FROM p", "SELECT id FROM p", unsure, unsure);
        row("gold in a dialect we cannot parse", "SELECT name FROM p ORDER BY name NOT INDEXED",
            "SELECT name FROM p", unsure, unsure);
    }
    void scores()
    {
        QFETCH(QString, gold);
        QFETCH(QString, prediction);
        QFETCH(QString, ex);
        QFETCH(QString, bird);
        const ExecutionScore score = scoreExecution(*runner_, {gold.toStdString()}, prediction.toStdString());
        QVERIFY2(name(score.ex) == ex.toStdString(), score.reason.c_str());
        QCOMPARE(QString::fromStdString(std::string(name(score.exBird))), bird);
        QCOMPARE(score.reason.empty(), ex == "right");
        QCOMPARE(verdictFromName(name(score.ex)), std::optional(score.ex));
    }

    void takesAnyOfSeveralGolds()
    {
        const auto ex = [&](std::vector<std::string> golds, const std::string &prediction) {
            return scoreExecution(*runner_, golds, prediction).ex;
        };
        QCOMPARE(ex({"SELECT 1", "SELECT 2"}, "SELECT 2"), Verdict::Right);
        QCOMPARE(ex({"SELECT 1", "SELECT 2"}, "SELECT 3"), Verdict::Wrong);
        QCOMPARE(ex({"SELECT nix FROM p", "SELECT 2"}, "SELECT 2"), Verdict::Right);
        QCOMPARE(ex({"SELECT nix FROM p", "SELECT 2"}, "SELECT 3"), Verdict::Wrong);
        QCOMPARE(ex({"SELECT 1", "SELECT id FROM e"}, "SELECT id FROM e"), Verdict::Inconclusive);
        QCOMPARE(ex({}, "SELECT 1"), Verdict::Inconclusive);
    }

    void capsAndLimits()
    {
        const RunLimits limits{std::chrono::milliseconds(100), 3};
        QCOMPARE(scoreExecution(*runner_, {"SELECT id FROM p"}, "SELECT id FROM p", limits).ex,
                 Verdict::Inconclusive);
        QCOMPARE(scoreExecution(*runner_, {"SELECT id FROM p LIMIT 3"}, "SELECT id FROM p", limits).ex,
                 Verdict::Wrong);
        const std::string endless =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n";
        const ExecutionScore slow = scoreExecution(*runner_, {"SELECT 1"}, endless, limits);
        QCOMPARE(slow.ex, Verdict::Wrong);
        QVERIFY(slow.reason.find("time limit") != std::string::npos);
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(RunError,
                                 scoreExecution(*runner_, {"SELECT 1"}, endless, limits, source.get_token()));
    }

    /// What ran before is not run again, as long as it kept within the time; what runs is handed back.
    void reusesRuns()
    {
        const RunLimits limits{std::chrono::seconds(1), 1000};
        const std::string sql = "SELECT name FROM p WHERE id = 1";
        const std::vector<GoldRunPtr> golds = {std::make_shared<GoldRun>(runGold(*runner_, sql, limits))};
        GoldRunPtr run;
        const std::string other = "SELECT name FROM p WHERE id = 2";
        QCOMPARE(scoreExecution(*runner_, golds, other, limits, {}, run).ex, Verdict::Wrong);
        QVERIFY(run && run->result && run->sql == other);
        QCOMPARE(run->result->rows.size(), std::size_t(1));

        GoldRun pretended{other, golds.front()->result, {}};
        run = std::make_shared<GoldRun>(pretended);
        QCOMPARE(scoreExecution(*runner_, golds, other, limits, {}, run).ex, Verdict::Right);
        pretended.result->seconds = 2;
        run = std::make_shared<GoldRun>(pretended);
        QCOMPARE(scoreExecution(*runner_, golds, other, limits, {}, run).ex, Verdict::Wrong);

        run = nullptr;
        QVERIFY(scoreExecution(*runner_, golds, "SELECT nothing FROM p", limits, {}, run).failed);
        QVERIFY(!run);
    }

    void findsSortKeys()
    {
        const GoldOrder hidden = goldOrder("SELECT name AS n, id FROM p ORDER BY price * 2 DESC, n, 2");
        QVERIFY(hidden.ordered && hidden.known);
        QCOMPARE(hidden.keys, (std::vector<int>{-1, 0, 1}));
        QCOMPARE(hidden.appended, 1);
        QVERIFY(!goldOrder("SELECT 1 FROM (SELECT 2 ORDER BY 1)").ordered);
        QCOMPARE(goldOrder("SELECT DISTINCT a FROM d ORDER BY a, b").keys, std::vector<int>{0});
        const GoldOrder strange = goldOrder("SELECT f(SELECT ORDER BY) nonsense ORDER BY");
        QVERIFY(strange.ordered && !strange.known);
    }

    /// Shuffled columns and rows of random tables are found to be the same; one changed cell is not.
    void matchesShuffledResults()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 60; ++round) {
            const std::size_t rows = 1 + random() % 30, columns = 1 + random() % 8;
            Rows gold(rows, Cells(columns));
            for (auto &row : gold)
                for (Cell &cell : row)
                    switch (random() % 4) {
                    case 0:
                        cell = number(random() % 3);
                        break;
                    case 1:
                        cell = static_cast<double>(random() % 3) / 2;
                        break;
                    case 2:
                        cell = std::string(1, static_cast<char>('a' + random() % 2));
                        break;
                    default:
                        break;
                    }
            std::vector<std::size_t> permutation(columns);
            std::iota(permutation.begin(), permutation.end(), 0);
            std::shuffle(permutation.begin(), permutation.end(), random);
            Rows predicted;
            for (const auto &row : gold) {
                Cells shuffled;
                for (const std::size_t c : permutation)
                    shuffled.push_back(row[c]);
                predicted.push_back(shuffled);
            }
            std::vector<std::uint32_t> strict(rows);
            std::iota(strict.begin(), strict.end(), 0U);
            QCOMPARE(compareRows(gold, predicted, strict), Match::Same);
            std::shuffle(predicted.begin(), predicted.end(), random);
            QCOMPARE(compareRows(gold, predicted), Match::Same);
            predicted[random() % rows][random() % columns] = std::string("other");
            QCOMPARE(compareRows(gold, predicted), Match::Different);
        }
    }

    /// Against trying every permutation of the columns on small tables of few values, where many are near
    /// misses.
    void agreesWithTryingAllPermutations()
    {
        std::mt19937 random(11);
        int same = 0;
        for (int round = 0; round < 400; ++round) {
            const std::size_t rows = 2 + random() % 3, columns = 2 + random() % 3;
            const auto table = [&] {
                Rows out(rows, Cells(columns));
                for (auto &row : out)
                    for (Cell &cell : row)
                        cell = number(random() % 2);
                return out;
            };
            const Rows gold = table(), predicted = table();
            std::vector<std::size_t> permutation(columns);
            std::iota(permutation.begin(), permutation.end(), 0);
            bool expected = false;
            do {
                std::vector<std::vector<std::int64_t>> sorted, permuted;
                for (std::size_t r = 0; r < rows; ++r) {
                    sorted.emplace_back();
                    permuted.emplace_back();
                    for (std::size_t c = 0; c < columns; ++c) {
                        sorted.back().push_back(std::get<std::int64_t>(gold[r][c]));
                        permuted.back().push_back(std::get<std::int64_t>(predicted[r][permutation[c]]));
                    }
                }
                std::sort(sorted.begin(), sorted.end());
                std::sort(permuted.begin(), permuted.end());
                expected = expected || sorted == permuted;
            } while (std::next_permutation(permutation.begin(), permutation.end()));
            same += expected;
            QCOMPARE(compareRows(gold, predicted) == Match::Same, expected);
        }
        QVERIFY(same > 20);
    }

    void wideResultsStayQuick()
    {
        QElapsedTimer timer;
        timer.start();
        constexpr std::size_t columns = 60, rows = 400;
        std::mt19937 random(3);
        Rows gold(rows, Cells(columns));
        // Every column holds the same bag of values in another order, some twice: no column tells itself
        // apart alone.
        for (std::size_t c = 0; c < columns; ++c) {
            std::vector<std::int64_t> values(rows);
            for (std::size_t r = 0; r < rows; ++r)
                values[r] = static_cast<std::int64_t>(r % 2);
            std::shuffle(values.begin(), values.end(), random);
            for (std::size_t r = 0; r < rows; ++r)
                gold[r][c] = c % 3 == 2 ? gold[r][c - 1] : Cell(values[r]);
        }
        Rows predicted;
        for (const auto &row : gold)
            predicted.emplace_back(row.rbegin(), row.rend());
        std::shuffle(predicted.begin(), predicted.end(), random);
        QCOMPARE(compareRows(gold, predicted), Match::Same);
        std::swap(predicted[0][0], predicted[1][0]);
        QVERIFY(compareRows(gold, predicted) != Match::Same || predicted[0][0] == predicted[1][0]);
        QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
    }

    void comparesCells()
    {
        QVERIFY(compareCells(Cell{}, Cell{number(-5)}) < 0);
        QVERIFY(compareCells(Cell{number(9)}, Cell{std::string("1")}) < 0);
        QVERIFY(compareCells(Cell{std::string("z")}, Cell{Blob{}}) < 0);
        QVERIFY(compareCells(Cell{number(9007199254740993)}, Cell{9007199254740992.0}) > 0);
        QVERIFY(compareCells(Cell{number(-3)}, Cell{-2.5}) < 0);
        QVERIFY(compareCells(Cell{std::numeric_limits<std::int64_t>::max()}, Cell{9.3e18}) < 0);
        QVERIFY(sameCell(Cell{0.0}, Cell{0.1 + 0.2 - 0.3}));
        QVERIFY(!sameCell(Cell{1e300 * 1e10}, Cell{1e300}));
    }

    void comparesStrings()
    {
        QVERIFY(
            exactString("SELECT  Name FROM p WHERE a<>'X';", "select name\nfrom P where A != \"X\" -- c"));
        QVERIFY(!exactString("SELECT a FROM p WHERE a='X'", "SELECT a FROM p WHERE a='x'"));
        QVERIFY(!exactString("SELECT a", "SELECT b"));
        QCOMPARE(normalizeSql("SELECT T1.이름,1.5e3 FROM[my t]AS T1 /* x"),
                 std::string("select t1 . 이름 , 1.5e3 from 'my t' as t1"));
        QCOMPARE(normalizeSql("'it''s' 'open"), std::string("'it's' 'open'"));
    }

private:
    QTemporaryDir folder_;
    std::string file_;
    std::unique_ptr<SqlRunner> runner_;
};

QTEST_GUILESS_MAIN(TestExecution)
#include "test_execution.moc"
