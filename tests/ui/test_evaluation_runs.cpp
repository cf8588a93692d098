#include "evaluation_files.h"
#include "ui/evaluation/runs_model.h"
#include "ui/evaluation/runs_view.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace mureum;
using namespace mureum::ui;
using eval::Verdict;

class TestEvaluationRuns : public QObject
{
    Q_OBJECT
private slots:
    void init() { root_ = home_.path("runs") + QString::number(++number_); }

    void showsWhatARunIs()
    {
        finished(QStringLiteral("first"));
        JobsStore jobs(root_);
        RunsModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 1);
        const auto shown = [&](int column) { return model.index(0, column).data().toString(); };
        QCOMPARE(shown(RunsModel::Name), QStringLiteral("first"));
        QCOMPARE(shown(RunsModel::Model), QStringLiteral("tiny"));
        QCOMPARE(shown(RunsModel::Data), QStringLiteral("dev"));
        QCOMPARE(shown(RunsModel::Count), QStringLiteral("4"));
        QCOMPARE(shown(RunsModel::Ex), QStringLiteral("66.7%"));
        QCOMPARE(shown(RunsModel::Em), QStringLiteral("50.0%"));
        // EM leaves examples open; its interval is the one that was written, not one of all four examples.
        QCOMPARE(model.index(0, RunsModel::Em).data(RunsModel::IntervalRole).toString(),
                 QStringLiteral("10.0% – 90.0%"));
        QCOMPARE(shown(RunsModel::Judge), QStringLiteral("–")); // not measured is not 0
        QCOMPARE(shown(RunsModel::State), QStringLiteral("finished"));
        QCOMPARE(model.index(0, RunsModel::Ex).data(RunsModel::IntervalRole).toString(),
                 QStringLiteral("20.8% – 93.9%"));
        QVERIFY(model.index(0, RunsModel::Date).data(RunsModel::SortRole).toDateTime().isValid());
        QVERIFY(model.setData(model.index(0, RunsModel::Name), QStringLiteral(" better  name ")));
        QCOMPARE(shown(RunsModel::Name), QStringLiteral("better name"));
        QVERIFY(!model.setData(model.index(0, RunsModel::Name), QStringLiteral("  ")));
        QCOMPARE(RunsModel(*std::make_unique<JobsStore>(root_)).index(0, 0).data().toString(),
                 QStringLiteral("better name"));
    }

    void followsARunningJob()
    {
        JobsStore jobs(root_);
        RunsModel model(jobs);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        JobProcess *job = jobs.create(QStringLiteral("live"));
        QCOMPARE(model.rowCount(), 1);
        jobs.enqueue(
            job, {files::script(home_.path("live.sh"),
                                "echo '{\"event\":\"progress\",\"done\":3,\"total\":12,\"seconds\":3,"
                                "\"right\":2,\"wrong\":1}'\n"
                                "while [ ! -e \"$0.go\" ]; do sleep 0.05; done; echo '{\"event\":\"done\"}'"),
                  {}});
        QTRY_COMPARE(model.index(0, RunsModel::State).data().toString(), QStringLiteral("3 of 12"));
        QCOMPARE(model.index(0, RunsModel::State).data(RunsModel::FractionRole).toDouble(), 0.25);
        QCOMPARE(model.index(0, RunsModel::Ex).data().toString(), QStringLiteral("66.7%"));
        QCOMPARE(model.index(0, RunsModel::TimeLeft).data().toString(), QStringLiteral("27 s"));
        files::write(home_.path("live.sh.go"), {});
        QTRY_COMPARE(model.index(0, RunsModel::State).data().toString(), QStringLiteral("finished"));
        QVERIFY(model.index(0, RunsModel::State).data(RunsModel::FractionRole).toDouble() < 0);
        QCOMPARE(jobs.remove(job, true), QString());
        QCOMPARE(model.rowCount(), 0);
    }

    void timesAreShort()
    {
        QCOMPARE(timeLeftText(-1), QString());
        QCOMPARE(timeLeftText(59.4), QStringLiteral("59 s"));
        QCOMPARE(timeLeftText(90), QStringLiteral("1.5 min"));
        QCOMPARE(timeLeftText(1800), QStringLiteral("30 min"));
        QCOMPARE(timeLeftText(5400), QStringLiteral("1.5 h"));
    }

    void beginsWithAnInvitation()
    {
        JobsStore jobs(root_);
        RunsView view(jobs, true);
        view.resize(900, 500);
        view.show();
        QVERIFY(view.sampleButton()->isVisible());
        QVERIFY(!view.table()->isVisible());
        QVERIFY(!view.compareButton()->isVisible());
        QSignalSpy sample(&view, &RunsView::sampleRequested), fresh(&view, &RunsView::newRequested);
        QTest::mouseClick(view.sampleButton(), Qt::LeftButton);
        QTest::mouseClick(view.newButton(), Qt::LeftButton);
        QCOMPARE(sample.count(), 1);
        QCOMPARE(fresh.count(), 1);
        jobs.create(QStringLiteral("x"));
        QVERIFY(view.table()->isVisible());
        QVERIFY(!RunsView(jobs, false).sampleButton()->isVisibleTo(&view));
    }

    void toolsFollowTheSelection()
    {
        finished(QStringLiteral("a"));
        finished(QStringLiteral("b"));
        JobsStore jobs(root_);
        RunsView view(jobs, true);
        view.resize(900, 500);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.table()->setFocus();
        QVERIFY(!view.compareButton()->isEnabled());
        QVERIFY(!view.removeButton()->isEnabled());
        view.select(jobs.at(0));
        QCOMPARE(view.selected(), QList<JobProcess *>{jobs.at(0)});
        QVERIFY(view.removeButton()->isEnabled());
        QVERIFY(!view.resumeButton()->isEnabled()); // finished
        QVERIFY(!view.stopButton()->isEnabled());
        QSignalSpy opened(&view, &RunsView::opened), compared(&view, &RunsView::compareRequested),
            removed(&view, &RunsView::removeRequested);
        QTest::keyClick(view.table(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QTest::keyClick(view.table(), Qt::Key_A, Qt::ControlModifier);
        QVERIFY(view.compareButton()->isEnabled());
        QTest::mouseClick(view.compareButton(), Qt::LeftButton);
        QCOMPARE(compared.first().first().value<QList<JobProcess *>>().size(), 2);
        QTest::keyClick(view.table(), Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
    }

    void sortsByNumbers()
    {
        finished(QStringLiteral("good"), 9, 0);
        finished(QStringLiteral("bad"), 1, 9);
        JobsStore jobs(root_);
        RunsView view(jobs, true);
        view.table()->sortByColumn(RunsModel::Ex, Qt::DescendingOrder);
        QCOMPARE(view.table()->model()->index(0, 0).data().toString(), QStringLiteral("good"));
        view.table()->sortByColumn(RunsModel::Ex, Qt::AscendingOrder);
        QCOMPARE(view.table()->model()->index(0, 0).data().toString(), QStringLiteral("bad"));
    }

    void damagedRunsAreListed()
    {
        files::write(root_ + QStringLiteral("/broken/config.json"), "{not json");
        files::write(root_ + QStringLiteral("/broken/summary.json"), "[1,2]");
        files::write(root_ + QStringLiteral("/no_run/notes.txt"), "x");
        JobsStore jobs(root_);
        RunsModel model(jobs);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("broken"));
    }

private:
    void finished(const QString &name, int right = 2, int wrong = 1)
    {
        files::run(root_ + u'/' + name, {files::record(0, "q", Verdict::Right)}, QString(),
                   {{QStringLiteral("count"), 4},
                    {QStringLiteral("right"), right},
                    {QStringLiteral("wrong"), wrong},
                    {QStringLiteral("em"), 0.5},
                    {QStringLiteral("ci95"), QJsonObject{{QStringLiteral("em"), QJsonArray{0.1, 0.9}}}},
                    {QStringLiteral("ex"), double(right) / (right + wrong)},
                    {QStringLiteral("judge"), QJsonValue()},
                    {QStringLiteral("seconds"), 2.5}});
    }

    TestHome home_;
    QString root_;
    int number_ = 0;
};

QTEST_MAIN(TestEvaluationRuns)
#include "test_evaluation_runs.moc"
