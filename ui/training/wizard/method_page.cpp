#include "ui/training/wizard/method_page.h"
#include "engine/train/finetune_presets.h"
#include "ui/evaluation/server_fields.h"
#include "ui/training/wizard/advanced_fields.h"
#include "ui/widgets/choice_cards.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

MethodPage::MethodPage(ApiKeys &keys, QWidget *parent)
    : WizardPage(parent), methodTitle_(heading(tr("What it learns from"))),
      methods_(new ChoiceCards(tr("What it learns from"))), tunings_(new ChoiceCards(tr("What is trained"))),
      presets_(new ChoiceCards(tr("How thoroughly"))), pairsRow_(nullptr), pairs_(new QLineEdit),
      teacherBox_(new QGroupBox(tr("Teacher"))), teacher_(new ServerFields(keys, this)),
      advanced_(new AdvancedFields)
{
    buildCards();
    pairs_->setPlaceholderText(tr("made of the model's own right and wrong answers"));
    pairs_->setToolTip(tr("JSON lines with db_id, question, chosen and rejected"));
    pairsRow_ = rowOf({new QLabel(tr("Pairs:")), pairs_,
                       browseButton(pairs_, tr("Pairs of a better and a worse answer"),
                                    tr("Examples (*.jsonl *.json)"), false)});
    auto *teacher = new QFormLayout(teacherBox_);
    teacher_->addTo(teacher);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addWidget(heading(tr("How thoroughly")));
    layout->addWidget(presets_);
    layout->addSpacing(4);
    layout->addWidget(heading(tr("What is trained")));
    layout->addWidget(tunings_);
    layout->addSpacing(4);
    layout->addWidget(methodTitle_);
    layout->addWidget(methods_);
    layout->addWidget(pairsRow_);
    layout->addWidget(teacherBox_);
    layout->addSpacing(4);
    layout->addWidget(advanced_);
    layout->addStretch(1);

    for (ChoiceCards *cards : {methods_, tunings_, presets_})
        connect(cards, &ChoiceCards::chosen, this, &MethodPage::follow);
    connect(pairs_, &QLineEdit::textChanged, this, &MethodPage::follow);
    connect(teacher_, &ServerFields::changed, this, &MethodPage::changed);
    connect(advanced_, &AdvancedFields::changed, this, &MethodPage::changed);
    follow();
}

void MethodPage::buildCards()
{
    methods_->add(QStringLiteral("sft"), tr("Right answers"), tr("The SQL in the data. The usual way."));
    methods_->add(QStringLiteral("rejection"), tr("Own right answers"),
                  tr("It tries each question several times and learns what came out right."));
    methods_->add(QStringLiteral("dpo"), tr("Better and worse"),
                  tr("It learns to prefer right answers to its own wrong ones."));
    methods_->add(QStringLiteral("distill"), tr("A teacher"),
                  tr("A stronger model on a server writes the SQL; what runs and gives rows is learned."));
    tunings_->add(QStringLiteral("lora"), tr("An adapter (LoRA)"),
                  tr("A small addition to the model that can be switched on and off."));
    tunings_->add(QStringLiteral("qlora"), tr("An adapter on 4 bit (QLoRA)"),
                  tr("The model itself is kept in a quarter of the memory. For large models."));
    tunings_->add(QStringLiteral("full"), tr("Every weight"),
                  tr("The strongest, with the most memory. The result is a new model."));
    presets_->add(QStringLiteral("quick"), tr("Quick"), {});
    presets_->add(QStringLiteral("balanced"), tr("Balanced"), {});
    presets_->add(QStringLiteral("thorough"), tr("Thorough"), {});
    presets_->setChoice(QStringLiteral("balanced"));
}

bool MethodPage::taught() const
{
    return methods_->choice() == QLatin1String("distill");
}

void MethodPage::follow()
{
    const bool full = tunings_->choice() == QLatin1String("full");
    for (const engine::FinetunePreset &preset : engine::finetunePresets) {
        const QString id = QLatin1String(preset.name);
        const QString what = id == QLatin1String("quick") ? tr("To see whether it helps.")
                             : id == QLatin1String("balanced")
                                 ? tr("For one database.")
                                 : tr("For many questions, and the best score.");
        const QString steps = tr("%Ln step(s)", nullptr, int(preset.steps));
        presets_->setText(id, (full ? steps + u'.' : tr("%1, rank %2.").arg(steps).arg(preset.rank)) + u' ' +
                                  what);
    }
    pairsRow_->setVisible(methods_->choice() == QLatin1String("dpo") &&
                          kind_ == TrainingPlan::Kind::Finetune);
    teacherBox_->setVisible(taught());
    if (taught())
        teacher_->loadKey();
    TrainingPlan plan;
    store(plan);
    advanced_->follow(plan);
    emit changed();
}

void MethodPage::load(const TrainingPlan &plan)
{
    pairs_->setText(plan.pairs);
    teacher_->setServer(plan.teacherEndpoint, plan.teacherModel);
    advanced_->load(plan);
    methods_->setChoice(plan.method);
    tunings_->setChoice(plan.tuning);
    presets_->setChoice(plan.preset);
    follow();
}

void MethodPage::store(TrainingPlan &plan) const
{
    plan.method = methods_->choice();
    plan.tuning = tunings_->choice();
    plan.preset = presets_->choice();
    plan.pairs = kind_ == TrainingPlan::Kind::Finetune ? pairs_->text().trimmed() : QString();
    plan.teacherEndpoint = teacher_->endpoint();
    plan.teacherModel = teacher_->model();
    advanced_->store(plan);
}

void MethodPage::offer(const CliHelp &help, TrainingPlan::Kind kind)
{
    kind_ = kind;
    const QStringList methods = help.choices(QStringLiteral("--method"));
    int ways = 0;
    for (const char *method : {"rejection", "dpo", "distill"}) {
        const bool teacher = QLatin1String(method) == QLatin1String("distill");
        // adapt has no --method: its teacher is named or not.
        const bool takes = teacher && kind == TrainingPlan::Kind::Adapt
                               ? help.has(QStringLiteral("--teacher-endpoint"))
                               : methods.contains(QLatin1String(method));
        methods_->setOffered(QLatin1String(method), takes);
        ways += takes;
    }
    methodTitle_->setVisible(ways > 0);
    methods_->setVisible(ways > 0);
    const QStringList tunings = help.choices(QStringLiteral("--tuning"));
    for (const char *tuning : {"qlora", "full"})
        tunings_->setOffered(QLatin1String(tuning), tunings.contains(QLatin1String(tuning)));
    advanced_->offer(help);
    follow();
}

QString MethodPage::missing() const
{
    if (taught() && teacher_->endpoint().isEmpty())
        return tr("Name the teacher's server.");
    if (taught() && teacher_->model().isEmpty())
        return tr("Name the teacher's model.");
    return {};
}

QString MethodPage::apiKey() const
{
    return taught() ? teacher_->key() : QString();
}

void MethodPage::keepKey()
{
    if (taught())
        teacher_->keepKey();
}

} // namespace mureum::ui
