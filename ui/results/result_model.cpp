#include "ui/results/result_model.h"
#include "ui/results/cell_text.h"
#include "ui/results/result_reader.h"

#include <QFont>
#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mureum::ui {

namespace {

/// A table view keeps 8 bytes a row and counts pixels in 32 bits.
constexpr qint64 rowLimit = 20'000'000;
constexpr qint64 fetchedAtLeast = 4 * rowsPerBlock;
constexpr std::size_t headBytesLimit = std::size_t{24} << 20;
constexpr int longestTip = 2000;
constexpr int shortText = 40; // bytes; fits a cell

bool isNumber(const eval::Cell &value)
{
    return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

/// Hard to read without separators; no year is.
bool isLarge(const eval::Cell &value)
{
    if (const auto *integer = std::get_if<std::int64_t>(&value))
        return *integer >= 10000 || *integer <= -10000;
    const auto *real = std::get_if<double>(&value);
    return real && std::abs(*real) >= 10000;
}

} // namespace

ResultModel::ResultModel(QObject *parent) : QAbstractTableModel(parent), reader_(new ResultReader)
{
    reader_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, reader_, &QObject::deleteLater);
    connectReader();
    thread_.setObjectName(QStringLiteral("result reader"));
    thread_.start();
}

ResultModel::~ResultModel()
{
    stop_.request_stop();
    thread_.quit();
    thread_.wait();
}

template <typename Call>
void ResultModel::onReader(Call call) const
{
    QMetaObject::invokeMethod(reader_, std::move(call), Qt::QueuedConnection);
}

void ResultModel::connectReader()
{
    connect(reader_, &ResultReader::opened, this, [this](quint64 number, const QStringList &columns) {
        if (number != number_)
            return;
        // A statement refined keeps the names of the original one.
        if (currentSql_ != sql_)
            return;
        begin();
        beginResetModel();
        columns_ = columns;
        columnsKnown_ = true;
        numeric_.assign(columns.size(), 0);
        grouped_.assign(columns.size(), 0);
        identifier_.assign(columns.size(), 0);
        endResetModel();
        emit columnsChanged();
    });
    connect(reader_, &ResultReader::blockReady, this, [this](quint64 number, const RowBlockPtr &block) {
        if (number == number_)
            onBlock(block);
    });
    connect(reader_, &ResultReader::counted, this, [this](quint64 number, qint64 rows, bool ended) {
        if (number == number_)
            onCounted(rows, ended);
    });
    connect(reader_, &ResultReader::settled, this, [this](quint64 number, double seconds) {
        if (number != number_ || stopped_)
            return;
        begin();
        headGrown_ = false;
        emit settled(seconds);
        emit headChanged();
    });
    connect(reader_, &ResultReader::idle, this, [this](quint64 number) {
        if (number != number_)
            return;
        setReading(false);
        if (std::exchange(headGrown_, false))
            emit headChanged();
    });
    connect(reader_, &ResultReader::failed, this,
            [this](quint64 number, const QString &error, double seconds) {
                if (number != number_ || stopped_)
                    return;
                begin();
                failed_ = true;
                if (!columnsKnown_)
                    forgetColumns();
                setReading(false);
                emit failed(error, seconds);
            });
    connect(reader_, &ResultReader::changedMeanwhile, this, [this](quint64 number) {
        if (number == number_)
            emit changedMeanwhile();
    });
}

void ResultModel::open(const QString &database, const QString &sql)
{
    database_ = database;
    sql_ = currentSql_ = sql;
    columnsKnown_ = false;
    filters_.clear();
    order_ = {};
    run();
}

void ResultModel::forgetColumns()
{
    beginResetModel();
    columns_.clear();
    numeric_.clear();
    grouped_.clear();
    identifier_.clear();
    endResetModel();
    emit columnsChanged();
}

void ResultModel::run()
{
    stop_.request_stop();
    stop_ = std::stop_source();
    ++number_;
    fresh_ = true;
    stopped_ = failed_ = false;
    missing_.clear();
    reading_ = true;
    emit progressed();
    onReader([reader = reader_, query = ResultReader::Query{number_, database_, currentSql_,
                                                            stop_.get_token()}] { reader->start(query); });
}

/// The rows of the former statement go as the first news of this one comes, so that nothing flickers.
void ResultModel::begin()
{
    if (!fresh_)
        return;
    beginResetModel();
    fresh_ = false;
    rows_ = 0;
    complete_ = false;
    head_.clear();
    headBytes_ = 0;
    cache_.clear();
    missing_.clear();
    endResetModel();
}

void ResultModel::clear()
{
    stop_.request_stop();
    ++number_;
    fresh_ = true;
    begin();
    filters_.clear();
    order_ = {};
    sql_.clear();
    currentSql_.clear();
    stopped_ = failed_ = columnsKnown_ = false;
    forgetColumns();
    setReading(false);
}

void ResultModel::stop()
{
    if (!reading_)
        return;
    stop_.request_stop();
    stop_ = std::stop_source();
    begin();
    stopped_ = true;
    onReader(
        [reader = reader_, number = number_, token = stop_.get_token()] { reader->halt(number, token); });
    setReading(false);
}

void ResultModel::setReading(bool reading)
{
    if (reading_ == reading)
        return;
    reading_ = reading;
    emit progressed();
}

bool ResultModel::refinable() const
{
    return columnsKnown_ && !columns_.isEmpty() && canRefine(sql_);
}

void ResultModel::refine()
{
    const QString query = refinedQuery(sql_, int(columns_.size()), filters_, order_);
    if (query == currentSql_ && !failed_ && !stopped_)
        return;
    currentSql_ = query;
    run();
}

void ResultModel::setFilters(const ColumnFilters &filters)
{
    if (!refinable())
        return;
    filters_ = filters;
    refine();
}

bool ResultModel::filtered() const
{
    return std::any_of(filters_.begin(), filters_.end(), [](const QString &typed) {
        return !filterCondition(typed, QStringLiteral("c")).isEmpty();
    });
}

void ResultModel::resetRefinement()
{
    filters_.clear();
    order_ = {};
    refine();
}

void ResultModel::sort(int column, Qt::SortOrder order)
{
    if (!refinable())
        return;
    order_ = {column, order == Qt::DescendingOrder};
    refine();
}

void ResultModel::onCounted(qint64 rows, bool ended)
{
    begin();
    complete_ = ended; // first: what follows the insertion asks for it
    const int before = rowCount();
    const int after = int(std::min(rows, rowLimit));
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        rows_ = rows;
        endInsertRows();
    }
    rows_ = std::max(rows_, rows);
    emit progressed();
}

void ResultModel::onBlock(RowBlockPtr block)
{
    begin();
    const qint64 index = block->index;
    if (index == 0)
        learnColumns(*block);
    if (index < headBlocks && index <= qint64(head_.size())) {
        const bool longer = index < qint64(head_.size());
        const std::size_t former = longer ? head_[index]->bytes : 0;
        if (headBytes_ - former + block->bytes <= headBytesLimit) {
            headGrown_ = true;
            headBytes_ += block->bytes - former;
            if (longer)
                head_[index] = block;
            else
                head_.push_back(block);
        }
    }
    cache_.insert(std::move(block));
    const int first = int(std::min<qint64>(index * rowsPerBlock, rowCount()));
    const int last = int(std::min<qint64>((index + 1) * rowsPerBlock, rowCount())) - 1;
    if (first <= last && !columns_.isEmpty())
        emit dataChanged(this->index(first, 0), this->index(last, columnCount() - 1));
}

void ResultModel::readToEnd()
{
    if (complete_ || stopped_ || failed_ || currentSql_.isEmpty())
        return;
    setReading(true);
    onReader([reader = reader_, number = number_] { reader->grow(number, rowLimit); });
}

bool ResultModel::atLimit() const
{
    return rows_ >= rowLimit && !complete_;
}

bool ResultModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !columns_.isEmpty() && !fresh_ && !complete_ && !stopped_ && !failed_ &&
           rows_ < rowLimit;
}

void ResultModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    setReading(true);
    // Twice as far each time: ten million rows are a dozen drags to the bottom away.
    const qint64 target = std::min(rowLimit, std::max(rows_ + fetchedAtLeast, 2 * rows_));
    onReader([reader = reader_, number = number_, target] { reader->grow(number, target); });
}

int ResultModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(std::min(rows_, rowLimit));
}

int ResultModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns_.size());
}

RowBlockPtr ResultModel::block(qint64 index) const
{
    if (index < qint64(head_.size()))
        return head_[index];
    return cache_.find(index);
}

void ResultModel::ask(qint64 index) const
{
    if (fresh_ || failed_)
        return;
    if (missing_.empty()) {
        // One request for all that one painting misses.
        QMetaObject::invokeMethod(
            const_cast<ResultModel *>(this),
            [this] {
                const QList<qint64> blocks(missing_.begin(), missing_.end());
                missing_.clear();
                if (!blocks.isEmpty())
                    onReader([reader = reader_, number = number_, blocks] { reader->want(number, blocks); });
            },
            Qt::QueuedConnection);
    }
    missing_.insert(index);
}

const eval::Cell *ResultModel::cell(int row, int column) const
{
    const RowBlockPtr found = block(row / rowsPerBlock);
    const int inside = row % rowsPerBlock;
    if (found && inside < found->rows() && column < found->columns)
        return &found->cell(inside, column);
    // An empty block stands for rows that are gone.
    if (!found || found->columns > 0)
        ask(row / rowsPerBlock);
    return nullptr;
}

bool ResultModel::isCut(int row, int column) const
{
    const RowBlockPtr found = block(row / rowsPerBlock);
    return found && row % rowsPerBlock < found->rows() && found->cutSize(row % rowsPerBlock, column) >= 0;
}

std::vector<RowBlockPtr> ResultModel::head() const
{
    std::vector<RowBlockPtr> blocks;
    for (const RowBlockPtr &each : head_) {
        blocks.push_back(each);
        if (each->rows() < rowsPerBlock)
            break;
    }
    return blocks;
}

void ResultModel::learnColumns(const RowBlock &block)
{
    if (block.columns != columnCount())
        return;
    for (int column = 0; column < block.columns; ++column) {
        bool number = false, other = false, large = false;
        for (int row = 0; row < block.rows(); ++row) {
            const eval::Cell &value = block.cell(row, column);
            const bool isNull = std::holds_alternative<std::monostate>(value);
            number |= isNumber(value);
            other |= !isNumber(value) && !isNull;
            large |= isLarge(value);
        }
        numeric_[column] = number && !other;
        // Years, codes and identifiers read worse with separators.
        identifier_[column] = looksLikeIdentifier(columns_[column]);
        grouped_[column] = number && large && !identifier_[column];
    }
    emit headerDataChanged(Qt::Horizontal, 0, block.columns - 1);
}

void ResultModel::setGrouping(bool grouping)
{
    if (grouping_ == grouping)
        return;
    grouping_ = grouping;
    if (rowCount() > 0 && columnCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
}

QString ResultModel::display(int row, int column, const eval::Cell &value) const
{
    const RowBlockPtr found = block(row / rowsPerBlock);
    const qint64 whole = found ? found->cutSize(row % rowsPerBlock, column) : -1;
    // In a column of small numbers so far, the large ones all the same; years stay as they are.
    const bool grouped = grouped_[column] != 0 || (!identifier_[column] && isLarge(value));
    return cellLine(value, grouping_ && grouped, whole);
}

QString ResultModel::text(int row, int column) const
{
    const eval::Cell *value = cell(row, column);
    return value ? cellText(*value) : QString();
}

QVariant ResultModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
    case Qt::TextAlignmentRole:
    case Qt::FontRole:
    case Qt::ForegroundRole:
    case NumberRole:
        break;
    default:
        return {};
    }
    const eval::Cell *value = cell(index.row(), index.column());
    if (!value) // on its way
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("…")) : QVariant();
    const bool number = isNumber(*value);
    const bool special =
        std::holds_alternative<std::monostate>(*value) || std::holds_alternative<eval::Blob>(*value);
    switch (role) {
    case Qt::DisplayRole:
        return display(index.row(), index.column(), *value);
    case Qt::ToolTipRole:
        // What hardly fits the cell; as plain text, whatever it looks like.
        if (const auto *text = std::get_if<std::string>(value);
            text && text->size() > std::size_t(shortText)) {
            QString tip = cellText(*text).left(longestTip);
            if (text->size() > std::size_t(longestTip))
                tip += u'…';
            return QStringLiteral("<p style='white-space: pre-wrap'>%1</p>").arg(tip.toHtmlEscaped());
        }
        return {};
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment((number || (special && numeric(index.column())) ? Qt::AlignRight : Qt::AlignLeft) |
                          Qt::AlignVCenter));
    case Qt::FontRole:
        if (special) {
            QFont font;
            font.setItalic(true);
            return font;
        }
        return {};
    case Qt::ForegroundRole:
        return special ? QVariant(QGuiApplication::palette().brush(QPalette::PlaceholderText)) : QVariant();
    default:
        return number;
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        if (role == Qt::DisplayRole && section >= 0 && section < rowCount())
            return QLocale().toString(section + 1);
        return {};
    }
    if (section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return columns_[section];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((numeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

} // namespace mureum::ui
