#include "ui/training/adapt_dialog.h"

#include "engine/train/finetune_presets.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QThread>
#include <QVBoxLayout>

#include <cmath>

namespace mureum::ui {

namespace {

QString presetText(const QString &preset)
{
    const QString name = preset == QLatin1String("quick")      ? AdaptDialog::tr("Quick")
                         : preset == QLatin1String("balanced") ? AdaptDialog::tr("Balanced")
                                                               : AdaptDialog::tr("Thorough");
    return AdaptDialog::tr("%1 (about %n min)", nullptr, estimatedMinutes(preset)).arg(name);
}

} // namespace

int estimatedMinutes(const QString &preset)
{
    // A step takes about a second of one core, and a fixed part goes into questions and measurements.
    constexpr double secondsPerStep = 1, fixed = 20, coresThatHelp = 8;
    for (const engine::FinetunePreset &known : engine::finetunePresets)
        if (preset == QLatin1String(known.name)) {
            const double cores = std::clamp(double(QThread::idealThreadCount()), 1.0, coresThatHelp);
            return std::max(1, int(std::lround((double(known.steps) * secondsPerStep / cores + fixed) / 60)));
        }
    return 1;
}

AdaptDialog::AdaptDialog(const TrainingPlan &plan, QWidget *parent)
    : QDialog(parent), plan_(plan), presets_(new QButtonGroup(this)), korean_(new QCheckBox(tr("Korean"))),
      english_(new QCheckBox(tr("English"))), start_(nullptr)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Adapt to this database"));
    auto *text = new QLabel(
        tr("The model learns to answer questions about %1. Thousands of questions with their SQL are made up "
           "from its "
           "tables and values, and an adapter is trained on them beside the model. Some questions are kept "
           "out to measure what it gained. The adapter is used for this database if it answers them better.")
            .arg(QFileInfo(plan.database).fileName()));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setMinimumWidth(440);
    auto *quiet =
        new QLabel(plan.verified.isEmpty()
                       ? tr("The database is only read. Nothing leaves this machine.")
                       : tr("The database is only read. Nothing leaves this machine. Pairs you have verified "
                            "count more than those made up."));
    quiet->setForegroundRole(QPalette::PlaceholderText);
    quiet->setWordWrap(true);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(text);
    layout->addWidget(quiet);
    for (const engine::FinetunePreset &preset : engine::finetunePresets) {
        auto *choice = new QRadioButton(presetText(QLatin1String(preset.name)));
        choice->setProperty("preset", QLatin1String(preset.name));
        choice->setChecked(plan.preset == QLatin1String(preset.name));
        presets_->addButton(choice);
        layout->addWidget(choice);
    }
    auto *languages = new QHBoxLayout;
    languages->addWidget(new QLabel(tr("Questions in")));
    languages->addWidget(korean_);
    languages->addWidget(english_);
    languages->addStretch(1);
    layout->addLayout(languages);
    korean_->setChecked(plan.languages.contains(QStringLiteral("ko")));
    english_->setChecked(plan.languages.contains(QStringLiteral("en")));

    auto *buttons = new QDialogButtonBox;
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    start_ = buttons->addButton(tr("Start"), QDialogButtonBox::AcceptRole);
    start_->setDefault(true);
    layout->addWidget(buttons);
    start_->setFocus();
    const auto update = [this] { start_->setEnabled(korean_->isChecked() || english_->isChecked()); };
    connect(korean_, &QCheckBox::toggled, this, update);
    connect(english_, &QCheckBox::toggled, this, update);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit chosen(AdaptDialog::plan());
        accept();
    });
}

TrainingPlan AdaptDialog::plan() const
{
    TrainingPlan plan = plan_;
    if (const QAbstractButton *choice = presets_->checkedButton())
        plan.preset = choice->property("preset").toString();
    plan.languages.clear();
    if (korean_->isChecked())
        plan.languages.append(QStringLiteral("ko"));
    if (english_->isChecked())
        plan.languages.append(QStringLiteral("en"));
    return plan;
}

void AdaptDialog::choosePreset(const QString &preset)
{
    for (QAbstractButton *choice : presets_->buttons())
        if (choice->property("preset").toString() == preset)
            choice->click();
}

QCheckBox *AdaptDialog::languageBox(const QString &language) const
{
    return language == QLatin1String("ko") ? korean_ : english_;
}

} // namespace mureum::ui
