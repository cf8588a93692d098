#include "ui/quantization/flipped_model.h"

#include "ui/theme/theme.h"

#include <QGuiApplication>

#include <algorithm>

namespace mureum::ui {

void FlippedModel::setFlips(const QList<QuantizationReport::Flip> &flips)
{
    beginResetModel();
    flips_ = flips;
    std::stable_partition(flips_.begin(), flips_.end(), [](const auto &flip) { return !flip.fixed; });
    endResetModel();
}

int FlippedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(flips_.size());
}

int FlippedModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

QVariant FlippedModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columns)
        return {};
    const QuantizationReport::Flip &flip = flips_[index.row()];
    if (role == Qt::DisplayRole || (role == Qt::ToolTipRole && index.column() == Question))
        return index.column() == Verdict    ? (flip.fixed ? tr("gained") : tr("lost"))
               : index.column() == Question ? flip.question
                                            : flip.database;
    if (role == Qt::ForegroundRole && index.column() == Verdict && !flip.fixed)
        return syntaxColors(QGuiApplication::palette()).error;
    return {};
}

QVariant FlippedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Verdict    ? tr("Answer")
           : section == Question ? tr("Question")
           : section == Database ? tr("Database")
                                 : QVariant();
}

} // namespace mureum::ui
