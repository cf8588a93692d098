#pragma once
#include "ui/jobs/jobs_store.h"

#include <QHash>
#include <QObject>
#include <QString>

namespace mureum::ui {

/// Keys of judging and teaching servers: for this session in memory, or in the desktop's keyring. Never in a
/// file of ours.
class ApiKeys : public QObject
{
    Q_OBJECT
public:
    explicit ApiKeys(QObject *parent = nullptr);

    /// The key of this session, else empty.
    QString sessionKey(const QString &endpoint) const { return session_.value(endpoint); }
    /// Asks the keyring; `loaded` follows, with an empty key where there is none.
    void load(const QString &endpoint);
    /// For this session, and in the keyring too where wanted; `stored` or `failed` follows then.
    void keep(const QString &endpoint, const QString &key, bool inKeyring);

signals:
    void loaded(const QString &endpoint, const QString &key);
    void stored(const QString &endpoint);
    void failed(const QString &error);

private:
    QHash<QString, QString> session_;
};

/// The environment that hands mureum-cli a key; empty without one.
QMap<QString, QString> keyEnvironment(const QString &key);

/// Starts the job when its turn comes, with the key of `endpoint` (of the session, else the keyring's); an
/// empty endpoint needs none.
void enqueueWithKey(ApiKeys &keys, JobsStore &jobs, JobProcess *job, const JobCommand &command,
                    const QString &endpoint);

} // namespace mureum::ui
