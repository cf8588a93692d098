#pragma once
#include "ui/training/wizard/wizard_page.h"

class QFormLayout;
class QLabel;

namespace mureum::ui {

class ChoiceCards;

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

    ChoiceCards *models() const { return models_; }
    QLineEdit *fileField() const { return file_; }
    QString nameText() const;
    QString parametersText() const;

private:
    ChoiceCards *models_;
    QWidget *fileRow_;
    QLineEdit *file_;
    QLabel *name_, *place_, *parameters_, *context_;
};

/// 10,500,000 as "10.5 M".
QString parameterText(qint64 count);

} // namespace mureum::ui
