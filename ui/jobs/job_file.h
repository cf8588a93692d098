#pragma once
#include "ui/jobs/job_command.h"

#include <QDateTime>
#include <optional>

namespace mureum::ui {

/// A process told from every other that ever had its number.
struct ProcessIdentity
{
    qint64 pid = 0;
    quint64 start = 0; ///< clock ticks since boot (field 22 of /proc/PID/stat, proc(5))
    QString boot;      ///< /proc/sys/kernel/random/boot_id
    bool operator==(const ProcessIdentity &) const = default;
};

/// Of a running process; nothing where there is none or it is a zombie.
std::optional<ProcessIdentity> identify(qint64 pid);
/// Whether that very process still runs.
bool isRunning(const ProcessIdentity &process);

/// job.json of a run directory: what a window has to know to find the job again.
struct JobFile
{
    QString title;           ///< as shown; the folder's name where empty
    JobCommand command;      ///< as started last
    ProcessIdentity process; ///< pid 0: never started
    QDateTime started;       ///< UTC, of the first start
    qint64 outputOffset = 0; ///< where the output of this process begins in job_output.jsonl
    qint64 errorsOffset = 0; ///< and in job_errors.log
    bool stopRequested = false;

    /// Nothing where the folder has no such file or it is not one.
    static std::optional<JobFile> read(const QString &directory);
    /// Replaces the file at once, never by half. What went wrong, or empty.
    QString write(const QString &directory) const;
};

} // namespace mureum::ui
