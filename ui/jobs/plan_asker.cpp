#include "ui/jobs/plan_asker.h"

#include <QProcess>

namespace mureum::ui {

namespace {

constexpr int pauseMs = 450, pollMs = 50, startMs = 10'000;

struct Answer
{
    QByteArray json;
    QString error; ///< in one line; empty where there is an answer
};

/// Runs the program to its end, or kills it where it is to stop.
Answer askProgram(const JobCommand &command, std::stop_token stop)
{
    QProcess process;
    process.start(command.program, command.arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted(startMs))
        return {{}, PlanAsker::tr("%1 cannot be started.").arg(command.program)};
    while (process.state() != QProcess::NotRunning && !process.waitForFinished(pollMs))
        if (stop.stop_requested()) {
            process.kill();
            process.waitForFinished(startMs);
            return {{}, PlanAsker::tr("Stopped.")};
        }
    if (process.exitStatus() == QProcess::CrashExit)
        return {{}, PlanAsker::tr("The program that plans ended unexpectedly.")};
    QString last;
    for (const QString &line : QString::fromUtf8(process.readAllStandardError()).split(u'\n')) {
        if (line.startsWith(QLatin1String("error: ")))
            return {{}, line.mid(7).trimmed()};
        if (!line.trimmed().isEmpty())
            last = line.trimmed();
    }
    if (process.exitCode() == 0)
        return {process.readAllStandardOutput(), {}};
    return {{}, last.isEmpty() ? PlanAsker::tr("The program gave no plan.") : last};
}

} // namespace

PlanAsker::PlanAsker(QObject *parent) : QObject(parent), asker_(QStringLiteral("plan"))
{
    pause_.setSingleShot(true);
    pause_.setInterval(pauseMs);
    connect(&pause_, &QTimer::timeout, this, &PlanAsker::ask);
}

void PlanAsker::request(const JobCommand &command)
{
    if (command == command_)
        return;
    command_ = command;
    asker_.cancel();
    if (command.program.isEmpty()) {
        pause_.stop();
        error_.clear();
        forget();
    } else {
        pause_.start();
    }
    emit changed();
}

void PlanAsker::ask()
{
    asker_.run([command = command_](std::stop_token stop) { return askProgram(command, stop); },
               [this](const Answer &answer) {
                   error_ = answer.error;
                   if (!error_.isEmpty() || !read(answer.json)) {
                       forget();
                       if (error_.isEmpty())
                           error_ = tr("The program gave no plan.");
                   }
                   emit changed();
               });
    emit changed();
}

} // namespace mureum::ui
