#include "test_result_files.h"

#include "ui/results/chart_choice.h"
#include "ui/results/chart_data.h"

using namespace mureum;
using namespace mureum::ui;

namespace {

struct Rows
{
    QStringList names;
    std::vector<RowBlockPtr> blocks;
    int count = 0;
};

} // namespace

class TestChartChoice : public QObject
{
    Q_OBJECT
    ResultFiles files_;

    Rows rows(const QString &sql) const
    {
        eval::SqlRunner runner(files_.database().toStdString());
        auto result = runner.run(sql.toStdString());
        Rows made;
        for (const std::string &name : result.columns)
            made.names.append(QString::fromStdString(name));
        auto block = std::make_shared<RowBlock>();
        for (auto &row : result.rows)
            block->append(row);
        made.count = block->rows();
        made.blocks = {block};
        return made;
    }
    ChartSpec choose(const QString &sql) const
    {
        const Rows made = rows(sql);
        return chooseChart(profileColumns(made.names, made.blocks), made.count);
    }
    ChartData draw(const QString &sql) const
    {
        const Rows made = rows(sql);
        const auto columns = profileColumns(made.names, made.blocks);
        return chartData(chooseChart(columns, made.count), columns, made.blocks);
    }

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void picks_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("x");
        QTest::addColumn<QList<int>>("values");
        QTest::addColumn<int>("split");
        const auto row = [](const char *name, const char *sql, ChartKind kind, int x, QList<int> values,
                            int split = -1) {
            QTest::newRow(name) << QString::fromUtf8(sql) << int(kind) << x << values << split;
        };
        using enum ChartKind;
        row("category and number", "SELECT '서울' AS 도시, 3 AS 고객수 UNION ALL SELECT '부산', 2", Bar, 0,
            {1});
        row("number first", "SELECT 3 AS n, 'a' AS c UNION ALL SELECT 2, 'b'", Bar, 1, {0});
        row("several numbers", "SELECT 'a' AS c, 3 AS p, 4 AS q UNION ALL SELECT 'b', 2, 9", Bar, 0, {1, 2});
        row("another scale is left out", "SELECT 'a' AS c, 3 AS p, 4000000 AS q UNION ALL SELECT 'b', 2, 9",
            Bar, 0, {1});
        row("identifier is no value", "SELECT 1 AS product_id, 'a' AS c, 3 AS p UNION ALL SELECT 2, 'b', 2",
            Bar, 1, {2});
        row("identifier as name", "SELECT 1 AS product_id, 3 AS p UNION ALL SELECT 2, 5", Bar, 0, {1});
        row("month text", "SELECT '2024-01' AS m, 3.5 AS p UNION ALL SELECT '2024-02', 2", Line, 0, {1});
        row("Korean month", "SELECT '2024년 1월' AS m, 3 AS p UNION ALL SELECT '2024년 2월', 2", Line, 0,
            {1});
        row("date and category",
            "SELECT '2024-01-01' AS d, 'a' AS c, 1 AS p UNION ALL SELECT '2024-01-01', 'b', 2 "
            "UNION ALL SELECT '2024-01-02', 'a', 2",
            Line, 0, {2}, 1);
        row("year number", "SELECT 2023 AS year, 5 AS p UNION ALL SELECT 2024, 6", Line, 0, {1});
        row("month number", "SELECT 1 AS 월, 5 AS p UNION ALL SELECT 2, 6", Line, 0, {1});
        row("year as text", "SELECT '2023' AS y, 5 AS p UNION ALL SELECT '2024', 6", Line, 0, {1});
        row("two numbers", "SELECT 1.5 AS price, 20 AS sold UNION ALL SELECT 2.5, 10", Scatter, 0, {1});
        row("numbers as texts", "SELECT '1.5' AS price, '20' AS sold UNION ALL SELECT '2.5', '10'", Scatter,
            0, {1});
        row("two categories",
            "SELECT 'a' AS c, 'x' AS g, 1 AS n UNION ALL SELECT 'a', 'y', 2 UNION ALL "
            "SELECT 'b', 'x', 3",
            Bar, 0, {2}, 1);
        row("the name that tells rows apart",
            "SELECT 'a' AS c, 'x' AS g, 1 AS n UNION ALL SELECT 'a', 'y', 2", Bar, 1, {2});
        row("NULL is no obstacle", "SELECT 'a' AS c, NULL AS n UNION ALL SELECT 'b', 2", Bar, 0, {1});
        row("texts only", "SELECT 'a' AS c, 'b' AS d UNION ALL SELECT 'b', 'c'", None, -1, {});
        row("one number alone", "SELECT 1 AS n UNION ALL SELECT 2", None, -1, {});
        row("a single row", "SELECT 'a' AS c, 1 AS n", None, -1, {});
        row("no rows", "SELECT 'a' AS c, 1 AS n WHERE 0", None, -1, {});
        row("blobs", "SELECT x'01' AS c, x'02' AS n UNION ALL SELECT x'03', x'04'", None, -1, {});
    }
    void picks()
    {
        QFETCH(QString, sql);
        QFETCH(int, kind);
        QFETCH(int, x);
        QFETCH(QList<int>, values);
        QFETCH(int, split);
        const ChartSpec spec = choose(sql);
        QCOMPARE(int(spec.kind), kind);
        QCOMPARE(spec.x, x);
        QCOMPARE(spec.values, values);
        QCOMPARE(spec.split, split);
        QCOMPARE(spec.reason.isEmpty(), spec.kind != ChartKind::None);
    }

    void timesSort()
    {
        const QList<QStringList> ascending = {
            {"2022", "2023", "2024년"},
            {"2023-12", "2024-01", "2024-2", "2024/03", "2024.4"},
            {"2024년 1월", "2024년 2월", "2024년 10월"},
            {"2024-01-31", "2024-02-01 09:30", "2024-02-01 09:31:10", "2024-02-01T10:00:00Z"},
            {"2023-Q4", "2024Q1", "2024년 2분기"},
            {"2023-W52", "2024-W01", "2024W13"},
            {"Jan", "February", "3월", "Dec"},
        };
        for (const QStringList &texts : ascending) {
            for (qsizetype i = 0; i < texts.size(); ++i)
                QVERIFY2(timeKey(texts[i]), qPrintable(texts[i]));
            for (qsizetype i = 1; i < texts.size(); ++i)
                QVERIFY2(*timeKey(texts[i - 1]) < *timeKey(texts[i]), qPrintable(texts[i]));
        }
        for (const char *text :
             {"", "12", "1234", "2024-13", "2024-02-30", "abc", "13월", "마포구", "2024-01-01x"})
            QVERIFY2(!timeKey(QString::fromUtf8(text)), text);
    }

    void barsKeepTheLargest()
    {
        const ChartData data =
            draw("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100) "
                 "SELECT '이름 ' || x AS name, (x * 37) % 101 AS n FROM c");
        QCOMPARE(data.labels.size(), mostBars);
        QCOMPARE(data.series.size(), 1);
        QCOMPARE(data.series[0].values.size(), mostBars);
        QCOMPARE(*std::min_element(data.series[0].values.begin(), data.series[0].values.end()), 71.0);
        QCOMPARE(data.notes.size(), 1);
        QVERIFY(data.notes[0].contains("30") && data.notes[0].contains("100"));
        // In the order of the rows, each value under its own name.
        int last = 0;
        for (int i = 0; i < mostBars; ++i) {
            const int x = data.labels[i].mid(3).toInt();
            QVERIFY(x > last);
            last = x;
            QCOMPARE(data.series[0].values[i], double((x * 37) % 101));
        }
    }

    void linesAreSorted()
    {
        const ChartData data = draw("SELECT '2024-03' AS m, 3 AS n UNION ALL SELECT '2024-01', 1 UNION ALL "
                                    "SELECT '2024-02', NULL UNION ALL SELECT NULL, 7");
        QCOMPARE(data.labels, QStringList({"2024-01", "2024-02", "2024-03"}));
        QCOMPARE(data.series[0].values, QList<double>({1, 3}));
        QCOMPARE(data.notes.size(), 1); // a row without its month
    }

    void splitsBecomeSeries()
    {
        const ChartData data =
            draw("SELECT '2024-01' AS m, 'a' AS c, 1 AS n UNION ALL SELECT '2024-01', 'b', 2 UNION "
                 "ALL SELECT '2024-02', 'a', 3 UNION ALL SELECT '2024-02', 'b', 4");
        QCOMPARE(data.series.size(), 2);
        QCOMPARE(data.series[1].name, QStringLiteral("b"));
        QCOMPARE(data.series[1].values, QList<double>({2, 4}));
    }

    void numbersOnAxes()
    {
        QCOMPARE(compactNumber(12500, unitFor(20000)), QStringLiteral("12.5K"));
        QCOMPARE(compactNumber(7500, unitFor(9000)), QStringLiteral("7,500"));
        QCOMPARE(compactNumber(-3.5e6, unitFor(5e6)), QStringLiteral("-3.5M"));
        QCOMPARE(compactNumber(0, 1e6), QStringLiteral("0"));
        QLocale::setDefault(QLocale(QLocale::Korean));
        QCOMPARE(compactNumber(250000, unitFor(300000)), QStringLiteral("25만"));
        QCOMPARE(compactNumber(1.5e8, unitFor(2e8)), QStringLiteral("1.5억"));
        QCOMPARE(compactNumber(2e12, unitFor(2e12)), QStringLiteral("2조"));
        QLocale::setDefault(QLocale(QLocale::English));
        QCOMPARE(fullNumber(1234567.891), QStringLiteral("1,234,567.89"));
        QCOMPARE(fullNumber(0.25), QStringLiteral("0.25"));
        QCOMPARE(fullNumber(100), QStringLiteral("100"));
    }
};

QTEST_GUILESS_MAIN(TestChartChoice)
#include "test_chart_choice.moc"
