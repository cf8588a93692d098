#include "ui/training/samples_model.h"

#include "ui/theme/theme.h"

#include <QFont>
#include <QGuiApplication>
#include <QLocale>

#include <algorithm>

namespace mureum::ui {

void SamplesModel::setSamples(const QList<TrainingSample> &samples)
{
    beginResetModel();
    samples_ = samples;
    std::reverse(samples_.begin(), samples_.end());
    endResetModel();
}

int SamplesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(samples_.size());
}

int SamplesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

QVariant SamplesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columns)
        return {};
    const TrainingSample &sample = samples_[index.row()];
    if (role == Qt::DisplayRole || (role == Qt::ToolTipRole && index.column() >= Question)) {
        switch (index.column()) {
        case Step:
            return QLocale().toString(sample.step);
        case Verdict:
            return sample.right ? tr("right") : tr("wrong");
        case Question:
            return sample.question;
        default:
            return sample.sql;
        }
    }
    if (role == Qt::FontRole && index.column() == Sql)
        return editorFont();
    if (role == Qt::ForegroundRole && index.column() == Verdict && !sample.right)
        return syntaxColors(QGuiApplication::palette()).error;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(index.column() == Step ? Qt::AlignRight | Qt::AlignTop
                                                          : Qt::AlignLeft | Qt::AlignTop);
    return {};
}

QVariant SamplesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Step:
        return tr("Step");
    case Verdict:
        return tr("Answer");
    case Question:
        return tr("Question");
    case Sql:
        return QStringLiteral("SQL");
    default:
        return {};
    }
}

} // namespace mureum::ui
