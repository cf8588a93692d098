#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"

#include <QTest>

using namespace mureum::datasets::sql;

class TestSqlAnalysis : public QObject
{
    Q_OBJECT

private slots:
    void countsAsSpider_data();
    void countsAsSpider();
    void drawsTheLines();
    void visitsEverything();
    void visitorMayChange();
    void knowsAggregates();
};

void TestSqlAnalysis::countsAsSpider_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("counts"); // components nested others
    QTest::addColumn<QString>("hardness");
    const auto row = [](const char *text, const char *counts, const char *hardness) {
        QTest::newRow(text) << text << counts << hardness;
    };
    row("SELECT count(*) FROM t", "0 0 0", "easy");
    row("SELECT a FROM t WHERE b = 1", "1 0 0", "easy");
    row("SELECT max(a), min(a) FROM t", "0 0 2", "medium");
    row("SELECT a, b FROM t WHERE c = 1 ORDER BY d", "2 0 1", "medium");
    row("SELECT a FROM t JOIN u ON t.i = u.i WHERE b = 1", "2 0 0", "medium");
    row("SELECT a FROM t WHERE b = 1 OR c = 2", "2 0 1", "medium");
    row("SELECT a FROM t WHERE b LIKE 'x' AND c NOT LIKE 'y'", "3 0 1", "hard");
    row("SELECT a FROM t GROUP BY a ORDER BY count(*) DESC LIMIT 1", "3 0 0", "hard");
    row("SELECT a, count(*) FROM t GROUP BY a ORDER BY count(*) DESC LIMIT 1", "3 0 2", "hard");
    row("SELECT a, b, count(*) FROM t GROUP BY a, b ORDER BY count(*) DESC", "2 0 3", "hard");
    row("SELECT a FROM t WHERE b IN (SELECT c FROM u)", "1 1 0", "hard");
    row("SELECT a FROM t WHERE b NOT IN (SELECT c FROM u WHERE d = 1 OR e LIKE 'x' ORDER BY f LIMIT 1)",
        "1 1 0", "hard");
    row("SELECT a FROM t UNION SELECT b FROM u", "0 1 0", "hard");
    row("SELECT a, b FROM t WHERE c = 1 EXCEPT SELECT d, e FROM u", "1 1 1", "extra");
    row("SELECT a FROM t JOIN u JOIN v JOIN w WHERE b = 1", "4 0 0", "extra");
    row("SELECT a FROM t WHERE b > (SELECT avg(b) FROM t) AND c BETWEEN 1 AND (SELECT 2)", "1 2 1", "extra");

    // What only evaluation.py's bugs explain.
    row("SELECT a FROM t UNION SELECT b FROM u ORDER BY b LIMIT 1", "0 1 0", "hard");
    row("SELECT a FROM t UNION SELECT b FROM u EXCEPT SELECT c FROM v", "0 1 0", "hard");
    row("SELECT a FROM t LIMIT 1 INTERSECT SELECT b FROM u", "1 1 0", "hard");
    row("SELECT a FROM t WHERE b NOT IN (1) AND c NOT BETWEEN 1 AND 2", "1 0 2", "medium");
    row("SELECT a FROM t GROUP BY a HAVING count(*) > 1 AND sum(b) > 2 OR c = 3", "2 0 1", "medium");
    row("SELECT a FROM t GROUP BY a HAVING count(*) > 1", "1 0 0", "easy");
    row("SELECT * FROM (SELECT a FROM t WHERE b = 1)", "0 0 0", "easy");
    row("SELECT a FROM t WHERE b > c OR d > e", "1 0 0", "easy");
    row("SELECT a FROM t WHERE b > c OR d > e AND f = 1", "1 0 1", "medium");
    row("SELECT a FROM t WHERE b = \"c\" OR d = 1", "2 0 1", "medium");
    row("SELECT a FROM t ORDER BY max(b) - min(b)", "1 0 1", "medium");
    row("SELECT a FROM t WHERE b IS NOT NULL AND c NOT LIKE 'x'", "2 0 1", "medium");
}

void TestSqlAnalysis::countsAsSpider()
{
    QFETCH(const QString, text);
    QFETCH(const QString, counts);
    QFETCH(const QString, hardness);
    const Query query = parse(text.toStdString());
    const HardnessCounts found = countComponents(query);
    QCOMPARE(QString("%1 %2 %3").arg(found.components).arg(found.nested).arg(found.others), counts);
    QCOMPARE(QString::fromUtf8(name(mureum::datasets::sql::hardness(query))), hardness);
}

void TestSqlAnalysis::drawsTheLines()
{
    const auto of = [](const char *text) { return hardness(parse(text)); };
    // Two components allow one of the others, not two; one component allows two.
    QCOMPARE(of("SELECT a, b FROM t WHERE c = 1 AND d = 2"), Hardness::Medium);
    QCOMPARE(of("SELECT a, b FROM t WHERE c = 1 AND d = 2 LIMIT 3"), Hardness::Extra);
    QCOMPARE(of("SELECT a, b FROM t WHERE c = 1 LIMIT 3"), Hardness::Medium);
}

void TestSqlAnalysis::visitsEverything()
{
    const Query query = parse(
        "WITH q1 AS (SELECT c1) SELECT c2, sum(c3) FILTER (WHERE c4) OVER (PARTITION BY c5 ORDER BY c6) "
        "FROM (SELECT c7) JOIN (a JOIN b ON c8) ON c9, f(c10) WHERE c11 IN (SELECT c12 FROM t WHERE c13) "
        "GROUP BY c14 HAVING CASE c15 WHEN c16 THEN c17 ELSE c18 END WINDOW w AS (ORDER BY c19) "
        "UNION VALUES (c20, (c21, c22)) ORDER BY c23 LIMIT (SELECT c24) OFFSET - c25");
    std::vector<bool> seen(26, false);
    int columns = 0;
    forEachExpr(query, [&](const Expr &expr) {
        if (expr.kind == ExprKind::Column) {
            ++columns;
            seen.at(static_cast<std::size_t>(std::stoi(expr.text.substr(1)))) = true;
        }
    });
    QCOMPARE(columns, 25);
    QCOMPARE(std::count(seen.begin(), seen.end(), true), 25);
}

void TestSqlAnalysis::visitorMayChange()
{
    Query query = parse("SELECT a FROM t WHERE b = 'x' AND c IN (SELECT d FROM u)");
    forEachExpr(query, [](Expr &expr) {
        if (expr.kind == ExprKind::Column)
            expr.text += "_1";
    });
    QCOMPARE(QString::fromStdString(print(query)),
             QString("SELECT a_1 FROM t WHERE b_1 = 'x' AND c_1 IN (SELECT d_1 FROM u)"));
}

void TestSqlAnalysis::knowsAggregates()
{
    const auto has = [](const std::string &item) {
        return hasAggregate(*parse("SELECT " + item).cores[0].items[0].expr);
    };
    QVERIFY(has("count(*)") && has("1 + Sum(a)") && has("max(a)") &&
            has("round(100.0 * sum(a) / count(*), 2)"));
    QVERIFY(!has("max(a, b)") && !has("sum(a) OVER ()") && !has("(SELECT max(a) FROM t)") &&
            !has("upper(a)"));
}

QTEST_GUILESS_MAIN(TestSqlAnalysis)
#include "test_sql_analysis.moc"
