#include "ui/quantization/wizard/summary_step.h"

#include "ui/jobs/findings.h"
#include "ui/quantization/scheme.h"
#include "ui/quantization/size_text.h"
#include "ui/widgets/value_label.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace mureum::ui {

SummaryStep::SummaryStep(QWidget *parent)
    : QuantizeStep(parent), title_(new QLineEdit), model_(valueLabel()), scheme_(valueLabel()),
      sizes_(valueLabel()), memory_(valueLabel()), calibration_(valueLabel()), measure_(valueLabel()),
      command_(commandView())
{
    auto *name = new QFormLayout;
    name->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    name->addRow(tr("Name:"), title_);
    auto *what = new QGroupBox(tr("What will be done"));
    auto *form = new QFormLayout(what);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Model:"), model_);
    form->addRow(tr("Scheme:"), scheme_);
    form->addRow(tr("File:"), sizes_);
    form->addRow(tr("Memory:"), memory_);
    form->addRow(tr("Calibrated with:"), calibration_);
    form->addRow(tr("Measured by:"), measure_);
    auto *note = wrappedLabel();
    note->setText(tr("The original is not touched. It may be stopped at any time and goes on where it was."));
    note->setForegroundRole(QPalette::PlaceholderText);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addLayout(name);
    layout->addWidget(what);
    layout->addWidget(note);
    layout->addWidget(new QLabel(tr("The command that runs:")));
    layout->addWidget(command_);
    layout->addStretch(1);
    connect(title_, &QLineEdit::textEdited, this, [this](const QString &text) {
        touched_ = !text.simplified().isEmpty();
        emit changed();
    });
}

void SummaryStep::load(const QuantizationPlan &plan)
{
    touched_ = !plan.title.isEmpty();
    title_->setText(plan.title);
}

void SummaryStep::store(QuantizationPlan &plan) const
{
    plan.title = touched_ ? title_->text().simplified() : title_->placeholderText();
}

void SummaryStep::setUsualTitle(const QString &title)
{
    title_->setPlaceholderText(title);
    if (!touched_ && !title_->hasFocus())
        title_->setText(title);
}

void SummaryStep::setCommand(const QString &text)
{
    if (text != command_->toPlainText())
        command_->setPlainText(text);
}

void SummaryStep::follow(const QuantizationForecast *forecast, const QuantizationPlan &plan)
{
    const QString none = QStringLiteral("–");
    const auto *scheme = forecast ? forecast->find(plan.scheme, plan.bits) : nullptr;
    model_->setText(forecast ? tr("%1, %2").arg(forecast->modelName, forecast->modelFile) : none);
    const SchemeWords words = wordsOf(plan.scheme, plan.bits);
    scheme_->setText(words.name + QStringLiteral(": ") + words.text);
    sizes_->setText(none);
    memory_->setText(none);
    if (scheme && scheme->usable()) {
        sizes_->setText(tr("%1 instead of %2, %3 bits a weight")
                            .arg(sizeText(scheme->bytes), sizeText(forecast->bytes),
                                 QLocale().toString(scheme->bitsPerWeight, 'f', 1)));
        memory_->setText(tr("%1 instead of %2").arg(sizeText(scheme->memory), sizeText(forecast->memory)));
    }
    calibration_->setText(!isCalibrated(plan)          ? tr("nothing: it is not needed")
                          : plan.calibration.isEmpty() ? tr("sample questions")
                                                       : plan.calibration);
    QString measure = !plan.measure               ? tr("nothing")
                      : plan.evaluation.isEmpty() ? tr("sample questions")
                                                  : plan.evaluation;
    if (plan.measure && !plan.text.isEmpty())
        measure = tr("%1, and the text %2").arg(measure, plan.text);
    measure_->setText(measure);
}

QString SummaryStep::commandText() const
{
    return command_->toPlainText();
}

QString SummaryStep::sizesText() const
{
    return sizes_->text();
}

} // namespace mureum::ui
