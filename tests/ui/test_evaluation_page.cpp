#include "evaluation_files.h"
#include "ui/ask/linked_question.h"
#include "ui/ask/sql_pane.h"
#include "ui/editor/sql_editor.h"
#include "ui/evaluation/breakdown_plot.h"
#include "ui/evaluation/charts_panel.h"
#include "ui/evaluation/compare_view.h"
#include "ui/evaluation/correction_dialog.h"
#include "ui/evaluation/evaluation_page.h"
#include "ui/evaluation/example_view.h"
#include "ui/evaluation/examples_panel.h"
#include "ui/evaluation/judge_dialog.h"
#include "ui/evaluation/result_pair_view.h"
#include "ui/evaluation/run_view.h"
#include "ui/evaluation/runs_view.h"
#include "ui/evaluation/sql_diff_view.h"
#include "ui/settings/paths.h"
#include "ui/settings/translations.h"
#include "ui/widgets/message_bar.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace mureum;
using namespace mureum::ui;
using eval::Verdict;

class TestEvaluationPage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        initResources();
        home_.shop();
    }

    void init()
    {
        root_ = home_.path("runs") + QString::number(++number_);
        settings_ = std::make_unique<Settings>(home_.path("page.conf"));
        verified_ = home_.path("verified.jsonl");
        QFile::remove(verified_);
    }

    void cleanup()
    {
        page_.reset();
        jobs_.reset();
        settings_.reset();
        QFile::remove(home_.path("page.conf"));
    }

    void oneClickMeasuresTheSamples()
    {
        qputenv("MUREUM_CLI",
                files::script(home_.path("cli.sh"), "printf '%s\\n' \"$@\" > \"$MUREUM_TEST_ARGUMENTS\"\n"
                                                    "echo '{\"event\":\"done\"}'")
                    .toUtf8());
        qputenv("MUREUM_TEST_ARGUMENTS", home_.path("arguments.txt").toUtf8());
        open();
        QTest::mouseClick(page_->runs()->sampleButton(), Qt::LeftButton);
        QCOMPARE(jobs_->count(), 1);
        QTRY_COMPARE(jobs_->at(0)->state(), JobProcess::State::Finished);
        QFile arguments(home_.path("arguments.txt"));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        const QStringList words = QString::fromUtf8(arguments.readAll()).split(u'\n');
        QCOMPARE(words.value(0), QStringLiteral("eval"));
        QVERIFY(QFileInfo(words.value(words.indexOf(QStringLiteral("--data")) + 1)).isFile());
        QCOMPARE(words.value(words.indexOf(QStringLiteral("--run")) + 1), jobs_->at(0)->directory());
        QVERIFY(checkPlan(EvaluationPage::samplePlan(), QStringLiteral("/bin/true"), false, {}).empty());
    }

    void everySampleHasRows()
    {
        const RunPlan plan = EvaluationPage::samplePlan();
        const auto samples = datasets::readExamples(plan.data.toStdString());
        QVERIFY(samples.bad.empty());
        QCOMPARE(samples.examples.size(), std::size_t(40));
        for (const datasets::Example &example : samples.examples) {
            eval::SqlRunner runner(datasets::databaseFile(plan.databases.toStdString(), example.databaseId));
            QVERIFY2(!runner.run(example.query).rows.empty(), example.question.c_str());
        }
    }

    void aJudgeGetsItsKey()
    {
        qunsetenv("MUREUM_API_KEY");
        QFile::remove(home_.path("calls.txt"));
        qputenv("MUREUM_TEST_ARGUMENTS", home_.path("calls.txt").toUtf8());
        qputenv("MUREUM_CLI", files::script(home_.path("calls.sh"),
                                            "echo \"$1 ${#MUREUM_API_KEY}\" >> \"$MUREUM_TEST_ARGUMENTS\"\n"
                                            "echo '{\"event\":\"done\"}'")
                                  .toUtf8());
        open();
        RunPlan plan = EvaluationPage::samplePlan();
        plan.judged = true;
        plan.judge = {QStringLiteral("https://judge.example/v1"), QStringLiteral("big"), 0, 0};
        page_->start(plan, QStringLiteral("secret"));
        const auto calls = [this] {
            QFile file(home_.path("calls.txt"));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QTRY_COMPARE(jobs_->at(0)->state(), JobProcess::State::Finished);
        QCOMPARE(calls(), QByteArray("eval 6\n"));
        QVERIFY(!jobs_->at(0)->file().command.shellText().contains(QStringLiteral("secret")));
    }

    void aRunIsJudgedLater()
    {
        measured(QStringLiteral("one"));
        open();
        JudgeDialog *dialog = page_->judge(jobs_->at(0));
        QVERIFY(!dialog->startButton()->isEnabled());
        QTest::keyClicks(dialog->fields()->endpointField(), QStringLiteral("http://judge.example/v1"));
        QTest::keyClicks(dialog->fields()->modelField(), QStringLiteral("big"));
        QVERIFY(!dialog->startButton()->isEnabled()); // nothing secret goes over plain http
        dialog->fields()->endpointField()->setText(QStringLiteral("http://localhost:8080/v1"));
        QVERIFY(dialog->startButton()->isEnabled());
        QSignalSpy chosen(dialog, &JudgeDialog::chosen);
        QTest::mouseClick(dialog->startButton(), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        const JobCommand command = jobs_->at(0)->file().command;
        QCOMPARE(command.arguments.first(), QStringLiteral("judge"));
        QCOMPARE(command.value(QStringLiteral("--run")), jobs_->at(0)->directory());
        QCOMPARE(command.value(QStringLiteral("--databases")), home_.folder.path());
        QTRY_VERIFY(!jobs_->at(0)->active());
    }

    void goesDownToAnExample()
    {
        measured(QStringLiteral("one"));
        open();
        openFirst();
        RunView *run = page_->run();
        QTRY_COMPARE(run->examples()->model()->rowCount(), 3);
        QCOMPARE(run->tabs()->currentIndex(), 0);
        QTRY_COMPARE(run->charts()->plot(Division::Hardness)->bars().size(), std::size_t(1));

        QListView *list = run->examples()->list();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(1, 0)).center());
        QCOMPARE(run->tabs()->currentIndex(), 1);
        ExampleView *example = run->example();
        QCOMPARE(example->example()->index, std::size_t(1));
        QVERIFY(example->verdictText().contains(QStringLiteral("other values")));
        QTRY_VERIFY(!example->results()->busy());
        QCOMPARE(example->results()->goldModel().index(0, 0).data().toString(), QStringLiteral("2"));
        QCOMPARE(example->results()->predictedModel().index(0, 0).data().toString(), QStringLiteral("3"));
        QVERIFY(example->results()->predictedModel().index(0, 0).data(ResultSideModel::DiffersRole).toBool());
        QVERIFY(example->sql()->toPlainText().contains(QStringLiteral("product")));
        // "products" of the question is found in the database.
        QTRY_VERIFY(!example->question()->document()->toHtml().isEmpty() &&
                    example->question()->document()->toHtml().contains(QStringLiteral("background-color")));

        QTest::mouseClick(example->nextButton(), Qt::LeftButton);
        QCOMPARE(example->example()->index, std::size_t(2));
        QTest::keyClick(run, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(example->example()->index, std::size_t(1));
        QTest::mouseClick(run->backButton(), Qt::LeftButton);
        QCOMPARE(page_->shown(), page_->runs());
    }

    void aBarNarrowsTheList()
    {
        measured(QStringLiteral("one"));
        open();
        openFirst();
        RunView *run = page_->run();
        BreakdownPlot *plot = run->charts()->plot(Division::Language);
        QTRY_COMPARE(plot->bars().size(), std::size_t(2));
        QTest::qWait(30);
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->centreOf(1).toPoint());
        QCOMPARE(run->examples()->model()->rowCount(), 1);
        QCOMPARE(plot->chosen(), 1);
        QTest::mouseClick(plot, Qt::LeftButton, {}, plot->centreOf(1).toPoint());
        QCOMPARE(run->examples()->model()->rowCount(), 3);
    }

    void aWrongGoldIsCorrected()
    {
        measured(QStringLiteral("one"));
        files::write(verified_, "{\"of\":\"another making\"}\n");
        open();
        ExampleView *example = showExample(1);
        QSignalSpy saved(example, &ExampleView::saved);
        QTest::mouseClick(example->correctButton(), Qt::LeftButton);
        auto *dialog = example->findChild<CorrectionDialog *>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->saveButton()->isEnabled()); // the former answer runs
        dialog->sqlPane()->editor()->setSql(QStringLiteral("SELECT count(*) FRM product"));
        QVERIFY(!dialog->saveButton()->isEnabled()); // not run yet
        QTest::keyClick(dialog->sqlPane()->editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!dialog->sqlPane()->error().isEmpty());
        QVERIFY(!dialog->saveButton()->isEnabled());
        dialog->sqlPane()->editor()->setSql(QStringLiteral("SELECT count(*) FROM product WHERE price > 1"));
        QTest::keyClick(dialog->sqlPane()->editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(dialog->saveButton()->isEnabled());
        QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
        QCOMPARE(saved.count(), 1);

        const auto pairs = datasets::readExamples(verified_.toStdString());
        QCOMPARE(pairs.examples.size(), std::size_t(1));
        QCOMPARE(pairs.bad.size(), std::size_t(1)); // kept as it was
        QCOMPARE(pairs.examples[0].databaseId, std::string("test_shop"));
        QCOMPARE(pairs.examples[0].query, std::string("SELECT count(*) FROM product WHERE price > 1"));
        QVERIFY(page_->verified().contains("test_shop", example->example()->question));
    }

    void aRightPredictionIsAccepted()
    {
        measured(QStringLiteral("one"));
        open();
        ExampleView *example = showExample(0);
        QVERIFY(!example->acceptButton()->isEnabled()); // right already
        example = showExample(1);
        QVERIFY(example->acceptButton()->isEnabled());
        QTest::mouseClick(example->acceptButton(), Qt::LeftButton);
        QTest::mouseClick(example->acceptButton(), Qt::LeftButton); // replaces, does not double
        const auto pairs = datasets::readExamples(verified_.toStdString());
        QCOMPARE(pairs.examples.size(), std::size_t(1));
        QCOMPARE(pairs.examples[0].queries,
                 std::vector<std::string>({"SELECT count(*) FROM category", "SELECT count(*) FROM product"}));
        QCOMPARE(example->example()->query, std::string("SELECT count(*) FROM category")); // the run stays
    }

    void missingDatabasesAreTold()
    {
        measured(QStringLiteral("one"), home_.path("nowhere"));
        open();
        ExampleView *example = showExample(1);
        QVERIFY(!example->correctButton()->isEnabled());
        bool told = false;
        for (const QLabel *label : example->results()->findChildren<QLabel *>())
            told = told || label->text().contains(QStringLiteral("nowhere"));
        QVERIFY(told);
    }

    void onlyWhatChanged()
    {
        measured(QStringLiteral("before"));
        measured(QStringLiteral("after"), {}, true);
        open();
        QTest::keyClick(page_->runs()->table(), Qt::Key_A, Qt::ControlModifier);
        CompareView *compare = page_->compare();
        QAbstractItemModelTester rates(&compare->rates(),
                                       QAbstractItemModelTester::FailureReportingMode::QtTest);
        QAbstractItemModelTester flips(&compare->flips(),
                                       QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy compared(compare, &CompareView::compared);
        QTest::mouseClick(page_->runs()->compareButton(), Qt::LeftButton);
        QCOMPARE(page_->shown(), compare);
        QTRY_COMPARE(compared.count(), 1);
        QVERIFY(compare->messageBar()->text().isEmpty());
        QVERIFY(compare->rates().rowCount() >= 1);
        QCOMPARE(compare->flips().rowCount(), 1);
        QVERIFY(compare->flips().index(0).data(FlipsModel::FixedRole).toBool());
        ExampleView *example = compare->example();
        QCOMPARE(example->runs()->count(), 2);
        QCOMPARE(example->example()->score.ex, Verdict::Wrong);
        QTest::mouseClick(example->runs(), Qt::LeftButton, {}, example->runs()->tabRect(1).center());
        QCOMPARE(example->example()->score.ex, Verdict::Right);
        compare->showBox()->setCurrentIndex(2); // broken
        QCOMPARE(compare->flips().rowCount(), 0);
        QTest::mouseClick(compare->backButton(), Qt::LeftButton);
        QCOMPARE(page_->shown(), page_->runs());
    }

    void examplesAppearWhileItRuns()
    {
        open();
        JobProcess *job = jobs_->create(QStringLiteral("live"));
        files::write(job->directory() + QStringLiteral("/records.jsonl"),
                     files::line(files::record(0, "How many products?", Verdict::Right)));
        jobs_->enqueue(
            job,
            {files::script(home_.path("live.sh"),
                           "i=1; while [ ! -e \"$0.go\" ]; do\n"
                           "echo '{\"event\":\"progress\",\"done\":'$i',\"total\":99,\"seconds\":1}'\n"
                           "i=$((i+1)); sleep 0.1; done; echo '{\"event\":\"done\",\"complete\":false}'"),
             {}});
        page_->runs()->select(job);
        QTest::keyClick(page_->runs()->table(), Qt::Key_Return);
        QTRY_COMPARE(page_->run()->examples()->model()->rowCount(), 1);
        files::write(job->directory() + QStringLiteral("/records.jsonl"),
                     files::line(files::record(1, "How many more?", Verdict::Wrong)), true);
        QTRY_COMPARE(page_->run()->examples()->model()->rowCount(), 2);
        files::write(home_.path("live.sh.go"), {});
        QTRY_COMPARE(job->state(), JobProcess::State::Interrupted);
    }

    void deletingAsksFirst()
    {
        measured(QStringLiteral("one"));
        open();
        page_->runs()->select(jobs_->at(0));
        QTest::keyClick(page_->runs()->table(), Qt::Key_Delete);
        auto *box = page_->findChild<QMessageBox *>();
        QVERIFY(box);
        QCOMPARE(jobs_->count(), 1);
        for (QAbstractButton *button : box->buttons())
            if (box->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(jobs_->count(), 0);
        QVERIFY(!QFileInfo::exists(root_ + QStringLiteral("/one")));
        QVERIFY(page_->runs()->sampleButton()->isVisible()); // the invitation is back
    }

    void otherFoldersAreOpenedAndRemembered()
    {
        open();
        page_->openDirectory(home_.folder.path());
        QVERIFY(!page_->messageBar()->text().isEmpty());
        const QString folder = home_.path("else");
        files::run(folder, {files::record(0, "q", Verdict::Right)}, home_.folder.path());
        page_->openDirectory(folder);
        QCOMPARE(page_->shown(), page_->run());
        QVERIFY(page_->messageBar()->text().isEmpty());
        QCOMPARE(settings_->get(keys::openedRuns), QStringList{folder});
        open();
        QCOMPARE(jobs_->count(), 1);
    }

private:
    void open()
    {
        page_.reset();
        jobs_ = std::make_unique<JobsStore>(root_);
        page_ = std::make_unique<EvaluationPage>(*jobs_, *settings_, verified_);
        page_->resize(1100, 700);
        page_->show();
        QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
    }

    void openFirst()
    {
        page_->runs()->select(jobs_->at(0));
        QTest::keyClick(page_->runs()->table(), Qt::Key_Return);
        QCOMPARE(page_->shown(), page_->run());
    }

    ExampleView *showExample(int row)
    {
        if (page_->shown() != page_->run())
            openFirst();
        ExamplesPanel *panel = page_->run()->examples();
        if (!QTest::qWaitFor([panel] { return panel->model()->rowCount() == 3; }))
            qFatal("the examples did not come");
        panel->selectNumber(row);
        page_->run()->showExample();
        return page_->run()->example();
    }

    void measured(const QString &name, const QString &databases = {}, bool better = false)
    {
        auto second =
            files::record(1, "How many products are there?", better ? Verdict::Right : Verdict::Wrong);
        auto third = files::record(2, "상품은 몇 개야?", Verdict::Wrong);
        third.language = "ko";
        files::run(root_ + u'/' + name,
                   {files::record(0, "How many categories?", Verdict::Right), second, third},
                   databases.isEmpty() ? home_.folder.path() : databases, {{QStringLiteral("count"), 3}});
    }

    TestHome home_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<JobsStore> jobs_;
    std::unique_ptr<EvaluationPage> page_;
    QString root_, verified_;
    int number_ = 0;
};

QTEST_MAIN(TestEvaluationPage)
#include "test_evaluation_page.moc"
