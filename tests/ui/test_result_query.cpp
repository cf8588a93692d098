#include "test_result_files.h"

#include "ui/results/result_query.h"

using namespace mureum;
using namespace mureum::ui;

class TestResultQuery : public QObject
{
    Q_OBJECT
    ResultFiles files_;

    QStringList firstColumn(const QString &sql)
    {
        eval::SqlRunner runner(files_.database().toStdString());
        QStringList values;
        for (const auto &row : runner.run(sql.toStdString()).rows)
            values.append(QString::fromStdString(eval::displayText(row[0])));
        return values;
    }

private slots:
    void initTestCase()
    {
        files_.run("CREATE TABLE t(id INTEGER, v, name TEXT);"
                   "INSERT INTO t VALUES(1, 5, '서울 100%'), (2, '10', 'busan_a'), (3, 2.5, 'Busan'),"
                   "(4, NULL, ''), (5, '2024-03-05', NULL), (6, -7, 'it''s'), (7, x'0aff', 'NULL'), (8, "
                   "'abc', 'a\\b')");
    }

    void bareStatement_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("bare");
        QTest::newRow("plain") << "SELECT 1"
                               << "SELECT 1";
        QTest::newRow("semicolon") << " SELECT 1 ;\n"
                                   << "SELECT 1";
        QTest::newRow("comment after") << "SELECT 1; -- done"
                                       << "SELECT 1";
        QTest::newRow("comment at end") << "SELECT 1 -- one"
                                        << "SELECT 1";
        QTest::newRow("comment before") << "/* ; */ -- x\nSELECT 1"
                                        << "SELECT 1";
        QTest::newRow("semicolon in text") << "SELECT ';--' AS \"a;b\", [c;d]"
                                           << "SELECT ';--' AS \"a;b\", [c;d]";
        QTest::newRow("doubled quote") << "SELECT 'it''s; fine'; "
                                       << "SELECT 'it''s; fine'";
        QTest::newRow("empty start") << ";;SELECT 1"
                                     << "SELECT 1";
        QTest::newRow("nothing") << " -- x"
                                 << "";
        QTest::newRow("unfinished text") << "SELECT 'a"
                                         << "SELECT 'a";
    }
    void bareStatement()
    {
        QFETCH(QString, sql);
        QFETCH(QString, bare);
        QCOMPARE(ui::bareStatement(sql), bare);
    }

    void onlyQueriesAreRefined()
    {
        QVERIFY(canRefine("-- x\nselect 1"));
        QVERIFY(canRefine("WITH a AS (SELECT 1) SELECT * FROM a"));
        QVERIFY(canRefine("VALUES(1)"));
        QVERIFY(!canRefine("PRAGMA table_info(t)"));
        QVERIFY(!canRefine("EXPLAIN SELECT 1"));
        QVERIFY(!canRefine("SELECTION"));
    }

    void filters_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("ids");
        QTest::newRow("nothing") << "v"
                                 << "  "
                                 << "1 2 3 4 5 6 7 8";
        QTest::newRow("contains, any case") << "name"
                                            << "BUSAN"
                                            << "2 3";
        QTest::newRow("contains Hangul") << "name"
                                         << "서울"
                                         << "1";
        QTest::newRow("percent is plain") << "name"
                                          << "%"
                                          << "1";
        QTest::newRow("underscore is plain") << "name"
                                             << "_"
                                             << "2";
        QTest::newRow("backslash is plain") << "name"
                                            << "\\"
                                            << "8";
        QTest::newRow("quote") << "name"
                               << "it's"
                               << "6";
        QTest::newRow("digits in numbers") << "v"
                                           << "5"
                                           << "1 3 5";
        QTest::newRow("contains not") << "name"
                                      << "!busan"
                                      << "1 4 5 6 7 8";
        QTest::newRow("equal number") << "v"
                                      << "=5"
                                      << "1";
        QTest::newRow("equal number in a text") << "v"
                                                << "= 10"
                                                << "2";
        QTest::newRow("equal text") << "name"
                                    << "=Busan"
                                    << "3";
        QTest::newRow("unequal text") << "name"
                                      << "<>Busan"
                                      << "1 2 4 6 7 8";
        QTest::newRow("unequal number") << "v"
                                        << "!=5"
                                        << "2 3 5 6 7 8";
        QTest::newRow("less") << "v"
                              << "<5"
                              << "3 6 7 8";
        QTest::newRow("greater, texts by their number") << "v"
                                                        << ">=10"
                                                        << "2 5";
        QTest::newRow("grouped number") << "v"
                                        << ">1,000"
                                        << "5";
        QTest::newRow("date as text") << "v"
                                      << "=2024-03-05"
                                      << "5";
        QTest::newRow("range") << "v"
                               << "2 ~ 6"
                               << "1 3";
        QTest::newRow("date range") << "v"
                                    << "2024-01-01 ~ 2024-12-31"
                                    << "5";
        QTest::newRow("null") << "v"
                              << "null"
                              << "4";
        QTest::newRow("equal null") << "name"
                                    << "=NULL"
                                    << "5";
        QTest::newRow("not null") << "v"
                                  << "<>NULL"
                                  << "1 2 3 5 6 7 8";
        QTest::newRow("the text NULL") << "name"
                                       << "='NULL'"
                                       << "7";
        QTest::newRow("empty") << "name"
                               << "=''"
                               << "4";
        QTest::newRow("empty or null") << "name"
                                       << "="
                                       << "4 5";
        QTest::newRow("blob") << "v"
                              << "=x'0AFF'"
                              << "7";
        QTest::newRow("injection") << "name"
                                   << "'; DROP TABLE t; --"
                                   << "";
    }
    void filters()
    {
        QFETCH(QString, column);
        QFETCH(QString, typed);
        QFETCH(QString, ids);
        const int at = column == "v" ? 1 : 2;
        const QString query = refinedQuery("SELECT id, v, name FROM t;", 3, {{at, typed}}, {});
        QCOMPARE(firstColumn(query).join(' '), ids);
    }

    void everyValueFiltersItself()
    {
        eval::SqlRunner runner(files_.database().toStdString());
        const auto all = runner.run("SELECT id, v, name FROM t");
        QCOMPARE(all.rows.size(), 8u);
        for (const auto &row : all.rows)
            for (int column = 1; column <= 2; ++column)
                QCOMPARE(firstColumn(refinedQuery("SELECT id, v, name FROM t", 3,
                                                  {{column, filterForValue(row[column])}}, {}))
                             .join(' '),
                         QString::fromStdString(eval::displayText(row[0])));
    }

    void ordersAndKeepsDoubledNames()
    {
        const QString sql = QStringLiteral("SELECT id, id, id + 1 FROM t WHERE id < 4 LIMIT 3 -- few");
        QCOMPARE(firstColumn(refinedQuery(sql, 3, {}, {2, true})).join(' '), QStringLiteral("3 2 1"));
        QCOMPARE(firstColumn(refinedQuery(sql, 3, {{1, ">1"}}, {0, false})).join(' '), QStringLiteral("2 3"));
        QCOMPARE(refinedQuery(sql, 3, {{1, " "}}, {-1, true}), sql);
        // A statement that begins with its own WITH.
        QCOMPARE(firstColumn(refinedQuery("WITH a(x) AS (VALUES(1),(2)) SELECT x FROM a", 1, {}, {0, true}))
                     .join(' '),
                 QStringLiteral("2 1"));
    }
};

QTEST_GUILESS_MAIN(TestResultQuery)
#include "test_result_query.moc"
