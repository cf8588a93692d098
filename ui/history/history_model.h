#pragma once
#include "ui/history/history_store.h"

#include <QAbstractListModel>

namespace mureum::ui {

/// Entries of a HistoryStore that match a search, newest first, fetched in pages as the list is scrolled.
class HistoryModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { EntryIdRole = Qt::UserRole, SqlRole, DetailRole, FailedRole, DatabaseRole };

    explicit HistoryModel(HistoryStore &store, QObject *parent = nullptr);

    void setSearch(const QString &search);
    QString search() const { return search_; }
    void reload();
    void removeEntry(const QModelIndex &index);
    void clear();
    HistoryEntry entry(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

private:
    QString detail(const HistoryEntry &entry) const;

    HistoryStore &store_;
    QList<HistoryEntry> entries_;
    QString search_;
    bool complete_ = false;
};

} // namespace mureum::ui
