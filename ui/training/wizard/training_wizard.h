#pragma once
#include "ui/evaluation/api_keys.h"
#include "ui/settings/settings.h"
#include "ui/training/wizard/training_plan.h"

#include <QDialog>

#include <functional>

namespace mureum::ui {

/// From data to a run in four steps: data, base model, method, start. What would happen is asked of
/// `mureum-cli ... --plan` while the user goes on. Offers only what mureum-cli says it can do. Deletes itself
/// when it is closed.
class TrainingWizard : public QDialog
{
    Q_OBJECT
public:
    /// `folderFor` names the run directory of a title.
    TrainingWizard(Settings &settings, ApiKeys &keys, std::function<QString(const QString &)> folderFor,
                   QWidget *parent = nullptr);

    TrainingPlan plan() const;
    /// What the fields are filled with: the open database, or a former run's settings.
    void setPlan(const TrainingPlan &plan);

signals:
    /// `apiKey` is the teacher's; empty where none is asked. It goes to the job as MUREUM_API_KEY.
    void chosen(const mureum::ui::TrainingPlan &plan, const QString &apiKey);
};

} // namespace mureum::ui
