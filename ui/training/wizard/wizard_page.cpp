#include "ui/training/wizard/wizard_page.h"

namespace mureum::ui {

void WizardPage::offer(const CliHelp &, TrainingPlan::Kind) {}

void WizardPage::showReport(const PlanReport *) {}

} // namespace mureum::ui
