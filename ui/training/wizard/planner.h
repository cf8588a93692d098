#pragma once
#include "ui/jobs/background.h"
#include "ui/training/wizard/plan_report.h"

#include <QTimer>

namespace mureum::ui {

/// Keeps what would happen up to date with the plan: asked again, off this thread, a moment after the last
/// change; what is out of date is stopped.
class Planner : public QObject
{
    Q_OBJECT
public:
    explicit Planner(QObject *parent = nullptr);

    /// Nothing is asked while `command` is empty.
    void request(const JobCommand &command);
    /// Whether an answer is on its way.
    bool busy() const { return pause_.isActive() || asker_.busy(); }
    /// Of the last request; while busy the former answer, for pages not to flicker.
    const PlanReport *report() const { return outcome_.report ? &*outcome_.report : nullptr; }
    QString error() const { return outcome_.error; }

signals:
    void changed();

private:
    void ask();

    JobCommand command_;
    PlanOutcome outcome_;
    QTimer pause_;
    Background asker_;
};

} // namespace mureum::ui
