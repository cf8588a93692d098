#include "ui/quantization/wizard/schemes_model.h"

#include "ui/quantization/scheme.h"
#include "ui/quantization/size_text.h"
#include "ui/theme/icons.h"

#include <QFont>
#include <QLocale>

namespace mureum::ui {

void SchemesModel::setForecast(const QuantizationForecast &forecast)
{
    const auto same = [&] {
        if (forecast.schemes.size() != forecast_.schemes.size())
            return false;
        for (std::size_t i = 0; i < forecast.schemes.size(); ++i)
            if (forecast.schemes[i].scheme != forecast_.schemes[i].scheme ||
                forecast.schemes[i].bits != forecast_.schemes[i].bits)
                return false;
        return true;
    };
    if (same()) { // what is selected stays so
        forecast_ = forecast;
        if (rowCount() > 0)
            emit dataChanged(index(0, 0), index(rowCount() - 1, columns - 1));
        return;
    }
    beginResetModel();
    forecast_ = forecast;
    recommended_ = -1;
    endResetModel();
}

void SchemesModel::setRecommended(int row)
{
    if (row == recommended_)
        return;
    const int former = recommended_;
    recommended_ = row;
    for (const int changed : {former, row})
        if (changed >= 0 && changed < rowCount())
            emit dataChanged(index(changed, 0), index(changed, columns - 1));
}

int SchemesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(forecast_.schemes.size());
}

int SchemesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

QString SchemesModel::text(int row, int column) const
{
    const QuantizationForecast::Scheme &one = forecast_.schemes[std::size_t(row)];
    const QLocale locale;
    const SchemeWords words = wordsOf(one.scheme, one.bits);
    if (column == Name)
        return row == recommended_ ? tr("%1 (recommended)").arg(words.name) : words.name;
    if (!one.usable())
        return column == File ? tr("does not suit this model") : QString();
    switch (column) {
    case Bits:
        return locale.toString(one.bitsPerWeight, 'f', 1);
    case File: {
        const double share = forecast_.bytes > 0 ? double(one.bytes) / double(forecast_.bytes) * 100 : 0;
        return tr("%1 (%2%)").arg(sizeText(one.bytes), locale.toString(share, 'f', 0));
    }
    case Memory:
        return sizeText(one.memory);
    case Losses:
        return words.losses;
    default:
        return isCommon(one.scheme) ? tr("other programs, too") : tr("Mureum");
    }
}

QVariant SchemesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columns)
        return {};
    const QuantizationForecast::Scheme &one = forecast_.schemes[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::ToolTipRole:
        return one.usable() ? wordsOf(one.scheme, one.bits).text : one.error;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() >= Bits && index.column() <= Memory && one.usable()
                                        ? Qt::AlignRight
                                        : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    case Qt::FontRole:
        if (index.row() == recommended_) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    case Qt::DecorationRole:
        return index.row() == recommended_ && index.column() == Name
                   ? symbolicIcon(QStringLiteral("verified"))
                   : QVariant();
    default:
        return {};
    }
}

QVariant SchemesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
    case Name:
        return tip ? QString() : tr("Scheme");
    case Bits:
        return tip ? tr("Mean over all matrices, scales included") : tr("Bits a weight");
    case File:
        return tip ? tr("Size of the file, and its share of the original") : tr("File");
    case Memory:
        return tip ? tr("Weights, and keys and values of a full context; the program itself comes on top")
                   : tr("Memory");
    case Losses:
        return tip ? tr("What is usual; the run measures it for this model") : tr("Usual losses");
    case Readers:
        return tip ? QString() : tr("Read by");
    default:
        return {};
    }
}

Qt::ItemFlags SchemesModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || forecast_.schemes[std::size_t(index.row())].usable())
        return QAbstractTableModel::flags(index);
    return Qt::ItemNeverHasChildren;
}

} // namespace mureum::ui
