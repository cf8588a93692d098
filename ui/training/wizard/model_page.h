#pragma once
#include "ui/training/wizard/wizard_page.h"

class QLabel;

namespace mureum::ui {

class ModelChoice;

/// The model that learns.
class ModelPage : public WizardPage
{
    Q_OBJECT
public:
    explicit ModelPage(QWidget *parent = nullptr);

    void load(const TrainingPlan &plan) override;
    void store(TrainingPlan &plan) const override;
    void showReport(const PlanReport *report) override;
    QString missing() const override;

    ModelChoice *choice() const { return model_; }
    QString nameText() const;
    QString parametersText() const;

private:
    ModelChoice *model_;
    QLabel *name_, *place_, *parameters_, *context_;
};

} // namespace mureum::ui
