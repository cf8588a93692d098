#include "ui/results/result_reader.h"

#include <QFile>

#include <algorithm>

namespace mureum::ui {

namespace {

constexpr qint64 headRows = qint64(headBlocks) * rowsPerBlock;
constexpr int sliceMs = 15;
constexpr int rowsPerLook = 32; // between two looks at what is asked for
constexpr int settleMs = 100;   // waited after the first row for a result that ends soon
constexpr int aheadMs = 1000;   // reading ahead without being asked
constexpr int publishMs = 100;
constexpr qint64 manyRows = 1'000'000; // a view takes longer to take more of them in
constexpr int wantedLimit = 16;
/// A cursor in the middle of its rows holds a read lock that keeps other programs from writing.
constexpr int idleMs = 20000;

} // namespace

ResultReader::ResultReader(QObject *parent) : QObject(parent), idleTimer_(this)
{
    idleTimer_.setSingleShot(true);
    idleTimer_.setInterval(idleMs);
    connect(&idleTimer_, &QTimer::timeout, this, &ResultReader::release);
}

ResultReader::~ResultReader() = default;

void ResultReader::release()
{
    sources_.clear();
}

void ResultReader::start(const Query &query)
{
    release();
    cache_.clear();
    wanted_.clear();
    query_ = query;
    count_ = 0;
    announced_ = -1;
    target_ = headRows;
    ended_ = endAnnounced_ = settled_ = false;
    sinceFirstRow_.invalidate();
    sincePublished_.invalidate();
    sinceStart_.start();
    if (query_.stop.stop_requested())
        return;
    try {
        if (!runner_ || runnerFile_ != query_.database) {
            runner_.reset();
            runner_.emplace(std::filesystem::path(QFile::encodeName(query_.database).toStdString()));
            runnerFile_ = query_.database;
        }
        Source source;
        source.cursor = openCursor();
        QStringList columns;
        for (const std::string &name : source.cursor->columns())
            columns.append(QString::fromUtf8(name.data(), qsizetype(name.size())));
        sources_.push_back(std::move(source));
        emit opened(query_.number, columns);
    } catch (const std::exception &error) {
        fail(QString::fromUtf8(error.what()));
        return;
    }
    schedule();
}

std::unique_ptr<eval::Cursor> ResultReader::openCursor()
{
    // No time limit: a person watches and has a Stop button.
    return runner_->open(query_.sql.toStdString(), std::chrono::milliseconds(0), query_.stop);
}

void ResultReader::want(quint64 number, const QList<qint64> &blocks)
{
    if (number != query_.number)
        return;
    for (const qint64 block : blocks) {
        wanted_.removeAll(block);
        wanted_.append(block);
    }
    while (wanted_.size() > wantedLimit)
        wanted_.removeFirst();
    schedule();
}

void ResultReader::grow(quint64 number, qint64 rows)
{
    if (number != query_.number || ended_)
        return;
    target_ = std::max(target_, rows);
    schedule();
}

void ResultReader::halt(quint64 number, std::stop_token stop)
{
    if (number != query_.number)
        return;
    release();
    query_.stop = std::move(stop);
    target_ = count_;
    wanted_.clear();
    settled_ = true;
    publish(true);
}

void ResultReader::schedule()
{
    if (scheduled_)
        return;
    scheduled_ = true;
    QMetaObject::invokeMethod(this, &ResultReader::work, Qt::QueuedConnection);
}

void ResultReader::work()
{
    scheduled_ = false;
    idleTimer_.stop();
    if (!runner_ || query_.stop.stop_requested())
        return;
    QElapsedTimer slice;
    slice.start();
    try {
        while (const auto block = nextBlock()) {
            Source &source = sourceFor(*block);
            for (int i = 0; i < rowsPerLook && source.cursor && slice.elapsed() < sliceMs; ++i)
                step(source);
            std::erase_if(sources_, [](const Source &each) { return !each.cursor; });
            if (slice.elapsed() >= sliceMs) {
                publish(false);
                schedule();
                return;
            }
        }
    } catch (const eval::RunError &error) {
        release();
        if (error.kind() != eval::RunFailure::Cancelled)
            fail(QString::fromUtf8(error.what()));
        return;
    } catch (const std::exception &error) {
        release();
        fail(QString::fromUtf8(error.what()));
        return;
    }
    publish(true);
    emit idle(query_.number);
    idleTimer_.start();
}

/// What to step towards: a block somebody looks at, else the end of what is known. None: nothing to do.
std::optional<qint64> ResultReader::nextBlock()
{
    while (!wanted_.isEmpty()) {
        const qint64 block = wanted_.last();
        if (block * rowsPerBlock < count_ && !serve(block))
            return block;
        wanted_.removeLast();
    }
    if (!settled_ && sinceFirstRow_.isValid() && sinceFirstRow_.elapsed() > settleMs)
        settle();
    if (target_ == headRows && sinceFirstRow_.isValid() && sinceFirstRow_.elapsed() > aheadMs)
        target_ = count_;
    if (!ended_ && count_ < target_)
        return count_ / rowsPerBlock;
    if (!settled_)
        settle();
    return std::nullopt;
}

bool ResultReader::serve(qint64 block)
{
    if (const RowBlockPtr kept = cache_.find(block)) {
        emit blockReady(query_.number, kept);
        return true;
    }
    for (const Source &source : sources_) {
        if (source.filling && source.filling->index == block && source.position >= count_) {
            emit blockReady(query_.number, std::make_shared<const RowBlock>(*source.filling));
            return true;
        }
    }
    return false;
}

/// The cursor that has the shortest way to the block.
ResultReader::Source &ResultReader::sourceFor(qint64 block)
{
    const qint64 row = block * rowsPerBlock;
    Source *best = nullptr;
    for (Source &source : sources_) {
        // A cursor inside the block still has the rows it gave of it.
        const bool before = source.position <= row || (source.filling && source.filling->index == block);
        if (before && (!best || source.position > best->position))
            best = &source;
    }
    if (best)
        return *best;
    if (sources_.size() >= 2)
        sources_.erase(
            std::min_element(sources_.begin(), sources_.end(),
                             [](const Source &a, const Source &b) { return a.position < b.position; }));
    sources_.push_back({openCursor(), 0, {}, nullptr});
    return sources_.back();
}

void ResultReader::step(Source &source)
{
    if (!source.cursor->step(source.row)) {
        keep(source);
        source.cursor.reset();
        if (source.position >= count_) {
            ended_ = true;
            return;
        }
        // The rows somebody waits for are gone; an empty block says so.
        emit changedMeanwhile(query_.number);
        for (const qint64 block : std::as_const(wanted_)) {
            if (block * rowsPerBlock >= source.position) {
                auto gone = std::make_shared<RowBlock>();
                gone->index = block;
                emit blockReady(query_.number, gone);
            }
        }
        wanted_.clear();
        target_ = count_;
        return;
    }
    if (!source.filling) {
        source.filling = std::make_shared<RowBlock>();
        source.filling->index = source.position / rowsPerBlock;
        source.filling->cells.reserve(source.row.size() * rowsPerBlock);
    }
    source.filling->append(source.row);
    ++source.position;
    if (source.filling->rows() == rowsPerBlock)
        keep(source);
    if (ended_ || source.position <= count_)
        return;
    count_ = source.position;
    if (!sinceFirstRow_.isValid())
        sinceFirstRow_.start();
}

void ResultReader::keep(Source &source)
{
    if (!source.filling)
        return;
    const RowBlockPtr block = std::move(source.filling);
    source.filling.reset();
    cache_.insert(block);
    if (block->index < headBlocks && source.position >= count_)
        emit blockReady(query_.number, block);
}

/// Announces the rows found. `now`: however recent the last announcement is.
void ResultReader::publish(bool now)
{
    if (count_ == announced_ && ended_ == endAnnounced_)
        return;
    if (!now && count_ > headRows && sincePublished_.isValid() &&
        sincePublished_.elapsed() < (count_ > manyRows ? 3 * publishMs : publishMs))
        return;
    for (const Source &source : sources_)
        if (source.filling && source.position == count_ && source.filling->index < headBlocks)
            emit blockReady(query_.number, std::make_shared<const RowBlock>(*source.filling));
    announced_ = count_;
    endAnnounced_ = ended_;
    sincePublished_.start();
    emit counted(query_.number, count_, ended_);
}

void ResultReader::settle()
{
    settled_ = true;
    publish(true);
    emit settled(query_.number, double(sinceStart_.nsecsElapsed()) * 1e-9);
}

void ResultReader::fail(const QString &error)
{
    target_ = count_;
    wanted_.clear();
    if (count_ > 0)
        publish(true);
    settled_ = true;
    emit failed(query_.number, error, double(sinceStart_.nsecsElapsed()) * 1e-9);
}

} // namespace mureum::ui
