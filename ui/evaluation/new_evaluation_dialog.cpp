#include "ui/evaluation/new_evaluation_dialog.h"
#include "ui/jobs/findings.h"
#include "ui/settings/paths.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr int pauseMs = 350;

} // namespace

NewEvaluationDialog::NewEvaluationDialog(Settings &settings, ApiKeys &keys,
                                         std::function<QString(const QString &)> folderFor, QWidget *parent)
    : QDialog(parent), settings_(settings), folderFor_(std::move(folderFor)), program_(findCli()),
      form_(new QFormLayout), title_(new QLineEdit), model_(new QLineEdit), adapter_(new QLineEdit),
      data_(new QLineEdit), databases_(new QLineEdit), adapterRow_(nullptr),
      em_(new QCheckBox(tr("EM: same clauses"))),
      suite_(new QCheckBox(tr("Suite: same rows on changed databases too"))),
      efficiency_(new QCheckBox(tr("Efficiency: time against the right answer"))),
      judge_(new QCheckBox(tr("Judge: ask a model on a server"))), limit_(new QSpinBox),
      candidates_(new QSpinBox), judgeBox_(new QGroupBox(tr("Judge"))),
      judgeFields_(new JudgeFields(settings, keys)), command_(commandView()), report_(reportLabel()),
      start_(nullptr), copy_(nullptr), checker_(QStringLiteral("check")), helper_(QStringLiteral("help"))
{
    setWindowTitle(tr("New evaluation"));
    setAttribute(Qt::WA_DeleteOnClose);
    pause_.setSingleShot(true);
    pause_.setInterval(pauseMs);
    build();
    connectFields();

    RunPlan plan;
    const QString model = settings_.get(keys::modelFile);
    plan.model = model.isEmpty() ? paths::bundledModel() : model;
    plan.data = settings_.get(keys::evaluationData);
    plan.databases = settings_.get(keys::evaluationDatabases);
    if (plan.data.isEmpty()) { // the first time: something that can be started
        plan.data = paths::sampleExamples();
        plan.databases = QFileInfo(plan.data).path();
    }
    plan.judge = judgeFields_->plan();
    plan.metrics = {QStringLiteral("ex"), QStringLiteral("em")};
    plan.candidates = settings_.get(keys::candidates);
    setPlan(plan);
    setHelp({});
    if (!program_.isEmpty())
        helper_.run(
            [program = program_](std::stop_token) { return CliHelp::of(program, QStringLiteral("eval")); },
            [this](const CliHelp &help) { setHelp(help); });
    resize(720, 640);
}

QWidget *NewEvaluationDialog::withButton(QLineEdit *field, const std::function<void()> &browse)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(field, 1);
    auto *button = new QPushButton(tr("Browse…"));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, browse);
    layout->addWidget(button);
    return row;
}

void NewEvaluationDialog::build()
{
    for (QLineEdit *field : {model_, data_, databases_, adapter_})
        field->setMinimumWidth(240);
    form_->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form_->addRow(tr("Name:"), title_);
    form_->addRow(tr("Model:"), withButton(model_, [this] {
                      browseFile(model_, tr("Choose a model"), tr("Models (*.gguf)"), false);
                  }));
    adapterRow_ =
        withButton(adapter_, [this] { browseFile(adapter_, tr("Folder of the adapter"), {}, true); });
    adapter_->setPlaceholderText(tr("none"));
    form_->addRow(tr("Adapter:"), adapterRow_);
    form_->addRow(tr("Data:"), withButton(data_, [this] {
                      browseFile(data_, tr("Questions with right answers"), tr("Examples (*.jsonl *.json)"),
                                 false);
                  }));
    form_->addRow(tr("Databases:"), withButton(databases_, [this] {
                      browseFile(databases_, tr("Folder of databases"), {}, true);
                  }));
    data_->setPlaceholderText(tr("JSON lines with db_id, question, query"));
    databases_->setPlaceholderText(tr("folder with <db_id>.sqlite"));

    auto *metrics = new QWidget;
    auto *metricsLayout = new QVBoxLayout(metrics);
    metricsLayout->setContentsMargins(0, 0, 0, 0);
    metricsLayout->setSpacing(2);
    auto *ex = new QCheckBox(tr("EX: same rows"));
    ex->setChecked(true);
    ex->setEnabled(false);
    for (QCheckBox *box : {ex, em_, suite_, efficiency_, judge_})
        metricsLayout->addWidget(box);
    form_->addRow(tr("Measures:"), metrics);

    limit_->setRange(0, 1'000'000);
    limit_->setSpecialValueText(tr("all"));
    limit_->setGroupSeparatorShown(true);
    candidates_->setRange(1, 64);
    candidates_->setToolTip(tr("Answers the model weighs against each other"));
    auto *numbers = new QWidget;
    auto *numbersLayout = new QHBoxLayout(numbers);
    numbersLayout->setContentsMargins(0, 0, 0, 0);
    limit_->setToolTip(tr("The first so many examples"));
    numbersLayout->addWidget(limit_);
    numbersLayout->addSpacing(16);
    auto *candidatesLabel = new QLabel(tr("Candidates:"));
    candidatesLabel->setBuddy(candidates_);
    numbersLayout->addWidget(candidatesLabel);
    numbersLayout->addWidget(candidates_);
    numbersLayout->addStretch(1);
    form_->addRow(tr("Examples:"), numbers);

    auto *judgeLayout = new QVBoxLayout(judgeBox_);
    judgeLayout->addWidget(judgeFields_);

    auto *content = new QWidget;
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->addLayout(form_);
    contentLayout->addWidget(judgeBox_);
    contentLayout->addWidget(new QLabel(tr("The command that runs:")));
    contentLayout->addWidget(command_);
    contentLayout->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto *buttons = new QDialogButtonBox;
    start_ = buttons->addButton(tr("Start"), QDialogButtonBox::AcceptRole);
    copy_ = buttons->addButton(tr("Copy as command"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    start_->setDefault(true);
    copy_->setAutoDefault(false);
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(command_->toPlainText()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &NewEvaluationDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(report_);
    layout->addWidget(buttons);
}

void NewEvaluationDialog::connectFields()
{
    connect(title_, &QLineEdit::textEdited, this, [this] { titleTouched_ = true; });
    connect(databases_, &QLineEdit::textEdited, this, [this] { databasesTouched_ = true; });
    connect(data_, &QLineEdit::textChanged, this, &NewEvaluationDialog::guessDatabases);
    for (QLineEdit *field : {title_, model_, adapter_, data_, databases_})
        connect(field, &QLineEdit::textChanged, this, &NewEvaluationDialog::touch);
    for (QCheckBox *box : {em_, suite_, efficiency_, judge_})
        connect(box, &QCheckBox::toggled, this, &NewEvaluationDialog::touch);
    for (QSpinBox *box : {limit_, candidates_})
        connect(box, &QSpinBox::valueChanged, this, &NewEvaluationDialog::touch);
    connect(judgeFields_, &JudgeFields::changed, this, &NewEvaluationDialog::touch);
    connect(judge_, &QCheckBox::toggled, this, [this](bool on) {
        judgeBox_->setVisible(on && !judge_->isHidden());
        if (on)
            judgeFields_->loadKey();
    });
    connect(&pause_, &QTimer::timeout, this, &NewEvaluationDialog::check);
}

void NewEvaluationDialog::browseFile(QLineEdit *field, const QString &title, const QString &filter,
                                     bool folder)
{
    auto *dialog = new QFileDialog(this, title, QFileInfo(field->text()).absolutePath(), filter);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    dialog->setOption(QFileDialog::ShowDirsOnly, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, field, [this, field](const QString &file) {
        if (field == databases_)
            databasesTouched_ = true;
        field->setText(file);
    });
    dialog->open();
}

void NewEvaluationDialog::guessDatabases()
{
    if (databasesTouched_)
        return;
    if (const QString folder = paths::databasesBeside(data_->text()); !folder.isEmpty())
        databases_->setText(folder);
}

RunPlan NewEvaluationDialog::plan() const
{
    RunPlan plan;
    plan.title = title_->text().simplified();
    plan.model = model_->text().trimmed();
    if (!form_->isRowVisible(adapterRow_))
        plan.adapter.clear();
    else
        plan.adapter = adapter_->text().trimmed();
    plan.data = data_->text().trimmed();
    plan.databases = databases_->text().trimmed();
    plan.metrics = {QStringLiteral("ex")};
    const auto add = [&plan](const QCheckBox *box, const char *metric) {
        if (box->isChecked() && !box->isHidden())
            plan.metrics.append(QLatin1String(metric));
    };
    add(em_, "em");
    add(suite_, "suite");
    add(efficiency_, "efficiency");
    plan.limit = limit_->value();
    plan.candidates = candidates_->value();
    plan.judged = judge_->isChecked() && !judge_->isHidden();
    plan.judge = judgeFields_->plan();
    return plan;
}

void NewEvaluationDialog::setPlan(const RunPlan &plan)
{
    model_->setText(plan.model);
    adapter_->setText(plan.adapter);
    databasesTouched_ = true; // what is given is not guessed over
    databases_->setText(plan.databases);
    data_->setText(plan.data);
    titleTouched_ = !plan.title.isEmpty();
    title_->setText(plan.title);
    em_->setChecked(plan.metrics.contains(QStringLiteral("em")));
    suite_->setChecked(plan.metrics.contains(QStringLiteral("suite")));
    efficiency_->setChecked(plan.metrics.contains(QStringLiteral("efficiency")));
    judge_->setChecked(plan.judged);
    judgeFields_->setPlan(plan.judge);
    limit_->setValue(plan.limit);
    candidates_->setValue(plan.candidates);
    databasesTouched_ = false;
    touch();
}

void NewEvaluationDialog::setHelp(const CliHelp &help)
{
    const QStringList metrics = help.choices(QStringLiteral("--metrics"));
    em_->setVisible(metrics.contains(QStringLiteral("em")));
    suite_->setVisible(metrics.contains(QStringLiteral("suite")));
    efficiency_->setVisible(metrics.contains(QStringLiteral("efficiency")));
    judge_->setVisible(help.has(QStringLiteral("--judge-endpoint")));
    judgeBox_->setVisible(judge_->isChecked() && !judge_->isHidden());
    form_->setRowVisible(adapterRow_, help.has(QStringLiteral("--adapter")));
    touch();
}

void NewEvaluationDialog::touch()
{
    if (!titleTouched_) {
        const QSignalBlocker quiet(title_);
        const QString model = QFileInfo(model_->text()).completeBaseName(),
                      questions = QFileInfo(data_->text()).completeBaseName();
        title_->setText(questions.isEmpty() ? model : tr("%1 on %2").arg(model, questions));
    }
    const RunPlan now = plan();
    command_->setPlainText(
        commandOf(now, program_.isEmpty() ? QStringLiteral("mureum-cli") : program_, folderFor_(now.title))
            .shellText());
    start_->setEnabled(false);
    checker_.cancel();
    pause_.start();
}

QString NewEvaluationDialog::commandText() const
{
    return command_->toPlainText();
}

void NewEvaluationDialog::check()
{
    checker_.run([plan = plan(), program = program_, hasKey = !judgeFields_->key().isEmpty()](
                     std::stop_token stop) { return checkPlan(plan, program, hasKey, stop); },
                 [this](std::vector<Finding> found) {
                     findings_ = std::move(found);
                     start_->setEnabled(showFindings(report_, findings_));
                 });
}

void NewEvaluationDialog::accept()
{
    if (!start_->isEnabled())
        return;
    const RunPlan wanted = plan();
    settings_.set(keys::evaluationData, wanted.data);
    settings_.set(keys::evaluationDatabases, wanted.databases);
    if (wanted.judged)
        judgeFields_->keep();
    emit chosen(wanted, wanted.judged ? judgeFields_->key() : QString());
    QDialog::accept();
}

} // namespace mureum::ui
