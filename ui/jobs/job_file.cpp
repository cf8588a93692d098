#include "ui/jobs/job_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace mureum::ui {

namespace {

QString fileIn(const QString &directory)
{
    return directory + QStringLiteral("/job.json");
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

std::optional<ProcessIdentity> identify(qint64 pid)
{
    if (pid <= 0)
        return {};
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(pid));
    // The second field, the program's name in parentheses, may hold anything.
    const qsizetype nameEnd = stat.lastIndexOf(')');
    if (nameEnd < 0)
        return {};
    const QList<QByteArray> fields = stat.mid(nameEnd + 2).split(' ');
    constexpr int state = 0, startTime = 19; // fields 3 and 22
    if (fields.size() <= startTime || fields[state] == "Z" || fields[state] == "X")
        return {};
    return ProcessIdentity{
        pid, fields[startTime].toULongLong(),
        QString::fromLatin1(contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed())};
}

bool isRunning(const ProcessIdentity &process)
{
    const std::optional<ProcessIdentity> now = identify(process.pid);
    return now && *now == process;
}

std::optional<JobFile> JobFile::read(const QString &directory)
{
    const QJsonDocument document = QJsonDocument::fromJson(contentOf(fileIn(directory)));
    if (!document.isObject())
        return {};
    const QJsonObject object = document.object();
    JobFile file;
    file.title = object.value(QLatin1String("title")).toString();
    const QJsonArray command = object.value(QLatin1String("command")).toArray();
    for (const QJsonValue &word : command)
        file.command.arguments.append(word.toString());
    if (!file.command.arguments.isEmpty())
        file.command.program = file.command.arguments.takeFirst();
    file.process.pid = object.value(QLatin1String("pid")).toInteger();
    file.process.start = object.value(QLatin1String("process_start")).toString().toULongLong();
    file.process.boot = object.value(QLatin1String("boot_id")).toString();
    file.started =
        QDateTime::fromString(object.value(QLatin1String("started")).toString(), Qt::ISODateWithMs);
    file.outputOffset = object.value(QLatin1String("output_offset")).toInteger();
    file.errorsOffset = object.value(QLatin1String("errors_offset")).toInteger();
    file.stopRequested = object.value(QLatin1String("stop_requested")).toBool();
    return file;
}

QString JobFile::write(const QString &directory) const
{
    QJsonArray words;
    if (!command.program.isEmpty()) {
        words.append(command.program);
        for (const QString &argument : command.arguments)
            words.append(argument);
    }
    const QJsonObject object{{QStringLiteral("title"), title},
                             {QStringLiteral("command"), words},
                             {QStringLiteral("pid"), process.pid},
                             {QStringLiteral("process_start"), QString::number(process.start)},
                             {QStringLiteral("boot_id"), process.boot},
                             {QStringLiteral("started"), started.toUTC().toString(Qt::ISODateWithMs)},
                             {QStringLiteral("output_offset"), outputOffset},
                             {QStringLiteral("errors_offset"), errorsOffset},
                             {QStringLiteral("stop_requested"), stopRequested}};
    QSaveFile file(fileIn(directory));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(object).toJson()) < 0 || !file.commit())
        return QCoreApplication::translate("mureum::ui::JobFile", "Cannot write %1: %2")
            .arg(fileIn(directory), file.errorString());
    return {};
}

} // namespace mureum::ui
