#include "ui/history/history_model.h"

#include <QFileInfo>
#include <QLocale>

namespace mureum::ui {

namespace {
constexpr int pageSize = 100;
}

HistoryModel::HistoryModel(HistoryStore &store, QObject *parent) : QAbstractListModel(parent), store_(store)
{
    reload();
}

void HistoryModel::setSearch(const QString &search)
{
    if (search == search_)
        return;
    search_ = search;
    reload();
}

void HistoryModel::reload()
{
    beginResetModel();
    entries_ = store_.find(search_, pageSize);
    complete_ = entries_.size() < pageSize;
    endResetModel();
}

void HistoryModel::removeEntry(const QModelIndex &index)
{
    if (!index.isValid() || index.row() >= entries_.size())
        return;
    beginRemoveRows({}, index.row(), index.row());
    store_.remove(entries_.takeAt(index.row()).id);
    endRemoveRows();
}

void HistoryModel::clear()
{
    store_.clear();
    reload();
}

HistoryEntry HistoryModel::entry(const QModelIndex &index) const
{
    return index.isValid() && index.row() < entries_.size() ? entries_[index.row()] : HistoryEntry();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(entries_.size());
}

bool HistoryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !complete_;
}

void HistoryModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent) || entries_.isEmpty())
        return;
    const QList<HistoryEntry> more = store_.find(search_, pageSize, entries_.last().id);
    complete_ = more.size() < pageSize;
    if (more.isEmpty())
        return;
    beginInsertRows({}, int(entries_.size()), int(entries_.size() + more.size()) - 1);
    entries_ += more;
    endInsertRows();
}

QString HistoryModel::detail(const HistoryEntry &entry) const
{
    const QDateTime local = entry.time.toLocalTime();
    const QLocale locale;
    const QString when = local.date() == QDate::currentDate()
                             ? locale.toString(local.time(), QLocale::ShortFormat)
                             : locale.toString(local.date(), QLocale::ShortFormat);
    const QString outcome = !entry.error.isEmpty() ? tr("failed")
                            : entry.rows < 0
                                ? tr("not run")
                                : tr("%n row(s)", nullptr, int(qMin<qint64>(entry.rows, INT_MAX)));
    return when + QStringLiteral(" · ") + QFileInfo(entry.database).completeBaseName() +
           QStringLiteral(" · ") + outcome;
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= entries_.size())
        return {};
    const HistoryEntry &entry = entries_[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return (entry.question.isEmpty() ? entry.sql : entry.question).simplified();
    case Qt::ToolTipRole:
        return QString(
            (entry.question + u'\n' + entry.sql + (entry.error.isEmpty() ? QString() : u'\n' + entry.error))
                .trimmed()
                .left(2000));
    case EntryIdRole:
        return entry.id;
    case SqlRole:
        return entry.sql;
    case DetailRole:
        return detail(entry);
    case FailedRole:
        return !entry.error.isEmpty();
    case DatabaseRole:
        return entry.database;
    default:
        return {};
    }
}

} // namespace mureum::ui
