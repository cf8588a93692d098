#include "ui/training/active_adapters.h"

namespace mureum::ui {

QString ActiveAdapters::value(const QString &database) const
{
    const QStringList list = pairs();
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        if (list[i] == database)
            return list[i + 1];
    return {};
}

QString ActiveAdapters::of(const QString &database) const
{
    const QStringList list = pairs();
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        if (list[i] == database && !database.isEmpty())
            return list[i + 1];
    return everywhere();
}

QStringList ActiveAdapters::databasesOf(const QString &folder) const
{
    QStringList found;
    const QStringList list = pairs();
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        if (list[i + 1] == folder && !list[i].isEmpty())
            found.append(list[i]);
    return found;
}

void ActiveAdapters::set(const QString &database, const std::optional<QString> &folder)
{
    QStringList list = pairs(), kept;
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        if (list[i] != database)
            kept << list[i] << list[i + 1];
    if (folder)
        kept << database << *folder;
    settings_.set(keys::activeAdapters, kept);
}

void ActiveAdapters::use(const QString &database, const QString &folder)
{
    set(database, folder);
}

void ActiveAdapters::useEverywhere(const QString &folder)
{
    set(QString(), folder.isEmpty() ? std::optional<QString>() : folder);
}

void ActiveAdapters::switchOff(const QString &database)
{
    set(database, everywhere().isEmpty() ? std::optional<QString>() : QString());
}

void ActiveAdapters::forget(const QString &folder)
{
    QStringList list = pairs(), kept;
    for (qsizetype i = 0; i + 1 < list.size(); i += 2)
        if (list[i + 1] != folder)
            kept << list[i] << list[i + 1];
    settings_.set(keys::activeAdapters, kept);
}

} // namespace mureum::ui
