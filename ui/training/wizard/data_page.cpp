#include "ui/training/wizard/data_page.h"
#include "ui/settings/paths.h"
#include "ui/settings/settings.h"
#include "ui/training/wizard/data_preview.h"
#include "ui/widgets/choice_cards.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

namespace {

constexpr QLatin1String adapt("adapt"), finetune("finetune");
enum JudgedBy { Share, File };

QString verifiedFile()
{
    return paths::dataDir() + QStringLiteral("/verified.jsonl");
}

QSpinBox *numberBox(int lowest, int highest, const QString &tip)
{
    auto *box = new QSpinBox;
    box->setRange(lowest, highest);
    box->setGroupSeparatorShown(true);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setToolTip(tip);
    return box;
}

} // namespace

DataPage::DataPage(const Settings &settings, QWidget *parent)
    : WizardPage(parent), sources_(new ChoiceCards(tr("Questions"))), forms_(new QStackedWidget),
      database_(new QComboBox),
      count_(numberBox(20, 1'000'000,
                       tr("Questions made from the tables, with their right SQL. More "
                          "questions cover more of the database; 1,000 to 5,000 are "
                          "usual."))),
      heldOut_(numberBox(10, 5000,
                         tr("Questions that are never learned, to measure before and after. Below 100 the "
                            "score is uncertain; 120 to 300 are usual."))),
      korean_(new QCheckBox(tr("Korean"))), english_(new QCheckBox(tr("English"))),
      verified_(new QCheckBox(tr("questions I have verified"))),
      history_(new QCheckBox(tr("questions I have asked"))), data_(new QLineEdit), databases_(new QLineEdit),
      validation_(new QLineEdit), judgedBy_(new QComboBox), share_(new QDoubleSpinBox),
      validationRow_(nullptr), preview_(new DataPreview), adaptForm_(nullptr), finetuneForm_(nullptr),
      counted_(nullptr)
{
    sources_->add(adapt, tr("From a database"),
                  tr("Questions are generated from its tables and values, with the right SQL."));
    sources_->add(finetune, tr("From my questions"),
                  tr("A file of questions with right SQL, and the databases they are about."));
    forms_->addWidget(adaptForm(settings));
    forms_->addWidget(finetuneForm());
    forms_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(sources_);
    layout->addWidget(forms_);
    layout->addWidget(preview_, 1);
    alignLabels();
    connectFields();
}

/// One edge for the fields of both forms and the bars below.
void DataPage::alignLabels()
{
    QList<QLabel *> labels = preview_->captions();
    for (const QFormLayout *form : {adaptForm_, finetuneForm_})
        for (int row = 0; row < form->rowCount(); ++row)
            if (auto *label = qobject_cast<QLabel *>(form->itemAt(row, QFormLayout::LabelRole)->widget()))
                labels.append(label);
    int widest = 0;
    for (const QLabel *label : labels)
        widest = std::max(widest, label->sizeHint().width());
    for (QLabel *label : labels)
        label->setMinimumWidth(widest);
}

QWidget *DataPage::adaptForm(const Settings &settings)
{
    database_->setEditable(true);
    database_->setInsertPolicy(QComboBox::NoInsert);
    database_->setToolTip(tr("The SQLite file the model is to know. It is only read."));
    QStringList known = settings.get(keys::recentDatabases);
    for (const QString &sample : paths::sampleDatabases())
        if (!known.contains(sample))
            known.append(sample);
    database_->addItems(known);
    database_->setCurrentIndex(-1);
    database_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    database_->setMinimumContentsLength(20);
    database_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *questions = new QLabel(tr("to generate, of them"));
    heldOut_->setAccessibleName(tr("Questions to judge by"));
    verified_->setToolTip(
        tr("Pairs of question and SQL that you have corrected or marked as right about this "
           "database. They weigh most."));
    history_->setToolTip(tr("Questions about this database from the history whose SQL gave rows."));
    korean_->setToolTip(tr("Generate questions in Korean"));
    english_->setToolTip(tr("Generate questions in English"));

    auto *box = new QWidget;
    adaptForm_ = new QFormLayout(box);
    adaptForm_->setContentsMargins(0, 0, 0, 0);
    adaptForm_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    addRow(adaptForm_, tr("Database:"), database_,
           rowOf({database_,
                  browseButton(database_->lineEdit(), tr("Choose a database"),
                               tr("SQLite databases (*.sqlite *.sqlite3 *.db);;All files (*)"), false)}));
    addRow(adaptForm_, tr("Questions:"), count_,
           rowOf({count_, questions, heldOut_, new QLabel(tr("to judge by"))}));
    adaptForm_->addRow(tr("Languages:"), rowOf({korean_, english_}));
    counted_ = rowOf({verified_, history_});
    adaptForm_->addRow(tr("Count in:"), counted_);
    return box;
}

QWidget *DataPage::finetuneForm()
{
    data_->setPlaceholderText(tr("JSON lines with db_id, question, query"));
    data_->setToolTip(
        tr("JSON lines or Spider's JSON array: each example names its database, asks a question and "
           "gives the right SQL."));
    databases_->setPlaceholderText(tr("folder with <db_id>.sqlite"));
    databases_->setToolTip(
        tr("The databases the questions are about: <db_id>.sqlite or <db_id>/<db_id>.sqlite"));
    judgedBy_->addItems({tr("a share of the questions"), tr("questions of another file")});
    judgedBy_->setToolTip(
        tr("The score is measured on questions that are never learned. A share is taken by the "
           "form of the SQL, so that no form is in both."));
    share_->setRange(0, 90);
    share_->setDecimals(1);
    share_->setSuffix(QStringLiteral(" %"));
    share_->setToolTip(tr("5 to 20% are usual; 0 measures nothing."));
    validation_->setPlaceholderText(tr("JSON lines with db_id, question, query"));
    const QString examples = tr("Examples (*.jsonl *.json)");
    validationRow_ =
        rowOf({validation_, browseButton(validation_, tr("Questions to judge by"), examples, false)});

    auto *box = new QWidget;
    QFormLayout *form = finetuneForm_ = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    addRow(form, tr("Questions:"), data_,
           rowOf({data_, browseButton(data_, tr("Questions with right answers"), examples, false)}));
    addRow(form, tr("Databases:"), databases_,
           rowOf({databases_, browseButton(databases_, tr("Folder of databases"), {}, true)}));
    addRow(form, tr("Judge by:"), judgedBy_, rowOf({judgedBy_, share_, validationRow_}));
    return box;
}

void DataPage::connectFields()
{
    connect(sources_, &ChoiceCards::chosen, this, [this](const QString &source) {
        forms_->setCurrentIndex(source == adapt ? 0 : 1);
        emit changed();
    });
    connect(databases_, &QLineEdit::textEdited, this, [this] { databasesTouched_ = true; });
    connect(data_, &QLineEdit::textChanged, this, &DataPage::guessDatabases);
    connect(judgedBy_, &QComboBox::currentIndexChanged, this, [this](int by) {
        share_->setVisible(by == Share);
        validationRow_->setVisible(by == File);
        emit changed();
    });
    share_->setVisible(true);
    validationRow_->setVisible(false);
    connect(database_, &QComboBox::editTextChanged, this, &DataPage::changed);
    for (QLineEdit *field : {data_, databases_, validation_})
        connect(field, &QLineEdit::textChanged, this, &DataPage::changed);
    for (QSpinBox *box : {count_, heldOut_})
        connect(box, &QSpinBox::valueChanged, this, &DataPage::changed);
    connect(share_, &QDoubleSpinBox::valueChanged, this, &DataPage::changed);
    for (QCheckBox *box : {korean_, english_, verified_, history_})
        connect(box, &QCheckBox::toggled, this, &DataPage::changed);
}

void DataPage::guessDatabases()
{
    if (databasesTouched_)
        return;
    if (const QString folder = paths::databasesBeside(data_->text()); !folder.isEmpty())
        databases_->setText(folder);
}

void DataPage::load(const TrainingPlan &plan)
{
    database_->setEditText(plan.database);
    count_->setValue(plan.count);
    heldOut_->setValue(plan.heldOut);
    korean_->setChecked(plan.languages.contains(QStringLiteral("ko")));
    english_->setChecked(plan.languages.contains(QStringLiteral("en")));
    otherVerified_ = plan.verified;
    const bool mine = otherVerified_.removeAll(verifiedFile()) > 0;
    verified_->setVisible(mine || QFileInfo::exists(verifiedFile()));
    verified_->setChecked(mine);
    historyFile_ = plan.history.isEmpty() ? paths::historyFile() : plan.history;
    history_->setChecked(!plan.history.isEmpty());
    databasesTouched_ = true; // what is given is not guessed over
    data_->setText(plan.data);
    databases_->setText(plan.databases);
    databasesTouched_ = !plan.databases.isEmpty();
    validation_->setText(plan.validation);
    judgedBy_->setCurrentIndex(plan.validation.isEmpty() ? Share : File);
    share_->setValue(plan.validationShare * 100);
    sources_->setChoice(plan.kind == TrainingPlan::Kind::Adapt ? adapt : finetune);
}

void DataPage::store(TrainingPlan &plan) const
{
    plan.kind = kind();
    plan.database = database_->currentText().trimmed();
    plan.count = count_->value();
    plan.heldOut = heldOut_->value();
    plan.languages.clear();
    if (korean_->isChecked())
        plan.languages.append(QStringLiteral("ko"));
    if (english_->isChecked())
        plan.languages.append(QStringLiteral("en"));
    plan.verified = otherVerified_;
    if (verified_->isChecked() && !verified_->isHidden())
        plan.verified.append(verifiedFile());
    plan.history = history_->isChecked() && !history_->isHidden() ? historyFile_ : QString();
    plan.data = data_->text().trimmed();
    plan.databases = databases_->text().trimmed();
    plan.validation = judgedBy_->currentIndex() == File ? validation_->text().trimmed() : QString();
    plan.validationShare = share_->value() / 100;
}

void DataPage::offer(const CliHelp &help, TrainingPlan::Kind kind)
{
    if (kind == TrainingPlan::Kind::Adapt)
        history_->setVisible(help.has(QStringLiteral("--history")) && QFileInfo::exists(historyFile_));
    adaptForm_->setRowVisible(counted_, !verified_->isHidden() || !history_->isHidden());
}

void DataPage::showReport(const PlanReport *report)
{
    preview_->show(report);
}

QString DataPage::missing() const
{
    if (kind() == TrainingPlan::Kind::Adapt) {
        if (database_->currentText().trimmed().isEmpty())
            return tr("Choose a database.");
        return korean_->isChecked() || english_->isChecked() ? QString()
                                                             : tr("Choose a language for the questions.");
    }
    if (data_->text().trimmed().isEmpty())
        return tr("Choose a file of questions.");
    if (databases_->text().trimmed().isEmpty())
        return tr("Choose the folder of their databases.");
    if (judgedBy_->currentIndex() == File && validation_->text().trimmed().isEmpty())
        return tr("Choose a file of questions to judge by.");
    return {};
}

TrainingPlan::Kind DataPage::kind() const
{
    return sources_->choice() == adapt ? TrainingPlan::Kind::Adapt : TrainingPlan::Kind::Finetune;
}

QLineEdit *DataPage::databaseField() const
{
    return database_->lineEdit();
}

} // namespace mureum::ui
