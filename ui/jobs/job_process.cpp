#include "ui/jobs/job_process.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>

#include <csignal>

namespace mureum::ui {

namespace {

constexpr int pollMs = 200;
// An output longer than this is joined near its end: only the last event of a kind matters.
constexpr qint64 longOutput = 512 * 1024, tail = 128 * 1024; // "done" of a fine-tuning has some 30 KB

QString outputFile(const QString &directory)
{
    return directory + QStringLiteral("/job_output.jsonl");
}

QString errorsFile(const QString &directory)
{
    return directory + QStringLiteral("/job_errors.log");
}

} // namespace

JobProcess::JobProcess(const QString &directory, QObject *parent)
    : QObject(parent), directory_(QDir(directory).absolutePath())
{
    timer_.setInterval(pollMs);
    connect(&timer_, &QTimer::timeout, this, &JobProcess::poll);
    attach();
}

QString JobProcess::title() const
{
    return file_.title.isEmpty() ? QFileInfo(directory_).fileName() : file_.title;
}

QString JobProcess::setTitle(const QString &title)
{
    file_.title = title;
    const QString problem = file_.write(directory_);
    emit stateChanged();
    return problem;
}

void JobProcess::attach()
{
    if (const std::optional<JobFile> file = JobFile::read(directory_))
        file_ = *file;
    if (file_.process.pid > 0)
        begin();
    if (isRunning(file_.process)) {
        state_ = file_.stopRequested ? State::Stopping : State::Running;
        timer_.start();
    } else if (file_.process.pid > 0) {
        settle();
    } else {
        // A run of the command line, or one whose turn never came.
        const bool whole = QFile::exists(directory_ + QStringLiteral("/summary.json")) ||
                           QFile::exists(directory_ + QStringLiteral("/report.json"));
        state_ = whole ? State::Finished : State::Interrupted;
    }
}

/// Reads what there is; of a long output its first line and its end.
void JobProcess::begin()
{
    events_.clear();
    partial_.clear();
    firstDone_ = -1;
    read_ = file_.outputOffset;
    QFile output(outputFile(directory_));
    if (output.open(QIODevice::ReadOnly) && output.size() - read_ > longOutput && output.seek(read_)) {
        take(output.readLine());
        output.seek(output.size() - tail);
        output.readLine();
        read_ = output.pos();
    }
    readOutput();
}

void JobProcess::queue(const JobCommand &command, const QMap<QString, QString> &environment)
{
    if (running())
        return;
    file_.command = command;
    file_.process = {};
    file_.stopRequested = false;
    environment_ = environment;
    error_.clear();
    events_.clear();
    QDir().mkpath(directory_);
    error_ = file_.write(directory_);
    setState(error_.isEmpty() ? State::Queued : State::Failed);
}

void JobProcess::start()
{
    if (state_ != State::Queued)
        return;
    if (!file_.started.isValid())
        file_.started = QDateTime::currentDateTimeUtc();
    file_.outputOffset = QFileInfo(outputFile(directory_)).size();
    file_.errorsOffset = QFileInfo(errorsFile(directory_)).size();

    QProcess process;
    process.setProgram(file_.command.program);
    process.setArguments(file_.command.arguments);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(outputFile(directory_), QIODevice::Append);
    process.setStandardErrorFile(errorsFile(directory_), QIODevice::Append);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto it = environment_.cbegin(); it != environment_.cend(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    environment_.clear();
    qint64 pid = 0;
    if (!process.startDetached(&pid)) {
        error_ =
            tr("%1 cannot be started: %2")
                .arg(file_.command.program.isEmpty() ? QStringLiteral("mureum-cli") : file_.command.program,
                     process.errorString());
        setState(State::Failed);
        return;
    }
    // Where it is gone already, its number alone says that it was started.
    file_.process = identify(pid).value_or(ProcessIdentity{pid, 0, {}});
    error_ = file_.write(directory_);
    begin();
    timer_.start();
    setState(State::Running);
}

void JobProcess::stop()
{
    if (state_ == State::Queued) {
        setState(State::Interrupted);
        return;
    }
    if (state_ != State::Running || !isRunning(file_.process))
        return;
    file_.stopRequested = true;
    file_.write(directory_);
    ::kill(pid_t(file_.process.pid), SIGTERM);
    setState(State::Stopping);
}

void JobProcess::kill()
{
    if (running() && isRunning(file_.process))
        ::kill(pid_t(file_.process.pid), SIGKILL);
}

void JobProcess::poll()
{
    // Asked before reading, so that nothing a process wrote before its end is missed.
    const bool alive = isRunning(file_.process);
    if (readOutput())
        emit progressed();
    if (alive)
        return;
    timer_.stop();
    const State before = state_;
    settle();
    if (state_ != before)
        emit stateChanged();
}

bool JobProcess::readOutput()
{
    QFile output(outputFile(directory_));
    if (!output.open(QIODevice::ReadOnly) || output.size() <= read_ || !output.seek(read_))
        return false;
    const QByteArray fresh = output.readAll();
    read_ += fresh.size();
    partial_ += fresh;
    qsizetype begin = 0;
    for (qsizetype end; (end = partial_.indexOf('\n', begin)) >= 0; begin = end + 1)
        take(partial_.mid(begin, end - begin));
    partial_.remove(0, begin);
    return begin > 0;
}

void JobProcess::take(const QByteArray &line)
{
    const QJsonObject event = QJsonDocument::fromJson(line).object();
    const QString name = event.value(QLatin1String("event")).toString();
    if (name.isEmpty())
        return;
    events_.insert(name, event);
    if (name == QLatin1String("progress") && firstDone_ < 0)
        firstDone_ = std::max(0.0, event.value(QLatin1String("done")).toDouble() - 1);
}

QString JobProcess::lastError() const
{
    QFile errors(errorsFile(directory_));
    if (!errors.open(QIODevice::ReadOnly))
        return {};
    errors.seek(std::max(file_.errorsOffset, errors.size() - tail));
    QString found;
    for (const QByteArray &line : errors.readAll().split('\n')) {
        const QString text = QString::fromUtf8(line).trimmed();
        if (text.startsWith(QLatin1String("error: ")))
            return text.mid(7);
        if (text.contains(QLatin1String("error"), Qt::CaseInsensitive) ||
            text.startsWith(QLatin1String("terminate called")))
            found = text;
    }
    return found;
}

/// What became of a job that no longer runs, from what it left.
void JobProcess::settle()
{
    timer_.stop();
    error_.clear();
    const QJsonObject outcome = last(QStringLiteral("done"));
    if (!outcome.isEmpty()) {
        const bool whole = outcome.value(QLatin1String("complete")).toBool(true) &&
                           outcome.value(QLatin1String("finished")).toBool(true);
        state_ = whole ? State::Finished : State::Interrupted;
        return;
    }
    const QString said = lastError();
    if (file_.stopRequested) {
        state_ = State::Interrupted;
        return;
    }
    // A program that is killed says nothing of it; one that fails says why.
    state_ = said.isEmpty() ? State::Interrupted : State::Failed;
    error_ = said;
}

void JobProcess::setState(State state)
{
    if (state_ == state && state != State::Failed)
        return;
    state_ = state;
    emit stateChanged();
}

double JobProcess::fraction() const
{
    const QJsonObject progress = last(QStringLiteral("progress"));
    const double total = progress.value(QLatin1String("total")).toDouble();
    return total > 0 ? std::clamp(progress.value(QLatin1String("done")).toDouble() / total, 0.0, 1.0) : -1;
}

double JobProcess::secondsLeft() const
{
    const QJsonObject progress = last(QStringLiteral("progress"));
    const double done = progress.value(QLatin1String("done")).toDouble() - std::max(0.0, firstDone_);
    const double missing =
        progress.value(QLatin1String("total")).toDouble() - progress.value(QLatin1String("done")).toDouble();
    const double seconds = progress.value(QLatin1String("seconds")).toDouble();
    return state_ == State::Running && done > 0 && seconds > 0 ? seconds / done * missing : -1;
}

} // namespace mureum::ui
