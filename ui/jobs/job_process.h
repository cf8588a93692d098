#pragma once
#include "ui/jobs/job_file.h"

#include <QJsonObject>
#include <QMap>
#include <QObject>
#include <QTimer>

namespace mureum::ui {

/// One job in its run directory: a process of its own that outlives this window. What it prints goes to
/// job_output.jsonl (one JSON object per line) and job_errors.log there, and is read from there, so that any
/// window can attach to it.
class JobProcess : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Queued, ///< waits for another job of this window
        Running,
        Stopping, ///< asked to write down where it is and end
        Finished,
        Failed,     ///< see error()
        Interrupted ///< ended before it was done; may go on with --resume
    };
    Q_ENUM(State)

    /// Attaches to the job that is described in `directory`, running or not.
    explicit JobProcess(const QString &directory, QObject *parent = nullptr);

    const QString &directory() const { return directory_; }
    const JobFile &file() const { return file_; }
    QString title() const; ///< the folder's name where none was given
    /// What went wrong, or empty.
    QString setTitle(const QString &title);

    /// Remembers what is to run. Secrets go to the process through `environment` and are written nowhere.
    void queue(const JobCommand &command, const QMap<QString, QString> &environment = {});
    /// Starts what was queued.
    void start();
    /// Asks a running job to end (SIGTERM); takes a queued one back.
    void stop();
    /// Ends a job at once that does not react to stop().
    void kill();

    State state() const { return state_; }
    bool active() const { return state_ == State::Queued || running(); }
    bool running() const { return state_ == State::Running || state_ == State::Stopping; }
    /// One line to show; empty where nothing went wrong.
    const QString &error() const { return error_; }
    /// The last event of each kind ("progress", "done"); empty before the first.
    QJsonObject last(const QString &event) const { return events_.value(event); }
    double fraction() const;    ///< 0..1; negative where unknown
    double secondsLeft() const; ///< negative where unknown

signals:
    void stateChanged();
    void progressed();

private:
    void attach();
    void begin();
    void poll();
    bool readOutput();
    void take(const QByteArray &line);
    QString lastError() const;
    void settle();
    void setState(State state);

    QString directory_;
    JobFile file_;
    QMap<QString, QString> environment_;
    State state_ = State::Interrupted;
    QString error_;
    QMap<QString, QJsonObject> events_;
    QByteArray partial_; ///< of a line that is still being written
    qint64 read_ = 0;
    double firstDone_ = -1; ///< `done` of the first event, less one: what a resumed job found done
    QTimer timer_;
};

} // namespace mureum::ui
