#pragma once
#include "ui/settings/settings.h"

#include <optional>

namespace mureum::ui {

/// Which adapter answers about which database, kept in the settings (key "adapters/active"; Settings::changed
/// tells of changes). A database has one of its own, or the one for all of them, or is told to have none.
class ActiveAdapters
{
public:
    explicit ActiveAdapters(Settings &settings) : settings_(settings) {}

    /// The folder to use for a database file; empty: the model alone.
    QString of(const QString &database) const;
    QString everywhere() const { return value(QString()); }
    QStringList databasesOf(const QString &folder) const;

    void use(const QString &database, const QString &folder);
    void useEverywhere(const QString &folder);
    /// The model alone for this database, also where one serves all of them.
    void switchOff(const QString &database);
    /// It is used nowhere any more.
    void forget(const QString &folder);

private:
    // Pairs in a row: database (empty: all), folder (empty: none).
    QStringList pairs() const { return settings_.get(keys::activeAdapters); }
    QString value(const QString &database) const;
    void set(const QString &database, const std::optional<QString> &folder);

    Settings &settings_;
};

} // namespace mureum::ui
