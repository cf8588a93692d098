#pragma once
#include "datasets/schema/schema.h"
#include "eval/answer/asker.h"

#include <QObject>
#include <QString>
#include <memory>
#include <stop_token>

namespace mureum::ui {

using SchemaPtr = std::shared_ptr<const datasets::Schema>;
using AskResultPtr = std::shared_ptr<const eval::AskResult>;

/// The work behind the Ask page. Lives on a worker thread; every call may take long and ends in one of its
/// signals. Nothing is thrown. AskClient is its only caller.
class AskService : public QObject
{
    Q_OBJECT
public:
    virtual void loadModel(const QString &file, int threads) = 0;
    virtual void openDatabase(const QString &file) = 0;
    /// Answers with the adapter in `folder` from now on, also with models loaded later; empty: the model alone.
    /// Where it cannot be used, the model alone answers.
    virtual void useAdapter(const QString &folder) = 0;
    virtual void ask(quint64 id, const QString &question, const eval::AskOptions &options,
                     std::stop_token stop) = 0;

signals:
    void modelLoaded(const QString &name);
    void modelFailed(const QString &error);
    void databaseOpened(const QString &file, std::shared_ptr<const mureum::datasets::Schema> schema);
    void databaseFailed(const QString &file, const QString &error);
    /// `folder` is in use (empty: none); `problem`: why the one asked for is not, or what is doubtful about it.
    void adapterChanged(const QString &folder, const QString &problem);
    void sqlStreamed(quint64 id, const QString &sql);
    /// Also after a stop, with the SQL as far as it came.
    void answered(quint64 id, std::shared_ptr<const mureum::eval::AskResult> result);
    void failed(quint64 id, const QString &error);
};

/// The real one, over eval::Asker. A database opens without a model too: its schema shows and SQL runs.
std::unique_ptr<AskService> makeEngineAskService();

} // namespace mureum::ui
