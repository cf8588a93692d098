#include "ui/ask/ask_client.h"

namespace mureum::ui {

AskClient::AskClient(std::unique_ptr<AskService> service, QObject *parent)
    : QObject(parent), service_(service.release())
{
    service_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, service_, &QObject::deleteLater);

    connect(service_, &AskService::modelLoaded, this, [this](const QString &name) {
        modelName_ = name;
        modelError_.clear();
        emit modelChanged();
    });
    connect(service_, &AskService::modelFailed, this, [this](const QString &error) {
        modelName_.clear();
        modelError_ = error;
        emit modelChanged();
    });
    connect(service_, &AskService::databaseOpened, this, [this](const QString &file, SchemaPtr schema) {
        if (file != opening_)
            return;
        opening_.clear();
        database_ = file;
        schema_ = std::move(schema);
        emit databaseOpened(file);
    });
    connect(service_, &AskService::databaseFailed, this, [this](const QString &file, const QString &error) {
        if (file != opening_)
            return;
        opening_.clear();
        emit databaseFailed(file, error);
    });
    connect(service_, &AskService::adapterChanged, this,
            [this](const QString &folder, const QString &problem) {
                adapter_ = folder;
                emit adapterChanged(folder, problem);
            });
    connect(service_, &AskService::sqlStreamed, this, [this](quint64 id, const QString &sql) {
        if (id == running_)
            emit sqlStreamed(sql);
    });
    connect(service_, &AskService::answered, this, [this](quint64 id, AskResultPtr result) {
        if (id != running_)
            return;
        setRunning(0);
        emit answered(std::move(result));
    });
    connect(service_, &AskService::failed, this, [this](quint64 id, const QString &error) {
        if (id != running_)
            return;
        setRunning(0);
        emit failed(error);
    });
    thread_.setObjectName(QStringLiteral("ask"));
    thread_.start();
}

AskClient::~AskClient()
{
    stop_.request_stop();
    service_->disconnect(this);
    thread_.quit();
    thread_.wait();
}

template <typename Call>
void AskClient::onWorker(Call call)
{
    QMetaObject::invokeMethod(service_, std::move(call), Qt::QueuedConnection);
}

void AskClient::setRunning(quint64 id)
{
    const bool was = busy();
    running_ = id;
    if (was != busy())
        emit busyChanged(busy());
}

void AskClient::loadModel(const QString &file, int threads)
{
    modelName_.clear();
    modelError_.clear();
    emit modelChanged();
    onWorker([service = service_, file, threads] { service->loadModel(file, threads); });
}

void AskClient::useAdapter(const QString &folder)
{
    onWorker([service = service_, folder] { service->useAdapter(folder); });
}

void AskClient::openDatabase(const QString &file)
{
    stop();
    opening_ = file;
    onWorker([service = service_, file] { service->openDatabase(file); });
}

void AskClient::ask(const QString &question, const eval::AskOptions &options)
{
    stop_.request_stop();
    stop_ = std::stop_source();
    const quint64 id = ++lastId_;
    setRunning(id);
    // NFC here, so that byte offsets in the answer are offsets into what the model saw.
    onWorker([service = service_, id, question = question.normalized(QString::NormalizationForm_C), options,
              token = stop_.get_token()] { service->ask(id, question, options, token); });
}

void AskClient::stop()
{
    if (!busy())
        return;
    stop_.request_stop();
    setRunning(0);
    emit stopped();
}

} // namespace mureum::ui
