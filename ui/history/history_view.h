#pragma once
#include "ui/history/history_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QToolButton;

namespace mureum::ui {

/// Searchable list of what was asked. Click or Enter restores, Delete removes.
class HistoryView : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryView(HistoryStore &store, QWidget *parent = nullptr);

    HistoryModel *model() { return &model_; }
    QListView *list() const { return list_; }
    QLineEdit *searchBox() const { return search_; }
    void reload();

signals:
    void restoreRequested(const mureum::ui::HistoryEntry &entry);

private:
    void restore(const QModelIndex &index);
    void showMenu(const QPoint &position);
    void confirmClear();
    void updateEmptyNote();

    HistoryModel model_;
    QLineEdit *search_;
    QListView *list_;
    QToolButton *clear_;
    QLabel *note_;
};

} // namespace mureum::ui
