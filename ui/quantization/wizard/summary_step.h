#pragma once
#include "ui/quantization/wizard/quantize_step.h"

class QLabel;
class QPlainTextEdit;

namespace mureum::ui {

/// What will be done, its name, and the command.
class SummaryStep : public QuantizeStep
{
    Q_OBJECT
public:
    explicit SummaryStep(QWidget *parent = nullptr);

    void load(const QuantizationPlan &plan) override;
    void store(QuantizationPlan &plan) const override;
    void follow(const QuantizationForecast *forecast, const QuantizationPlan &plan) override;
    /// The name of a run that was given none.
    void setUsualTitle(const QString &title);
    void setCommand(const QString &text);

    QLineEdit *titleField() const { return title_; }
    QString commandText() const;
    QString sizesText() const;

private:
    QLineEdit *title_;
    QLabel *model_, *scheme_, *sizes_, *memory_, *calibration_, *measure_;
    QPlainTextEdit *command_;
    bool touched_ = false;
};

} // namespace mureum::ui
