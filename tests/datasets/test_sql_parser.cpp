#include "datasets/sql/parser.h"

#include <QTest>

using namespace mureum::datasets;
using namespace mureum::datasets::sql;

namespace {

ExprPtr firstItem(std::string_view text)
{
    return parse(text).cores.at(0).items.at(0).expr;
}

QString printed(std::string_view text)
{
    return QString::fromStdString(print(parse(text)));
}

/// The message of the Error that `text` raises; empty where it parses.
QString failure(std::string_view text)
{
    try {
        parse(text);
    } catch (const Error &error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

std::string repeated(std::string_view part, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += part;
    return result;
}

} // namespace

class TestSqlParser : public QObject
{
    Q_OBJECT

private slots:
    void printsOneForm_data();
    void printsOneForm();
    void buildsTheTree();
    void readsSources();
    void keepsQuotes();
    void readsWindows();
    void wrapsAnEarlyLimit();
    void rejects_data();
    void rejects();
    void limitsNesting();
    void quotesOnlyWhatNeedsIt();
};

void TestSqlParser::printsOneForm_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    const auto same = [&row](const char *text) { row(text, text); };

    row("select a from t;", "SELECT a FROM t");
    row("SELECT count ( * ) FROM t AS T1 WHERE T1 . a > = 3 AND b ! = 4 AND c < > 5",
        "SELECT count(*) FROM t AS T1 WHERE T1.a >= 3 AND b != 4 AND c != 5");
    row("SELECT a == b, c <> d", "SELECT a = b, c != d");
    row("SELECT a -- to the end\n, b /* or not */ FROM t /* open", "SELECT a, b FROM t");
    row("SELECT 'it''s' 'an alias', x 'y' FROM 't' z", "SELECT 'it''s' AS \"an alias\", x AS y FROM t AS z");
    row("SELECT a FROM t LIMIT 2, 5", "SELECT a FROM t LIMIT 5 OFFSET 2");
    row("SELECT a ISNULL, b NOTNULL, c NOT NULL, d IS NOT NULL, e IS NULL",
        "SELECT a IS NULL, b IS NOT NULL, c IS NOT NULL, d IS NOT NULL, e IS NULL");
    row("SELECT a IS NOT DISTINCT FROM b, a IS DISTINCT FROM b", "SELECT a IS b, a IS NOT b");
    row("SELECT a FROM t WHERE a IN u AND b NOT IN main.v",
        "SELECT a FROM t WHERE a IN (SELECT * FROM u) AND b NOT IN (SELECT * FROM main.v)");
    row("SELECT ((a)), (a + b) * c, a + (b * c), (a - b) - c, a - (b - c), (a OR b) AND c, NOT (a = b)",
        "SELECT a, (a + b) * c, a + b * c, a - b - c, a - (b - c), (a OR b) AND c, NOT a = b");
    row("SELECT - - 1, -(-1), a - -1, + -1", "SELECT - -1, - -1, a - -1, + -1");
    row("SELECT * FROM (a JOIN b ON a.x = b.x) JOIN (c) ON 1",
        "SELECT * FROM a JOIN b ON a.x = b.x JOIN c ON 1");
    row("SELECT * FROM (a, b) AS x", "SELECT * FROM (SELECT * FROM a, b) AS x");
    row("SELECT * FROM a LEFT OUTER JOIN b NATURAL INNER JOIN c FULL OUTER JOIN d",
        "SELECT * FROM a LEFT JOIN b NATURAL JOIN c FULL JOIN d");
    row("SELECT ALL count(ALL a) FROM t INDEXED BY i, u NOT INDEXED ORDER BY a ASC",
        "SELECT count(a) FROM t, u ORDER BY a");
    row("SELECT [a b], `c`, \"d\" FROM [t]", "SELECT \"a b\", c, \"d\" FROM t");
    row("WITH a AS MATERIALIZED (SELECT 1), b AS NOT MATERIALIZED (SELECT 2) SELECT * FROM a, b",
        "WITH a AS (SELECT 1), b AS (SELECT 2) SELECT * FROM a, b");
    same("SELECT DISTINCT a, t.*, b AS c FROM t WHERE a LIKE 'x%' ESCAPE '\\' OR b NOT GLOB 'y*'");
    same("SELECT a FROM t WHERE (a, b) IN (SELECT c, d FROM u) AND (a, b) = (1, 2) AND e IN ()");
    same("SELECT a IN ((SELECT 1)), a IN (SELECT 1), a IN (1, 2)");
    same("SELECT CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END, CASE WHEN a > b THEN a END FROM t");
    same("SELECT CAST(a AS DECIMAL(10, 2)), CAST(b AS UNSIGNED BIG INT), a COLLATE NOCASE || b FROM t");
    same("SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a) AND EXISTS (VALUES (1))");
    same("SELECT a FROM t GROUP BY a, b HAVING count(DISTINCT c) > 1 ORDER BY max(d) DESC, a NULLS LAST");
    same("SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT c FROM v ORDER BY 1 LIMIT 3");
    same("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n");
    same("VALUES (1, 'a'), (2, 'b')");
    same("SELECT x'00FF', ?, ?1, :name, @name, 0x1F, 1.5e-3, .5, NULL, TRUE, CURRENT_TIMESTAMP");
    same("SELECT a -> '$.x' ->> 'y' FROM t, json_each(t.a, '$') AS j");
    same("SELECT 상품명 FROM 상품 WHERE 가격 BETWEEN 1000 AND 2000 AND 분류 NOT BETWEEN 'ㄱ' AND '하'");
    same("SELECT a FROM t LEFT JOIN (u JOIN v USING (x, y)) ON t.x = u.x");
    same("SELECT \"order\", t.\"group\", \"select\".\"from\" FROM t, \"select\"");
}

void TestSqlParser::printsOneForm()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    QCOMPARE(printed(text.toStdString()), expected);
    QCOMPARE(printed(expected.toStdString()), expected);
}

void TestSqlParser::buildsTheTree()
{
    const Query query =
        parse("SELECT T1.name, count(*) AS n FROM singer AS T1 JOIN concert AS T2 ON T1.id = T2.sid "
              "WHERE T2.year > 2014 GROUP BY T1.id HAVING count(*) >= 2 ORDER BY n DESC LIMIT 1");
    QCOMPARE(query.cores.size(), std::size_t(1));
    const SelectCore &core = query.cores[0];
    QCOMPARE(core.items[0].expr->kind, ExprKind::Column);
    QCOMPARE(core.items[0].expr->qualifier, std::string("T1"));
    QCOMPARE(core.items[0].expr->text, std::string("name"));
    QCOMPARE(core.items[1].alias, std::string("n"));
    QVERIFY(core.items[1].expr->star);
    QCOMPARE(core.from[1].join, JoinKind::Inner);
    QCOMPARE(core.from[1].alias, std::string("T2"));
    QCOMPARE(core.from[1].on->text, std::string("="));
    QCOMPARE(core.where->text, std::string(">"));
    QCOMPARE(core.where->args[1]->text, std::string("2014"));
    QCOMPARE(core.groupBy.size(), std::size_t(1));
    QCOMPARE(core.having->args[0]->kind, ExprKind::Function);
    QVERIFY(query.orderBy[0].descending);
    QCOMPARE(query.limit->text, std::string("1"));
    QVERIFY(!query.offset);

    const ExprPtr notIn = firstItem("SELECT a NOT IN (SELECT b FROM t)");
    QCOMPARE(notIn->kind, ExprKind::In);
    QVERIFY(notIn->negated && notIn->query && notIn->args.size() == 1);
    const ExprPtr between = firstItem("SELECT a BETWEEN 1 AND 2 AND b");
    QCOMPARE(between->text, std::string("AND"));
    QCOMPARE(between->args[0]->kind, ExprKind::Between);
    QCOMPARE(between->args[0]->args.size(), std::size_t(3));
    const ExprPtr notNot = firstItem("SELECT NOT NOT EXISTS (SELECT 1)");
    QCOMPARE(notNot->kind, ExprKind::Unary);
    QVERIFY(notNot->args[0]->kind == ExprKind::Exists && notNot->args[0]->negated);
    const ExprPtr full = firstItem("SELECT main.t.c FROM t");
    QCOMPARE(full->schema, std::string("main"));
    QCOMPARE(full->qualifier, std::string("t"));
    QCOMPARE(full->text, std::string("c"));
}

void TestSqlParser::readsSources()
{
    const Query query = parse("SELECT 1 FROM a, (SELECT 2) AS b NATURAL LEFT JOIN main.c RIGHT JOIN "
                              "(d CROSS JOIN e) USING (x, y), pragma_table_info('t')");
    const std::vector<Source> &from = query.cores[0].from;
    QCOMPARE(from.size(), std::size_t(5));
    QCOMPARE(from[0].join, JoinKind::First);
    QCOMPARE(from[1].join, JoinKind::Comma);
    QVERIFY(from[1].query && from[1].table.empty());
    QVERIFY(from[2].natural && from[2].join == JoinKind::Left);
    QCOMPARE(from[2].schema, std::string("main"));
    QCOMPARE(from[3].join, JoinKind::Right);
    QCOMPARE(from[3].nested.size(), std::size_t(2));
    QCOMPARE(from[3].nested[1].join, JoinKind::Cross);
    QCOMPARE(from[3].usingColumns, (std::vector<std::string>{"x", "y"}));
    QVERIFY(from[4].call && from[4].arguments.size() == 1);
}

void TestSqlParser::keepsQuotes()
{
    const ExprPtr doubted = firstItem("SELECT \"USA\"");
    QCOMPARE(doubted->kind, ExprKind::Column);
    QVERIFY(doubted->doubleQuoted);
    QVERIFY(!firstItem("SELECT t.\"USA\" FROM t")->doubleQuoted);
    QVERIFY(!firstItem("SELECT [USA]")->doubleQuoted);
    QCOMPARE(firstItem("SELECT \"a\"\"b\"")->text, std::string("a\"b"));
    QCOMPARE(firstItem("SELECT 'a''b'")->text, std::string("a'b"));
    QCOMPARE(firstItem("SELECT 'a'")->kind, ExprKind::String);
    QCOMPARE(firstItem("SELECT 't'.'c' FROM t")->qualifier, std::string("t"));
}

void TestSqlParser::readsWindows()
{
    const char *text =
        "SELECT sum(a) FILTER (WHERE b) OVER (w PARTITION BY c, d ORDER BY e DESC NULLS FIRST ROWS "
        "BETWEEN UNBOUNDED PRECEDING AND 1 + 1 FOLLOWING EXCLUDE TIES), rank() OVER w, count(*) OVER () "
        "FROM t WINDOW w AS (ORDER BY f RANGE CURRENT ROW), v AS (w)";
    QCOMPARE(printed(text), QString::fromUtf8(text));
    const Query query = parse(text);
    const Expr &sum = *query.cores[0].items[0].expr;
    QCOMPARE(sum.over->base, std::string("w"));
    QCOMPARE(sum.over->partitionBy.size(), std::size_t(2));
    QCOMPARE(sum.over->frame,
             std::string("ROWS BETWEEN UNBOUNDED PRECEDING AND 1 + 1 FOLLOWING EXCLUDE TIES"));
    QCOMPARE(query.cores[0].items[1].expr->over->name, std::string("w"));
    QCOMPARE(query.cores[0].windows[1].base, std::string("w"));
    // OVER, FILTER and WINDOW are names wherever they cannot be keywords.
    QCOMPARE(printed("SELECT count(*) over, max(a) filter FROM window"),
             QString("SELECT count(*) AS \"over\", max(a) AS \"filter\" FROM \"window\""));
}

void TestSqlParser::wrapsAnEarlyLimit()
{
    QCOMPARE(printed("SELECT a FROM t ORDER BY b LIMIT 3 INTERSECT SELECT c FROM u"),
             QString("SELECT * FROM (SELECT a FROM t ORDER BY b LIMIT 3) INTERSECT SELECT c FROM u"));
    QVERIFY(!failure("SELECT 1 LIMIT 1 UNION SELECT 2 LIMIT 1 UNION SELECT 3").isEmpty());
}

void TestSqlParser::rejects_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *text, const char *message) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(message);
    };
    row("", "SQL at byte 0: expected SELECT, found the end of the text");
    row("DROP TABLE t", "SQL at byte 0: expected SELECT, found 'DROP'");
    row("SELECT", "SQL at byte 6: expected an expression, found the end of the text");
    row("SELECT a FROM", "SQL at byte 13: expected a table name or (SELECT ...), found the end of the text");
    row("SELECT a,, b", "SQL at byte 9: expected an expression, found ','");
    row("SELECT a FROM t WHERE", "SQL at byte 21: expected an expression, found the end of the text");
    row("SELECT a FROM t; SELECT b", "SQL at byte 17: expected the end of the query, found 'SELECT'");
    row("SELECT (1 + 2", "SQL at byte 13: expected ), found the end of the text");
    row("SELECT 'abc", "SQL at byte 7: the text opened by ' never ends; close it with '");
    row("SELECT [abc", "SQL at byte 7: the name opened by [ never ends; close it with ]");
    row("SELECT 1x", "SQL at byte 7: a number runs into letters; quote the name or put a space between");
    row("SELECT x'0G'", "SQL at byte 7: a blob is x'..' with an even number of hex digits");
    row("SELECT a ^ b", "SQL at byte 9: ^ has no meaning in SQL");
    row("SELECT 1 FROM a LEFT INNER JOIN b",
        "SQL at byte 16: expected a join: INNER, CROSS, LEFT, RIGHT or FULL [OUTER] JOIN, found 'LEFT'");
    row("SELECT a BETWEEN 1 OR 2 AND 3", "SQL at byte 19: expected AND, found 'OR'");
    row("SELECT CASE WHEN 1 END", "SQL at byte 19: expected THEN, found 'END'");
    row("SELECT a FROM t GROUP a", "SQL at byte 22: expected BY, found 'a'");
    row("SELECT select FROM t", "SQL at byte 7: expected an expression, found 'select'");
    row("(SELECT 1)", "SQL at byte 0: expected SELECT, found '('");
    row("WITH a AS (DELETE FROM t) SELECT 1", "SQL at byte 11: expected SELECT, found 'DELETE'");
}

void TestSqlParser::rejects()
{
    QFETCH(const QString, text);
    QFETCH(const QString, message);
    QCOMPARE(failure(text.toStdString()), message);
}

void TestSqlParser::limitsNesting()
{
    const auto nested = [](int depth) {
        return "SELECT " + repeated("(", depth) + "1" + repeated(")", depth);
    };
    QVERIFY(failure(nested(90)).isEmpty());
    QVERIFY(failure(nested(200)).contains("100 levels"));
    QVERIFY(failure(nested(100000)).contains("100 levels"));
    QVERIFY(failure("SELECT " + repeated("NOT ", 100000) + "1").contains("100 levels"));
    QVERIFY(failure("SELECT 1" + repeated(" FROM (SELECT 1", 100000)).contains("100 levels"));
    QVERIFY(failure("SELECT 1 FROM " + repeated("(", 100000)).contains("100 levels"));
    QVERIFY(failure("SELECT 1" + repeated(" + 1", 900)).isEmpty());
    QVERIFY(failure("SELECT 1" + repeated(" + 1", 100000)).contains("1000 operators"));
    QVERIFY(failure("SELECT 1" + repeated(" ISNULL", 100000)).contains("1000 operators"));
    // Height adds up over parentheses and subqueries, width does not count.
    const std::string chain = repeated(" + 1", 600);
    QVERIFY(failure("SELECT (1" + chain + ")" + chain).contains("1000 operators"));
    QVERIFY(failure("SELECT (SELECT 1" + chain + ")" + chain).contains("1000 operators"));
    QVERIFY(failure("SELECT a IN (1" + repeated(", 1", 50000) + ")").isEmpty());
    QVERIFY(failure("SELECT 1" + repeated(" UNION SELECT 1", 5000)).isEmpty());
}

void TestSqlParser::quotesOnlyWhatNeedsIt()
{
    QCOMPARE(quoteIdentifier("name"), std::string("name"));
    QCOMPARE(quoteIdentifier("_a1"), std::string("_a1"));
    QCOMPARE(quoteIdentifier("이름"), std::string("이름"));
    QCOMPARE(quoteIdentifier("key"), std::string("key"));
    QCOMPARE(quoteIdentifier("Order"), std::string("\"Order\""));
    QCOMPARE(quoteIdentifier("left"), std::string("\"left\""));
    QCOMPARE(quoteIdentifier("1a"), std::string("\"1a\""));
    QCOMPARE(quoteIdentifier("a b"), std::string("\"a b\""));
    QCOMPARE(quoteIdentifier("a\"b"), std::string("\"a\"\"b\""));
    QCOMPARE(quoteIdentifier(""), std::string("\"\""));
    QCOMPARE(quoteString("it's"), std::string("'it''s'"));
}

QTEST_GUILESS_MAIN(TestSqlParser)
#include "test_sql_parser.moc"
