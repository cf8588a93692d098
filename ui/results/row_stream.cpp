#include "ui/results/row_stream.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <memory>
#include <stdexcept>

namespace mureum::ui {

namespace {

constexpr qsizetype bufferBytes = 256 * 1024;
constexpr int progressMs = 100;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RowStream)
};

[[noreturn]] void raise(const QString &text)
{
    throw std::runtime_error(text.toStdString());
}

bool isSameFile(const QString &a, const QString &b)
{
    const QFileInfo left(a), right(b);
    return left.exists() && right.exists() && left.canonicalFilePath() == right.canonicalFilePath();
}

/// Takes the text; nothing of it is seen before finish().
class Sink
{
public:
    Sink(const RowStreamTask &task, QByteArray *memory) : task_(task), memory_(memory)
    {
        if (memory_)
            return;
        for (const char *suffix : {"", "-wal", "-shm", "-journal"})
            if (isSameFile(task_.file, task_.database + QLatin1String(suffix)))
                raise(Text::tr("%1 is the database itself; choose another file").arg(task_.file));
        const QFileInfo info(task_.file);
        if (info.isDir())
            raise(Text::tr("%1 is a folder; choose a file").arg(task_.file));
        // A pipe or a device cannot be replaced, only written to.
        if (info.exists() && !info.isFile())
            file_ = std::make_unique<QFile>(task_.file);
        else
            file_ = std::make_unique<QSaveFile>(task_.file);
        if (!file_->open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            raise(Text::tr("Cannot write to %1: %2").arg(task_.file, file_->errorString()));
    }

    void put(QByteArray &text)
    {
        if (memory_) {
            if (memory_->size() + text.size() > task_.memoryLimit)
                raise(Text::tr("This is too much for the clipboard; export it as CSV"));
            memory_->append(text);
        } else {
            for (qsizetype at = 0; at < text.size();) {
                const qint64 written = file_->write(text.constData() + at, text.size() - at);
                if (written <= 0)
                    failWriting();
                at += written;
            }
        }
        text.clear();
    }

    void finish()
    {
        if (memory_)
            return;
        if (auto *whole = dynamic_cast<QSaveFile *>(file_.get())) {
            // Writes through to the disk, then renames.
            if (!whole->commit())
                failWriting();
        } else if (!file_->flush()) {
            failWriting();
        }
    }

private:
    [[noreturn]] void failWriting()
    {
        raise(Text::tr("Cannot write %1: %2. Nothing was saved").arg(task_.file, file_->errorString()));
    }

    const RowStreamTask &task_;
    QByteArray *memory_;
    std::unique_ptr<QFileDevice> file_;
};

} // namespace

qint64 streamRows(const RowStreamTask &task, QByteArray *memory, std::stop_token stop,
                  const std::function<void(qint64)> &progress)
{
    Sink sink(task, memory);
    eval::SqlRunner runner(std::filesystem::path(QFile::encodeName(task.database).toStdString()));
    const auto cursor = runner.open(task.sql.toStdString(), std::chrono::milliseconds(0), stop);

    QList<int> columns = task.columns;
    if (columns.isEmpty())
        for (int column = 0; column < int(cursor->columns().size()); ++column)
            columns.append(column);
    const bool single = columns.size() == 1;

    QByteArray text;
    if (task.byteOrderMark)
        text = "\xEF\xBB\xBF";
    const auto endField = [&](qsizetype at) {
        if (at + 1 < columns.size())
            text += task.style.separator;
        else
            text += task.style.lineEnd;
    };
    if (!task.headers.isEmpty()) {
        for (qsizetype i = 0; i < columns.size(); ++i) {
            appendField(text, task.headers.value(columns[i]).toUtf8(), task.style);
            endField(i);
        }
    }

    QElapsedTimer sinceProgress;
    sinceProgress.start();
    std::vector<eval::Cell> row;
    qint64 position = 0, written = 0;
    qsizetype range = 0;
    while (task.ranges.isEmpty() || range < task.ranges.size()) {
        if (!cursor->step(row))
            break;
        const qint64 here = position++;
        if (!task.ranges.isEmpty()) {
            if (here > task.ranges[range].last)
                ++range;
            if (range == task.ranges.size())
                break;
            if (here < task.ranges[range].first)
                continue;
        }
        for (qsizetype i = 0; i < columns.size(); ++i) {
            appendCell(text, row[std::size_t(columns[i])], task.style, single);
            endField(i);
        }
        ++written;
        if (text.size() >= bufferBytes)
            sink.put(text);
        if (written % 1024 == 0 && sinceProgress.elapsed() >= progressMs) {
            sinceProgress.restart();
            progress(written);
        }
    }
    sink.put(text);
    if (stop.stop_requested())
        throw eval::RunError(eval::RunFailure::Cancelled, "the statement was stopped");
    sink.finish();
    return written;
}

RowStreamJob::RowStreamJob(RowStreamTask task, QObject *parent)
    : QObject(parent), task_(std::move(task)), worker_(new QObject)
{
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("row stream"));
}

RowStreamJob::~RowStreamJob()
{
    stop_.request_stop();
    thread_.quit();
    thread_.wait();
}

void RowStreamJob::start()
{
    thread_.start();
    QMetaObject::invokeMethod(
        worker_,
        [this, stop = stop_.get_token()] {
            try {
                QByteArray memory;
                const bool toMemory = task_.file.isEmpty();
                const qint64 rows = streamRows(task_, toMemory ? &memory : nullptr, stop,
                                               [this](qint64 count) { emit progressed(count); });
                emit done(rows, memory);
            } catch (const eval::RunError &error) {
                if (error.kind() == eval::RunFailure::Cancelled)
                    emit cancelled();
                else
                    emit failed(QString::fromUtf8(error.what()));
            } catch (const std::exception &error) {
                emit failed(QString::fromUtf8(error.what()));
            }
        },
        Qt::QueuedConnection);
}

} // namespace mureum::ui
