#include "training_files.h"
#include "ui/evaluation/server_fields.h"
#include "ui/training/wizard/advanced_fields.h"
#include "ui/training/wizard/data_page.h"
#include "ui/training/wizard/data_preview.h"
#include "ui/training/wizard/histogram_plot.h"
#include "ui/training/wizard/method_page.h"
#include "ui/training/wizard/model_page.h"
#include "ui/training/wizard/start_page.h"
#include "ui/training/wizard/training_wizard.h"
#include "ui/widgets/choice_cards.h"
#include "ui/widgets/drawer.h"
#include "ui/widgets/segment_bar.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestTrainingWizard : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        home_ = std::make_unique<TestHome>();
        database_ = home_->shop();
        qputenv("MUREUM_CLI", files::script(home_->path("cli.sh"), files::planScript).toUtf8());
        settings_ = std::make_unique<Settings>(home_->path("mureum.conf"));
    }

    void fromADatabaseToTheStart()
    {
        const auto wizard = make();
        QVERIFY(!wizard->settled()); // not before it was looked over
        type(wizard->dataPage()->databaseField(), database_);
        QTRY_VERIFY(wizard->settled());
        DataPreview *preview = wizard->dataPage()->preview();
        QCOMPARE(preview->questions()->rowCount(), 2);
        QCOMPARE(preview->questions()->item(0, 1)->text(), QStringLiteral("서울에 사는 고객은 몇 명인가요?"));
        QCOMPARE(preview->split()->segments().size(), 3);
        QCOMPARE(preview->split()->segments().at(1).value, 300.0);
        QCOMPARE(preview->languages()->segments().size(), 2);
        QCOMPARE(preview->promptLengths()->histogram().counts.size(), std::size_t(13));
        QVERIFY(preview->lengthsText().contains(QStringLiteral("812")));
        QCOMPARE(preview->leftOut()->rowCount(), 2);
        QCOMPARE(preview->leftOut()->item(0, 2)->text(), QStringLiteral("12"));
        QVERIFY(!wizard->backButton()->isEnabled());

        click(wizard->nextButton());
        QCOMPARE(wizard->step(), TrainingWizard::Model);
        QCOMPARE(wizard->modelPage()->nameText(), QStringLiteral("mureum-1"));
        QCOMPARE(wizard->modelPage()->parametersText(), QStringLiteral("10.5 M"));

        click(wizard->nextButton());
        QCOMPARE(wizard->step(), TrainingWizard::Method);
        click(wizard->methodPage()->presets()->card(QStringLiteral("quick")));
        click(wizard->methodPage()->advanced()->drawer()->button());
        QWidget *rank = wizard->methodPage()->advanced()->field(QStringLiteral("--rank"));
        QVERIFY(rank->isVisible());
        rank->setFocus();
        QTest::keyClick(rank, Qt::Key_Up); // from the preset's
        QCOMPARE(wizard->plan().rank, std::optional(8));
        QTest::keyClick(rank, Qt::Key_Up);
        QCOMPARE(wizard->plan().rank, std::optional(9));

        QVERIFY(!wizard->startButton()->isVisible());
        click(wizard->nextButton());
        QCOMPARE(wizard->step(), TrainingWizard::Start);
        QVERIFY(!wizard->nextButton()->isVisible());
        QTRY_VERIFY(wizard->settled());
        StartPage *start = wizard->startPage();
        QCOMPARE(start->titleField()->text(), QStringLiteral("Adapted to test_shop"));
        QVERIFY(start->memoryText().contains(QStringLiteral("it fits")));
        QVERIFY(!start->applyButton()->isVisible());
        QVERIFY2(start->timeText().contains(QStringLiteral("of 4,096 tokens, 3,100 tokens/s")),
                 qPrintable(start->timeText()));
        type(start->titleField(), QStringLiteral("My shop"));
        QVERIFY(start->commandText().contains(QStringLiteral("--out '/runs/My shop' --progress json")));
        click(wizard->copyButton());
        QCOMPARE(QGuiApplication::clipboard()->text(), start->commandText());

        QSignalSpy chosen(wizard.get(), &TrainingWizard::chosen);
        QVERIFY(wizard->startButton()->isEnabled()); // a name changes nothing of what is planned
        click(wizard->startButton());
        QCOMPARE(chosen.count(), 1);
        const auto plan = chosen.first().first().value<TrainingPlan>();
        QCOMPARE(plan.title, QStringLiteral("My shop"));
        QCOMPARE(plan.database, database_);
        QCOMPARE(plan.preset, QStringLiteral("quick"));
        QVERIFY(plan == wizard->plan());
        QVERIFY(chosen.first().last().toString().isEmpty());
        QVERIFY(!wizard->isVisible());
        for (const QString &call : calls()) {
            QVERIFY(call.endsWith(QStringLiteral("--plan --json")));
            QVERIFY(!call.contains(QStringLiteral("My shop")));
        }
    }

    void fromMyQuestionsWithATeacher()
    {
        const auto wizard = make();
        const QString data = home_->path("train.jsonl");
        files::write(data, "{}\n");
        click(wizard->dataPage()->sources()->card(QStringLiteral("finetune")));
        QVERIFY(!wizard->nextButton()->isEnabled()); // nothing to learn from
        QVERIFY(wizard->statusText().contains(QStringLiteral("Choose a file of questions.")));
        type(wizard->dataPage()->dataField(), data);
        QCOMPARE(wizard->dataPage()->databasesField()->text(), home_->folder.path()); // found beside the data
        QVERIFY(wizard->nextButton()->isEnabled());
        QTRY_VERIFY(wizard->settled());
        wizard->steps()->setCurrentRow(TrainingWizard::Method);
        MethodPage *method = wizard->methodPage();
        QVERIFY(method->methods()->offered(QStringLiteral("dpo")));
        click(method->methods()->card(QStringLiteral("dpo")));
        QVERIFY(method->advanced()->shown(QStringLiteral("--beta")));
        click(method->methods()->card(QStringLiteral("distill")));
        QVERIFY(!method->advanced()->shown(QStringLiteral("--beta")));
        QVERIFY(!wizard->nextButton()->isEnabled());
        type(method->teacher()->endpointField(), QStringLiteral("http://teacher.example/v1"));
        type(method->teacher()->modelField(), QStringLiteral("big"));
        QVERIFY2(wizard->statusText().contains(QStringLiteral("https")), qPrintable(wizard->statusText()));
        type(method->teacher()->endpointField(), QStringLiteral("http://localhost:8080/v1"));
        type(method->teacher()->keyField(), QStringLiteral("secret"));
        click(wizard->nextButton());
        QTRY_VERIFY(wizard->settled() && wizard->startButton()->isEnabled());
        QVERIFY(!wizard->startPage()->commandText().contains(QStringLiteral("secret")));
        QVERIFY2(calls().last().startsWith(QStringLiteral("|finetune ")), qPrintable(calls().last()));

        QSignalSpy chosen(wizard.get(), &TrainingWizard::chosen);
        click(wizard->startButton());
        QCOMPARE(chosen.count(), 1);
        const auto plan = chosen.first().first().value<TrainingPlan>();
        QCOMPARE(plan.method, QStringLiteral("distill"));
        QCOMPARE(plan.teacherEndpoint, QStringLiteral("http://localhost:8080/v1"));
        QCOMPARE(chosen.first().last().toString(), QStringLiteral("secret"));
        QCOMPARE(settings_->get(keys::trainingData), data); // offered again
        QCOMPARE(settings_->get(keys::teacherModel), QStringLiteral("big"));
        QCOMPARE(keys_.sessionKey(plan.teacherEndpoint), QStringLiteral("secret"));

        const auto next = make(database_); // adapts, and has the other fields at hand
        click(next->dataPage()->sources()->card(QStringLiteral("finetune")));
        QCOMPARE(next->plan().data, data);
        QTRY_VERIFY(next->settled());
        next->goTo(TrainingWizard::Method);
        click(next->methodPage()->methods()->card(QStringLiteral("distill")));
        QCOMPARE(next->plan().teacherModel, QStringLiteral("big"));
        QCOMPARE(next->methodPage()->apiKey(), QStringLiteral("secret"));
    }

    void whatDoesNotFitIsProposedAndApplied()
    {
        const auto wizard = make(database_);
        wizard->goTo(TrainingWizard::Start);
        QTRY_VERIFY(wizard->settled());
        StartPage *start = wizard->startPage();
        QVERIFY(start->memoryText().contains(QStringLiteral("does not fit")));
        QVERIFY(wizard->statusText().contains(QStringLiteral("does not fit")));
        QVERIFY(wizard->startButton()->isEnabled()); // an estimate forbids nothing
        QVERIFY(start->applyButton()->isVisible());
        click(start->applyButton());
        QCOMPARE(wizard->plan().batchTokens, std::optional(512));
        QCOMPARE(wizard->plan().accumulation, std::optional(4));
        QVERIFY(wizard->plan().checkpointing);
        QTRY_VERIFY(wizard->settled());
        QVERIFY(start->memoryText().contains(QStringLiteral("it fits")));
        QVERIFY(!start->applyButton()->isVisible());
        QCOMPARE(start->titleField()->text(), QStringLiteral("Adapted to test_shop"));
    }

    void badInputIsShownWhereItIs()
    {
        const auto wizard = make(home_->path("missing.sqlite"));
        QTRY_VERIFY(wizard->settled());
        QVERIFY2(wizard->statusText().contains(QStringLiteral("missing.sqlite does not exist")),
                 qPrintable(wizard->statusText()));
        QVERIFY(!wizard->steps()->item(TrainingWizard::Data)->icon().isNull());
        QVERIFY(wizard->steps()->item(TrainingWizard::Method)->icon().isNull());
        QCOMPARE(wizard->dataPage()->preview()->questions()->rowCount(), 0);
        wizard->goTo(TrainingWizard::Start);
        QVERIFY(!wizard->startButton()->isEnabled());
        QSignalSpy chosen(wizard.get(), &TrainingWizard::chosen);
        QTest::keyClick(wizard.get(), Qt::Key_Return);
        QVERIFY(chosen.isEmpty());

        wizard->goTo(TrainingWizard::Data);
        type(wizard->dataPage()->databaseField(), home_->path("broken.sqlite"));
        QTRY_VERIFY(wizard->settled());
        QVERIFY(wizard->statusText().contains(QStringLiteral("gave no plan")));
        type(wizard->dataPage()->databaseField(), database_); // mended in place
        QTRY_VERIFY(wizard->settled());
        QVERIFY(wizard->steps()->item(TrainingWizard::Data)->icon().isNull());
        QCOMPARE(wizard->dataPage()->preview()->questions()->rowCount(), 2);
        wizard->goTo(TrainingWizard::Start);
        QVERIFY(wizard->startButton()->isEnabled());
    }

    void nothingWaitsForASlowPlan()
    {
        QElapsedTimer clock;
        {
            const auto wizard = make(home_->path("slow.sqlite"));
            QTRY_VERIFY(!calls().isEmpty());
            clock.start();
            QVERIFY(!wizard->settled());
            wizard->goTo(TrainingWizard::Start);
            QVERIFY(!wizard->startButton()->isEnabled());
            wizard->goTo(TrainingWizard::Data);
            type(wizard->dataPage()->databaseField(), database_); // the slow one is given up
            QTRY_VERIFY(wizard->settled());
            QCOMPARE(wizard->dataPage()->preview()->questions()->rowCount(), 2);
            const qsizetype before = calls().size();
            type(wizard->dataPage()->databaseField(), home_->path("slow.sqlite"));
            QTRY_COMPARE(calls().size(), before + 1);
        } // closing stops it too
        QVERIFY(clock.elapsed() < 20'000);
    }

    void onlyWhatTheProgramTakesIsOffered()
    {
        qputenv("MUREUM_CLI", files::script(home_->path("poor.sh"), "exit 0").toUtf8());
        const auto wizard = make(database_);
        QTRY_VERIFY(wizard->settled());
        TrainingPlan plan = wizard->plan();
        plan.kind = TrainingPlan::Kind::Finetune;
        plan.data = home_->path("train.jsonl");
        plan.databases = home_->folder.path();
        plan.method = QStringLiteral("dpo");
        plan.tuning = QStringLiteral("full");
        plan.beta = 0.3;
        plan.steps = 40;
        plan.checkpointing = true;
        wizard->setPlan(plan);
        MethodPage *method = wizard->methodPage();
        QVERIFY(!method->methods()->offered(QStringLiteral("dpo")));
        QVERIFY(!method->tunings()->offered(QStringLiteral("full")));
        for (const char *option : {"--beta", "--steps", "--checkpointing", "--rank", "--memory"})
            QVERIFY2(!method->advanced()->shown(QLatin1String(option)), option);
        TrainingPlan left = wizard->plan();
        QCOMPARE(left.method, QStringLiteral("sft"));
        QCOMPARE(left.tuning, QStringLiteral("lora"));
        QVERIFY(!left.steps && !left.beta && !left.checkpointing);

        wizard->setHelp(CliHelp(),
                        CliHelp(QStringLiteral("  --method TEXT:{sft,dpo}\n  --tuning TEXT:{lora,full}\n  "
                                               "--beta FLOAT\n  --steps INT\n  --checkpointing\n")));
        QVERIFY(wizard->plan() == normalized(plan)); // what was wanted comes back
        QVERIFY(!method->methods()->offered(QStringLiteral("distill")));
        QVERIFY(!method->tunings()->offered(QStringLiteral("qlora")));
        wizard->goTo(TrainingWizard::Start);
        QVERIFY(wizard->startButton()->isEnabled()); // without --plan it starts unseen
        QVERIFY(wizard->statusText().contains(QStringLiteral("beforehand")));
    }

    void formerSettingsComeBack()
    {
        const auto wizard = make();
        QTRY_VERIFY(wizard->settled());
        TrainingPlan plan;
        plan.title = QStringLiteral("Again");
        plan.database = database_;
        plan.languages = {QStringLiteral("en")};
        plan.verified = {QStringLiteral("/other/verified.jsonl")};
        plan.tuning = QStringLiteral("qlora");
        plan.preset = QStringLiteral("thorough");
        plan.learningRate = 0.00025;
        plan.dropout = 0.05;
        plan.patience = 0;
        plan.targets = {QStringLiteral("q_proj"), QStringLiteral("lm_head")};
        plan.more = {QStringLiteral("--device"), QStringLiteral("cpu")};
        wizard->setPlan(plan);
        QVERIFY(wizard->plan() == plan);
        plan.kind = TrainingPlan::Kind::Finetune;
        plan.data = home_->path("d.jsonl");
        plan.databases = QStringLiteral("/somewhere");
        plan.validationShare = 0.07;
        plan.method = QStringLiteral("rejection");
        plan.samples = 4;
        wizard->setPlan(plan);
        QVERIFY(wizard->plan() == normalized(plan));
        QVERIFY(planOf(commandOf(wizard->plan(), QStringLiteral("/x"), QStringLiteral("/y"))).samples == 4);
    }

    void fieldsFollowTheMethod()
    {
        const auto wizard = make(database_);
        QTRY_VERIFY(wizard->settled());
        wizard->goTo(TrainingWizard::Method);
        MethodPage *method = wizard->methodPage();
        QAbstractButton *lora = method->tunings()->card(QStringLiteral("lora"));
        QVERIFY(method->advanced()->shown(QStringLiteral("--rank")));
        lora->setFocus();
        QTest::keyClick(lora, Qt::Key_Right); // cards are radio buttons
        QCOMPARE(wizard->plan().tuning, QStringLiteral("qlora"));
        click(method->tunings()->card(QStringLiteral("full")));
        QVERIFY(!method->advanced()->shown(QStringLiteral("--rank")));
        QVERIFY(method->advanced()->shown(QStringLiteral("--steps")));
        QVERIFY(!method->methods()->offered(QStringLiteral("rejection"))); // adapt has right answers
        QVERIFY(method->methods()->offered(QStringLiteral("distill")));
        click(wizard->dataPage()->sources()->card(QStringLiteral("finetune")));
        QVERIFY(method->methods()->offered(QStringLiteral("rejection")));
        click(method->methods()->card(QStringLiteral("rejection")));
        QCOMPARE(wizard->plan().method, QStringLiteral("rejection"));
        click(wizard->dataPage()->sources()->card(QStringLiteral("adapt")));
        QCOMPARE(wizard->plan().method, QStringLiteral("sft"));
        click(wizard->dataPage()->sources()->card(QStringLiteral("finetune")));
        QCOMPARE(wizard->plan().method, QStringLiteral("rejection")); // not forgotten
    }

    void onlyPlansAreRead()
    {
        for (const char *text : {"", "no json", "[]", "{}", R"({"questions": "many", "memory": {}})"})
            QVERIFY2(!PlanReport::read(text), text);
        const auto least = PlanReport::read(R"({"questions": 3, "memory": {"total": 7}, "proposal": null})");
        QVERIFY(least);
        QCOMPARE(least->memory.total, 7);
        QVERIFY(least->fits && !least->proposal && least->sample.empty());
    }

    void aLimitFarAwayDoesNotPressTheBar()
    {
        SegmentBar bar;
        bar.setSegments({{QStringLiteral("a"), 10, QStringLiteral("10")}, {QStringLiteral("none"), 0, {}}},
                        30, QStringLiteral("free 30"));
        QCOMPARE(bar.segments().size(), 1);
        QVERIFY(bar.accessibleDescription().contains(QStringLiteral("free 30")));
        bar.setSegments({{QStringLiteral("a"), 10, QStringLiteral("10")}}, 3000, QStringLiteral("free 3000"));
        QCOMPARE(bar.accessibleDescription(), QStringLiteral("a 10"));
        QVERIFY(bar.heightForWidth(40) >= bar.heightForWidth(400));
    }

    void everyFieldSaysWhatItDoes()
    {
        const auto wizard = make(database_);
        AdvancedFields *fields = wizard->methodPage()->advanced();
        for (const IntegerOption &option : integerOptions())
            QVERIFY2(fields->field(QLatin1String(option.option))->toolTip().size() > 20, option.option);
        for (const RealOption &option : realOptions())
            QVERIFY2(fields->field(QLatin1String(option.option))->toolTip().size() > 20, option.option);
    }

    void withoutTheProgramNothingStarts()
    {
        qputenv("MUREUM_CLI", "/nowhere/mureum-cli");
        const auto wizard = make(database_);
        wizard->goTo(TrainingWizard::Start);
        QVERIFY(!wizard->startButton()->isEnabled());
        QVERIFY(wizard->findings().front().error);
    }

private:
    std::unique_ptr<TrainingWizard> make(const QString &database = {})
    {
        auto wizard = std::make_unique<TrainingWizard>(
            *settings_, keys_, [](const QString &title) { return QStringLiteral("/runs/") + title; });
        wizard->setAttribute(Qt::WA_DeleteOnClose, false);
        TrainingPlan plan;
        plan.database = database;
        wizard->setPlan(plan);
        wizard->show();
        return wizard;
    }
    static void click(QWidget *widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    static void type(QLineEdit *field, const QString &text)
    {
        field->selectAll();
        field->setFocus();
        QTest::keyClicks(field, text.left(1)); // replaces what is selected
        field->insert(text.mid(1));
    }
    /// "KEY|ARGUMENTS" of every plan that was asked for.
    QStringList calls() const
    {
        QFile file(home_->path("calls.txt"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    }

    std::unique_ptr<TestHome> home_;
    std::unique_ptr<Settings> settings_;
    ApiKeys keys_;
    QString database_;
};

QTEST_MAIN(TestTrainingWizard)
#include "test_training_wizard.moc"
