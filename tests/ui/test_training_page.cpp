#include "finetuning_files.h"
#include "ui/evaluation/evaluation_page.h"
#include "ui/settings/settings.h"
#include "ui/settings/translations.h"
#include "ui/training/curves_panel.h"
#include "ui/training/training_compare.h"
#include "ui/training/training_page.h"
#include "ui/training/training_view.h"
#include "ui/training/trainings_view.h"
#include "ui/training/wizard/training_wizard.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestTrainingPage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        initResources();
        cli_ = QStringLiteral(MUREUM_SOURCE_DIR "/tests/ui/fake_training_cli.sh");
        qputenv("MUREUM_CLI", cli_.toUtf8());
    }

    void init()
    {
        root_ = home_.path("runs") + QString::number(++number_);
        QFile::remove(home_.path("page.conf"));
        settings_ = std::make_unique<Settings>(home_.path("page.conf"));
    }

    void cleanup()
    {
        if (jobs_)
            for (JobProcess *job : jobs_->active())
                job->kill();
        page_.reset();
        jobs_.reset();
        settings_.reset();
    }

    void showsARun()
    {
        files::training(root_ + QStringLiteral("/one"));
        files::write(root_ + QStringLiteral("/one/job_errors.log"), "260 questions\n");
        files::write(
            root_ + QStringLiteral("/one/job_output.jsonl"),
            "{\"event\":\"sample\",\"step\":20,\"question\":\"q\",\"sql\":\"SELECT 1\",\"right\":true}\n");
        open();
        page_->runs()->select(jobs_->at(0));
        page_->runs()->table()->setFocus();
        QTest::keyClick(page_->runs()->table(), Qt::Key_Return);
        TrainingView *run = page_->run();
        QCOMPARE(page_->shown(), run);
        QCOMPARE(run->scoresText(),
                 QStringLiteral("EX before 60.0% (44.6% – 73.7%)  →  after 67.5% (52.0% – 79.9%)"));
        QVERIFY(run->factsText().contains(QStringLiteral("best EX 62.5% at step 40")));
        QCOMPARE(run->curves()->plot(CurvesPanel::Loss)->chartData().series[0].values,
                 (QList<double>{0.75, 0.5, 0.25}));
        QCOMPARE(run->curves()->plot(CurvesPanel::Ex)->chartData().series[0].values.last(), 62.5);
        QCOMPARE(run->samples().rowCount(), 1);
        QCOMPARE(run->findChild<QPlainTextEdit *>()->toPlainText(), QStringLiteral("260 questions\n"));
        QVERIFY(!run->pauseButton()->isVisible());
        QVERIFY(!run->resumeButton()->isVisible());
        QSignalSpy answers(page_.get(), &TrainingPage::answersRequested);
        QTest::mouseClick(run->answersButton(), Qt::LeftButton);
        QCOMPARE(answers.count(), 1);
        QCOMPARE(answers.first().at(1).toString(), root_ + QStringLiteral("/one"));
        QCOMPARE(answers.first().at(2).toString(), root_ + QStringLiteral("/one/databases"));
        QTest::mouseClick(run->backButton(), Qt::LeftButton);
        QCOMPARE(page_->shown(), page_->runs());
    }

    void pausesAndGoesOn()
    {
        open();
        JobProcess *job = page_->start(plan());
        page_->openRun(job);
        TrainingView *run = page_->run();
        QTRY_VERIFY(run->pauseButton()->isVisible() &&
                    run->factsText().contains(QStringLiteral("training, ")));
        QVERIFY(run->factsText().contains(QStringLiteral("9 s of training left")));
        // The curves grow with the file.
        QTRY_VERIFY(!run->curves()->plot(CurvesPanel::Loss)->chartData().series.isEmpty());
        QTest::mouseClick(run->pauseButton(), Qt::LeftButton);
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
        QTRY_VERIFY(run->resumeButton()->isVisible());
        QFile checkpoint(job->directory() + QStringLiteral("/checkpoint"));
        QVERIFY(checkpoint.open(QIODevice::ReadOnly));
        const QByteArray step = checkpoint.readAll().trimmed();
        QTest::mouseClick(run->resumeButton(), Qt::LeftButton);
        QTRY_COMPARE(job->state(), JobProcess::State::Finished);
        QVERIFY(logOf(job).contains("started at " + step));
        QVERIFY(!run->resumeButton()->isVisible());
    }

    void aKilledJobResumes()
    {
        open();
        JobProcess *job = page_->start(plan());
        QTRY_VERIFY(QFileInfo::exists(job->directory() + QStringLiteral("/checkpoint")));
        job->kill();
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
        page_->runs()->select(job);
        QTest::mouseClick(page_->runs()->resumeButton(), Qt::LeftButton);
        QTRY_COMPARE(job->state(), JobProcess::State::Finished);
        QVERIFY(!logOf(job).contains("started at 0\nstarted at 0"));
        QFile calls(job->directory() + QStringLiteral("/calls.txt"));
        QVERIFY(calls.open(QIODevice::ReadOnly));
        QCOMPARE(calls.readAll().count("--resume"), 1);
    }

    void aJobIsFoundAgain()
    {
        open();
        const QString folder = page_->start(plan())->directory();
        QTRY_COMPARE(jobs_->at(0)->state(), JobProcess::State::Running);
        page_.reset();
        jobs_.reset(); // the window is gone, the job is not
        open();
        JobProcess *job = jobs_->find(folder);
        QVERIFY(job);
        QCOMPARE(job->state(), JobProcess::State::Running);
        page_->openRun(job);
        QTRY_VERIFY(page_->run()->factsText().contains(QStringLiteral("training, ")));
        QTest::mouseClick(page_->run()->stopButton(), Qt::LeftButton);
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
    }

    void comparesRuns()
    {
        files::training(root_ + QStringLiteral("/one"), 24, 27, 40, 8);
        files::training(root_ + QStringLiteral("/two"), 24, 30, 40, 32);
        open();
        QTest::keyClick(page_->runs()->table(), Qt::Key_A, Qt::ControlModifier);
        QTest::mouseClick(page_->runs()->compareButton(), Qt::LeftButton);
        TrainingCompare *compare = page_->compare();
        QCOMPARE(page_->shown(), compare);
        QVERIFY(compare->onlyDifferences()->isChecked());
        QCOMPARE(compare->settings().rowCount(), 2); // EX after, rank
        compare->onlyDifferences()->click();
        QVERIFY(compare->settings().rowCount() > 5);
        QCOMPARE(compare->curves()->plot(CurvesPanel::Loss)->chartData().series.size(), 2);
        QTest::mouseClick(compare->backButton(), Qt::LeftButton);
        QCOMPARE(page_->shown(), page_->runs());
    }

    void copiesTheCommand()
    {
        open();
        JobProcess *job = page_->start(plan());
        page_->openRun(job);
        for (QAction *action : page_->run()->moreButton()->menu()->actions())
            if (action->text() == QStringLiteral("Copy as command"))
                action->trigger();
        const QString text = QApplication::clipboard()->text();
        QVERIFY(text.startsWith(cli_ + QStringLiteral(" adapt ")));
        QVERIFY(text.contains(job->directory()));
    }

    void theWizardStartsARun()
    {
        open();
        page_->setDatabase(home_.shop());
        QTest::mouseClick(page_->runs()->adaptButton(), Qt::LeftButton);
        auto *wizard = page_->findChild<TrainingWizard *>();
        QVERIFY(wizard && wizard->isVisible());
        QCOMPARE(wizard->plan().database, home_.path("test_shop.sqlite")); // the open one
        TrainingPlan chosen = plan();
        chosen.rank = 4;
        emit wizard->chosen(chosen, QString());
        wizard->close();
        QCOMPARE(jobs_->count(), 1);
        JobProcess *job = jobs_->at(0);
        QCOMPARE(page_->runs()->selected(), QList<JobProcess *>{job});
        QCOMPARE(job->file().command.value(QStringLiteral("--rank")), QStringLiteral("4"));
        QTRY_VERIFY(!page_->findChild<TrainingWizard *>());
        // Another one like it.
        page_->openRun(job);
        for (QAction *action : page_->run()->moreButton()->menu()->actions())
            if (action->text().startsWith(QStringLiteral("New run with these settings")))
                action->trigger();
        wizard = page_->findChild<TrainingWizard *>();
        QVERIFY(wizard);
        QCOMPARE(wizard->plan().database, QStringLiteral("/data/shop.sqlite"));
    }

    void deletingAsksFirst()
    {
        files::training(root_ + QStringLiteral("/one"));
        open();
        page_->openRun(jobs_->at(0));
        page_->showRuns();
        page_->runs()->select(jobs_->at(0));
        QTest::keyClick(page_->runs()->table(), Qt::Key_Delete);
        auto *box = page_->findChild<QMessageBox *>();
        QVERIFY(box && jobs_->count() == 1);
        QVERIFY(box->informativeText().contains(QStringLiteral("adapters")));
        for (QAbstractButton *button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(jobs_->count(), 0);
        QVERIFY(!QFileInfo::exists(root_ + QStringLiteral("/one")));
    }

    void otherFoldersAreOpenedAndRemembered()
    {
        open();
        page_->openDirectory(home_.folder.path());
        QVERIFY(!page_->messageBar()->text().isEmpty());
        const QString folder = home_.path("else");
        files::training(folder);
        page_->openDirectory(folder);
        QCOMPARE(page_->shown(), page_->run());
        page_.reset();
        jobs_.reset();
        open();
        QCOMPARE(jobs_->count(), 1);
        QCOMPARE(jobs_->at(0)->directory(), folder);
    }

private:
    void open()
    {
        jobs_ = std::make_unique<JobsStore>(root_);
        page_ = std::make_unique<TrainingPage>(*jobs_, *settings_);
        page_->resize(1100, 700);
        page_->show();
        page_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page_.get()));
    }

    static TrainingPlan plan()
    {
        TrainingPlan plan;
        plan.title = QStringLiteral("shop");
        plan.database = QStringLiteral("/data/shop.sqlite");
        return plan;
    }

    static QByteArray logOf(const JobProcess *job)
    {
        QFile file(job->directory() + QStringLiteral("/job_errors.log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    TestHome home_;
    QString root_, cli_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<JobsStore> jobs_;
    std::unique_ptr<TrainingPage> page_;
    int number_ = 0;
};

QTEST_MAIN(TestTrainingPage)
#include "test_training_page.moc"
