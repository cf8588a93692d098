#pragma once
#include <QString>
#include <QStringList>

namespace mureum::ui {

/// A call of mureum-cli as a job: what runs, and what is copied, are the same.
struct JobCommand
{
    QString program;       ///< absolute file
    QStringList arguments; ///< the job's name first

    /// Ready for a POSIX shell, every argument quoted where it has to be.
    QString shellText() const;
    /// The value after `option` ("--data"); empty where it is not given.
    QString value(const QString &option) const;
    bool operator==(const JobCommand &) const = default;
};

/// As it is where only harmless characters stand in it, else in single quotes.
QString shellQuoted(const QString &argument);

/// $MUREUM_CLI, else mureum-cli beside the running program, else the one in PATH; empty where there is none.
QString findCli();

/// What `mureum-cli JOB --help` says it takes, so that no field is offered that the program refuses.
class CliHelp
{
public:
    CliHelp() = default;
    explicit CliHelp(const QString &text) : text_(text) {}
    /// Runs the program; empty help where that fails. May take a moment: not for the GUI thread.
    static CliHelp of(const QString &program, const QString &job);

    bool has(const QString &option) const;
    /// The values an option accepts, as in "--metrics TEXT:{ex,em}"; empty where it names none.
    QStringList choices(const QString &option) const;

private:
    QString lineOf(const QString &option) const;
    QString text_;
};

} // namespace mureum::ui
