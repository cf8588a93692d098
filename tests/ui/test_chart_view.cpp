#include "test_result_files.h"

#include "ui/results/chart_plot.h"
#include "ui/results/chart_view.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

using namespace mureum;
using namespace mureum::ui;

class TestChartView : public QObject
{
    Q_OBJECT
    ResultFiles files_;

    void fill(ChartView &view, const QString &sql, bool complete = true) const
    {
        eval::SqlRunner runner(files_.database().toStdString());
        auto result = runner.run(sql.toStdString());
        QStringList names;
        for (const std::string &name : result.columns)
            names.append(QString::fromStdString(name));
        auto block = std::make_shared<RowBlock>();
        for (auto &row : result.rows)
            block->append(row);
        view.setRows(names, {block}, complete);
    }
    static QString cities()
    {
        return QStringLiteral("SELECT column1 AS 도시, column2 AS 고객, column3 AS 주문 FROM "
                              "(VALUES('서울', 30, 40), ('부산', 20, 25), ('대구', 10, 12))");
    }
    /// How many pixels are about of this colour.
    static int count(const QImage &image, const QColor &color)
    {
        int found = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor here = image.pixelColor(x, y);
                found += qAbs(here.red() - color.red()) + qAbs(here.green() - color.green()) +
                             qAbs(here.blue() - color.blue()) <
                         12;
            }
        return found;
    }

private slots:
    void drawsInBothThemes()
    {
        for (const char *theme : {"light", "dark"}) {
            applyTheme(QLatin1String(theme));
            ChartView view;
            view.resize(600, 360);
            view.show();
            fill(view, cities());
            QVERIFY(view.reason().isEmpty());
            QCOMPARE(view.spec().values, QList<int>({1, 2}));
            const QImage image = view.plot()->toPixmap(600, 320).toImage();
            const QPalette palette = view.palette();
            QVERIFY(count(image, palette.color(QPalette::Base)) > 20000);
            QVERIFY(count(image, ChartPlot::seriesColor(0, palette)) > 3000);
            QVERIFY(count(image, ChartPlot::seriesColor(1, palette)) > 3000);
            QVERIFY(contrast(ChartPlot::seriesColor(0, palette), palette.color(QPalette::Base)) > 3);
        }
        applyTheme(QStringLiteral("light"));
    }

    void followsAChangeOfTheme()
    {
        applyTheme(QStringLiteral("light"));
        ChartView view;
        view.resize(600, 360);
        view.show();
        fill(view, cities());
        applyTheme(QStringLiteral("dark"));
        QTRY_COMPARE(view.plot()->toPixmap(600, 320).toImage().pixelColor(2, 2),
                     darkPalette().color(QPalette::Base));
        applyTheme(QStringLiteral("light"));
    }

    void changesKindAndColumns()
    {
        ChartView view;
        view.resize(600, 360);
        view.show();
        fill(view, cities());
        auto *kind = view.findChild<QComboBox *>("chartKind");
        kind->setCurrentIndex(kind->findText("Points"));
        emit kind->activated(kind->currentIndex());
        QCOMPARE(view.spec().kind, ChartKind::Scatter);
        QCOMPARE(view.spec().x, 1);
        QCOMPARE(view.spec().values, QList<int>({2}));
        kind->setCurrentIndex(kind->findText("Bars"));
        emit kind->activated(kind->currentIndex());
        auto *values = view.findChild<QToolButton *>("chartValues");
        values->menu()->actions()[0]->trigger();
        QTRY_COMPARE(view.plot()->plottableCount(), 1);
        QCOMPARE(view.spec().values, QList<int>({2}));
        // The last one cannot be taken away.
        values->menu()->actions()[1]->trigger();
        QTest::qWait(10);
        QCOMPARE(view.spec().values, QList<int>({2}));
        // More rows of the same statement keep the choice, another statement does not.
        fill(view, cities());
        QCOMPARE(view.spec().values, QList<int>({2}));
        fill(view, "SELECT 'a' AS c, 1 AS n UNION ALL SELECT 'b', 2");
        QCOMPARE(view.spec().values, QList<int>({1}));
    }

    void saysWhyThereIsNone()
    {
        ChartView view;
        fill(view, "SELECT 'a' AS c UNION ALL SELECT 'b'");
        QVERIFY(view.reason().contains("numbers"));
        QVERIFY(!view.findChild<QToolButton *>("chartSave")->isEnabled());
    }

    void barsLieDownUnderLongNames()
    {
        ChartView view;
        view.resize(500, 400);
        view.show();
        const QString sql =
            QStringLiteral("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 12) "
                           "SELECT '아주 길고 긴 상품 이름 ' || x AS name, x AS n FROM c");
        fill(view, sql);
        QVERIFY(view.plot()->barsLieDown());
        // Every name has its own tick.
        const auto ticker = qSharedPointerDynamicCast<QCPAxisTickerText>(view.plot()->yAxis->ticker());
        QVERIFY(ticker);
        QCOMPARE(ticker->ticks().size(), 12);
        fill(view, cities());
        QVERIFY(!view.plot()->barsLieDown());
        // Turned as the window gets wide enough.
        fill(view, sql);
        view.resize(3000, 400);
        QTRY_VERIFY(!view.plot()->barsLieDown());
    }

    void tips()
    {
        ChartView view;
        view.resize(600, 360);
        view.show();
        fill(view, cities());
        ChartPlot *plot = view.plot();
        plot->replot(QCustomPlot::rpImmediateRefresh);
        const QPointF second(plot->xAxis->coordToPixel(1), plot->yAxis->coordToPixel(5));
        QCOMPARE(plot->tipAt(second), QStringLiteral("부산\n고객: 20\n주문: 25"));
        QVERIFY(plot->tipAt({1, 1}).isEmpty());
    }

    void savesPng()
    {
        ChartView view;
        view.resize(600, 360);
        view.show();
        fill(view, cities());
        const QString file = files_.path("chart.png");
        QCOMPARE(view.savePng(file), QString());
        const QImage saved(file);
        QCOMPARE(saved.width(), view.plot()->width() * 2);
        const QString error = view.savePng(files_.path("no/such/chart.png"));
        QVERIFY(error.contains("no/such"));
    }

    void extremeValues()
    {
        ChartView view;
        view.resize(300, 200);
        view.show();
        for (const char *sql : {"SELECT 'a' AS c, 0 AS n UNION ALL SELECT 'b', 0",
                                "SELECT 'a' AS c, -5 AS n UNION ALL SELECT 'b', -2",
                                "SELECT 'a' AS c, 1e300 AS n UNION ALL SELECT 'b', -1e300",
                                "SELECT '' AS c, 1 AS n UNION ALL SELECT NULL, 2",
                                "SELECT 1 AS a, 1 AS b UNION ALL SELECT 1, 1",
                                "SELECT '2024' AS y, 1 AS n UNION ALL SELECT '2024', 1",
                                "SELECT 'a' AS c, 9e999 AS n UNION ALL SELECT 'b', 2"}) {
            fill(view, sql);
            view.plot()->replot(QCustomPlot::rpImmediateRefresh);
            QVERIFY2(view.plot()->xAxis->range().size() > 0 && view.plot()->yAxis->range().size() > 0, sql);
        }
    }
};

QTEST_MAIN(TestChartView)
#include "test_chart_view.moc"
