#pragma once
#include <QObject>
#include <QThread>
#include <stop_token>

namespace mureum::ui {

/// Counts the rows of tables one after another on a thread of its own; a change of database drops what is
/// pending.
class RowCounter : public QObject
{
    Q_OBJECT
public:
    explicit RowCounter(QObject *parent = nullptr);
    ~RowCounter() override;

    void setDatabase(const QString &file);
    void count(const QString &table);

signals:
    /// `rows` is -1 where counting failed or took longer than half a minute.
    void counted(const QString &table, qint64 rows);

private:
    QThread thread_;
    QObject *worker_; ///< on thread_; carries the calls, deleted as the thread ends
    QString file_;
    std::stop_source stop_;
};

} // namespace mureum::ui
