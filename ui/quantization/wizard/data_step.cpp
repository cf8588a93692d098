#include "ui/quantization/wizard/data_step.h"

#include "ui/settings/paths.h"
#include "ui/widgets/choice_cards.h"
#include "ui/widgets/value_label.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr QLatin1String sample("sample"), own("own"), text("text"), nothing("nothing");
// As mureum-cli has them.
constexpr int usualTokens = 32768, usualCandidates = 6;

QSpinBox *numberField(int lowest, int highest, const QString &tip)
{
    auto *field = new QSpinBox;
    field->setRange(lowest, highest);
    field->setGroupSeparatorShown(true);
    field->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    field->setToolTip(tip);
    field->setMinimumWidth(110);
    return field;
}

} // namespace

DataStep::DataStep(QWidget *parent)
    : QuantizeStep(parent), calibrations_(new ChoiceCards(tr("To calibrate with"))),
      measures_(new ChoiceCards(tr("To measure by"))), calibration_(new QLineEdit),
      evaluation_(new QLineEdit), databases_(new QLineEdit), text_(new QLineEdit), unneeded_(wrappedLabel()),
      tokens_(numberField(
          64, 1 << 30, tr("How much of it is looked at. 16,384 to 131,072 are usual; more takes longer."))),
      limit_(
          numberField(0, 1'000'000,
                      tr("How many of the questions are asked, before and after. 200 or more tell a loss of "
                         "3 points from chance."))),
      candidates_(
          numberField(1, 64,
                      tr("Answers the model weighs against each other. 1 is quickest, 6 is as the Ask "
                         "page does it."))),
      speed_(new QCheckBox(tr("Load time, memory and speed")))
{
    auto *databases = new QGroupBox(tr("Databases of these questions"));
    auto *form = new QFormLayout(databases);
    addRow(form, tr("Folder:"), databases_,
           rowOf({databases_, browseButton(databases_, tr("Choose the folder of the databases"), {}, true)}));
    databases_->setToolTip(tr("Holds <name>.sqlite for each name the questions have. It is only read."));
    databasesBox_ = databases;
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(buildCalibration());
    layout->addWidget(buildMeasures());
    layout->addWidget(databasesBox_);
    layout->addStretch(1);
    connectFields();
    arrange();
}

QWidget *DataStep::buildCalibration()
{
    calibrations_->add(sample, tr("Sample questions"), tr("Those that come with Mureum, half of them."));
    calibrations_->add(own, tr("My own questions"),
                       tr("A file of questions with SQL: the best, where the model is for them."));
    calibrations_->add(text, tr("Plain text"), tr("For models that continue text."));
    unneeded_->setText(tr("The chosen scheme rounds without looking at questions: it needs none."));
    auto *box = new QGroupBox(tr("To calibrate with"));
    auto *layout = new QVBoxLayout(box);
    calibrationRow_ =
        rowOf({new QLabel(tr("File:")), calibration_,
               browseButton(calibration_, tr("Choose a file to calibrate with"),
                            tr("Questions and text (*.jsonl *.json *.txt *.md);;All files (*)"), false)});
    auto *tokens = new QLabel(tr("Tokens:"));
    tokens->setBuddy(tokens_);
    calibrationMore_ = rowOf({tokens, tokens_});
    layout->addWidget(unneeded_);
    layout->addWidget(calibrations_);
    layout->addWidget(calibrationRow_);
    layout->addWidget(calibrationMore_);
    return box;
}

QWidget *DataStep::buildMeasures()
{
    measures_->add(sample, tr("Sample questions"),
                   tr("The other half of those that come with Mureum. They are few."));
    measures_->add(own, tr("My own questions"),
                   tr("A file of questions with right answers, others than those to calibrate with."));
    measures_->add(nothing, tr("Nothing"), tr("Only write the file: what it loses stays unknown."));
    evaluationRow_ = rowOf({new QLabel(tr("File:")), evaluation_,
                            browseButton(evaluation_, tr("Choose questions to measure by"),
                                         tr("Questions (*.jsonl *.json);;All files (*)"), false)});
    text_->setPlaceholderText(tr("none"));
    text_->setToolTip(tr("Plain text whose perplexity is measured before and after"));
    limit_->setSpecialValueText(tr("all"));
    auto *box = new QGroupBox(tr("To measure by"));
    auto *layout = new QVBoxLayout(box);
    layout->addWidget(measures_);
    layout->addWidget(evaluationRow_);
    measureMore_ = new QWidget;
    auto *form = new QFormLayout(measureMore_);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *candidates = new QLabel(tr("Candidates:"));
    candidates->setBuddy(candidates_);
    addRow(form, tr("Questions:"), limit_, rowOf({limit_, candidates, candidates_}));
    addRow(form, tr("Text:"), text_,
           rowOf({text_, browseButton(text_, tr("Choose a text to measure by"),
                                      tr("Text (*.txt *.md);;All files (*)"), false)}));
    form->addRow(tr("Also:"), speed_);
    speed_->setToolTip(tr("Takes some seconds more; other work on this computer disturbs it."));
    layout->addWidget(measureMore_);
    return box;
}

void DataStep::connectFields()
{
    for (ChoiceCards *cards : {calibrations_, measures_})
        connect(cards, &ChoiceCards::chosen, this, [this] {
            arrange();
            emit changed();
        });
    for (QLineEdit *field : {calibration_, evaluation_})
        connect(field, &QLineEdit::textChanged, this, [this](const QString &file) {
            guessDatabases(file.trimmed());
            arrange();
            emit changed();
        });
    for (QLineEdit *field : {databases_, text_})
        connect(field, &QLineEdit::textChanged, this, &DataStep::changed);
    connect(databases_, &QLineEdit::textEdited, this, [this] { databasesTouched_ = true; });
    for (QSpinBox *field : {tokens_, limit_, candidates_})
        connect(field, &QSpinBox::valueChanged, this, &DataStep::changed);
    connect(speed_, &QCheckBox::toggled, this, &DataStep::changed);
}

void DataStep::guessDatabases(const QString &questions)
{
    if (databasesTouched_ || !holdsQuestions(questions) || !QFileInfo::exists(questions))
        return;
    if (const QString folder = paths::databasesBeside(questions); !folder.isEmpty())
        databases_->setText(folder);
}

bool DataStep::asksOwn() const
{
    return (calibrated_ && calibrations_->choice() == own) || measures_->choice() == own;
}

void DataStep::arrange()
{
    unneeded_->setVisible(!calibrated_);
    calibrations_->setVisible(calibrated_);
    calibrationRow_->setVisible(calibrated_ && calibrations_->choice() != sample);
    calibrationMore_->setVisible(calibrated_);
    evaluationRow_->setVisible(measures_->choice() == own);
    measureMore_->setVisible(measures_->choice() != nothing);
    databasesBox_->setVisible(asksOwn());
}

void DataStep::load(const QuantizationPlan &plan)
{
    calibrations_->setChoice(plan.calibration.isEmpty()         ? sample
                             : holdsQuestions(plan.calibration) ? own
                                                                : text);
    measures_->setChoice(!plan.measure ? nothing : plan.evaluation.isEmpty() ? sample : own);
    calibration_->setText(plan.calibration);
    evaluation_->setText(plan.evaluation);
    if (!plan.databases.isEmpty())
        databases_->setText(plan.databases);
    databasesTouched_ = !plan.databases.isEmpty();
    text_->setText(plan.text);
    tokens_->setValue(plan.calibrationTokens.value_or(usualTokens));
    limit_->setValue(plan.limit.value_or(0));
    candidates_->setValue(plan.candidates.value_or(usualCandidates));
    speed_->setChecked(plan.speed);
    arrange();
}

void DataStep::store(QuantizationPlan &plan) const
{
    plan.calibration = calibrations_->choice() == sample ? QString() : calibration_->text().trimmed();
    plan.measure = measures_->choice() != nothing;
    plan.evaluation = measures_->choice() == own ? evaluation_->text().trimmed() : QString();
    plan.databases = asksOwn() ? databases_->text().trimmed() : QString();
    plan.text = text_->text().trimmed();
    plan.speed = speed_->isChecked();
    const auto optional = [](const QSpinBox *field, int usual) {
        return field->value() == usual ? std::nullopt : std::optional(field->value());
    };
    plan.calibrationTokens = optional(tokens_, usualTokens);
    plan.limit = optional(limit_, 0);
    plan.candidates = optional(candidates_, usualCandidates);
}

void DataStep::follow(const QuantizationForecast *, const QuantizationPlan &plan)
{
    calibrated_ = isCalibrated(plan);
    arrange();
}

QString DataStep::missing() const
{
    const QString calibration = calibration_->text().trimmed(), evaluation = evaluation_->text().trimmed();
    if (calibrated_ && calibrations_->choice() != sample) {
        if (!QFileInfo(calibration).isFile())
            return tr("Choose a file to calibrate with.");
        if ((calibrations_->choice() == own) != holdsQuestions(calibration))
            return calibrations_->choice() == own
                       ? tr("Questions to calibrate with are a .jsonl or .json file.")
                       : tr("Text to calibrate with is not a .jsonl or .json file.");
    }
    if (measures_->choice() == own) {
        if (!QFileInfo(evaluation).isFile())
            return tr("Choose questions to measure by.");
        if (calibrated_ && calibrations_->choice() == own && QFileInfo(evaluation) == QFileInfo(calibration))
            return tr("Measure by other questions than those to calibrate with: it knows these already.");
    }
    if (asksOwn() && !QFileInfo(databases_->text().trimmed()).isDir())
        return tr("Choose the folder of the databases.");
    return {};
}

} // namespace mureum::ui
