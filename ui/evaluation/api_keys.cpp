#include "ui/evaluation/api_keys.h"

#include <QPointer>

#include <qt6keychain/keychain.h>

namespace mureum::ui {

namespace {

QString service()
{
    return QStringLiteral("io.mureum.Mureum");
}

} // namespace

ApiKeys::ApiKeys(QObject *parent) : QObject(parent) {}

void ApiKeys::load(const QString &endpoint)
{
    auto *job = new QKeychain::ReadPasswordJob(service(), this);
    job->setKey(endpoint);
    job->setInsecureFallback(false);
    connect(job, &QKeychain::Job::finished, this, [this, job, endpoint] {
        const QString key = job->error() == QKeychain::NoError ? job->textData() : QString();
        if (!key.isEmpty())
            session_.insert(endpoint, key);
        emit loaded(endpoint, sessionKey(endpoint));
    });
    job->start();
}

void ApiKeys::keep(const QString &endpoint, const QString &key, bool inKeyring)
{
    session_.insert(endpoint, key);
    if (!inKeyring)
        return;
    auto *job = new QKeychain::WritePasswordJob(service(), this);
    job->setKey(endpoint);
    job->setInsecureFallback(false);
    job->setTextData(key);
    connect(job, &QKeychain::Job::finished, this, [this, job, endpoint] {
        if (job->error() == QKeychain::NoError)
            emit stored(endpoint);
        else
            emit failed(tr("The keyring did not take the key (%1). It is kept for this session only")
                            .arg(job->errorString()));
    });
    job->start();
}

QMap<QString, QString> keyEnvironment(const QString &key)
{
    return key.isEmpty() ? QMap<QString, QString>()
                         : QMap<QString, QString>{{QStringLiteral("MUREUM_API_KEY"), key}};
}

void enqueueWithKey(ApiKeys &keys, JobsStore &jobs, JobProcess *job, const JobCommand &command,
                    const QString &endpoint)
{
    if (endpoint.isEmpty() || !keys.sessionKey(endpoint).isEmpty()) {
        jobs.enqueue(job, command, keyEnvironment(keys.sessionKey(endpoint)));
        return;
    }
    QObject::connect(
        &keys, &ApiKeys::loaded, &keys,
        [&jobs, command, one = QPointer(job)](const QString &, const QString &key) {
            if (one)
                jobs.enqueue(one, command, keyEnvironment(key));
        },
        Qt::SingleShotConnection);
    keys.load(endpoint);
}

} // namespace mureum::ui
