#include "ui/evaluation/new_evaluation_dialog.h"
#include "ui/settings/paths.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDir>
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
#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr int pauseMs = 350;

QSpinBox *spinBox(int most, const QString &forNone)
{
    auto *box = new QSpinBox;
    box->setRange(0, most);
    box->setSpecialValueText(forNone);
    box->setGroupSeparatorShown(true);
    return box;
}

} // namespace

NewEvaluationDialog::NewEvaluationDialog(Settings &settings, ApiKeys &keys,
                                         std::function<QString(const QString &)> folderFor, QWidget *parent)
    : QDialog(parent), settings_(settings), keys_(keys), folderFor_(std::move(folderFor)), program_(findCli()),
      form_(new QFormLayout), title_(new QLineEdit), model_(new QLineEdit), adapter_(new QLineEdit),
      data_(new QLineEdit), databases_(new QLineEdit), endpoint_(new QLineEdit), judgeModel_(new QLineEdit),
      key_(new QLineEdit), adapterRow_(nullptr), em_(new QCheckBox(tr("EM: same clauses"))),
      suite_(new QCheckBox(tr("Suite: same rows on changed databases too"))),
      efficiency_(new QCheckBox(tr("Efficiency: time against the right answer"))),
      judge_(new QCheckBox(tr("Judge: ask a model on a server"))), keepKey_(new QCheckBox(tr("Keep it in the keyring"))),
      limit_(spinBox(1'000'000, tr("all"))), candidates_(new QSpinBox), requests_(spinBox(1'000'000, tr("no limit"))),
      tokens_(spinBox(1'000'000'000, tr("no limit"))), judgeBox_(new QGroupBox(tr("Judge"))),
      command_(new QPlainTextEdit), report_(new QLabel), start_(nullptr), copy_(nullptr),
      checker_(QStringLiteral("check")), helper_(QStringLiteral("help"))
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
    plan.judgeEndpoint = settings_.get(keys::judgeEndpoint);
    plan.judgeModel = settings_.get(keys::judgeModel);
    plan.judgeRequests = settings_.get(keys::judgeRequests);
    plan.judgeTokens = settings_.get(keys::judgeTokens);
    plan.metrics = {QStringLiteral("ex"), QStringLiteral("em")};
    plan.candidates = settings_.get(keys::candidates);
    setPlan(plan);
    setHelp({});
    if (!program_.isEmpty())
        helper_.run([program = program_](std::stop_token) { return CliHelp::of(program, QStringLiteral("eval")); },
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
    adapterRow_ = withButton(adapter_, [this] { browseFile(adapter_, tr("Folder of the adapter"), {}, true); });
    adapter_->setPlaceholderText(tr("none"));
    form_->addRow(tr("Adapter:"), adapterRow_);
    form_->addRow(tr("Data:"), withButton(data_, [this] {
                      browseFile(data_, tr("Questions with right answers"), tr("Examples (*.jsonl *.json)"), false);
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

    auto *judgeForm = new QFormLayout(judgeBox_);
    buildJudge(judgeForm);

    command_->setReadOnly(true);
    command_->setFont(editorFont());
    command_->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    command_->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    command_->setFixedHeight(QFontMetrics(editorFont()).lineSpacing() * 4 + 12);
    command_->setAccessibleName(tr("Command"));
    report_->setWordWrap(true);
    report_->setTextFormat(Qt::RichText);
    report_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    report_->setMinimumWidth(100);
    report_->setTextInteractionFlags(Qt::TextSelectableByMouse);

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

void NewEvaluationDialog::buildJudge(QFormLayout *form)
{
    endpoint_->setPlaceholderText(QStringLiteral("https://host/v1"));
    key_->setEchoMode(QLineEdit::Password);
    key_->setPlaceholderText(tr("for this session only"));
    form->addRow(tr("Server:"), endpoint_);
    form->addRow(tr("Model:"), judgeModel_);
    auto *keyRow = new QWidget;
    auto *keyLayout = new QHBoxLayout(keyRow);
    keyLayout->setContentsMargins(0, 0, 0, 0);
    keyLayout->addWidget(key_, 1);
    keyLayout->addWidget(keepKey_);
    form->addRow(tr("Key:"), keyRow);
    form->addRow(tr("Requests per minute:"), requests_);
    form->addRow(tr("Tokens per minute:"), tokens_);
}

void NewEvaluationDialog::connectFields()
{
    connect(title_, &QLineEdit::textEdited, this, [this] { titleTouched_ = true; });
    connect(databases_, &QLineEdit::textEdited, this, [this] { databasesTouched_ = true; });
    connect(data_, &QLineEdit::textChanged, this, &NewEvaluationDialog::guessDatabases);
    for (QLineEdit *field : {title_, model_, adapter_, data_, databases_, endpoint_, judgeModel_, key_})
        connect(field, &QLineEdit::textChanged, this, &NewEvaluationDialog::touch);
    for (QCheckBox *box : {em_, suite_, efficiency_, judge_})
        connect(box, &QCheckBox::toggled, this, &NewEvaluationDialog::touch);
    for (QSpinBox *box : {limit_, candidates_, requests_, tokens_})
        connect(box, &QSpinBox::valueChanged, this, &NewEvaluationDialog::touch);
    connect(judge_, &QCheckBox::toggled, this, [this](bool on) {
        judgeBox_->setVisible(on && !judge_->isHidden());
        if (on && !endpoint_->text().isEmpty())
            keys_.load(endpoint_->text());
    });
    connect(endpoint_, &QLineEdit::editingFinished, this, [this] {
        if (judge_->isChecked() && !endpoint_->text().isEmpty())
            keys_.load(endpoint_->text());
    });
    connect(&keys_, &ApiKeys::loaded, this, [this](const QString &endpoint, const QString &key) {
        if (endpoint == endpoint_->text() && key_->text().isEmpty())
            key_->setText(key);
    });
    connect(&pause_, &QTimer::timeout, this, &NewEvaluationDialog::check);
}

void NewEvaluationDialog::browseFile(QLineEdit *field, const QString &title, const QString &filter, bool folder)
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

/// Beside the data, a folder "databases" or "database" (Spider's), or the data's own.
void NewEvaluationDialog::guessDatabases()
{
    if (databasesTouched_ || !QFileInfo(data_->text()).isFile())
        return;
    const QDir folder = QFileInfo(data_->text()).absoluteDir();
    for (const char *name : {"databases", "database", "../databases", "../database"})
        if (folder.exists(QLatin1String(name))) {
            databases_->setText(QDir::cleanPath(folder.filePath(QLatin1String(name))));
            return;
        }
    if (!folder.entryList({QStringLiteral("*.sqlite")}, QDir::Files).isEmpty())
        databases_->setText(folder.absolutePath());
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
    add(judge_, "judge");
    plan.limit = limit_->value();
    plan.candidates = candidates_->value();
    plan.judgeEndpoint = endpoint_->text().trimmed();
    plan.judgeModel = judgeModel_->text().trimmed();
    plan.judgeRequests = requests_->value();
    plan.judgeTokens = tokens_->value();
    return plan;
}

void NewEvaluationDialog::setPlan(const RunPlan &plan)
{
    model_->setText(plan.model);
    adapter_->setText(plan.adapter);
    databasesTouched_ = !plan.databases.isEmpty();
    databases_->setText(plan.databases);
    data_->setText(plan.data);
    titleTouched_ = !plan.title.isEmpty();
    title_->setText(plan.title);
    em_->setChecked(plan.metrics.contains(QStringLiteral("em")));
    suite_->setChecked(plan.metrics.contains(QStringLiteral("suite")));
    efficiency_->setChecked(plan.metrics.contains(QStringLiteral("efficiency")));
    judge_->setChecked(plan.judged());
    limit_->setValue(plan.limit);
    candidates_->setValue(plan.candidates);
    endpoint_->setText(plan.judgeEndpoint);
    judgeModel_->setText(plan.judgeModel);
    requests_->setValue(plan.judgeRequests);
    tokens_->setValue(plan.judgeTokens);
    touch();
}

void NewEvaluationDialog::setHelp(const CliHelp &help)
{
    const QStringList metrics = help.choices(QStringLiteral("--metrics"));
    em_->setVisible(metrics.contains(QStringLiteral("em")));
    suite_->setVisible(metrics.contains(QStringLiteral("suite")));
    efficiency_->setVisible(metrics.contains(QStringLiteral("efficiency")));
    judge_->setVisible(metrics.contains(QStringLiteral("judge")));
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
    command_->setPlainText(commandOf(now, program_.isEmpty() ? QStringLiteral("mureum-cli") : program_,
                                     folderFor_(now.title))
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
    checker_.run(
        [plan = plan(), program = program_, hasKey = !key_->text().isEmpty()](std::stop_token stop) {
            return checkPlan(plan, program, hasKey, stop);
        },
        [this](std::vector<Finding> found) {
            findings_ = std::move(found);
            showFindings();
        });
}

void NewEvaluationDialog::showFindings()
{
    const SyntaxColors colors = syntaxColors(palette());
    QStringList lines;
    bool blocked = false;
    for (const Finding &finding : findings_) {
        blocked = blocked || finding.error;
        lines.append(QStringLiteral("<b style=\"color:%1\">%2</b> %3")
                         .arg((finding.error ? colors.error : colors.number).name(),
                              finding.error ? tr("Error:") : tr("Warning:"), finding.text.toHtmlEscaped()));
    }
    report_->setText(lines.isEmpty() ? tr("Nothing stands against it.") : lines.join(QStringLiteral("<br>")));
    start_->setEnabled(!blocked);
}

void NewEvaluationDialog::accept()
{
    if (!start_->isEnabled())
        return;
    const RunPlan wanted = plan();
    settings_.set(keys::evaluationData, wanted.data);
    settings_.set(keys::evaluationDatabases, wanted.databases);
    settings_.set(keys::judgeEndpoint, wanted.judgeEndpoint);
    settings_.set(keys::judgeModel, wanted.judgeModel);
    settings_.set(keys::judgeRequests, wanted.judgeRequests);
    settings_.set(keys::judgeTokens, wanted.judgeTokens);
    const QString key = wanted.judged() ? key_->text() : QString();
    if (!key.isEmpty())
        keys_.keep(wanted.judgeEndpoint, key, keepKey_->isChecked());
    emit chosen(wanted, key);
    QDialog::accept();
}

} // namespace mureum::ui
