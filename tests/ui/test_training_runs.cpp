#include "finetuning_files.h"
#include "ui/settings/translations.h"
#include "ui/training/trainings_view.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestTrainingRuns : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { initResources(); }
    void init() { root_ = home_.path("runs") + QString::number(++number_); }

    void listsWhatWasLearned()
    {
        files::training(root_ + QStringLiteral("/first"));
        JobsStore jobs(root_);
        TrainingsModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 1);
        const auto shown = [&](int column) { return model.index(0, column).data().toString(); };
        QCOMPARE(shown(TrainingsModel::Name), QStringLiteral("first"));
        QCOMPARE(shown(TrainingsModel::State), QStringLiteral("finished"));
        QCOMPARE(shown(TrainingsModel::Data), QStringLiteral("shop"));
        QCOMPARE(shown(TrainingsModel::Model), QStringLiteral("tiny"));
        QCOMPARE(shown(TrainingsModel::Steps), QStringLiteral("60"));
        QCOMPARE(shown(TrainingsModel::Before), QStringLiteral("60.0%"));
        QCOMPARE(shown(TrainingsModel::After), QStringLiteral("67.5%"));
        // Wilson's interval of 27 of 40.
        QCOMPARE(model.index(0, TrainingsModel::After).data(JobsModel::IntervalRole).toString(),
                 QStringLiteral("52.0% – 79.9%"));
        QCOMPARE(model.info(0).bestStep, qint64(40));
        QVERIFY(model.info(0).hasAdapter);
        jobs.create(QStringLiteral("second"));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, TrainingsModel::After).data().toString(), QStringLiteral("–"));
        jobs.remove(jobs.at(1), true);
        QCOMPARE(model.rowCount(), 1);
    }

    void followsThePhases()
    {
        JobsStore jobs(root_);
        TrainingsModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        JobProcess *job = jobs.create(QStringLiteral("live"));
        const QString go = home_.path("go");
        qputenv("MUREUM_TEST_GO", go.toUtf8());
        jobs.enqueue(
            job, {files::script(home_.path("phases.sh"), R"sh(
wait_for() { while [ ! -e "$MUREUM_TEST_GO$1" ]; do sleep 0.05; done; }
echo '{"event":"measuring","phase":"before","done":12,"total":40}'; wait_for 1
echo '{"event":"progress","done":15,"total":60,"seconds":9,"phase":"training","seconds_left":30}'
echo '{"event":"evaluation","step":15,"ex":0.5,"best_step":15,"best_ex":0.5}'; wait_for 2
echo '{"event":"measuring","phase":"after","done":20,"total":40}'; wait_for 3
echo '{"event":"done","finished":true}'
)sh"),
                  {QStringLiteral("adapt"), QStringLiteral("--db"), QStringLiteral("/data/shop.sqlite")}});
        const auto state = [&] { return model.index(0, TrainingsModel::State).data().toString(); };
        const auto fraction = [&] {
            return model.index(0, TrainingsModel::State).data(JobsModel::FractionRole).toDouble();
        };
        QCOMPARE(model.index(0, TrainingsModel::Data).data().toString(),
                 QStringLiteral("shop")); // of the command
        QTRY_COMPARE(state(), QStringLiteral("measuring before, 12 of 40"));
        const double before = fraction();
        files::write(go + u'1', {});
        QTRY_COMPARE(state(), QStringLiteral("training, 15 of 60"));
        QTRY_COMPARE(model.info(0).bestEx, 0.5);
        QCOMPARE(model.index(0, TrainingsModel::TimeLeft).data().toString(), QStringLiteral("30 s"));
        QCOMPARE(model.index(0, TrainingsModel::Steps).data().toString(), QStringLiteral("15 of 60"));
        const double training = fraction();
        files::write(go + u'2', {});
        QTRY_COMPARE(state(), QStringLiteral("measuring after, 20 of 40"));
        QVERIFY(before < training && training < fraction() && fraction() < 1);
        files::write(go + u'3', {});
        QTRY_COMPARE(state(), QStringLiteral("finished"));
        QVERIFY(fraction() < 0);
    }

    void aStoppedRunMayGoOn()
    {
        JobsStore jobs(root_);
        JobProcess *job = jobs.create(QStringLiteral("stopped"));
        jobs.enqueue(job, {files::script(home_.path("stopped.sh"),
                                         "echo '300 generated questions to learn' >&2\n"
                                         "echo '{\"event\":\"done\",\"finished\":false,\"step\":7}'"),
                           {}});
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
        // What it noted in its log is no failure, even where it was killed.
        jobs.enqueue(job,
                     {files::script(home_.path("killed.sh"), "echo '300 questions' >&2; kill -9 $$"), {}});
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
        QCOMPARE(job->error(), QString());
        TrainingsView view(jobs);
        view.select(job);
        QVERIFY(view.resumeButton()->isEnabled());
    }

    void beginsWithAnInvitation()
    {
        JobsStore jobs(root_);
        TrainingsView view(jobs);
        view.resize(900, 500);
        view.show();
        QVERIFY(view.adaptButton()->isVisible());
        QVERIFY(!view.table()->isVisible());
        QSignalSpy adapt(&view, &TrainingsView::adaptRequested), fresh(&view, &TrainingsView::newRequested);
        QTest::mouseClick(view.adaptButton(), Qt::LeftButton);
        QTest::mouseClick(view.newButton(), Qt::LeftButton);
        QCOMPARE(adapt.count(), 1);
        QCOMPARE(fresh.count(), 1);
    }

    void damagedRunsAreListed()
    {
        for (const char *file : {"/broken/config.json", "/broken/report.json", "/broken/metrics.jsonl"})
            files::write(root_ + QLatin1String(file), "{\"step\": nonsense");
        JobsStore jobs(root_);
        TrainingsModel model(jobs);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, TrainingsModel::After).data().toString(), QStringLiteral("–"));
    }

private:
    TestHome home_;
    QString root_;
    int number_ = 0;
};

QTEST_MAIN(TestTrainingRuns)
#include "test_training_runs.moc"
