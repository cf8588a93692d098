#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "datasets/sql/resolve.h"
#include "datasets/sql/tokenizer.h"

#include <QTest>

#include <set>
#include <sqlite3.h>

using namespace mureum::datasets;
using namespace mureum::datasets::sql;

namespace {

constexpr const char *ddl =
    "CREATE TABLE singer(id INTEGER PRIMARY KEY, name TEXT, age INT, country TEXT);"
    "CREATE TABLE concert(id INTEGER PRIMARY KEY, singer_id INT, year INT, name TEXT);"
    "CREATE TABLE stadium(sid INT, name TEXT, year INT);";

const Schema &schema()
{
    static const Schema result = schemaFromDdl(ddl, "music");
    return result;
}

struct Case
{
    explicit Case(std::string_view text)
        : query(std::make_shared<Query>(parse(text))), resolution(resolveColumns(*query, schema()))
    {
    }

    /// What the n-th column in reading order (as the visitor goes) refers to, in words.
    QString column(int n) const
    {
        const Expr *expr = nullptr;
        forEachExpr(std::as_const(*query), [&](const Expr &visited) {
            if (visited.kind == ExprKind::Column && n-- == 0)
                expr = &visited;
        });
        const ColumnReference *reference = expr ? resolution.find(*expr) : nullptr;
        return reference ? words(*reference) : QString("missing");
    }

    static QString words(const ColumnReference &reference)
    {
        QString name;
        if (reference.table >= 0) {
            const Table &table = schema().tables[static_cast<std::size_t>(reference.table)];
            name = " " + QString::fromStdString(table.name) + ".";
            name +=
                reference.column < 0
                    ? QString("rowid")
                    : QString::fromStdString(table.columns[static_cast<std::size_t>(reference.column)].name);
        }
        switch (reference.binding) {
        case Binding::TableColumn:
            return QString("table%1 source %2 level %3").arg(name).arg(reference.source).arg(reference.level);
        case Binding::QueryColumn:
            return QString("query%1 output %2 source %3 level %4")
                .arg(name)
                .arg(reference.output)
                .arg(reference.source)
                .arg(reference.level);
        case Binding::Alias:
            return QString("alias%1 item %2 level %3").arg(name).arg(reference.output).arg(reference.level);
        case Binding::Literal:
            return "literal";
        case Binding::Ambiguous:
            return "ambiguous";
        case Binding::Unresolved:
            return "unresolved";
        }
        return {};
    }

    std::shared_ptr<Query> query;
    Resolution resolution;
};

using Reads = std::set<std::pair<std::string, std::string>>;

int noteRead(void *reads, int action, const char *table, const char *column, const char *, const char *)
{
    if (action == SQLITE_READ && *column != '\0')
        static_cast<Reads *>(reads)->insert({upperAscii(table), upperAscii(column)});
    return SQLITE_OK;
}

} // namespace

class TestSqlResolve : public QObject
{
    Q_OBJECT

private slots:
    void bindsEveryColumn_data();
    void bindsEveryColumn();
    void namesTheOutput();
    void listsTheSources();
    void readsWhatSqliteReads_data();
    void readsWhatSqliteReads();
    void survivesGrowth();
};

void TestSqlResolve::bindsEveryColumn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *text, const QStringList &expected) {
        QTest::newRow(text) << text << expected;
    };

    row("SELECT name FROM singer", {"table singer.name source 0 level 0"});
    row("SELECT NAME FROM Singer AS t WHERE T.Age > 3",
        {"table singer.name source 0 level 0", "table singer.age source 0 level 0"});
    row("SELECT singer.name FROM singer AS t", {"unresolved"}); // the alias hides the name
    row("SELECT name FROM singer JOIN concert", {"ambiguous"});
    row("SELECT t2.name, age, year FROM singer t1 JOIN concert t2 ON t1.id = t2.singer_id",
        {"table concert.name source 1 level 0", "table singer.age source 0 level 0",
         "table concert.year source 1 level 0", "table singer.id source 0 level 0",
         "table concert.singer_id source 1 level 0"});
    row("SELECT absent, t9.name FROM singer", {"unresolved", "unresolved"});
    row("SELECT 1 FROM singer WHERE country = \"France\" AND \"age\" > 3",
        {"table singer.country source 0 level 0", "literal", "table singer.age source 0 level 0"});
    row("SELECT TRUE, rowid, t.oid FROM singer t",
        {"literal", "table singer.rowid source 0 level 0", "table singer.rowid source 0 level 0"});
    row("SELECT rowid FROM singer, concert", {"unresolved"});

    // Subqueries see the query around them, the nearest first.
    row("SELECT 1 FROM singer WHERE EXISTS (SELECT name FROM concert WHERE singer_id = singer.id AND age > "
        "3)",
        {"table concert.name source 0 level 0", "table concert.singer_id source 0 level 0",
         "table singer.id source 0 level 1", "table singer.age source 0 level 1"});
    row("SELECT 1 FROM singer WHERE id IN (SELECT s.sid FROM stadium s WHERE s.year IN "
        "(SELECT c.year FROM concert c WHERE country = s.name))",
        {"table singer.id source 0 level 0", "table stadium.sid source 0 level 0",
         "table stadium.year source 0 level 0", "table concert.year source 0 level 0",
         "table singer.country source 0 level 2", "table stadium.name source 0 level 1"});
    // A derived table does not see its neighbours.
    row("SELECT 1 FROM singer, (SELECT age FROM stadium)", {"unresolved"});

    // Derived tables and common tables hand columns through.
    row("SELECT x.n, total FROM (SELECT name AS n, count(*) AS total FROM singer GROUP BY name) AS x",
        {"query singer.name output 0 source 0 level 0", "query output 1 source 0 level 0",
         "table singer.name source 0 level 0", "table singer.name source 0 level 0"});
    row("WITH c(a, b) AS (SELECT id, year + 1 FROM concert) SELECT a, c.b, year FROM c",
        {"table concert.id source 0 level 0", "table concert.year source 0 level 0",
         "query concert.id output 0 source 0 level 0", "query output 1 source 0 level 0", "unresolved"});
    row("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
        {"query output 0 source 0 level 0", "query output 0 source 0 level 0",
         "query output 0 source 0 level 0"});
    row("WITH a AS (SELECT y FROM b), b AS (SELECT year AS y FROM concert) SELECT y FROM a",
        {"query concert.year output 0 source 0 level 0", "table concert.year source 0 level 0",
         "query concert.year output 0 source 0 level 0"});
    row("SELECT year FROM (SELECT * FROM singer JOIN stadium)",
        {"query stadium.year output 6 source 0 level 0"});
    row("SELECT column2 FROM (VALUES (1, 2))", {"query output 1 source 0 level 0"});
    row("SELECT value, j.key FROM singer, json_each(name) AS j",
        {"query output -1 source 1 level 0", "query output -1 source 1 level 0",
         "table singer.name source 0 level 0"});

    // Aliases: first in ORDER BY, last elsewhere.
    row("SELECT age AS name FROM singer ORDER BY name",
        {"table singer.age source 0 level 0", "alias singer.age item 0 level 0"});
    row("SELECT age AS name FROM singer GROUP BY name",
        {"table singer.age source 0 level 0", "table singer.name source 0 level 0"});
    row("SELECT age AS name FROM singer ORDER BY name + 1",
        {"table singer.age source 0 level 0", "table singer.name source 0 level 0"});
    row("SELECT count(*) AS n, country FROM singer GROUP BY country HAVING n > 1 ORDER BY n DESC, country",
        {"table singer.country source 0 level 0", "table singer.country source 0 level 0",
         "alias item 0 level 0", "alias item 0 level 0", "table singer.country source 0 level 0"});
    row("SELECT age + 1 AS older FROM singer WHERE older > 3",
        {"table singer.age source 0 level 0", "alias item 0 level 0"});
    row("SELECT age AS a, a FROM singer", {"table singer.age source 0 level 0", "unresolved"});

    // After a set operation ORDER BY names an output column.
    row("SELECT name FROM singer UNION SELECT name FROM stadium ORDER BY name",
        {"table singer.name source 0 level 0", "table stadium.name source 0 level 0",
         "table singer.name source 0 level 0"});
    row("SELECT name FROM singer UNION SELECT year AS y FROM stadium ORDER BY y, age",
        {"table singer.name source 0 level 0", "table stadium.year source 0 level 0",
         "alias stadium.year item 0 level 0", "unresolved"});

    // Joined columns are one column.
    row("SELECT name FROM singer JOIN stadium USING (name)", {"table singer.name source 0 level 0"});
    row("SELECT year FROM concert NATURAL JOIN stadium", {"table concert.year source 0 level 0"});
    row("SELECT year FROM concert NATURAL RIGHT JOIN stadium", {"table stadium.year source 1 level 0"});
    row("SELECT c.year FROM singer LEFT JOIN (stadium s JOIN concert c ON s.year = c.year) ON singer.id = "
        "singer_id",
        {"table concert.year source 2 level 0", "table stadium.year source 1 level 0",
         "table concert.year source 2 level 0", "table singer.id source 0 level 0",
         "table concert.singer_id source 2 level 0"});
}

void TestSqlResolve::bindsEveryColumn()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, expected);
    const Case resolved(text.toStdString());
    QStringList found;
    for (int i = 0; i < static_cast<int>(resolved.resolution.columns.size()); ++i)
        found << resolved.column(i);
    QCOMPARE(found, expected);
    const bool complete = !expected.contains("unresolved") && !expected.contains("ambiguous");
    QCOMPARE(resolved.resolution.complete(), complete);
}

void TestSqlResolve::namesTheOutput()
{
    const auto names = [](std::string_view text) {
        QStringList result;
        for (const OutputColumn &column : Case(text).resolution.output)
            result << QString::fromStdString(column.name);
        return result.join(",");
    };
    QCOMPARE(names("SELECT * FROM singer"), QString("id,name,age,country"));
    QCOMPARE(names("SELECT name, count(*), age AS a FROM singer"), QString("name,count(*),a"));
    QCOMPARE(names("SELECT t.*, 1 AS x FROM singer, stadium t"), QString("sid,name,year,x"));
    QCOMPARE(names("SELECT * FROM concert NATURAL JOIN stadium"), QString("id,singer_id,year,name,sid"));
    QCOMPARE(names("SELECT a.id, b.id FROM singer a, singer b"), QString("id,id:1"));
    QCOMPARE(names("SELECT id FROM singer UNION SELECT sid FROM stadium"), QString("id"));
    const Resolution resolution = Case("SELECT * FROM (SELECT year FROM concert)").resolution;
    QCOMPARE(resolution.output[0].table, 1);
    QCOMPARE(resolution.output[0].column, 2);
}

void TestSqlResolve::listsTheSources()
{
    const Case resolved("WITH c AS (SELECT 1 AS a) SELECT 1 FROM singer s, c, nowhere, (SELECT 2)");
    const std::vector<Source> &from = resolved.query->cores[0].from;
    const auto reference = [&](std::size_t i) { return *resolved.resolution.find(from[i]); };
    QCOMPARE(reference(0).table, 0);
    QVERIFY(reference(1).known && reference(1).table == -1 && reference(1).index == 1);
    QVERIFY(!reference(2).known);
    QVERIFY(reference(3).known && reference(3).index == 3);
    QVERIFY(!resolved.resolution.complete());
    QVERIFY(!Case("SELECT 1 FROM main.c").resolution.complete());
    // A common table is hidden from nobody but itself.
    QVERIFY(!Case("WITH singer AS (SELECT * FROM singer) SELECT 1 FROM singer").resolution.complete());
}

void TestSqlResolve::readsWhatSqliteReads_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"SELECT T1.name, count(*) FROM singer AS T1 JOIN concert AS T2 ON T1.id = T2.singer_id GROUP BY "
          "T2.singer_id",
          "SELECT name FROM singer WHERE age > (SELECT avg(age) FROM singer WHERE country = \"France\")",
          "SELECT name FROM singer WHERE id NOT IN (SELECT singer_id FROM concert WHERE year = 2014 AND "
          "country = 'x')",
          "SELECT country FROM singer WHERE age > 40 INTERSECT SELECT country FROM singer WHERE age < 30",
          "SELECT age AS name FROM singer ORDER BY name", "SELECT age AS name FROM singer GROUP BY name",
          "SELECT age AS name FROM singer ORDER BY name + 1",
          "SELECT age AS x FROM singer WHERE x > 1 ORDER BY -x",
          "SELECT a.year FROM concert a JOIN stadium b USING (year) WHERE sid IN (SELECT id FROM singer "
          "WHERE a.name = 1)",
          "WITH a AS (SELECT y FROM b), b AS (SELECT year AS y FROM concert) SELECT y FROM a",
          "WITH RECURSIVE n(i) AS (SELECT id FROM singer UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i "
          "FROM n",
          "SELECT x.m FROM (SELECT max(year) AS m, sid FROM stadium GROUP BY sid) x JOIN singer ON x.sid = "
          "singer.id",
          "SELECT rank() OVER (PARTITION BY country ORDER BY age) AS r FROM singer ORDER BY r, name",
          "SELECT name FROM singer UNION SELECT year AS y FROM stadium ORDER BY y",
          "SELECT CASE WHEN age > 3 THEN name END FROM singer WHERE (id, age) IN (SELECT sid, year FROM "
          "stadium)",
          "SELECT * FROM stadium ORDER BY (SELECT count(*) FROM concert c WHERE c.year = stadium.year)"})
        QTest::newRow(text) << text;
}

void TestSqlResolve::readsWhatSqliteReads()
{
    QFETCH(const QString, text);
    sqlite3 *database = nullptr;
    QCOMPARE(sqlite3_open(":memory:", &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, ddl, nullptr, nullptr, nullptr), SQLITE_OK);
    Reads expected;
    sqlite3_set_authorizer(database, noteRead, &expected);
    sqlite3_stmt *statement = nullptr;
    const int status = sqlite3_prepare_v2(database, text.toUtf8().constData(), -1, &statement, nullptr);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    QCOMPARE(status, SQLITE_OK);

    const Case resolved(text.toStdString());
    QVERIFY(resolved.resolution.complete());
    Reads found;
    const auto add = [&found](int table, int column) {
        if (table < 0)
            return;
        const Table &read = schema().tables[static_cast<std::size_t>(table)];
        found.insert(
            {upperAscii(read.name), upperAscii(read.columns[static_cast<std::size_t>(column)].name)});
    };
    for (const ColumnReference &reference : resolved.resolution.columns)
        add(reference.table, reference.column);
    for (const OutputColumn &column : resolved.resolution.output)
        add(column.table, column.column);
    // Neither side tells which column of a USING pair was read.
    const auto forget = [](Reads &reads) { reads.erase({"STADIUM", "YEAR"}); };
    if (text.contains("USING")) {
        forget(found);
        forget(expected);
    }
    QCOMPARE(found, expected);
}

void TestSqlResolve::survivesGrowth()
{
    // Each common table doubles the columns of the one before; each of the later ones asks for the next.
    std::string doubling = "WITH c0 AS (SELECT * FROM singer)";
    std::string chain = "WITH d0 AS (SELECT * FROM d1)";
    for (int i = 1; i < 60; ++i) {
        const std::string before = "c" + std::to_string(i - 1);
        doubling += ", c" + std::to_string(i) + " AS (SELECT * FROM " + before + " a, " + before + " b)";
    }
    QVERIFY(Case(doubling + " SELECT * FROM c59").resolution.output.size() <= 2000);
    for (int i = 1; i < 5000; ++i)
        chain += ", d" + std::to_string(i) + " AS (SELECT * FROM d" + std::to_string(i + 1) + ")";
    QVERIFY(!Case(chain + " SELECT * FROM d0").resolution.complete());
}

QTEST_GUILESS_MAIN(TestSqlResolve)
#include "test_sql_resolve.moc"
