#include "ui/training/adapters_model.h"

#include "ui/jobs/jobs_model.h"
#include "ui/theme/theme.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>

namespace mureum::ui {

static_assert(int(AdaptersModel::IntervalRole) == int(JobsModel::IntervalRole));

AdaptersModel::AdaptersModel(Settings &settings, QObject *parent)
    : QAbstractTableModel(parent), settings_(settings)
{
    connect(&settings_, &Settings::changed, this, [this](const QString &key) {
        if (key == QLatin1String(keys::activeAdapters.name) && rowCount() > 0)
            emit dataChanged(index(0, Use), index(rowCount() - 1, Use));
    });
}

void AdaptersModel::setFolders(const QStringList &folders)
{
    beginResetModel();
    adapters_.clear();
    for (const QString &folder : folders)
        adapters_.append(readAdapterInfo(folder));
    endResetModel();
}

void AdaptersModel::setModelHash(const QString &hash)
{
    modelHash_ = hash;
    if (rowCount() > 0)
        emit dataChanged(index(0, Base), index(rowCount() - 1, Base));
}

int AdaptersModel::rowOf(const QString &folder) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (adapters_[row].folder == folder)
            return row;
    return -1;
}

bool AdaptersModel::isForeign(int row) const
{
    const QString &hash = adapters_[row].baseHash;
    return !hash.isEmpty() && !modelHash_.isEmpty() && hash != modelHash_;
}

QString AdaptersModel::useText(int row) const
{
    const ActiveAdapters active(settings_);
    QStringList names;
    for (const QString &database : active.databasesOf(adapters_[row].folder))
        names.append(QFileInfo(database).completeBaseName());
    if (active.everywhere() == adapters_[row].folder)
        names.prepend(tr("all databases"));
    return names.join(QStringLiteral(", "));
}

int AdaptersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(adapters_.size());
}

int AdaptersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(columns);
}

QString AdaptersModel::display(const AdapterInfo &adapter, int row, int column) const
{
    const QLocale locale;
    switch (column) {
    case Name:
        return adapter.name;
    case Use:
        return useText(row);
    case Note:
        return adapter.note;
    case Base:
        return isForeign(row) ? tr("%1 (other weights)").arg(adapter.base)
                              : (adapter.base.isEmpty() ? tr("unknown") : adapter.base);
    case Rank:
        return locale.toString(adapter.rank);
    case Size:
        return locale.formattedDataSize(adapter.bytes, 1, QLocale::DataSizeSIFormat);
    case Before:
        return percentText(adapter.before);
    case After:
        return percentText(adapter.after);
    case Date:
        return adapter.date.isValid() ? locale.toString(adapter.date.toLocalTime(), QLocale::ShortFormat)
                                      : QString();
    default:
        return {};
    }
}

QVariant AdaptersModel::sortValue(int row, int column) const
{
    const AdapterInfo &adapter = adapters_[row];
    switch (column) {
    case Rank:
        return adapter.rank;
    case Size:
        return adapter.bytes;
    case Before:
        return adapter.before.known() ? adapter.before.value : -1.0;
    case After:
        return adapter.after.known() ? adapter.after.value : -1.0;
    case Date:
        return adapter.date;
    default:
        return display(adapter, row, column).toCaseFolded();
    }
}

QString AdaptersModel::toolTip(int row, int column) const
{
    const AdapterInfo &adapter = adapters_[row];
    switch (column) {
    case Name:
        return adapter.problem.isEmpty() ? adapter.folder : adapter.folder + u'\n' + adapter.problem;
    case Use:
        return ActiveAdapters(settings_).databasesOf(adapter.folder).join(u'\n');
    case Note:
        return adapter.note;
    case Base:
        return isForeign(row) ? tr("It was trained beside other weights than those of the model in use")
                              : adapter.baseHash;
    case Rank:
        return adapter.targets.join(QStringLiteral(", "));
    default:
        return {};
    }
}

QVariant AdaptersModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columns)
        return {};
    const int row = index.row(), column = index.column();
    const AdapterInfo &adapter = adapters_[row];
    switch (role) {
    case Qt::DisplayRole:
        return display(adapter, row, column);
    case Qt::EditRole:
        return column == Name ? QVariant(adapter.name) : column == Note ? QVariant(adapter.note) : QVariant();
    case SortRole:
        return sortValue(row, column);
    case IntervalRole:
        return column == Before  ? QVariant(intervalText(adapter.before))
               : column == After ? QVariant(intervalText(adapter.after))
                                 : QVariant();
    case Qt::ToolTipRole: {
        const QString tip = toolTip(row, column);
        return tip.isEmpty() ? QVariant() : tip;
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(column >= Rank && column <= After ? Qt::AlignRight | Qt::AlignVCenter
                                                                     : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        if ((column == Base && isForeign(row)) || (column == Name && !adapter.problem.isEmpty()))
            return syntaxColors(QGuiApplication::palette()).error;
        return {};
    default:
        return {};
    }
}

QVariant AdaptersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section >= Rank && section <= After ? Qt::AlignRight | Qt::AlignVCenter
                                                                       : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Adapter");
    case Use:
        return tr("Used for");
    case Note:
        return tr("Note");
    case Base:
        return tr("Base model");
    case Rank:
        return tr("Rank");
    case Size:
        return tr("Size");
    case Before:
        return tr("EX before");
    case After:
        return tr("EX after");
    case Date:
        return tr("Date");
    default:
        return {};
    }
}

Qt::ItemFlags AdaptersModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && (index.column() == Name || index.column() == Note))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool AdaptersModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || (index.column() != Name && index.column() != Note))
        return false;
    AdapterInfo &adapter = adapters_[index.row()];
    QString &field = index.column() == Name ? adapter.name : adapter.note;
    const QString text = value.toString().simplified();
    if (text == field || (text.isEmpty() && index.column() == Name))
        return false;
    const QString problem = writeAdapterMetadata(
        adapter.folder, {{index.column() == Name ? QStringLiteral("name") : QStringLiteral("note"), text}});
    if (!problem.isEmpty()) {
        emit failed(problem);
        return false;
    }
    field = text;
    emit dataChanged(index, index);
    return true;
}

} // namespace mureum::ui
