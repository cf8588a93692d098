#include "ui/schema/schema_model.h"
#include "ui/editor/sql_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLocale>
#include <QMimeData>
#include <QPalette>

namespace mureum::ui {

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

// The id of an index names its parent: 0 for tables, table+1 for columns, and both for values.
constexpr int columnBits = 16;
quintptr columnId(int table)
{
    return quintptr(table + 1) << columnBits;
}
quintptr valueId(int table, int column)
{
    return columnId(table) | quintptr(column + 1);
}

} // namespace

SchemaModel::SchemaModel(QObject *parent) : QAbstractItemModel(parent) {}

void SchemaModel::setSchema(SchemaPtr schema)
{
    beginResetModel();
    schema_ = std::move(schema);
    counts_.clear();
    asked_.clear();
    endResetModel();
}

void SchemaModel::setRowCount(const QString &table, qint64 rows)
{
    const int row = schema_ ? schema_->find(table.toStdString()) : -1;
    if (row < 0)
        return;
    counts_.insert(text(schema_->tables[size_t(row)].name), rows);
    const QModelIndex cell = index(row, 1);
    emit dataChanged(cell, cell);
}

SchemaModel::Place SchemaModel::place(const QModelIndex &index)
{
    const quintptr id = index.internalId();
    if (id == 0)
        return {index.row(), -1, -1};
    const int table = int(id >> columnBits) - 1;
    const int column = int(id & ((quintptr(1) << columnBits) - 1)) - 1;
    return column < 0 ? Place{table, index.row(), -1} : Place{table, column, index.row()};
}

QModelIndex SchemaModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    const Place above = place(parent);
    return createIndex(row, column,
                       above.column < 0 ? columnId(above.table) : valueId(above.table, above.column));
}

QModelIndex SchemaModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const Place here = place(child);
    if (here.column < 0)
        return {};
    if (here.value < 0)
        return createIndex(here.table, 0, quintptr(0));
    return createIndex(here.column, 0, columnId(here.table));
}

int SchemaModel::rowCount(const QModelIndex &parent) const
{
    if (!schema_ || parent.column() > 0)
        return 0;
    if (!parent.isValid())
        return int(schema_->tables.size());
    const Place above = place(parent);
    const datasets::Table &table = schema_->tables[size_t(above.table)];
    if (above.column < 0)
        return int(table.columns.size());
    return above.value < 0 ? int(table.columns[size_t(above.column)].samples.size()) : 0;
}

int SchemaModel::columnCount(const QModelIndex &) const
{
    return 2;
}

QVariant SchemaModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Name") : tr("Type / rows");
}

Qt::ItemFlags SchemaModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled;
}

QVariant SchemaModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Place here = place(index);
    if (role == TableRole)
        return text(schema_->tables[size_t(here.table)].name);
    if (role == Qt::ForegroundRole && (index.column() == 1 || here.value >= 0))
        return secondaryText(QApplication::palette());
    if (role == Qt::TextAlignmentRole && index.column() == 1 && here.column < 0)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (here.column < 0)
        return tableData(here.table, index.column(), role);
    if (here.value < 0)
        return columnData(here.table, here.column, index.column(), role);
    return valueData(here, index.column(), role);
}

QString SchemaModel::tableRows(int table) const
{
    const QString name = text(schema_->tables[size_t(table)].name);
    const auto count = counts_.constFind(name);
    if (count != counts_.constEnd())
        return *count < 0 ? QString() : QLocale().toString(*count);
    if (!asked_.contains(name)) {
        asked_.insert(name, true);
        // Queued: data() is const and called while painting.
        QMetaObject::invokeMethod(const_cast<SchemaModel *>(this), "rowCountNeeded", Qt::QueuedConnection,
                                  Q_ARG(QString, name));
    }
    return {};
}

QVariant SchemaModel::tableData(int table, int column, int role) const
{
    const datasets::Table &entry = schema_->tables[size_t(table)];
    const QString name = text(entry.name);
    switch (role) {
    case Qt::DisplayRole:
        return column == 0 ? name : tableRows(table);
    case Qt::DecorationRole:
        return column == 0
                   ? QVariant(symbolicIcon(entry.view ? QStringLiteral("view") : QStringLiteral("table")))
                   : QVariant();
    case Qt::ToolTipRole:
        return entry.view ? tr("View %1, %n column(s)", nullptr, int(entry.columns.size())).arg(name)
                          : tr("Table %1, %n column(s)", nullptr, int(entry.columns.size())).arg(name);
    case KindRole:
        return entry.view ? ViewKind : TableKind;
    case NameRole:
        return name;
    case InsertRole:
        return quoteIdentifier(name);
    default:
        return {};
    }
}

QString SchemaModel::foreignTarget(int table, int column) const
{
    for (const datasets::ForeignKey &key : schema_->foreignKeys)
        if (key.fromTable == table && key.fromColumn == column) {
            const datasets::Table &target = schema_->tables[size_t(key.toTable)];
            const QString name =
                key.toColumn >= 0 ? text(target.columns[size_t(key.toColumn)].name) : QString();
            return text(target.name) + (name.isEmpty() ? QString() : u'.' + name);
        }
    return {};
}

QVariant SchemaModel::columnData(int table, int column, int section, int role) const
{
    const datasets::Column &entry = schema_->tables[size_t(table)].columns[size_t(column)];
    const QString name = text(entry.name);
    const QString target =
        role == Qt::DecorationRole || role == Qt::ToolTipRole ? foreignTarget(table, column) : QString();
    switch (role) {
    case Qt::DisplayRole:
        return section == 0 ? name : text(entry.declaredType).toLower();
    case Qt::DecorationRole:
        if (section != 0)
            return {};
        return symbolicIcon(entry.primaryKey    ? QStringLiteral("key")
                            : !target.isEmpty() ? QStringLiteral("link")
                                                : QStringLiteral("column"));
    case Qt::ToolTipRole: {
        QStringList lines{name + (entry.declaredType.empty() ? QString() : u' ' + text(entry.declaredType))};
        if (entry.primaryKey)
            lines << tr("Primary key");
        if (!target.isEmpty())
            lines << tr("Refers to %1").arg(target);
        if (entry.notNull)
            lines << tr("Never NULL");
        QStringList samples;
        for (const std::string &sample : entry.samples)
            samples << text(sample).left(60);
        if (!samples.isEmpty())
            lines << tr("For example: %1").arg(samples.join(QStringLiteral(", ")));
        return lines.join(u'\n');
    }
    case KindRole:
        return ColumnKind;
    case NameRole:
        return name;
    case InsertRole:
        return quoteIdentifier(name);
    default:
        return {};
    }
}

QVariant SchemaModel::valueData(const Place &here, int section, int role) const
{
    const datasets::Column &column = schema_->tables[size_t(here.table)].columns[size_t(here.column)];
    const QString value = text(column.samples[size_t(here.value)]);
    const bool number = column.type == datasets::ColumnType::Integer ||
                        column.type == datasets::ColumnType::Real ||
                        column.type == datasets::ColumnType::Boolean;
    switch (role) {
    case Qt::DisplayRole:
        return section == 0 ? value.left(200).simplified() : QString();
    case Qt::ToolTipRole:
        return value.left(1000);
    case KindRole:
        return ValueKind;
    case NameRole:
        return value;
    case InsertRole:
        return number ? value : quoteLiteral(value);
    default:
        return {};
    }
}

QStringList SchemaModel::mimeTypes() const
{
    return {QStringLiteral("text/plain")};
}

QMimeData *SchemaModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList names;
    for (const QModelIndex &index : indexes)
        if (index.column() == 0)
            names << index.data(InsertRole).toString();
    if (names.isEmpty())
        return nullptr;
    auto *mime = new QMimeData;
    mime->setText(names.join(QStringLiteral(", ")));
    return mime;
}

} // namespace mureum::ui
