#include "ui/jobs/job_command.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

namespace mureum::ui {

QString shellQuoted(const QString &argument)
{
    static const QRegularExpression harmless(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (harmless.match(argument).hasMatch())
        return argument;
    QString quoted = argument;
    quoted.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

QString JobCommand::shellText() const
{
    QStringList words{shellQuoted(program)};
    for (const QString &argument : arguments)
        words.append(shellQuoted(argument));
    return words.join(QLatin1Char(' '));
}

QString JobCommand::value(const QString &option) const
{
    const qsizetype at = arguments.indexOf(option);
    return at >= 0 ? arguments.value(at + 1) : QString();
}

QString findCli()
{
    const QString forced = qEnvironmentVariable("MUREUM_CLI");
    if (!forced.isEmpty())
        return QStandardPaths::findExecutable(forced);
    const QString name = QStringLiteral("mureum-cli");
    const QFileInfo beside(QDir(QCoreApplication::applicationDirPath()).filePath(name));
    if (beside.isFile() && beside.isExecutable())
        return beside.absoluteFilePath();
    return QStandardPaths::findExecutable(name);
}

CliHelp CliHelp::of(const QString &program, const QString &job)
{
    constexpr int patienceMs = 5000;
    QProcess process;
    process.start(program, {job, QStringLiteral("--help")}, QIODevice::ReadOnly);
    if (!process.waitForFinished(patienceMs)) {
        process.kill();
        process.waitForFinished(patienceMs);
        return {};
    }
    return CliHelp(QString::fromUtf8(process.readAllStandardOutput()));
}

QString CliHelp::lineOf(const QString &option) const
{
    const QRegularExpression line(QStringLiteral("^\\s+(?:-\\w,)?%1(?![\\w-]).*$").arg(option),
                                  QRegularExpression::MultilineOption);
    return line.match(text_).captured();
}

bool CliHelp::has(const QString &option) const
{
    return !lineOf(option).isEmpty();
}

QStringList CliHelp::choices(const QString &option) const
{
    static const QRegularExpression set(QStringLiteral("\\{([^}]*)\\}"));
    const QString inside = set.match(lineOf(option)).captured(1);
    return inside.split(QLatin1Char(','), Qt::SkipEmptyParts);
}

} // namespace mureum::ui
