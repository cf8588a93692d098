#pragma once
#include "ui/evaluation/api_keys.h"
#include "ui/evaluation/compare_view.h"
#include "ui/evaluation/run_plan.h"
#include "ui/evaluation/verified_pairs.h"
#include "ui/jobs/jobs_store.h"
#include "ui/settings/settings.h"

#include <QWidget>

class QStackedWidget;

namespace mureum::ui {

class JudgeDialog;
class MessageBar;
class NewEvaluationDialog;
class RunsView;
class RunView;

/// Measures models: the table of runs, one run down to its examples, runs compared.
class EvaluationPage : public QWidget
{
    Q_OBJECT
public:
    /// `verifiedFile` empty: the user's own.
    EvaluationPage(JobsStore &jobs, Settings &settings, const QString &verifiedFile = {},
                   QWidget *parent = nullptr);
    ~EvaluationPage() override;

    NewEvaluationDialog *newEvaluation();
    /// What "Measure the bundled model on the sample questions" measures; no data where it is not installed.
    static RunPlan samplePlan();
    void start(const RunPlan &plan, const QString &apiKey = {});
    void openDirectory(const QString &directory);
    /// Runs that need not be in the list.
    void compareDirectories(const QList<CompareView::Run> &runs);
    void showRuns();
    /// To the search of the examples, where a run is shown.
    void focusSearch();
    JudgeDialog *judge(JobProcess *job);
    void saveLayout();

    RunsView *runs() const { return runs_; }
    RunView *run() const { return run_; }
    CompareView *compare() const { return compare_; }
    VerifiedPairs &verified() { return verified_; }
    MessageBar *messageBar() const { return message_; }
    QWidget *shown() const;

private:
    void openRun(JobProcess *job);
    void compareRuns(const QList<JobProcess *> &jobs);
    void resume(JobProcess *job);
    void confirmRemove(const QList<JobProcess *> &jobs);
    void chooseDirectory();
    void rememberOpened();

    JobsStore &jobs_;
    Settings &settings_;
    ApiKeys keys_;
    VerifiedPairs verified_;
    MessageBar *message_;
    QStackedWidget *stack_;
    RunsView *runs_;
    RunView *run_;
    CompareView *compare_;
};

} // namespace mureum::ui
