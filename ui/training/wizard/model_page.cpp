#include "ui/training/wizard/model_page.h"
#include "ui/widgets/model_choice.h"
#include "ui/widgets/value_label.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace mureum::ui {

ModelPage::ModelPage(QWidget *parent)
    : WizardPage(parent),
      model_(new ModelChoice(
          {tr("Base model"), tr("Small and quick: it learns a database in minutes on this computer."),
           tr("A GGUF file that is not quantized. Larger models answer better and take longer."),
           tr("The file is only read; what is learned goes to a folder of its own.")})),
      name_(valueLabel()), place_(valueLabel()), parameters_(valueLabel()), context_(valueLabel())
{
    auto *about = new QGroupBox(tr("This model"));
    auto *form = new QFormLayout(about);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Name:"), name_);
    form->addRow(tr("Parameters:"), parameters_);
    form->addRow(tr("Context:"), context_);
    form->addRow(tr("File:"), place_);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(model_);
    layout->addWidget(about);
    layout->addStretch(1);
    connect(model_, &ModelChoice::changed, this, &ModelPage::changed);
}

void ModelPage::load(const TrainingPlan &plan)
{
    model_->setModel(plan.model);
}

void ModelPage::store(TrainingPlan &plan) const
{
    plan.model = model_->model();
}

void ModelPage::showReport(const PlanReport *report)
{
    const QString none = QStringLiteral("–");
    name_->setText(report ? report->modelName : none);
    place_->setText(report ? report->modelFile : none);
    parameters_->setText(report ? parameterText(report->modelParameters) : none);
    context_->setText(report ? tr("%1 tokens").arg(QLocale().toString(report->context)) : none);
}

QString ModelPage::missing() const
{
    return model_->missing();
}

QString ModelPage::nameText() const
{
    return name_->text();
}

QString ModelPage::parametersText() const
{
    return parameters_->text();
}

} // namespace mureum::ui
