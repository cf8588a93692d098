#include "quantization_files.h"
#include "ui/quantization/wizard/data_step.h"
#include "ui/quantization/wizard/model_step.h"
#include "ui/quantization/wizard/quantize_wizard.h"
#include "ui/quantization/wizard/scheme_fields.h"
#include "ui/quantization/wizard/scheme_step.h"
#include "ui/quantization/wizard/summary_step.h"
#include "ui/widgets/choice_cards.h"
#include "ui/widgets/drawer.h"
#include "ui/widgets/model_choice.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace mureum::ui;

class TestQuantizationWizard : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        home_ = std::make_unique<TestHome>();
        qputenv("MUREUM_CLI", files::script(home_->path("cli.sh"), files::quantizeScript).toUtf8());
    }

    void fromAModelToTheStart()
    {
        const auto wizard = make();
        QTRY_VERIFY(wizard->settled());
        QVERIFY2(wizard->modelStep()->factsText().contains(QStringLiteral("tiny · 5.5 M · F16, 16.0 bits")),
                 qPrintable(wizard->modelStep()->factsText()));
        click(wizard->nextButton());
        QCOMPARE(wizard->step(), QuantizeWizard::Scheme);
        SchemeStep *scheme = wizard->schemeStep();
        QCOMPARE(scheme->schemes().rowCount(), 6);
        QCOMPARE(wizard->plan().scheme, QStringLiteral("q6_K")); // balanced
        QVERIFY(scheme->whyText().contains(QStringLiteral("Q6_K")));
        click(scheme->goals()->card(QStringLiteral("smallest")));
        QCOMPARE(wizard->plan().scheme, QStringLiteral("gptq"));
        QCOMPARE(scheme->schemes().recommended(), 2);
        QCOMPARE(scheme->table()->selectionModel()->selectedRows().first().row(), 2);
        click(scheme->goals()->card(QStringLiteral("size")));
        QVERIFY(scheme->limitField()->isVisible());
        scheme->limitField()->setValue(4.5); // MiB
        QCOMPARE(wizard->plan().scheme, QStringLiteral("q6_K"));
        // Another than the recommended one.
        clickRow(scheme->table(), 2);
        QCOMPARE(wizard->plan().scheme, QStringLiteral("gptq"));
        QCOMPARE(scheme->schemes().recommended(), 1);
        clickRow(scheme->table(), 3); // does not suit the model
        QCOMPARE(wizard->plan().scheme, QStringLiteral("gptq"));
        click(scheme->fields()->drawer()->button());
        QVERIFY(scheme->fields()->groupBox()->isVisible());
        scheme->fields()->groupBox()->setCurrentIndex(1); // 32
        scheme->fields()->actOrderBox()->click();
        QTRY_VERIFY(wizard->settled());
        QTRY_VERIFY2(wizard->statusText().contains(QStringLiteral("3.5 MiB")),
                     qPrintable(wizard->statusText()));

        click(wizard->nextButton());
        QCOMPARE(wizard->step(), QuantizeWizard::Data);
        QVERIFY(wizard->dataStep()->calibrations()->isVisible());
        click(wizard->nextButton());
        QCOMPARE(wizard->step(), QuantizeWizard::Start);
        SummaryStep *summary = wizard->summaryStep();
        QVERIFY(summary->sizesText().startsWith(QStringLiteral("3.5 MiB instead of 10.5 MiB")));
        QCOMPARE(summary->titleField()->text(), QStringLiteral("tiny in GPTQ, 4 bits"));
        summary->titleField()->selectAll();
        QTest::keyClicks(summary->titleField(), QStringLiteral("Mine"));
        QVERIFY2(summary->commandText().contains(
                     QStringLiteral("--scheme gptq --bits 4 --group 32 --act-order --out "
                                    "/runs/Mine/tiny-gptq4.gguf --run /runs/Mine/run --progress json")),
                 qPrintable(summary->commandText()));
        click(wizard->copyButton());
        QCOMPARE(QGuiApplication::clipboard()->text(), summary->commandText());

        QSignalSpy chosen(wizard.get(), &QuantizeWizard::chosen);
        QVERIFY(wizard->startButton()->isEnabled());
        click(wizard->startButton());
        QCOMPARE(chosen.count(), 1);
        const auto plan = chosen.first().first().value<QuantizationPlan>();
        QCOMPARE(plan.title, QStringLiteral("Mine"));
        QVERIFY(plan == wizard->plan());
        QVERIFY(!wizard->isVisible());
        for (const QString &call : calls())
            QVERIFY2(call.endsWith(QStringLiteral("--plan --json")), qPrintable(call)); // nothing was run
    }

    void ownQuestionsNeedTheirDatabases()
    {
        home_->shop();
        const auto wizard = make();
        QTRY_VERIFY(wizard->settled());
        DataStep *data = wizard->dataStep();
        wizard->goTo(QuantizeWizard::Data);
        QVERIFY(!data->calibrations()->isVisible()); // Q6_K looks at none
        wizard->goTo(QuantizeWizard::Scheme);
        clickRow(wizard->schemeStep()->table(), 2);
        wizard->goTo(QuantizeWizard::Data);
        QVERIFY(data->calibrations()->isVisible());
        click(data->calibrations()->card(QStringLiteral("own")));
        QVERIFY(!wizard->nextButton()->isEnabled());
        QVERIFY(!wizard->steps()->item(QuantizeWizard::Data)->icon().isNull());
        const QString mine = home_->path("mine.jsonl"), others = home_->path("others.jsonl");
        files::write(mine, "{}\n");
        files::write(others, "{}\n");
        data->calibrationField()->setText(mine);
        QCOMPARE(data->databasesField()->text(), home_->folder.path()); // found beside it
        QVERIFY(wizard->nextButton()->isEnabled());
        click(data->measures()->card(QStringLiteral("own")));
        data->evaluationField()->setText(mine);
        QVERIFY(wizard->statusText().contains(QStringLiteral("other questions")));
        QVERIFY(!wizard->nextButton()->isEnabled());
        data->evaluationField()->setText(others);
        QVERIFY(wizard->nextButton()->isEnabled());
        QCOMPARE(wizard->plan().evaluation, others);
        data->databasesField()->setText(home_->path("nowhere"));
        QVERIFY(!wizard->nextButton()->isEnabled());
        data->databasesField()->setText(home_->folder.path());
        click(data->calibrations()->card(QStringLiteral("text")));
        QVERIFY(wizard->statusText().contains(QStringLiteral("Text to calibrate with")));
        click(data->calibrations()->card(QStringLiteral("sample")));
        click(data->measures()->card(QStringLiteral("nothing")));
        QVERIFY(!wizard->plan().measure);
        QVERIFY(wizard->statusText().contains(QStringLiteral("stays unknown")));
        wizard->goTo(QuantizeWizard::Start);
        QVERIFY(wizard->startButton()->isEnabled()); // a warning, no more
    }

    void badInputIsShownWhereItIs()
    {
        const auto wizard = make(home_->path("missing.gguf"));
        QTRY_VERIFY(wizard->settled());
        QVERIFY(wizard->statusText().contains(QStringLiteral("missing.gguf does not exist")));
        QVERIFY(!wizard->steps()->item(QuantizeWizard::Model)->icon().isNull());
        wizard->goTo(QuantizeWizard::Start);
        QVERIFY(!wizard->startButton()->isEnabled());
        QSignalSpy chosen(wizard.get(), &QuantizeWizard::chosen);
        QTest::keyClick(wizard.get(), Qt::Key_Return);
        QVERIFY(chosen.isEmpty());
        wizard->modelStep()->choice()->fileField()->clear();
        QVERIFY(wizard->statusText().contains(QStringLiteral("Choose a model file.")));
        wizard->modelStep()->choice()->fileField()->setText(QStringLiteral("/models/tiny.gguf"));
        QTRY_VERIFY(wizard->settled());
        QVERIFY(wizard->startButton()->isEnabled());
        wizard->schemeStep()->fields()->overridesField()->setText(QStringLiteral("wrong=q6_K"));
        QTRY_VERIFY(wizard->settled());
        QVERIFY(!wizard->steps()->item(QuantizeWizard::Scheme)->icon().isNull());
        QVERIFY(!wizard->startButton()->isEnabled());
    }

    void formerSettingsComeBack()
    {
        const auto wizard = make();
        QuantizationPlan plan;
        plan.title = QStringLiteral("Again");
        plan.model = QStringLiteral("/models/tiny.gguf");
        plan.scheme = QStringLiteral("awq"); // not among those that are told
        plan.bits = 8;
        plan.group = 64;
        plan.embeddings = QStringLiteral("keep");
        plan.head = QStringLiteral("gptq:8"); // written by hand
        plan.overrides = {QStringLiteral("blk.0=keep"), QStringLiteral("ffn_up=q6_K")};
        plan.calibration = QStringLiteral("/data/text.txt");
        plan.limit = 30;
        plan.seed = 4;
        plan.speed = false;
        wizard->setPlan(plan, true);
        QVERIFY(wizard->plan() == plan);
        QTRY_VERIFY(wizard->settled());
        QVERIFY(wizard->plan() == plan); // not replaced by the recommended scheme
    }

    void everyFieldSaysWhatItDoes()
    {
        const auto wizard = make();
        const SchemeFields *fields = wizard->schemeStep()->fields();
        for (const QComboBox *box : fields->findChildren<QComboBox *>())
            QVERIFY(box->toolTip().size() > 20);
        for (const QCheckBox *box : fields->findChildren<QCheckBox *>())
            QVERIFY(box->toolTip().size() > 20);
        for (const QAbstractSpinBox *box : fields->findChildren<QAbstractSpinBox *>())
            QVERIFY(box->toolTip().size() > 20);
    }

    void withoutTheProgramNothingStarts()
    {
        qputenv("MUREUM_CLI", "/nowhere/mureum-cli");
        const auto wizard = make();
        wizard->goTo(QuantizeWizard::Start);
        QVERIFY(!wizard->startButton()->isEnabled());
        QVERIFY(wizard->findings().front().error);
    }

private:
    static std::unique_ptr<QuantizeWizard> make(const QString &model = QStringLiteral("/models/tiny.gguf"))
    {
        auto wizard = std::make_unique<QuantizeWizard>(
            [](const QString &title) { return QStringLiteral("/runs/") + title; });
        wizard->setAttribute(Qt::WA_DeleteOnClose, false);
        QuantizationPlan plan;
        plan.model = model;
        wizard->setPlan(plan, false);
        wizard->show();
        return wizard;
    }
    static void click(QWidget *widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    static void clickRow(QTableView *table, int row)
    {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, 0)).center());
    }
    QStringList calls() const
    {
        QFile file(home_->path("calls.txt"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    }

    std::unique_ptr<TestHome> home_;
};

QTEST_MAIN(TestQuantizationWizard)
#include "test_quantization_wizard.moc"
