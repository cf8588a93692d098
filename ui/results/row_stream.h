#pragma once
#include "ui/results/delimited.h"

#include <QList>
#include <QObject>
#include <QStringList>
#include <QThread>

#include <functional>
#include <stop_token>

namespace mureum::ui {

/// Rows of a statement written out as text, to a file or to memory.
struct RowStreamTask
{
    struct Range
    {
        qint64 first, last; ///< inclusive
        bool operator==(const Range &) const = default;
    };

    QString database, sql;
    QStringList headers; ///< empty: no line of names
    QList<int> columns;  ///< empty: all
    QList<Range> ranges; ///< ascending; empty: all rows
    DelimitedStyle style;
    QString file;               ///< empty: to memory, up to `memoryLimit`
    bool byteOrderMark = false; ///< lets Excel recognise UTF-8
    qint64 memoryLimit = qint64{64} << 20;
};

/// Thrown text is ready to show. `progress` is called every few thousand rows. Returns the number of rows; a
/// file is replaced as a whole once everything is on the disk, and untouched before.
/// Throws eval::RunError (Cancelled where `stop` asked for it) and std::runtime_error.
qint64 streamRows(const RowStreamTask &task, QByteArray *memory, std::stop_token stop,
                  const std::function<void(qint64)> &progress);

/// Runs one task on a thread of its own. Destroying it cancels, and waits for the moment that takes.
class RowStreamJob : public QObject
{
    Q_OBJECT
public:
    explicit RowStreamJob(RowStreamTask task, QObject *parent = nullptr);
    ~RowStreamJob() override;

    void start();
    void cancel() { stop_.request_stop(); }
    const RowStreamTask &task() const { return task_; }

signals:
    void progressed(qint64 rows);
    /// One of these ends it.
    void done(qint64 rows, const QByteArray &memory);
    void failed(const QString &error);
    void cancelled();

private:
    RowStreamTask task_;
    QThread thread_;
    QObject *worker_; ///< on thread_; carries the call, deleted as the thread ends
    std::stop_source stop_;
};

} // namespace mureum::ui
