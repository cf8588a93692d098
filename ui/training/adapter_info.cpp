#include "ui/training/adapter_info.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace mureum::ui {

namespace {

constexpr const char *configFile = "adapter_config.json";
constexpr const char *weightsFile = "adapter_model.safetensors";
constexpr const char *ownFile = "mureum_adapter.json";

QString in(const QString &folder, const char *file)
{
    return folder + u'/' + QLatin1String(file);
}

QJsonObject objectIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// "27/40"
Rate rateOf(const QString &text)
{
    const QStringList parts = text.split(u'/');
    return parts.size() == 2 ? Rate::of(parts[0].toLongLong(), parts[1].toLongLong()) : Rate();
}

QString textOf(const Rate &rate)
{
    return QStringLiteral("%1/%2").arg(rate.right).arg(rate.count);
}

} // namespace

bool holdsAdapter(const QString &folder)
{
    return QFileInfo(in(folder, configFile)).isFile();
}

AdapterInfo readAdapterInfo(const QString &folder)
{
    AdapterInfo info;
    info.folder = QDir(folder).absolutePath();
    const QJsonObject config = objectIn(in(folder, configFile)), own = objectIn(in(folder, ownFile)),
                      run = objectIn(in(folder, "config.json")), report = objectIn(in(folder, "report.json"));
    const QJsonObject metadata = own.value(QLatin1String("metadata")).toObject();
    const auto known = [&metadata](const char *key) { return metadata.value(QLatin1String(key)).toString(); };
    info.name = known("name");
    if (info.name.isEmpty())
        info.name = objectIn(in(folder, "job.json")).value(QLatin1String("title")).toString();
    if (info.name.isEmpty())
        info.name = QFileInfo(info.folder).fileName();
    info.note = known("note");
    info.base = own.value(QLatin1String("base"))
                    .toString(config.value(QLatin1String("base_model_name_or_path")).toString());
    info.baseHash = own.value(QLatin1String("base_hash")).toString();
    info.database = run.value(QLatin1String("database")).toString(known("database"));
    info.rank = config.value(QLatin1String("r")).toInt();
    info.alpha = config.value(QLatin1String("lora_alpha")).toDouble();
    const QJsonValue targets = config.value(QLatin1String("target_modules"));
    if (targets.isString())
        info.targets.append(targets.toString());
    for (const QJsonValue &target : targets.toArray())
        info.targets.append(target.toString());
    const QFileInfo weights(in(folder, weightsFile));
    info.bytes = weights.size();
    info.date = weights.lastModified();
    info.before = Rate::exOf(report.value(QLatin1String("before")).toObject());
    info.after = Rate::exOf(report.value(QLatin1String("after")).toObject());
    if (!info.after.known()) {
        info.before = rateOf(known("ex_before"));
        info.after = rateOf(known("ex_after"));
    }
    if (config.isEmpty())
        info.problem = AdapterInfo::tr("%1 is missing or damaged").arg(QLatin1String(configFile));
    else if (!weights.isFile())
        info.problem = AdapterInfo::tr("%1 is missing").arg(QLatin1String(weightsFile));
    return info;
}

QString writeAdapterMetadata(const QString &folder, const QMap<QString, QString> &values)
{
    const QString path = in(folder, ownFile);
    QJsonObject own = objectIn(path);
    if (own.isEmpty() && QFileInfo(path).size() > 0)
        return AdapterInfo::tr("%1 is damaged and is left as it is").arg(path);
    QJsonObject metadata = own.value(QLatin1String("metadata")).toObject();
    for (auto it = values.begin(); it != values.end(); ++it)
        metadata.insert(it.key(), it.value());
    own.insert(QLatin1String("metadata"), metadata);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(own).toJson()) < 0 || !file.commit())
        return AdapterInfo::tr("Cannot write %1: %2").arg(path, file.errorString());
    return {};
}

QString exportAdapter(const AdapterInfo &adapter, const QString &to)
{
    if (QFileInfo::exists(to))
        return AdapterInfo::tr("%1 exists already. Choose another name").arg(to);
    // Whole or not at all: what is half copied never has the name that was asked for.
    const QString partial = to + QStringLiteral(".part");
    QDir(partial).removeRecursively();
    if (!QDir().mkpath(partial))
        return AdapterInfo::tr("The folder %1 cannot be made").arg(partial);
    QString problem;
    for (const char *name : {configFile, weightsFile, ownFile}) {
        QFile file(in(adapter.folder, name));
        if (problem.isEmpty() && file.exists() && !file.copy(in(partial, name)))
            problem = AdapterInfo::tr("Cannot copy %1: %2").arg(file.fileName(), file.errorString());
    }
    QMap<QString, QString> values{{QStringLiteral("name"), adapter.name}};
    if (adapter.after.known()) {
        values.insert(QStringLiteral("ex_before"), textOf(adapter.before));
        values.insert(QStringLiteral("ex_after"), textOf(adapter.after));
    }
    if (problem.isEmpty())
        problem = writeAdapterMetadata(partial, values);
    if (problem.isEmpty() && !QDir().rename(partial, to))
        problem = AdapterInfo::tr("Cannot write %1").arg(to);
    if (!problem.isEmpty())
        QDir(partial).removeRecursively();
    return problem;
}

QString deleteAdapter(const QString &folder)
{
    // The configuration first: without it the folder is no adapter any more.
    for (const char *name : {configFile, weightsFile, ownFile}) {
        QFile file(in(folder, name));
        if (file.exists() && !file.remove())
            return AdapterInfo::tr("Cannot delete %1: %2").arg(file.fileName(), file.errorString());
    }
    QDir().rmdir(folder);
    return {};
}

} // namespace mureum::ui
