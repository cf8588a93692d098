#pragma once
#include "ui/jobs/job_command.h"
#include "ui/training/wizard/plan_report.h"
#include "ui/widgets/form_page.h"

namespace mureum::ui {

/// One step of the wizard: it owns some of the plan's fields.
class WizardPage : public FormPage
{
    Q_OBJECT
public:
    using FormPage::FormPage;

    /// Fills the fields from the plan.
    virtual void load(const TrainingPlan &plan) = 0;
    /// Writes the fields that are its own into the plan.
    virtual void store(TrainingPlan &plan) const = 0;
    /// Hides what the program does not take. `help` is of the command that `kind` means.
    virtual void offer(const CliHelp &help, TrainingPlan::Kind kind);
    /// What would happen; null while it is not known.
    virtual void showReport(const PlanReport *report);
};

} // namespace mureum::ui
