#include "quantization_files.h"
#include "ui/evaluation/sql_diff_view.h"
#include "ui/quantization/figures_plot.h"
#include "ui/quantization/phases_panel.h"
#include "ui/quantization/quantization_page.h"
#include "ui/quantization/quantization_view.h"
#include "ui/quantization/quantizations_view.h"
#include "ui/quantization/report_panel.h"
#include "ui/quantization/wizard/quantize_wizard.h"
#include "ui/settings/translations.h"
#include "ui/widgets/message_bar.h"

#include <QAbstractItemModelTester>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestQuantizationPage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        initResources();
        qputenv("MUREUM_CLI", files::script(home_.path("cli.sh"), files::quantizeScript).toUtf8());
        files::write(home_.path("report.json"), files::quantizeReport);
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
    }

    void showsBeforeAndAfter()
    {
        files::quantization(root_ + QStringLiteral("/one"));
        open();
        QAbstractItemModelTester tester(&page_->runs()->model());
        const auto cell = [&](int column) {
            return page_->runs()->model().index(0, column).data().toString();
        };
        QCOMPARE(cell(QuantizationsModel::Scheme), QStringLiteral("GPTQ, 4 bits"));
        QCOMPARE(cell(QuantizationsModel::SizeAfter), QStringLiteral("3.8 MiB"));
        QCOMPARE(cell(QuantizationsModel::Lost), QStringLiteral("2.5"));
        page_->runs()->select(jobs_->at(0));
        QTest::keyClick(page_->runs()->table(), Qt::Key_Return);
        QCOMPARE(page_->shown(), page_->run());
        ReportPanel *report = page_->run()->report();
        QVERIFY(report->isVisible());
        QCOMPARE(report->verdictText(), QStringLiteral("Worth keeping"));
        QVERIFY(report->recommendationText().contains(QStringLiteral("40% of its former size")));
        QStringList figures;
        for (int row = 0; row < report->figures(); ++row)
            figures.append(report->figureText(row));
        for (const char *figure :
             {"File size: 9.5 MiB -> 3.8 MiB (-60.0%)", "Load time: 20.0 ms -> 10.0 ms (-50.0%)",
              "Peak memory: 190.7 MiB -> 95.4 MiB (-50.0%)",
              "Reading a prompt: 1,000 tokens/s -> 1,500 tokens/s (+50.0%)",
              "Writing an answer: 100 tokens/s -> 200 tokens/s (+100.0%)",
              "Perplexity, answers: 1.2500 -> 1.3000 (+4.0%)", "Mean KL, answers:  -> 0.01230 ()",
              "Same first choice, answers:  -> 98.5% ()", "EX: 70.0% -> 67.5% (-2.5 points (-6.0 to +1.0))"})
            QVERIFY2(figures.contains(QLatin1String(figure)), qPrintable(figures.join(u'\n')));
        QCOMPARE(report->sharesPlot()->rows().at(0).value, 0.4);
        QCOMPARE(report->exPlot()->rows().at(1).value, 0.675);
        QVERIFY(report->exPlot()->rows().at(1).low > 0.6 && report->exPlot()->rows().at(1).high < 0.75);
        // What was lost first, with both answers.
        QAbstractItemModelTester flips(&report->flips());
        QCOMPARE(report->flips().index(0, FlippedModel::Verdict).data().toString(), QStringLiteral("lost"));
        QVERIFY(report->answers()->toPlainText().contains(QStringLiteral("DESC")));
        report->flipsTable()->selectRow(1);
        QVERIFY(report->answers()->toPlainText().contains(QStringLiteral("Before, wrong")));
        QCOMPARE(page_->run()->layers()->rowCount(), 2);
        QCOMPARE(page_->run()->layers()->item(0, 4)->text(), QStringLiteral("2.18%"));
        QCOMPARE(page_->run()->layers()->item(1, 4)->text(), QString());
        QSignalSpy answers(page_.get(), &QuantizationPage::answersRequested);
        QTest::mouseClick(report->compareButton(), Qt::LeftButton);
        QCOMPARE(answers.first().at(1).toString(), root_ + QStringLiteral("/one"));
        QTest::mouseClick(page_->run()->backButton(), Qt::LeftButton);
        QCOMPARE(page_->shown(), page_->runs());
    }

    void theFileIsUsedSavedAndDiscarded()
    {
        const QString folder = root_ + QStringLiteral("/one");
        files::quantization(folder);
        open();
        page_->openRun(jobs_->at(0));
        ReportPanel *report = page_->run()->report();
        QTest::mouseClick(report->useButton(), Qt::LeftButton);
        QCOMPARE(settings_->get(keys::modelFile), folder + QStringLiteral("/small.gguf"));
        QVERIFY(!report->useButton()->isEnabled());
        settings_->set(keys::modelFile, QString());
        QVERIFY(report->useButton()->isEnabled()); // changed back in the settings
        QTest::mouseClick(report->useButton(), Qt::LeftButton);

        const QString copy = home_.path("kept.gguf");
        page_->saveAs(copy);
        QTRY_VERIFY(page_->messageBar()->text().contains(QStringLiteral("Saved")));
        QFile kept(copy);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("weights"));
        page_->saveAs(QStringLiteral("/nowhere/kept.gguf"));
        QTRY_VERIFY(page_->messageBar()->text().contains(QStringLiteral("was not saved")));
        page_->saveAs(folder + QStringLiteral("/small.gguf"));
        QVERIFY(page_->messageBar()->text().contains(QStringLiteral("the file itself")));

        QTest::mouseClick(report->discardButton(), Qt::LeftButton);
        auto *box = page_->findChild<QMessageBox *>();
        QVERIFY(box && jobs_->count() == 1);
        QVERIFY(box->informativeText().contains(QStringLiteral("model files")));
        QVERIFY(box->informativeText().contains(QStringLiteral("in use")));
        for (QAbstractButton *button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(jobs_->count(), 0);
        QVERIFY(!QFileInfo::exists(folder));
        QVERIFY(settings_->get(keys::modelFile).isEmpty()); // not a file that is gone
        QCOMPARE(page_->shown(), page_->runs());
        QVERIFY(page_->runs()->beginButton()->isVisible()); // says how to begin
    }

    void aDamagedReportIsSaid()
    {
        files::quantization(root_ + QStringLiteral("/one"), QByteArray(files::quantizeReport).left(500));
        open();
        QCOMPARE(page_->runs()->model().index(0, QuantizationsModel::State).data().toString(),
                 QStringLiteral("report damaged"));
        page_->openRun(jobs_->at(0));
        QVERIFY(page_->run()->messageBar()->text().contains(QStringLiteral("damaged")));
        QVERIFY(page_->run()->phases()->isVisible());
        QVERIFY(!page_->run()->report()->isVisible());
    }

    void stopsAndGoesOn()
    {
        open();
        JobProcess *job = page_->start(plan());
        page_->openRun(job);
        QuantizationView *run = page_->run();
        QTRY_VERIFY(run->factsText().contains(QStringLiteral("quantizing, ")));
        QVERIFY(run->factsText().contains(QStringLiteral("9 s of this step left")));
        QVERIFY(
            run->phases()->phaseState(QuantizationInfo::Quantizing).contains(QStringLiteral("blk.0.attn_q")));
        QTRY_VERIFY(run->logText().contains(QStringLiteral("quantizing")));
        QTest::mouseClick(run->stopButton(), Qt::LeftButton);
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
        QVERIFY(run->resumeButton()->isVisible());
        QTest::mouseClick(run->resumeButton(), Qt::LeftButton);
        QTRY_COMPARE(job->state(), JobProcess::State::Finished);
        QTRY_VERIFY(run->report()->isVisible());
        QVERIFY(run->report()->useButton()->isEnabled());
        QVERIFY(!run->resumeButton()->isVisible());
        QVERIFY(!logOf(job).contains("started at 0\nstarted at 0"));
    }

    void aKilledJobResumesAndIsFoundAgain()
    {
        open();
        const QString folder = page_->start(plan())->directory();
        QTRY_VERIFY(QFileInfo::exists(folder + QStringLiteral("/run/layer")));
        page_.reset();
        jobs_.reset(); // the window is gone, the job is not
        open();
        JobProcess *job = jobs_->find(folder);
        QVERIFY(job);
        QCOMPARE(job->state(), JobProcess::State::Running);
        page_->openRun(job);
        QTRY_VERIFY(page_->run()->factsText().contains(QStringLiteral("quantizing, ")));
        job->kill();
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
        page_->showRuns();
        page_->runs()->select(job);
        QTest::mouseClick(page_->runs()->resumeButton(), Qt::LeftButton);
        QTRY_COMPARE(job->state(), JobProcess::State::Finished);
        QVERIFY(!logOf(job).contains("started at 0\nstarted at 0"));
    }

    void theWizardStartsARun()
    {
        open();
        QTest::mouseClick(page_->runs()->beginButton(), Qt::LeftButton);
        auto *wizard = page_->findChild<QuantizeWizard *>();
        QVERIFY(wizard && wizard->isVisible());
        QTRY_VERIFY(wizard->settled());
        for (int step = 0; step < 3; ++step)
            QTest::mouseClick(wizard->nextButton(), Qt::LeftButton);
        QTRY_VERIFY(wizard->startButton()->isEnabled());
        QTest::mouseClick(wizard->startButton(), Qt::LeftButton);
        QCOMPARE(jobs_->count(), 1);
        JobProcess *job = jobs_->at(0);
        QCOMPARE(page_->run()->job(), job);
        QCOMPARE(job->file().command.value(QStringLiteral("--scheme")), QStringLiteral("q6_K"));
        QCOMPARE(job->file().command.value(QStringLiteral("--run")),
                 job->directory() + QStringLiteral("/run"));
        QTRY_VERIFY(page_->run()->factsText().contains(QStringLiteral("Q6_K")));
    }

    void otherFoldersAreOpenedAndRemembered()
    {
        open();
        page_->openDirectory(home_.folder.path() + QStringLiteral("/nothing"));
        QVERIFY(page_->messageBar()->text().contains(QStringLiteral("holds no quantization")));
        const QString folder = home_.path("else.gguf.run");
        files::quantization(folder);
        page_->openDirectory(folder);
        QCOMPARE(page_->shown(), page_->run());
        QVERIFY(page_->run()->report()->isVisible());
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
        page_ = std::make_unique<QuantizationPage>(*jobs_, *settings_);
        page_->resize(1100, 800);
        page_->show();
        page_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page_.get()));
    }

    static QuantizationPlan plan()
    {
        QuantizationPlan plan;
        plan.title = QStringLiteral("tiny");
        plan.model = QStringLiteral("/models/tiny.gguf");
        plan.scheme = QStringLiteral("gptq");
        return plan;
    }

    static QByteArray logOf(const JobProcess *job)
    {
        QFile file(job->directory() + QStringLiteral("/job_errors.log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    TestHome home_;
    QString root_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<JobsStore> jobs_;
    std::unique_ptr<QuantizationPage> page_;
    int number_ = 0;
};

QTEST_MAIN(TestQuantizationPage)
#include "test_quantization_page.moc"
