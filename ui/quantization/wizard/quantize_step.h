#pragma once
#include "ui/quantization/wizard/quantization_forecast.h"
#include "ui/quantization/wizard/quantization_plan.h"
#include "ui/widgets/form_page.h"

namespace mureum::ui {

/// One step of the wizard that quantizes: it owns some of the plan's fields.
class QuantizeStep : public FormPage
{
    Q_OBJECT
public:
    using FormPage::FormPage;

    /// Fills the fields from the plan.
    virtual void load(const QuantizationPlan &plan) = 0;
    /// Writes the fields that are its own into the plan.
    virtual void store(QuantizationPlan &plan) const = 0;
    /// What every scheme would make of the model; null while it is not known. `plan` is what would run.
    virtual void follow(const QuantizationForecast *forecast, const QuantizationPlan &plan) = 0;
};

} // namespace mureum::ui
