#include "ui/quantization/wizard/model_step.h"

#include "ui/quantization/size_text.h"
#include "ui/widgets/model_choice.h"
#include "ui/widgets/value_label.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QVBoxLayout>

namespace mureum::ui {

ModelStep::ModelStep(QWidget *parent)
    : QuantizeStep(parent),
      model_(new ModelChoice({tr("Model"), tr("Small already: a good one to try it with, in minutes."),
                              tr("A GGUF file with 8 bits a weight or more. The larger it is, the more "
                                 "there is to gain."),
                              tr("The file is only read; the smaller one is a file of its own.")})),
      name_(valueLabel()), parameters_(valueLabel()), type_(valueLabel()), size_(valueLabel()),
      memory_(valueLabel()), place_(valueLabel())
{
    auto *about = new QGroupBox(tr("This model"));
    auto *form = new QFormLayout(about);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Name:"), name_);
    form->addRow(tr("Parameters:"), parameters_);
    form->addRow(tr("Weights:"), type_);
    form->addRow(tr("File size:"), size_);
    form->addRow(tr("Memory:"), memory_);
    form->addRow(tr("File:"), place_);
    memory_->setToolTip(
        tr("Weights, and keys and values of a full context; the program itself comes on top"));

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(model_);
    layout->addWidget(about);
    layout->addStretch(1);
    connect(model_, &ModelChoice::changed, this, &ModelStep::changed);
}

void ModelStep::load(const QuantizationPlan &plan)
{
    model_->setModel(plan.model);
}

void ModelStep::store(QuantizationPlan &plan) const
{
    plan.model = model_->model();
}

void ModelStep::follow(const QuantizationForecast *forecast, const QuantizationPlan &)
{
    if (!forecast) {
        for (QLabel *label : {name_, parameters_, type_, size_, memory_, place_})
            label->setText(QStringLiteral("–"));
        return;
    }
    name_->setText(forecast->modelName);
    parameters_->setText(parameterText(forecast->parameters));
    type_->setText(
        tr("%1, %2 bits a weight")
            .arg(forecast->modelType.toUpper(), QLocale().toString(forecast->bitsPerWeight, 'f', 1)));
    size_->setText(sizeText(forecast->bytes));
    memory_->setText(sizeText(forecast->memory));
    place_->setText(forecast->modelFile);
}

QString ModelStep::missing() const
{
    return model_->missing();
}

QString ModelStep::factsText() const
{
    return QStringList{name_->text(), parameters_->text(), type_->text(), size_->text()}.join(
        QStringLiteral(" · "));
}

} // namespace mureum::ui
