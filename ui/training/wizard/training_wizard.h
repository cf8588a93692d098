#pragma once
#include "ui/evaluation/api_keys.h"
#include "ui/jobs/finding.h"
#include "ui/settings/settings.h"
#include "ui/training/wizard/planner.h"

#include <QDialog>

#include <functional>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace mureum::ui {

class DataPage;
class MethodPage;
class ModelPage;
class StartPage;
class WizardPage;

/// From data to a run in four steps: data, base model, method, start. What would happen is asked of
/// `mureum-cli ... --plan` while the user goes on. Offers only what mureum-cli says it can do. Deletes itself
/// when it is closed.
class TrainingWizard : public QDialog
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
    const std::vector<Finding> &findings() const { return findings_; }
    DataPage *dataPage() const { return data_; }
    ModelPage *modelPage() const { return model_; }
    MethodPage *methodPage() const { return method_; }
    StartPage *startPage() const { return start_; }
    QPushButton *nextButton() const { return next_; }
    QPushButton *backButton() const { return back_; }
    QPushButton *startButton() const { return begin_; }
    QPushButton *copyButton() const { return copy_; }
    QListWidget *steps() const { return steps_; }
    QString statusText() const;

signals:
    /// `apiKey` is the teacher's; empty where none is asked. It goes to the job as MUREUM_API_KEY.
    void chosen(const mureum::ui::TrainingPlan &plan, const QString &apiKey);

private:
    void build();
    void addStep(const QString &title, WizardPage *page);
    void touch();
    void showState();
    void look();
    void applyProposal();
    QString usualDatabase() const;
    QString usualTitle(const TrainingPlan &plan) const;
    const CliHelp &help() const;
    void accept() override;

    Settings &settings_;
    std::function<QString(const QString &)> folderFor_;
    QString program_;
    QListWidget *steps_;
    QStackedWidget *stack_;
    QList<WizardPage *> pages_;
    DataPage *data_;
    ModelPage *model_;
    MethodPage *method_;
    StartPage *start_;
    QLabel *status_;
    QPushButton *copy_, *back_, *next_, *begin_;
    TrainingPlan given_; ///< what has no field is kept from it
    CliHelp adaptHelp_, finetuneHelp_;
    bool helped_ = false, loading_ = false;
    std::vector<Finding> findings_;
    Planner planner_;
    Background helper_;
};

} // namespace mureum::ui
