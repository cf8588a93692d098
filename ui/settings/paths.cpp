#include "ui/settings/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

namespace mureum::ui::paths {

namespace {

// The organisation is left unset, so Qt's "AppData" would double the name on some platforms.
QString under(QStandardPaths::StandardLocation location)
{
    return QStandardPaths::writableLocation(location) + QStringLiteral("/mureum");
}

bool holdsResources(const QString &folder)
{
    return QFileInfo(folder + QStringLiteral("/samples")).isDir() ||
           QFileInfo(folder + QStringLiteral("/model")).isDir();
}

} // namespace

QString configFile()
{
    return under(QStandardPaths::GenericConfigLocation) + QStringLiteral("/mureum.conf");
}

QString dataDir()
{
    const QString folder = under(QStandardPaths::GenericDataLocation);
    QDir().mkpath(folder);
    return folder;
}

QString historyFile()
{
    return dataDir() + QStringLiteral("/history.sqlite");
}

QString runsDir(const QString &kind)
{
    return dataDir() + QStringLiteral("/runs/") + kind;
}

QString resourcesDir()
{
    const QString forced = qEnvironmentVariable("MUREUM_RESOURCES");
    if (!forced.isEmpty())
        return holdsResources(forced) ? QDir(forced).absolutePath() : QString();
    QDir folder(QCoreApplication::applicationDirPath());
    const QString installed = QDir::cleanPath(folder.filePath(QStringLiteral("../share/mureum")));
    if (holdsResources(installed))
        return installed;
    // build/<preset>/bin lies three levels below the source tree.
    for (int level = 0; level < 4; ++level) {
        const QString candidate = folder.filePath(QStringLiteral("resources"));
        if (holdsResources(candidate))
            return QDir::cleanPath(candidate);
        if (!folder.cdUp())
            break;
    }
    const QString system = QStringLiteral("/usr/share/mureum");
    return holdsResources(system) ? system : QString();
}

QStringList sampleDatabases()
{
    const QString root = resourcesDir();
    QStringList files;
    if (root.isEmpty())
        return files;
    const QDir samples(root + QStringLiteral("/samples"));
    for (const QFileInfo &file : samples.entryInfoList({QStringLiteral("*.sqlite"), QStringLiteral("*.db")},
                                                       QDir::Files, QDir::Name)) {
        if (file.completeBaseName() == QLatin1String("shop"))
            files.prepend(file.absoluteFilePath());
        else
            files.append(file.absoluteFilePath());
    }
    return files;
}

QString sampleExamples()
{
    const QString file = resourcesDir() + QStringLiteral("/samples/examples.jsonl");
    return QFileInfo::exists(file) ? file : QString();
}

QString databasesBeside(const QString &questions)
{
    if (!QFileInfo(questions).isFile())
        return {};
    const QDir folder = QFileInfo(questions).absoluteDir();
    for (const char *name : {"databases", "database", "../databases", "../database"})
        if (folder.exists(QLatin1String(name)))
            return QDir::cleanPath(folder.filePath(QLatin1String(name)));
    return folder.entryList({QStringLiteral("*.sqlite")}, QDir::Files).isEmpty() ? QString()
                                                                                  : folder.absolutePath();
}

QString bundledModel()
{
    const QString root = resourcesDir();
    if (root.isEmpty())
        return {};
    const QFileInfoList models = QDir(root + QStringLiteral("/model"))
                                     .entryInfoList({QStringLiteral("*.gguf")}, QDir::Files, QDir::Name);
    return models.isEmpty() ? QString() : models.first().absoluteFilePath();
}

QStringList exampleQuestions(const QString &database, const QString &language)
{
    const QFileInfo info(database);
    if (!sampleDatabases().contains(info.absoluteFilePath()))
        return {};
    QFile file(info.absolutePath() + QStringLiteral("/questions.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject byLanguage =
        QJsonDocument::fromJson(file.readAll()).object().value(info.completeBaseName()).toObject();
    const bool korean = language.startsWith(QLatin1String("ko"));
    QStringList questions;
    for (const QJsonValue &value :
         byLanguage.value(korean ? QStringLiteral("ko") : QStringLiteral("en")).toArray())
        questions.append(value.toString());
    return questions;
}

} // namespace mureum::ui::paths
