#include "ui/schema/row_counter.h"
#include "eval/run/sql_runner.h"

namespace mureum::ui {

namespace {

qint64 countRows(const QString &file, const QString &table, std::stop_token stop)
{
    QString quoted = table;
    quoted.replace(u'"', QLatin1String("\"\""));
    try {
        eval::SqlRunner runner(std::filesystem::path(file.toStdU16String()));
        eval::RunLimits limits;
        limits.time = std::chrono::seconds(30);
        const eval::ResultSet result =
            runner.run("SELECT count(*) FROM \"" + quoted.toStdString() + '"', limits, stop);
        if (result.rows.size() == 1)
            if (const auto *rows = std::get_if<std::int64_t>(&result.rows[0][0]))
                return *rows;
    } catch (const std::exception &) {
        // A view that fails or a locked file has no count to show; the tree stays usable.
    }
    return -1;
}

} // namespace

RowCounter::RowCounter(QObject *parent) : QObject(parent), worker_(new QObject)
{
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("row-counts"));
    thread_.start(QThread::LowPriority);
}

RowCounter::~RowCounter()
{
    stop_.request_stop();
    thread_.quit();
    thread_.wait();
}

void RowCounter::setDatabase(const QString &file)
{
    stop_.request_stop();
    stop_ = std::stop_source();
    file_ = file;
}

void RowCounter::count(const QString &table)
{
    QMetaObject::invokeMethod(
        worker_,
        [this, file = file_, table, token = stop_.get_token()] {
            if (token.stop_requested())
                return;
            const qint64 rows = countRows(file, table, token);
            if (token.stop_requested())
                return;
            QMetaObject::invokeMethod(
                this,
                [this, token, table, rows] {
                    if (!token.stop_requested())
                        emit counted(table, rows);
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

} // namespace mureum::ui
