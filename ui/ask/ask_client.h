#pragma once
#include "ui/ask/ask_service.h"

#include <QThread>

namespace mureum::ui {

/// The GUI thread's side of an AskService: owns the worker thread, numbers the questions, drops what arrives
/// late. Destruction stops what is running and waits for the worker to let go.
class AskClient : public QObject
{
    Q_OBJECT
public:
    explicit AskClient(std::unique_ptr<AskService> service, QObject *parent = nullptr);
    ~AskClient() override;

    void loadModel(const QString &file, int threads);
    void openDatabase(const QString &file);
    /// For the questions that follow; empty: the model alone. Ends in adapterChanged where a model is loaded.
    void useAdapter(const QString &folder);
    /// A running question is stopped first and says nothing more.
    void ask(const QString &question, const eval::AskOptions &options);
    /// Ends in `stopped` at once; the worker follows within a token.
    void stop();

    bool busy() const { return running_ != 0; }
    bool opening() const { return !opening_.isEmpty(); }
    bool modelReady() const { return !modelName_.isEmpty(); }
    QString modelName() const { return modelName_; }
    QString modelError() const { return modelError_; }
    QString database() const { return database_; } ///< the one opened last without an error
    SchemaPtr schema() const { return schema_; }
    QString adapter() const { return adapter_; } ///< folder of the one in use; empty: none

signals:
    void modelChanged(); ///< loading, loaded or failed: see modelReady and modelError
    void databaseOpened(const QString &file);
    void databaseFailed(const QString &file, const QString &error);
    void adapterChanged(const QString &folder, const QString &problem);
    void busyChanged(bool busy);
    void sqlStreamed(const QString &sql);
    void answered(std::shared_ptr<const mureum::eval::AskResult> result);
    void failed(const QString &error);
    void stopped();

private:
    template <typename Call>
    void onWorker(Call call);
    void setRunning(quint64 id);

    QThread thread_;
    AskService *service_; ///< on thread_, deleted as it ends
    std::stop_source stop_;
    quint64 lastId_ = 0, running_ = 0;
    QString modelName_, modelError_, database_, opening_, adapter_;
    SchemaPtr schema_;
};

} // namespace mureum::ui
