#include "ui/training/wizard/advanced_fields.h"
#include "ui/widgets/drawer.h"

#include "engine/model/adapter.h"
#include "engine/train/finetune.h"
#include "engine/train/finetune_presets.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QGroupBox>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

namespace {

constexpr int layersInRow = 3;

} // namespace

AdvancedFields::AdvancedFields(QWidget *parent)
    : QWidget(parent), content_(new QWidget), drawer_(new Drawer(content_)),
      rslora_(new QCheckBox(tr("rank-stabilized"))), checkpointing_(new QCheckBox(tr("compute twice"))),
      spill_(new QCheckBox(tr("keep on the disk"))), targets_(new QWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(drawer_);
    build();
}

QFormLayout *AdvancedFields::group(const QString &title)
{
    auto *box = new QGroupBox(title);
    auto *form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

void AdvancedFields::add(const char *option, const QString &label, QWidget *field, const QString &tip)
{
    field->setToolTip(tip);
    auto *name = new QLabel(label);
    name->setToolTip(tip);
    name->setBuddy(field);
    form_->addRow(name, field);
    rows_.push_back({QLatin1String(option), field, form_});
}

void AdvancedFields::integer(const char *option, const QString &label, int lowest, int highest,
                             const QString &tip)
{
    const auto &all = integerOptions();
    const auto known = std::find_if(all.begin(), all.end(), [option](const IntegerOption &one) {
        return QLatin1String(one.option) == QLatin1String(option);
    });
    auto *box = new OptionalSpinBox(lowest, highest, 1);
    connect(box, &QSpinBox::valueChanged, this, &AdvancedFields::changed);
    integers_.push_back({box, known->field});
    add(option, label, box, tip);
}

void AdvancedFields::real(const char *option, const QString &label, double lowest, double highest,
                          double unit, const QString &tip)
{
    const auto &all = realOptions();
    const auto known = std::find_if(all.begin(), all.end(), [option](const RealOption &one) {
        return QLatin1String(one.option) == QLatin1String(option);
    });
    auto *box = new OptionalDoubleSpinBox(lowest, highest, unit);
    connect(box, &QDoubleSpinBox::valueChanged, this, &AdvancedFields::changed);
    reals_.push_back({box, known->field});
    add(option, label, box, tip);
}

void AdvancedFields::build()
{
    constexpr int many = 1'000'000;
    QFormLayout *adapter = form_ = group(tr("Adapter"));
    integer("--rank", tr("Rank:"), 1, 4096,
            tr("How much the adapter can learn: more is stronger, larger and slower. 8 to 64 are usual."));
    real("--alpha", tr("Alpha:"), 0.001, 100'000, 0.001,
         tr("How strongly the adapter counts: its change is multiplied by alpha / rank. One to two times the "
            "rank is "
            "usual, 16 to 64."));
    real("--dropout", tr("Dropout:"), 0, 0.9, 0.05,
         tr("Share of the adapter's input that is left out at random while training, against learning by "
            "heart. 0 to "
            "0.1 are usual."));
    add("--rslora", tr("Scale:"), rslora_,
        tr("Multiply by alpha / √rank instead, so that high ranks learn as fast as low ones. Of use from "
           "rank 32 "
           "on."));
    auto *grid = new QGridLayout(targets_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    for (const engine::AdapterTarget &target : engine::adapterTargets()) {
        auto *box = new QCheckBox(QString::fromUtf8(target.module.data(), qsizetype(target.module.size())));
        grid->addWidget(box, int(layers_.size()) / layersInRow, int(layers_.size()) % layersInRow);
        layers_.append(box);
        connect(box, &QCheckBox::toggled, this, &AdvancedFields::changed);
    }
    add("--targets", tr("Layers:"), targets_,
        tr("Layers the adapter changes. All but lm_head are usual; fewer need less memory and learn less."));

    QFormLayout *course = form_ = group(tr("Training"));
    integer("--steps", tr("Steps:"), 1, 100'000'000,
            tr("How often the weights change. 100 to 1,000 are usual for one database."));
    real("--learning-rate", tr("Learning rate:"), 1e-8, 1, 1e-8,
         tr("How far the weights move in a step at most. 0.0001 to 0.002 are usual for adapters, a tenth of "
            "it for "
            "every weight; where the loss jumps it is too high."));
    integer("--evaluate-every", tr("Evaluate every:"), 1, many,
            tr("Steps between measurements on the questions to judge by; the best measurement is kept. 25 to "
               "200 are "
               "usual."));
    integer(
        "--patience", tr("Patience:"), 0, 1000,
        tr("Measurements without a better score that end the run early; 0: it runs to its end. 3 to 5 are "
           "usual."));
    integer("--checkpoint-every", tr("Checkpoint every:"), 1, many,
            tr("Steps between checkpoints: that much is lost at most when the computer stops. 25 to 500 are "
               "usual."));
    integer("--seed", tr("Seed:"), 0, 2'000'000'000,
            tr("Everything drawn by chance follows from it: the same seed gives the same run."));

    QFormLayout *memory = form_ = group(tr("Memory and speed"));
    integer("--batch-tokens", tr("Tokens of a batch:"), 64, 1 << 20,
            tr("What is learned from at once: more is steadier and needs more memory. 1,024 to 8,192 are "
               "usual."));
    integer("--accumulation", tr("Batches of a step:"), 1, 4096,
            tr("Batches that make one step together: the same as larger batches, in the memory of one. 1 to "
               "32 are "
               "usual."));
    add("--checkpointing", tr("Activations:"), checkpointing_,
        tr("Keep few intermediate values and compute them again: much less memory, about a third slower."));
    integer(
        "--memory", tr("MiB at most:"), 16, 1 << 30,
        tr("Smaller batches and a smaller base are chosen until the training fits. Left out: what is free."));
    integer("--threads", tr("Threads:"), 1, 4096,
            tr("Processor cores to compute with. All of them is usual; fewer leave room for other work."));

    QFormLayout *answers = form_ = group(tr("Answers"));
    real("--beta", tr("Beta:"), 1e-4, 100, 1e-4,
         tr("How closely the model stays to what it was: small moves far. 0.05 to 0.5 are usual."));
    integer("--samples", tr("Answers drawn:"), 2, 64,
            tr("Answers the model tries for each question to find right and wrong ones. 4 to 16 are usual."));
    integer("--candidates", tr("Candidates:"), 1, 64,
            tr("Answers the model weighs against each other when it is measured before and after. 1 is "
               "quickest, 6 "
               "is as the Ask page does it."));

    for (QCheckBox *box : {rslora_, checkpointing_, spill_})
        connect(box, &QCheckBox::toggled, this, &AdvancedFields::changed);
    auto *columns = new QHBoxLayout(content_);
    columns->setContentsMargins(0, 0, 0, 0);
    for (const auto &pair : {std::pair(adapter, answers), std::pair(course, memory)}) {
        auto *column = new QVBoxLayout;
        column->addWidget(pair.first->parentWidget());
        column->addWidget(pair.second->parentWidget());
        column->addStretch(1);
        columns->addLayout(column, 1);
    }
}

QWidget *AdvancedFields::field(const QString &option) const
{
    const auto row =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row &one) { return one.option == option; });
    return row == rows_.end() ? nullptr : row->field;
}

bool AdvancedFields::shown(const QString &option) const
{
    const auto row =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row &one) { return one.option == option; });
    return row != rows_.end() && row->offered && row->used;
}

void AdvancedFields::load(const TrainingPlan &plan)
{
    for (const IntegerRow &row : integers_)
        row.box->setNumber(plan.*row.field);
    for (const RealRow &row : reals_)
        row.box->setNumber(plan.*row.field);
    rslora_->setChecked(plan.rslora);
    checkpointing_->setChecked(plan.checkpointing);
    spill_->setChecked(plan.spill);
    const auto &usualLayers = engine::AdapterConfig().targets;
    for (QCheckBox *box : layers_)
        box->setChecked(plan.targets.isEmpty() ? std::find(usualLayers.begin(), usualLayers.end(),
                                                           box->text().toStdString()) != usualLayers.end()
                                               : plan.targets.contains(box->text()));
}

void AdvancedFields::store(TrainingPlan &plan) const
{
    for (const IntegerRow &row : integers_)
        plan.*row.field = row.box->number();
    for (const RealRow &row : reals_)
        plan.*row.field = row.box->number();
    plan.rslora = rslora_->isChecked();
    plan.checkpointing = checkpointing_->isChecked();
    plan.spill = spill_->isChecked();
    plan.targets.clear();
    QStringList usualLayers;
    for (const std::string &layer : engine::AdapterConfig().targets)
        usualLayers.append(QString::fromStdString(layer));
    for (const QCheckBox *box : layers_)
        if (box->isChecked())
            plan.targets.append(box->text());
    if (plan.targets == usualLayers)
        plan.targets.clear();
}

void AdvancedFields::offer(const CliHelp &help)
{
    for (Row &row : rows_)
        row.offered = help.has(row.option);
    arrange();
}

void AdvancedFields::usual(const char *option, std::optional<double> value, const QString &text)
{
    QWidget *found = field(QLatin1String(option));
    const QString shown = !text.isEmpty() ? text
                          : value         ? tr("%1 (usual)").arg(QLocale().toString(*value, 'g', 12))
                                          : tr("as usual");
    for (const IntegerRow &row : integers_)
        if (row.box == found)
            row.box->setUsual(value ? std::optional<int>(int(*value)) : std::nullopt, shown);
    for (const RealRow &row : reals_)
        if (row.box == found)
            row.box->setUsual(value, shown);
}

void AdvancedFields::follow(const TrainingPlan &plan)
{
    const TrainingPlan kept = normalized(plan);
    const bool preference = plan.method == QLatin1String("dpo"), full = plan.tuning == QLatin1String("full");
    for (Row &row : rows_) {
        if (row.form == rows_.front().form)
            row.used = !full;
        if (row.option == QLatin1String("--beta"))
            row.used = preference;
        if (row.option == QLatin1String("--samples"))
            row.used = plan.method == QLatin1String("rejection") || (preference && kept.pairs.isEmpty());
    }
    const engine::FinetuneConfig config;
    for (const engine::FinetunePreset &preset : engine::finetunePresets)
        if (plan.preset == QLatin1String(preset.name)) {
            const auto ofPreset = [this](const char *option, double value) {
                usual(option, value, tr("%1 (preset)").arg(QLocale().toString(value, 'g', 12)));
            };
            ofPreset("--rank", preset.rank);
            ofPreset("--steps", double(preset.steps));
            ofPreset("--evaluate-every", double(preset.evaluateEvery));
        }
    usual("--alpha", config.adapter.alpha);
    usual("--dropout", config.adapter.dropout);
    usual("--learning-rate", config.train.learningRate);
    usual("--patience", config.train.patience);
    usual("--checkpoint-every", double(config.train.checkpointEvery));
    usual("--seed", double(config.train.seed));
    usual("--batch-tokens", double(config.train.batchTokens));
    usual("--accumulation", config.train.accumulation);
    usual("--beta", config.beta);
    usual("--memory", std::nullopt, tr("no limit"));
    usual("--threads", std::nullopt, tr("all cores"));
    usual("--samples", std::nullopt);
    usual("--candidates", std::nullopt);
    arrange();
}

void AdvancedFields::arrange()
{
    std::vector<QFormLayout *> filled;
    for (const Row &row : rows_) {
        const bool visible = row.offered && row.used;
        row.form->setRowVisible(row.field, visible);
        if (visible)
            filled.push_back(row.form);
    }
    for (const Row &row : rows_)
        row.form->parentWidget()->setVisible(std::find(filled.begin(), filled.end(), row.form) !=
                                             filled.end());
}

} // namespace mureum::ui
