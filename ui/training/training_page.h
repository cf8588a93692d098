#pragma once
#include "ui/evaluation/api_keys.h"
#include "ui/jobs/jobs_store.h"
#include "ui/settings/settings.h"
#include "ui/training/wizard/training_plan.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace mureum::ui {

class AdaptersView;
class MessageBar;
class TrainingCompare;
class TrainingsView;
class TrainingView;
class TrainingWizard;

/// Fine-tunes models: the table of runs, one run while it goes on, runs compared, and the adapters that came
/// out.
class TrainingPage : public QWidget
{
    Q_OBJECT
public:
    TrainingPage(JobsStore &jobs, Settings &settings, QWidget *parent = nullptr);
    ~TrainingPage() override;

    /// The one the Ask page has open: what a new run is about unless the user says otherwise.
    void setDatabase(const QString &file);
    /// An adaptation to the open database, as the wizard begins with.
    TrainingPlan adaptPlan() const;
    TrainingWizard *newTraining(const TrainingPlan &plan);
    JobProcess *start(const TrainingPlan &plan, const QString &apiKey = {});
    void resume(JobProcess *job);
    void openDirectory(const QString &directory);
    void openRun(JobProcess *job);
    void showRuns();
    void showAdapters();
    void saveLayout();

    TrainingsView *runs() const { return runs_; }
    TrainingView *run() const { return run_; }
    AdaptersView *adapters() const { return adapters_; }
    QTabBar *tabs() const { return tabs_; }
    TrainingCompare *compare() const { return compare_; }
    MessageBar *messageBar() const { return message_; }
    QWidget *shown() const;

signals:
    /// To be shown by the Evaluation page: the evaluations "before" and "after" in `directory`.
    void answersRequested(const QString &title, const QString &directory, const QString &databases);

private:
    void again(JobProcess *job);
    void compareRuns(const QList<JobProcess *> &jobs);
    void confirmRemove(const QList<JobProcess *> &jobs);
    void chooseDirectory();
    void rememberOpened();

    JobsStore &jobs_;
    Settings &settings_;
    ApiKeys keys_;
    QString database_;
    MessageBar *message_;
    QTabBar *tabs_;
    QStackedWidget *stack_;
    TrainingsView *runs_;
    TrainingView *run_;
    TrainingCompare *compare_;
    AdaptersView *adapters_;
};

/// The user's own verified pairs, to learn from; none where there are none yet.
QStringList verifiedFiles();

} // namespace mureum::ui
