#include "ui/evaluation/result_side_model.h"
#include "ui/results/cell_text.h"
#include "ui/theme/theme.h"

#include <QApplication>

namespace mureum::ui {

ResultSideModel::ResultSideModel(QObject *parent) : QAbstractTableModel(parent) {}

void ResultSideModel::setSide(ResultSidePtr side)
{
    beginResetModel();
    side_ = std::move(side);
    fill();
    endResetModel();
}

void ResultSideModel::setOnlyDiffering(bool only)
{
    beginResetModel();
    only_ = only;
    fill();
    endResetModel();
}

void ResultSideModel::fill()
{
    rows_.clear();
    if (!side_)
        return;
    for (int row = 0; row < int(side_->rows.rows.size()); ++row)
        if (!only_ || side_->rowDiffers[std::size_t(row)])
            rows_.push_back(row);
}

int ResultSideModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int ResultSideModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !side_ ? 0 : int(side_->rows.columns.size());
}

QVariant ResultSideModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const std::size_t row = std::size_t(rows_[std::size_t(index.row())]),
                      column = std::size_t(index.column());
    const eval::Cell &cell = side_->rows.rows[row][column];
    const bool number = std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<double>(cell);
    switch (role) {
    case Qt::DisplayRole:
        return cellLine(cell, false);
    case Qt::ToolTipRole:
        return cellText(cell).left(2000);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(number ? Qt::AlignRight | Qt::AlignVCenter
                                          : Qt::AlignLeft | Qt::AlignVCenter);
    case DiffersRole:
        return bool(side_->rowDiffers[row]);
    case Qt::BackgroundRole:
        if (side_->rowDiffers[row])
            return markBehindErrors(QApplication::palette());
        return {};
    case Qt::ForegroundRole:
        if (std::holds_alternative<std::monostate>(cell))
            return secondaryText(QApplication::palette());
        return {};
    default:
        return {};
    }
}

QVariant ResultSideModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole && section >= 0 && section < rowCount()
                   ? QVariant(rows_[std::size_t(section)] + 1)
                   : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const std::size_t column = std::size_t(section);
    if (role == Qt::DisplayRole)
        return QString::fromStdString(side_->rows.columns[column]);
    if (role == Qt::ToolTipRole && side_->columnDiffers[column])
        return tr("No column of the other result has these values");
    if (role == Qt::ForegroundRole && side_->columnDiffers[column])
        return syntaxColors(QApplication::palette()).error;
    return {};
}

} // namespace mureum::ui
