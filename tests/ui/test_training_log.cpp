#include "finetuning_files.h"
#include "ui/settings/translations.h"
#include "ui/training/curves_panel.h"
#include "ui/training/samples_model.h"
#include "ui/training/settings_table.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestTrainingLog : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { initResources(); }
    void init()
    {
        folder_ = home_.path("run") + QString::number(++number_);
        metrics_ = folder_ + QStringLiteral("/metrics.jsonl");
    }

    void readsAGrowingFile()
    {
        TrainingLog log(folder_);
        QSignalSpy changed(&log, &TrainingLog::curvesChanged);
        log.refresh(); // nothing there yet
        QCOMPARE(changed.count(), 0);
        files::write(metrics_, files::metric(5, 0.75) + "{\"best_score\":0.5,\"score\":0.5,\"step\":5}\n");
        log.refresh();
        QCOMPARE(log.points().size(), 1);
        QCOMPARE(changed.count(), 1);
        // A line that is being written waits for its end.
        const QByteArray next = files::metric(10, 0.5);
        files::write(metrics_, next.left(40), true);
        log.refresh();
        QCOMPARE(log.points().size(), 1);
        files::write(metrics_, next.mid(40), true);
        log.refresh();
        QCOMPARE(log.points().size(), 2);
        QCOMPARE(log.points()[1].step, qint64(10));
        QCOMPARE(log.points()[1].loss, 0.5);
        QCOMPARE(log.points()[1].learningRate, 0.001);
        QCOMPARE(log.points()[1].tokensPerSecond, 7000.0);
        log.refresh();
        QCOMPARE(changed.count(), 2); // nothing new
    }

    void readsAReplacedFileAgain()
    {
        files::write(metrics_, files::metric(5, 0.75) + files::metric(10, 0.5) + files::metric(15, 0.4));
        TrainingLog log(folder_);
        log.refresh();
        QCOMPARE(log.points().size(), 3);
        // A resumed run drops what came after its checkpoint, and may be longer than before when it is looked
        // at.
        files::write(metrics_, files::metric(5, 0.75) + files::metric(10, 0.25) + files::metric(15, 0.2) +
                                   files::metric(20, 0.1));
        log.refresh();
        QCOMPARE(log.points().size(), 4);
        QCOMPARE(log.points()[1].loss, 0.25);
        files::write(metrics_, files::metric(5, 0.75));
        log.refresh();
        QCOMPARE(log.points().size(), 1);
        // Or it only appends steps it had before.
        files::write(metrics_, files::metric(10, 0.9) + files::metric(15, 0.8) + files::metric(10, 0.7),
                     true);
        log.refresh();
        QCOMPARE(log.points().size(), 2);
        QCOMPARE(log.points()[1].loss, 0.7);
    }

    void takesScoresAndSamples()
    {
        files::write(folder_ + QStringLiteral("/evaluations.jsonl"),
                     "{\"step\":20,\"ex\":0.5,\"best\":true,\"best_ex\":0.5,\"best_step\":20}\nrubbish\n"
                     "{\"step\":40,\"ex\":0.625}\n");
        const QByteArray samples =
            "{\"event\":\"progress\",\"done\":1,\"total\":2}\n"
            "{\"event\":\"sample\",\"step\":20,\"question\":\"몇 개?\",\"sql\":\"SELECT "
            "1\",\"right\":false}\n"
            "{\"event\":\"sample\",\"step\":20,\"question\":\"two\",\"sql\":\"SELECT 2\",\"right\":true}\n";
        files::write(folder_ + QStringLiteral("/job_output.jsonl"), samples);
        TrainingLog log(folder_);
        QSignalSpy sampled(&log, &TrainingLog::samplesChanged);
        log.refresh();
        QCOMPARE(log.scores().size(), 2);
        QCOMPARE(log.scores()[1].ex, 0.625);
        QCOMPARE(log.samples().size(), 2);
        QCOMPARE(sampled.count(), 1);
        // The same evaluation once more, after a crash.
        files::write(
            folder_ + QStringLiteral("/job_output.jsonl"),
            "{\"event\":\"sample\",\"step\":20,\"question\":\"two\",\"sql\":\"SELECT 3\",\"right\":true}\n",
            true);
        log.refresh();
        QCOMPARE(log.samples().size(), 2);
        QCOMPARE(log.samples().last().sql, QStringLiteral("SELECT 3"));

        SamplesModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSamples(log.samples());
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, SamplesModel::Sql).data().toString(),
                 QStringLiteral("SELECT 3")); // latest first
        QCOMPARE(model.index(1, SamplesModel::Verdict).data().toString(), QStringLiteral("wrong"));
        QCOMPARE(model.index(1, SamplesModel::Question).data().toString(), QStringLiteral("몇 개?"));
    }

    void newPointsDoNotUndoZooming()
    {
        CurvesPanel panel;
        panel.resize(1000, 700);
        panel.show();
        CurvesPanel::Run run{
            QStringLiteral("a"), {{5, 0.75, 1e-3, 0.5, 7000}, {10, 0.5, 1e-3, 0.5, 7100}}, {{10, 0.5}}};
        panel.setRuns({run});
        CurvePlot *loss = panel.plot(CurvesPanel::Loss), *ex = panel.plot(CurvesPanel::Ex);
        QCOMPARE(ex->chartData().series[0].values[0], 50.0);
        QVERIFY(loss->xAxis->range().upper >= 10);
        run.points.append({20, 0.4, 1e-3, 0.5, 7000});
        panel.setRuns({run});
        QVERIFY(loss->xAxis->range().upper >= 20); // grows with the run
        QVERIFY(!panel.zoomed());
        const QCPRange whole = loss->xAxis->range();
        QWheelEvent wheel(QPointF(loss->rect().center()), loss->mapToGlobal(QPointF(loss->rect().center())),
                          {}, QPoint(0, 240), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(loss, &wheel);
        QVERIFY(panel.zoomed());
        const QCPRange zoomed = loss->xAxis->range();
        QVERIFY(zoomed.size() < whole.size());
        QCOMPARE(ex->xAxis->range(), zoomed); // they go together
        run.points.append({40, 0.3, 1e-3, 0.5, 7000});
        panel.setRuns({run});
        QCOMPARE(loss->xAxis->range(), zoomed);
        QTest::mouseDClick(ex, Qt::LeftButton, {}, ex->rect().center());
        QVERIFY(!panel.zoomed());
        QVERIFY(loss->xAxis->range().upper >= 40);
    }

    void exportsWhatItShows()
    {
        CurvesPanel panel;
        panel.resize(1000, 700);
        QVERIFY(!panel.exportButton()->isEnabled());
        panel.setRuns({{QStringLiteral("a,b"), {{5, 0.75, 1e-3, 0.5, 7000}}, {{5, 0.5}, {10, 0.625}}}});
        QVERIFY(panel.exportButton()->isEnabled());
        QCOMPARE(panel.csv(), QByteArray("run,step,loss,learning_rate,grad_norm,tokens_per_second,ex\r\n"
                                         "\"a,b\",5,0.75,0.001,0.5,7000,0.5\r\n"
                                         "\"a,b\",10,,,,,0.625\r\n"));
        QCOMPARE(panel.savePng(home_.path("curves.png"), {900, 560}), QString());
        QCOMPARE(QImage(home_.path("curves.png")).size(), QSize(1800, 1120));
        QCOMPARE(panel.saveSvg(home_.path("curves.svg"), {900, 560}), QString());
        QFile svg(home_.path("curves.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        QVERIFY(svg.readAll().contains("<svg"));
        QVERIFY(panel.savePng(home_.path("no/such/folder.png"), {900, 560})
                    .contains(QStringLiteral("folder.png")));
    }

    void settingsShowOnlyDifferences()
    {
        files::training(folder_ + QStringLiteral("/a"), 24, 27, 40, 8);
        files::training(folder_ + QStringLiteral("/b"), 24, 29, 40, 32);
        const auto config = [this](const char *name) {
            QFile file(folder_ + u'/' + QLatin1String(name) + QStringLiteral("/config.json"));
            return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                                  : QJsonObject();
        };
        SettingsTable table;
        QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setRuns({{QStringLiteral("A"), config("a"), {}}, {QStringLiteral("B"), config("b"), {}}});
        const int all = table.rowCount();
        QVERIFY(all > 5);
        QCOMPARE(table.columnCount(), 3);
        table.setOnlyDifferences(true);
        QCOMPARE(table.rowCount(), 1);
        QCOMPARE(table.index(0, 0).data().toString(), QStringLiteral("Rank"));
        QCOMPARE(table.index(0, 1).data().toString(), QStringLiteral("8"));
        QCOMPARE(table.index(0, 2).data().toString(), QStringLiteral("32"));
        QCOMPARE(table.headerData(2, Qt::Horizontal).toString(), QStringLiteral("B"));
        table.setOnlyDifferences(false);
        QCOMPARE(table.rowCount(), all);
    }

private:
    TestHome home_;
    QString folder_, metrics_;
    int number_ = 0;
};

QTEST_MAIN(TestTrainingLog)
#include "test_training_log.moc"
