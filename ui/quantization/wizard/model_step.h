#pragma once
#include "ui/quantization/wizard/quantize_step.h"

class QLabel;

namespace mureum::ui {

class ModelChoice;

/// The model that is made smaller.
class ModelStep : public QuantizeStep
{
    Q_OBJECT
public:
    explicit ModelStep(QWidget *parent = nullptr);

    void load(const QuantizationPlan &plan) override;
    void store(QuantizationPlan &plan) const override;
    void follow(const QuantizationForecast *forecast, const QuantizationPlan &plan) override;
    QString missing() const override;

    ModelChoice *choice() const { return model_; }
    QString factsText() const; ///< what is said of the model, in one line

private:
    ModelChoice *model_;
    QLabel *name_, *parameters_, *type_, *size_, *memory_, *place_;
};

} // namespace mureum::ui
