#include "ui/quantization/wizard/scheme_fields.h"

#include "engine/quantize/quantize_plan.h"
#include "ui/quantization/scheme.h"
#include "ui/widgets/drawer.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace mureum::ui {

namespace {

QComboBox *numberBox(const QList<std::pair<QString, int>> &choices)
{
    auto *box = new QComboBox;
    for (const auto &[text, number] : choices)
        box->addItem(text, number);
    return box;
}

void choose(QComboBox *box, const QVariant &value)
{
    int index = box->findData(value);
    if (index < 0) { // of a command that was written by hand
        box->addItem(value.toString(), value);
        index = box->count() - 1;
    }
    box->setCurrentIndex(index);
}

} // namespace

SchemeFields::SchemeFields(QWidget *parent)
    : QWidget(parent), content_(new QWidget), drawer_(new Drawer(content_)), form_(nullptr),
      bits_(numberBox({{tr("4 bits"), 4}, {tr("8 bits"), 8}})), group_(numberBox({{tr("as many as fit"), 0},
                                                                                  {tr("32 columns"), 32},
                                                                                  {tr("64 columns"), 64},
                                                                                  {tr("128 columns"), 128}})),
      embeddings_(schemeBox()), head_(schemeBox()), actOrder_(new QCheckBox(tr("largest inputs first"))),
      symmetric_(new QCheckBox(tr("zero in the middle"))),
      doubled_(new QCheckBox(tr("quantize the scales, too"))),
      damping_(new OptionalDoubleSpinBox(0, 1, 0.001)), overrides_(new QLineEdit),
      seed_(new OptionalSpinBox(0, 2'000'000'000, 1)), threads_(new OptionalSpinBox(1, 4096, 1))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(drawer_);

    auto *scheme = new QGroupBox(tr("Scheme")), *layers = new QGroupBox(tr("Layers and the run"));
    form_ = new QFormLayout(scheme);
    add(form_, tr("Width:"), bits_,
        tr("Bits of a weight. 4 bits make the file about half as large as 8 do, and lose more."));
    add(form_, tr("Group:"), group_,
        tr("Columns that share a scale. Smaller groups lose less and make the file larger; 32 to 128 are "
           "usual."));
    add(form_, tr("Order:"), actOrder_,
        tr("GPTQ begins with the columns that matter most, so that their errors can still be made good. It "
           "mostly loses less, and such a model answers more slowly."));
    add(form_, tr("Range:"), symmetric_,
        tr("GPTQ with zero in the middle of each group's range: a little smaller, mostly loses more."));
    add(form_, tr("Damping:"), damping_,
        tr("GPTQ adds this share of the mean to the diagonal for the computation to stay stable. 0.01 is "
           "usual; with little data more."));
    add(form_, tr("Scales:"), doubled_,
        tr("NF4 keeps its scales in 8 bits, which saves 0.4 bits a weight and loses hardly anything."));

    auto *run = new QFormLayout(layers);
    add(run, tr("Embeddings:"), embeddings_,
        tr("Of the table of words. Automatic gives it 6 or 8 bits where the other layers have 4, as it "
           "suffers "
           "most."));
    add(run, tr("Head:"), head_,
        tr("Of the layer that chooses the next word, where it is not the table of words. Automatic gives it "
           "6 "
           "or 8 bits where the other layers have 4."));
    add(run, tr("Other layers:"), overrides_,
        tr("Exceptions, with spaces between them: PATTERN=SCHEME. ffn_down=q6_K gives these matrices of all "
           "layers another scheme, blk.0=keep leaves the first layer as it is, blk.3.attn_q=gptq:8:32 is "
           "GPTQ "
           "with 8 bits in groups of 32."));
    overrides_->setPlaceholderText(QStringLiteral("ffn_down=q6_K blk.0=keep"));
    add(run, tr("Seed:"), seed_,
        tr("Which part of long calibration data is taken follows from it: the same seed gives the same "
           "file."));
    add(run, tr("Threads:"), threads_,
        tr("Processor cores to compute with. All of them is usual; fewer leave room for other work. The file "
           "is the same."));
    damping_->setUsual(engine::QuantizePlan().damping,
                       tr("%1 (usual)").arg(QLocale().toString(engine::QuantizePlan().damping)));
    seed_->setUsual(1, tr("%1 (usual)").arg(1));
    threads_->setUsual(std::nullopt, tr("all cores"));

    auto *columns = new QHBoxLayout(content_);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->addWidget(scheme, 1, Qt::AlignTop);
    columns->addWidget(layers, 1, Qt::AlignTop);

    connect(bits_, &QComboBox::activated, this, [this] { emit bitsChosen(bits_->currentData().toInt()); });
    for (QComboBox *box : {group_, embeddings_, head_})
        connect(box, &QComboBox::currentIndexChanged, this, &SchemeFields::changed);
    for (QCheckBox *box : {actOrder_, symmetric_, doubled_})
        connect(box, &QCheckBox::toggled, this, &SchemeFields::changed);
    connect(overrides_, &QLineEdit::textChanged, this, &SchemeFields::changed);
    connect(damping_, &QDoubleSpinBox::valueChanged, this, &SchemeFields::changed);
    for (OptionalSpinBox *box : {seed_, threads_})
        connect(box, &QSpinBox::valueChanged, this, &SchemeFields::changed);
    follow({}, 4);
}

QComboBox *SchemeFields::schemeBox()
{
    auto *box = new QComboBox;
    box->addItem(tr("automatic"), QStringLiteral("auto"));
    box->addItem(tr("as it is"), QStringLiteral("keep"));
    for (const char *scheme : {"q8_0", "q6_K", "q4_K", "q4_0", "int8", "nf4"})
        box->addItem(wordsOf(QLatin1String(scheme), 0).name, QLatin1String(scheme));
    return box;
}

void SchemeFields::add(QFormLayout *form, const QString &label, QWidget *field, const QString &tip)
{
    field->setToolTip(tip);
    auto *name = new QLabel(label);
    name->setToolTip(tip);
    name->setBuddy(field);
    form->addRow(name, field);
}

void SchemeFields::load(const QuantizationPlan &plan)
{
    choose(group_, plan.group);
    choose(embeddings_, plan.embeddings);
    choose(head_, plan.head);
    actOrder_->setChecked(plan.actOrder);
    symmetric_->setChecked(plan.symmetric);
    doubled_->setChecked(!plan.plainScales);
    damping_->setNumber(plan.damping);
    overrides_->setText(plan.overrides.join(u' '));
    seed_->setNumber(plan.seed);
    threads_->setNumber(plan.threads);
}

void SchemeFields::store(QuantizationPlan &plan) const
{
    plan.group = group_->currentData().toInt();
    plan.embeddings = embeddings_->currentData().toString();
    plan.head = head_->currentData().toString();
    plan.actOrder = actOrder_->isChecked();
    plan.symmetric = symmetric_->isChecked();
    plan.plainScales = !doubled_->isChecked();
    plan.damping = damping_->number();
    plan.overrides =
        overrides_->text().split(QRegularExpression(QStringLiteral("[\\s,]+")), Qt::SkipEmptyParts);
    plan.seed = seed_->number();
    plan.threads = threads_->number();
}

void SchemeFields::follow(const QString &scheme, int bits)
{
    choose(bits_, bits);
    const bool gptq = scheme == QLatin1String("gptq"), nf4 = scheme == QLatin1String("nf4");
    for (QComboBox *box : {bits_, group_})
        form_->setRowVisible(box, isGrouped(scheme));
    for (QWidget *field : {static_cast<QWidget *>(actOrder_), static_cast<QWidget *>(symmetric_),
                           static_cast<QWidget *>(damping_)})
        form_->setRowVisible(field, gptq);
    form_->setRowVisible(doubled_, nf4);
    form_->parentWidget()->setVisible(isGrouped(scheme) || nf4);
}

} // namespace mureum::ui
