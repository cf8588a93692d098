#pragma once
#include "ui/evaluation/api_keys.h"
#include "ui/jobs/background.h"
#include "ui/jobs/job_wizard.h"
#include "ui/settings/settings.h"
#include "ui/training/wizard/planner.h"

#include <functional>

namespace mureum::ui {

class DataPage;
class MethodPage;
class ModelPage;
class StartPage;
class WizardPage;

/// From data to a run in four steps: data, base model, method, start. What would happen is asked of
/// `mureum-cli ... --plan` while the user goes on. Offers only what mureum-cli says it can do.
class TrainingWizard : public JobWizard
{
    Q_OBJECT
public:
    enum Step { Data, Model, Method, Start };

    /// `folderFor` names the run directory of a title.
    TrainingWizard(Settings &settings, ApiKeys &keys, std::function<QString(const QString &)> folderFor,
                   QWidget *parent = nullptr);

    /// What would run now: what the program does not take is left out.
    TrainingPlan plan() const;
    /// What the fields are filled with: the open database, or a former run's settings.
    void setPlan(const TrainingPlan &plan);
    /// What `mureum-cli adapt` and `finetune` say they take.
    void setHelp(const CliHelp &adapt, const CliHelp &finetune);

    Step step() const;
    void goTo(Step step);
    /// Whether what would happen is known for what the fields say now.
    bool settled() const { return !planner_.busy() && helped_; }
    DataPage *dataPage() const { return data_; }
    ModelPage *modelPage() const { return model_; }
    MethodPage *methodPage() const { return method_; }
    StartPage *startPage() const { return start_; }

signals:
    /// `apiKey` is the teacher's; empty where none is asked. It goes to the job as MUREUM_API_KEY.
    void chosen(const mureum::ui::TrainingPlan &plan, const QString &apiKey);

private:
    void touch() override;
    void showState();
    void look() override;
    QString commandText() const override;
    void begin() override;
    void applyProposal();
    QString usualDatabase() const;
    QString usualTitle(const TrainingPlan &plan) const;
    const CliHelp &help() const;

    Settings &settings_;
    std::function<QString(const QString &)> folderFor_;
    QString program_;
    QList<WizardPage *> pages_;
    DataPage *data_;
    ModelPage *model_;
    MethodPage *method_;
    StartPage *start_;
    TrainingPlan given_; ///< what has no field is kept from it
    CliHelp adaptHelp_, finetuneHelp_;
    bool helped_ = false, loading_ = false;
    Planner planner_;
    Background helper_;
};

} // namespace mureum::ui
