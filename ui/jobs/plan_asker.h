#pragma once
#include "ui/jobs/background.h"
#include "ui/jobs/job_command.h"

#include <QByteArray>
#include <QTimer>

#include <stop_token>

namespace mureum::ui {

/// Keeps what a job would do up to date with its settings: `mureum-cli ... --plan --json` is asked again, off
/// this thread, a moment after the last change; what is out of date is stopped.
class PlanAsker : public QObject
{
    Q_OBJECT
public:
    explicit PlanAsker(QObject *parent = nullptr);

    /// Nothing is asked while `command` is empty.
    void request(const JobCommand &command);
    /// Whether an answer is on its way.
    bool busy() const { return pause_.isActive() || asker_.busy(); }
    QString error() const { return error_; }

signals:
    void changed();

protected:
    /// Keeps what the program printed; false where that is no such document.
    virtual bool read(const QByteArray &json) = 0;
    virtual void forget() = 0;

private:
    void ask();

    JobCommand command_;
    QString error_;
    QTimer pause_;
    Background asker_;
};

} // namespace mureum::ui
