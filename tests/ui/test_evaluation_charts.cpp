#include "evaluation_files.h"
#include "ui/evaluation/breakdown_plot.h"
#include "ui/evaluation/charts_panel.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

using namespace mureum;
using namespace mureum::ui;
using eval::Verdict;

class TestEvaluationCharts : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        // easy: 2 right, 1 wrong, 1 inconclusive; extra: 1 wrong. en 3 of 3 conclusive are ..., ko the rest.
        add("easy", "en", "shop", Verdict::Right, true);
        add("easy", "en", "shop", Verdict::Right, false);
        add("easy", "ko", "club", Verdict::Wrong, {});
        add("easy", "ko", "club", Verdict::Inconclusive, {});
        add("extra", "ko", "club", Verdict::Wrong, false);
        all_[0]->clauses = {{"select", 1, 1, 1}, {"where", 1, 1, 1}};
        all_[1]->clauses = {{"select", 2, 1, 1}, {"where", 0, 1, 0}};
        all_[4]->clauses = {{"select", 1, 1, 1}, {"where", 1, 0, 0}, {"order", 0, 0, 0}};
    }

    void ratesAreCounted()
    {
        const auto bars = breakDown(examples(), Division::Hardness, QStringLiteral("ex"));
        QCOMPARE(bars.size(), std::size_t(2));
        QCOMPARE(bars[0].filter.hardness, QStringLiteral("easy"));
        QCOMPARE(bars[0].rate.count, 3); // the inconclusive one is left out
        QCOMPARE(bars[0].rate.right, 2);
        // Wilson for 2 of 3, by hand: (0.6667 + 1.2805/2... ) -> 0.2077 .. 0.9385
        QVERIFY(qAbs(bars[0].rate.low - 0.20765) < 1e-4);
        QVERIFY(qAbs(bars[0].rate.high - 0.93851) < 1e-4);
        QCOMPARE(bars[1].rate.count, 1);
        QCOMPARE(bars[1].rate.value, 0.0);
    }

    void measuresDiffer()
    {
        const auto em = breakDown(examples(), Division::Language, QStringLiteral("em"));
        QCOMPARE(em.size(), std::size_t(2));
        QCOMPARE(em[0].filter.language, QStringLiteral("en"));
        QCOMPARE(em[0].rate.value, 0.5);
        QCOMPARE(em[1].rate.count, 1);
        QVERIFY(breakDown(examples(), Division::Hardness, QStringLiteral("judge")).empty());
    }

    void clausesShowF1()
    {
        const auto bars = breakDown(examples(), Division::Clause, QStringLiteral("ex"));
        QCOMPARE(bars.size(), std::size_t(2)); // nobody has an ORDER BY
        // select: 3 golds, 3 predictions, 2 right as a whole: F1 = 2*2/6.
        QCOMPARE(bars[0].label, QStringLiteral("select"));
        QCOMPARE(bars[0].rate.value, 2.0 / 3);
        QCOMPARE(bars[0].rate.count, 3);
        // where: 2 golds, 2 predictions, 1 right.
        QCOMPARE(bars[1].rate.value, 0.5);
        QVERIFY(bars[1].rate.low < 0.5 && bars[1].rate.high > 0.5);
    }

    void lengthsStandInOrder()
    {
        std::vector<ExamplePtr> some;
        for (const char *question : {"one two three four five six seven eight nine ten eleven", "one",
                                     "one two three four five six"}) {
            auto example = std::make_shared<RunExample>(*all_[0]);
            example->question = question;
            some.push_back(example);
        }
        const auto bars = breakDown(some, Division::Length, QStringLiteral("ex"));
        QCOMPARE(bars.size(), std::size_t(3));
        QCOMPARE(bars[0].filter.length, QStringLiteral("1-5 words"));
        QCOMPARE(bars[1].filter.length, QStringLiteral("6-10 words"));
        QCOMPARE(bars[2].filter.length, QStringLiteral("11-15 words"));
    }

    void aClickFilters()
    {
        ChartsPanel panel;
        panel.resize(700, 600);
        panel.show();
        panel.setRecords(examples());
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QTest::qWait(50);
        BreakdownPlot *plot = panel.plot(Division::Hardness);
        QSignalSpy asked(&panel, &ChartsPanel::filterRequested);
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->centreOf(1).toPoint());
        QCOMPARE(asked.count(), 1);
        auto filter = asked.last().at(1).value<ExampleFilter>();
        QCOMPARE(filter.hardness, QStringLiteral("extra"));
        panel.showFilter(filter);
        QCOMPARE(plot->chosen(), 1);
        QCOMPARE(panel.plot(Division::Language)->chosen(), -1);
        // A second click takes it back.
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->centreOf(1).toPoint());
        QCOMPARE(asked.last().at(1).value<ExampleFilter>(), ExampleFilter());
        panel.showFilter({});
        // With keys.
        plot->setFocus();
        QTest::keyClick(plot, Qt::Key_Down);
        QTest::keyClick(plot, Qt::Key_Return);
        QCOMPARE(asked.last().at(1).value<ExampleFilter>().hardness, QStringLiteral("easy"));
        QVERIFY(plot->tipOf(0).contains(QStringLiteral("66.7")));
        QCOMPARE(plot->rowAt(QPointF(5, -10)), -1);
        // Only measures that were taken are offered.
        QCOMPARE(panel.measureBox()->count(), 2);
    }

    void picturesHoldInkInBothThemes()
    {
        for (const QPalette &palette : {lightPalette(), darkPalette()}) {
            QApplication::setPalette(palette);
            ChartsPanel panel;
            panel.resize(700, 600);
            panel.show();
            panel.setRecords(examples());
            QVERIFY(QTest::qWaitForWindowExposed(&panel));
            const QImage image = panel.picture().toImage();
            QVERIFY(image.width() > 1000);
            QCOMPARE(image.pixelColor(2, 2), palette.color(QPalette::Base));
            QSet<QRgb> colors;
            for (int y = 0; y < image.height(); y += 3)
                for (int x = 0; x < image.width(); x += 3)
                    colors.insert(image.pixel(x, y));
            QVERIFY(colors.size() > 5);
        }
        QApplication::setPalette(lightPalette());
    }

    void nothingIsNoChart()
    {
        ChartsPanel panel;
        panel.show();
        panel.setRecords({});
        for (int i = 0; i < ChartsPanel::divisions; ++i)
            QVERIFY(!panel.plot(Division(i))->isVisible());
    }

private:
    void add(const char *hardness, const char *language, const char *database, Verdict ex,
             std::optional<bool> em)
    {
        auto example = std::make_shared<RunExample>();
        static_cast<eval::EvaluationRecord &>(*example) = files::record(all_.size(), "one two", ex);
        example->hardness = hardness;
        example->language = language;
        example->databaseId = database;
        example->em = em;
        all_.push_back(example);
    }
    std::vector<ExamplePtr> examples() const { return {all_.begin(), all_.end()}; }

    std::vector<std::shared_ptr<RunExample>> all_;
};

QTEST_MAIN(TestEvaluationCharts)
#include "test_evaluation_charts.moc"
