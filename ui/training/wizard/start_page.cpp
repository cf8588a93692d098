#include "ui/training/wizard/start_page.h"
#include "ui/evaluation/runs_model.h"
#include "ui/jobs/findings.h"
#include "ui/widgets/model_choice.h"
#include "ui/widgets/segment_bar.h"
#include "ui/widgets/value_label.h"

#include <QFormLayout>
#include <QFrame>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace mureum::ui {

namespace {

QString bytes(qint64 count)
{
    return QLocale().formattedDataSize(count, count < (1 << 30) ? 0 : 1);
}

/// A proposal in the user's language; nothing where it has an option that is not known here.
QStringList changesOf(const QStringList &arguments)
{
    const TrainingPlan plan = withArguments({}, arguments);
    QStringList changes;
    const QLocale locale;
    if (plan.batchTokens)
        changes.append(StartPage::tr("batches of %1 tokens").arg(locale.toString(*plan.batchTokens)));
    if (plan.accumulation)
        changes.append(StartPage::tr("%1 batches in a step").arg(locale.toString(*plan.accumulation)));
    if (plan.checkpointing)
        changes.append(StartPage::tr("activations are computed twice"));
    if (plan.tuning == QLatin1String("qlora"))
        changes.append(StartPage::tr("the model is kept in 4 bit"));
    if (plan.spill)
        changes.append(StartPage::tr("moments are kept on the disk"));
    const auto options = std::count_if(arguments.begin(), arguments.end(), [](const QString &argument) {
        return argument.startsWith(QLatin1String("--"));
    });
    return changes.size() == options ? changes : QStringList();
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : WizardPage(parent), title_(new QLineEdit), memory_(new SegmentBar), memoryText_(wrappedLabel()),
      time_(wrappedLabel()), trained_(wrappedLabel()), proposal_(new QFrame), changes_(wrappedLabel()),
      apply_(new QPushButton(tr("Apply the proposal"))), command_(commandView())
{
    memory_->setAccessibleName(tr("Memory"));
    auto *name = new QFormLayout;
    name->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    name->addRow(tr("Name:"), title_);

    auto *memoryBox = new QGroupBox(tr("Memory"));
    auto *memory = new QVBoxLayout(memoryBox);
    memory->addWidget(memory_);
    memory->addWidget(memoryText_);
    proposal_->setFrameShape(QFrame::StyledPanel);
    proposal_->setAutoFillBackground(true);
    proposal_->setBackgroundRole(QPalette::Base);
    auto *proposal = new QHBoxLayout(proposal_);
    proposal->addWidget(changes_, 1);
    proposal->addWidget(apply_, 0, Qt::AlignTop);
    apply_->setAutoDefault(false);
    memory->addWidget(proposal_);

    auto *courseBox = new QGroupBox(tr("Training"));
    auto *course = new QFormLayout(courseBox);
    course->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    course->addRow(tr("Time:"), time_);
    course->addRow(tr("Trained:"), trained_);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addLayout(name);
    layout->addWidget(courseBox);
    layout->addWidget(memoryBox);
    layout->addWidget(new QLabel(tr("The command that runs:")));
    layout->addWidget(command_);
    layout->addStretch(1);
    connect(title_, &QLineEdit::textEdited, this, [this](const QString &text) {
        touched_ = !text.simplified().isEmpty();
        emit changed();
    });
    connect(apply_, &QPushButton::clicked, this, &StartPage::applyRequested);
    showReport(nullptr);
}

void StartPage::load(const TrainingPlan &plan)
{
    touched_ = !plan.title.isEmpty();
    title_->setText(plan.title);
}

void StartPage::store(TrainingPlan &plan) const
{
    plan.title = touched_ ? title_->text().simplified() : title_->placeholderText();
}

void StartPage::setUsualTitle(const QString &title)
{
    title_->setPlaceholderText(title);
    if (!touched_ && !title_->hasFocus())
        title_->setText(title);
}

void StartPage::setCommand(const QString &text)
{
    if (text != command_->toPlainText())
        command_->setPlainText(text);
}

void StartPage::showReport(const PlanReport *report)
{
    const QString none = QStringLiteral("–");
    proposal_->setVisible(report && report->proposal);
    if (!report) {
        memory_->setSegments({});
        for (QLabel *label : {memoryText_, time_, trained_})
            label->setText(none);
        return;
    }
    using Memory = PlanReport::Memory;
    const std::pair<QString, qint64 Memory::*> parts[] = {{tr("trained weights"), &Memory::parameters},
                                                          {tr("frozen weights"), &Memory::frozen},
                                                          {tr("gradients"), &Memory::gradients},
                                                          {tr("moments"), &Memory::moments},
                                                          {tr("activations"), &Memory::activations},
                                                          {tr("answers (KV)"), &Memory::kv},
                                                          {tr("program"), &Memory::program}};
    QList<SegmentBar::Segment> segments;
    for (const auto &[name, field] : parts)
        segments.append({name, double(report->memory.*field), bytes(report->memory.*field)});
    memory_->setSegments(segments, double(report->available), tr("free %1").arg(bytes(report->available)));
    QString text = report->fits ? tr("%1 are needed, %2 are free: it fits.")
                                : tr("%1 are needed, only %2 are free: it does not fit.");
    text = text.arg(bytes(report->memory.total), bytes(report->available));
    if (report->memory.spilled > 0)
        text += u' ' + tr("%1 more go to the disk.").arg(bytes(report->memory.spilled));
    memoryText_->setText(text);
    if (report->proposal) {
        QStringList changes = changesOf(report->proposal->arguments);
        if (changes.isEmpty())
            changes = report->proposal->changes;
        changes_->setText(tr("With these changes it needs %1:").arg(bytes(report->proposal->memory.total)) +
                          QStringLiteral("\n• ") + changes.join(QStringLiteral("\n• ")));
    }
    const QLocale locale;
    time_->setText(tr("about %1: %2 of %3 tokens, %4 tokens/s")
                       .arg(timeLeftText(report->seconds), tr("%Ln step(s)", nullptr, int(report->steps)),
                            locale.toString(report->tokensPerStep),
                            locale.toString(report->tokensPerSecond, 'f', 0)));
    const double share = report->modelParameters > 0
                             ? double(report->trainedParameters) / double(report->modelParameters) * 100
                             : 0;
    trained_->setText(tr("%1 parameters; the model has %2 (%3%)")
                          .arg(parameterText(report->trainedParameters),
                               parameterText(report->modelParameters),
                               locale.toString(share, 'f', share < 10 ? 1 : 0)));
}

QString StartPage::commandText() const
{
    return command_->toPlainText();
}

QString StartPage::memoryText() const
{
    return memoryText_->text();
}

QString StartPage::timeText() const
{
    return time_->text();
}

} // namespace mureum::ui
