#pragma once
#include "ui/jobs/job_wizard.h"
#include "ui/quantization/wizard/quantization_forecast.h"
#include "ui/quantization/wizard/quantization_plan.h"

#include <functional>

namespace mureum::ui {

class DataStep;
class ModelStep;
class QuantizeStep;
class SchemeStep;
class SummaryStep;

/// From a model to a smaller one in four steps: model, scheme, questions, start. What every scheme would make
/// of it is asked of `mureum-cli quantize --plan` while the user goes on.
class QuantizeWizard : public JobWizard
{
    Q_OBJECT
public:
    enum Step { Model, Scheme, Data, Start };

    /// `folderFor` names the run directory of a title.
    explicit QuantizeWizard(std::function<QString(const QString &)> folderFor, QWidget *parent = nullptr);

    QuantizationPlan plan() const;
    /// What the fields are filled with. The scheme is the recommended one unless `keepScheme`.
    void setPlan(const QuantizationPlan &plan, bool keepScheme);

    Step step() const { return Step(currentStep()); }
    void goTo(Step step) { setCurrentStep(step); }
    /// Whether what the fields say now has been looked at.
    bool settled() const { return !forecaster_.busy(); }
    ModelStep *modelStep() const { return model_; }
    SchemeStep *schemeStep() const { return scheme_; }
    DataStep *dataStep() const { return data_; }
    SummaryStep *summaryStep() const { return summary_; }

signals:
    void chosen(const mureum::ui::QuantizationPlan &plan);

private:
    QuantizationPlan fields() const;
    void touch() override;
    void showForecast();
    void look() override;
    QString commandText() const override;
    void begin() override;
    QString usualTitle(const QuantizationPlan &plan) const;

    std::function<QString(const QString &)> folderFor_;
    QString program_;
    ModelStep *model_;
    SchemeStep *scheme_;
    DataStep *data_;
    SummaryStep *summary_;
    QList<QuantizeStep *> pages_;
    QuantizationPlan given_; ///< what has no field is kept from it
    bool loading_ = false;
    QuantizationForecaster forecaster_;
};

} // namespace mureum::ui
