#include "ui/settings/settings.h"
#include "ui/settings/paths.h"

namespace mureum::ui {

namespace {
constexpr int recentLimit = 10;
}

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent), store_(file.isEmpty() ? paths::configFile() : file, QSettings::IniFormat)
{
    migrate();
}

void Settings::migrate()
{
    // A file of a newer edition is read as far as it is understood and keeps its number.
    if (store_.value(QLatin1String(keys::version.name), 0).toInt() < keys::version.fallback)
        store_.setValue(QLatin1String(keys::version.name), keys::version.fallback);
}

void Settings::addRecentDatabase(const QString &file)
{
    QStringList recent = get(keys::recentDatabases);
    recent.removeAll(file);
    recent.prepend(file);
    while (recent.size() > recentLimit)
        recent.removeLast();
    set(keys::recentDatabases, recent);
    set(keys::lastDatabase, file);
}

} // namespace mureum::ui
