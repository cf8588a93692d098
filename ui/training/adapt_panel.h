#pragma once
#include "ui/jobs/background.h"
#include "ui/jobs/job_command.h"
#include "ui/jobs/jobs_store.h"
#include "ui/settings/settings.h"
#include "ui/training/wizard/training_plan.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace mureum::ui {

class AdaptDialog;

/// "Adapt to this database" on the Ask page: asks, starts `mureum-cli adapt` as a job, shows how far it is,
/// and at its end says what it gained and switches the adapter on where that is more. What ended while no
/// window was open is told when the next one opens. Hidden while there is nothing to tell.
class AdaptPanel : public QFrame
{
    Q_OBJECT
public:
    /// `historyFile`: questions asked before, learned from where mureum-cli can; empty: none.
    AdaptPanel(JobsStore &jobs, Settings &settings, const QString &historyFile, QWidget *parent = nullptr);

    /// The database the page shows; what becomes of others is told when they are shown.
    void setDatabase(const QString &file);
    /// Nothing where it is being adapted to already, or none is open.
    AdaptDialog *ask();
    JobProcess *start(TrainingPlan plan);

    QString text() const;
    QPushButton *runButton() const { return show_; }
    QPushButton *stopButton() const { return stop_; }
    QPushButton *keepButton() const { return keep_; }
    QPushButton *deleteButton() const { return delete_; }
    QToolButton *closeButton() const { return close_; }

signals:
    void runRequested(mureum::ui::JobProcess *job);

private:
    void follow(JobProcess *job);
    void showRunning();
    void showEnd();
    void tell(const QString &text, const QList<QPushButton *> &buttons);
    void settle();
    void unsetPending();
    JobProcess *jobOf(const QString &database) const;

    JobsStore &jobs_;
    Settings &settings_;
    QString historyFile_, database_;
    Background worker_;
    CliHelp help_;
    QPointer<JobProcess> job_; ///< shown
    QLabel *icon_, *text_;
    QProgressBar *progress_;
    QPushButton *show_, *stop_, *keep_, *delete_;
    QToolButton *close_;
};

} // namespace mureum::ui
