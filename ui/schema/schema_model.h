#pragma once
#include "ui/ask/ask_service.h"

#include <QAbstractItemModel>
#include <QHash>

namespace mureum::ui {

/// Tables and views, their columns, and a few values of each, as a tree. Column 0 is the name, column 1 the
/// type of a column or the row count of a table (asked for once, when first shown).
class SchemaModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        KindRole = Qt::UserRole, ///< Kind
        NameRole,                ///< bare name or value
        InsertRole,              ///< as SQL: quoted identifier or literal
        TableRole                ///< name of the table the row belongs to
    };
    enum Kind { TableKind, ViewKind, ColumnKind, ValueKind };

    explicit SchemaModel(QObject *parent = nullptr);

    void setSchema(SchemaPtr schema);
    SchemaPtr schema() const { return schema_; }
    /// `rows` below 0: could not be counted; nothing is shown.
    void setRowCount(const QString &table, qint64 rows);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

signals:
    void rowCountNeeded(const QString &table);

private:
    struct Place
    {
        int table = -1, column = -1, value = -1;
    };
    static Place place(const QModelIndex &index);
    QVariant tableData(int table, int column, int role) const;
    QVariant columnData(int table, int column, int section, int role) const;
    QVariant valueData(const Place &place, int section, int role) const;
    QString foreignTarget(int table, int column) const; ///< "table.column"; empty where none
    QString tableRows(int table) const;

    SchemaPtr schema_;
    QHash<QString, qint64> counts_;
    mutable QHash<QString, bool> asked_;
};

} // namespace mureum::ui
