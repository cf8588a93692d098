#pragma once
#include "ui/schema/row_counter.h"
#include "ui/schema/schema_model.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLineEdit;
class QTreeView;

namespace mureum::ui {

/// The schema tree with its search box. Double click inserts, drag carries the quoted name.
class SchemaView : public QWidget
{
    Q_OBJECT
public:
    explicit SchemaView(QWidget *parent = nullptr);

    void setSchema(const QString &file, SchemaPtr schema);
    QTreeView *tree() const { return tree_; }
    QLineEdit *searchBox() const { return search_; }

signals:
    void insertRequested(const QString &sql);
    void queryRequested(const QString &sql); ///< a whole statement to run

private:
    void filter(const QString &text);
    void showMenu(const QPoint &position);

    SchemaModel model_;
    QSortFilterProxyModel proxy_;
    RowCounter counter_;
    QLineEdit *search_;
    QTreeView *tree_;
};

} // namespace mureum::ui
