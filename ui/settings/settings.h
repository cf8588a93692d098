#pragma once
#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QStringList>
#include <QVariant>

namespace mureum::ui {

template <typename T>
struct SettingKey
{
    const char *name;
    T fallback;
};

/// Every setting there is, with its default. (No group may be called "general": an INI file cannot hold it.)
namespace keys {
inline const SettingKey<int> version{"version", 1};
inline const SettingKey<QString> language{"interface/language", QStringLiteral("system")}; ///< system, en, ko
inline const SettingKey<QString> theme{"interface/theme", QStringLiteral("system")}; ///< system, light, dark
inline const SettingKey<QString> modelFile{"model/file", QString()}; ///< empty: the bundled model
inline const SettingKey<int> threads{"model/threads", 0};            ///< 0: all cores
inline const SettingKey<int> candidates{"model/candidates", 6};
inline const SettingKey<int> timeLimitSeconds{"model/timeLimitSeconds", 10};
inline const SettingKey<bool> keepHistory{"history/keep", true};
inline const SettingKey<QString> lastDatabase{"session/lastDatabase", QString()};
inline const SettingKey<QStringList> recentDatabases{"session/recentDatabases", QStringList()};
inline const SettingKey<QByteArray> windowGeometry{"window/geometry", QByteArray()};
inline const SettingKey<QByteArray> sideSplitter{"window/sideSplitter", QByteArray()};
inline const SettingKey<QByteArray> answerSplitter{"window/answerSplitter", QByteArray()};
inline const SettingKey<bool> sidePanel{"window/sidePanel", true};
inline const SettingKey<QString> evaluationData{"evaluation/data", QString()};
inline const SettingKey<QString> evaluationDatabases{"evaluation/databases", QString()};
inline const SettingKey<QStringList> openedRuns{"evaluation/openedRuns", QStringList()};
inline const SettingKey<QByteArray> runColumns{"evaluation/columns", QByteArray()};
inline const SettingKey<QStringList> openedTrainings{"training/openedRuns", QStringList()};
inline const SettingKey<QByteArray> trainingColumns{"training/columns", QByteArray()};
inline const SettingKey<QStringList> pendingAdaptations{"training/pendingAdaptations", QStringList()};
inline const SettingKey<QStringList> activeAdapters{"adapters/active", QStringList()}; ///< see ActiveAdapters
inline const SettingKey<QStringList> openedAdapters{"adapters/opened", QStringList()};
inline const SettingKey<QString> judgeEndpoint{"judge/endpoint", QString()};
inline const SettingKey<QString> judgeModel{"judge/model", QString()};
inline const SettingKey<int> judgeRequests{"judge/requestsPerMinute", 0};
inline const SettingKey<int> judgeTokens{"judge/tokensPerMinute", 0};
inline const SettingKey<QString> trainingData{"training/data", QString()};
inline const SettingKey<QString> trainingDatabases{"training/databases", QString()};
inline const SettingKey<QStringList> openedQuantizations{"quantization/openedRuns", QStringList()};
inline const SettingKey<QByteArray> quantizationColumns{"quantization/columns", QByteArray()};
inline const SettingKey<QString> teacherEndpoint{"teacher/endpoint", QString()};
inline const SettingKey<QString> teacherModel{"teacher/model", QString()};
} // namespace keys

/// Typed settings in an INI file, written atomically. A value that does not read as its type counts as
/// absent.
class Settings : public QObject
{
    Q_OBJECT
public:
    /// `file` empty: $XDG_CONFIG_HOME/mureum/mureum.conf.
    explicit Settings(const QString &file = {}, QObject *parent = nullptr);

    template <typename T>
    T get(const SettingKey<T> &key) const
    {
        QVariant value = store_.value(QLatin1String(key.name));
        if (!value.isValid() || !value.convert(QMetaType::fromType<T>()))
            return key.fallback;
        return value.value<T>();
    }
    template <typename T>
    void set(const SettingKey<T> &key, const T &value)
    {
        if (get(key) == value)
            return;
        store_.setValue(QLatin1String(key.name), QVariant::fromValue(value));
        emit changed(QLatin1String(key.name));
    }

    /// Puts a database at the head of the recent list (at most ten, no doubles) and makes it the last one.
    void addRecentDatabase(const QString &file);
    void clearRecentDatabases() { set(keys::recentDatabases, QStringList()); }

signals:
    void changed(const QString &key);

private:
    void migrate();
    QSettings store_;
};

} // namespace mureum::ui
