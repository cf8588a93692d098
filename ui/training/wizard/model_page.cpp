#include "ui/training/wizard/model_page.h"
#include "ui/settings/paths.h"
#include "ui/widgets/choice_cards.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace mureum::ui {

namespace {

constexpr QLatin1String bundled("bundled"), other("file");

QLabel *valueLabel()
{
    auto *label = new QLabel(QStringLiteral("–"));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

QString parameterText(qint64 count)
{
    const QLocale locale;
    if (count >= 1'000'000'000)
        return ModelPage::tr("%1 B").arg(locale.toString(double(count) / 1e9, 'f', 2));
    if (count >= 1'000'000)
        return ModelPage::tr("%1 M").arg(locale.toString(double(count) / 1e6, 'f', 1));
    return locale.toString(count);
}

ModelPage::ModelPage(QWidget *parent)
    : WizardPage(parent), models_(new ChoiceCards(tr("Base model"))), fileRow_(nullptr), file_(new QLineEdit),
      name_(valueLabel()), place_(valueLabel()), parameters_(valueLabel()), context_(valueLabel())
{
    models_->add(bundled, tr("The bundled model"),
                 tr("Small and quick: it learns a database in minutes on this computer."));
    models_->add(other, tr("A model of my own"),
                 tr("A GGUF file that is not quantized. Larger models answer better and take longer."));
    file_->setPlaceholderText(QStringLiteral("*.gguf"));
    file_->setToolTip(tr("The file is only read; what is learned goes to a folder of its own."));
    fileRow_ = rowOf({new QLabel(tr("File:")), file_,
                      browseButton(file_, tr("Choose a model"), tr("Models (*.gguf)"), false)});

    auto *about = new QGroupBox(tr("This model"));
    auto *form = new QFormLayout(about);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Name:"), name_);
    form->addRow(tr("Parameters:"), parameters_);
    form->addRow(tr("Context:"), context_);
    form->addRow(tr("File:"), place_);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(models_);
    layout->addWidget(fileRow_);
    layout->addWidget(about);
    layout->addStretch(1);
    models_->setOffered(bundled, !paths::bundledModel().isEmpty());
    fileRow_->setVisible(models_->choice() == other);
    connect(models_, &ChoiceCards::chosen, this, [this](const QString &choice) {
        fileRow_->setVisible(choice == other);
        emit changed();
    });
    connect(file_, &QLineEdit::textChanged, this, &ModelPage::changed);
}

void ModelPage::load(const TrainingPlan &plan)
{
    const bool own = !plan.model.isEmpty() && QFileInfo(plan.model) != QFileInfo(paths::bundledModel());
    models_->setChoice(own || !models_->offered(bundled) ? other : bundled);
    file_->setText(own ? plan.model : QString());
}

void ModelPage::store(TrainingPlan &plan) const
{
    plan.model = models_->choice() == other ? file_->text().trimmed() : QString();
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
    return models_->choice() == other && file_->text().trimmed().isEmpty() ? tr("Choose a model file.")
                                                                           : QString();
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
