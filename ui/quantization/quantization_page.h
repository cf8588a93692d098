#pragma once
#include "ui/jobs/background.h"
#include "ui/jobs/jobs_store.h"
#include "ui/quantization/wizard/quantization_plan.h"
#include "ui/settings/settings.h"

#include <QWidget>

class QStackedWidget;

namespace mureum::ui {

class MessageBar;
class QuantizationsView;
class QuantizationView;
class QuantizeWizard;

/// Makes models smaller: the table of quantizations, and one of them with what it cost.
class QuantizationPage : public QWidget
{
    Q_OBJECT
public:
    QuantizationPage(JobsStore &jobs, Settings &settings, QWidget *parent = nullptr);
    ~QuantizationPage() override;

    QuantizeWizard *newQuantization();
    JobProcess *start(const QuantizationPlan &plan);
    void resume(JobProcess *job);
    void openDirectory(const QString &directory);
    void openRun(JobProcess *job);
    void showRuns();
    void saveLayout();
    /// Copies the file of the open run; nothing half-written is ever at `to`.
    void saveAs(const QString &to);

    QuantizationsView *runs() const { return runs_; }
    QuantizationView *run() const { return run_; }
    MessageBar *messageBar() const { return message_; }
    QWidget *shown() const;

signals:
    /// To be shown by the Evaluation page: the evaluations "before" and "after" in `directory`.
    void answersRequested(const QString &title, const QString &directory, const QString &databases);

private:
    QuantizeWizard *openWizard();
    void again(JobProcess *job);
    void use();
    void chooseSave();
    void confirmRemove(const QList<JobProcess *> &jobs);
    void chooseDirectory();
    void rememberOpened();
    bool inUse(const JobProcess *job) const;

    JobsStore &jobs_;
    Settings &settings_;
    MessageBar *message_;
    QStackedWidget *stack_;
    QuantizationsView *runs_;
    QuantizationView *run_;
    Background copier_;
};

} // namespace mureum::ui
