#include "ui/training/settings_table.h"

#include <QFont>
#include <QJsonArray>
#include <QLocale>

namespace mureum::ui {

namespace {

QString valueText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? SettingsTable::tr("yes") : SettingsTable::tr("no");
    case QJsonValue::Double:
        return QLocale().toString(value.toDouble(), 'g', 10);
    case QJsonValue::Array: {
        QStringList parts;
        for (const QJsonValue &part : value.toArray())
            parts.append(valueText(part));
        return parts.join(QStringLiteral(", "));
    }
    default:
        return value.toString();
    }
}

/// Objects inside are told by their own names: "train.steps" is "steps".
void flatten(const QJsonObject &object, QList<std::pair<QString, QString>> &out)
{
    for (auto it = object.begin(); it != object.end(); ++it)
        if (!it->isObject())
            out.append({it.key(), valueText(*it)});
    for (auto it = object.begin(); it != object.end(); ++it)
        if (it->isObject())
            flatten(it->toObject(), out);
}

} // namespace

void SettingsTable::setRuns(const QList<Run> &runs)
{
    beginResetModel();
    runs_ = runs;
    all_.clear();
    for (qsizetype run = 0; run < runs.size(); ++run) {
        QList<std::pair<QString, QString>> values;
        flatten(runs[run].config, values);
        for (const auto &[name, value] : std::as_const(values)) {
            auto row = std::find_if(all_.begin(), all_.end(),
                                    [&name = name](const Row &one) { return one.name == name; });
            if (row == all_.end())
                row = all_.insert(all_.end(), Row{name, QStringList(runs.size()), false});
            row->values[run] = value;
        }
    }
    for (Row &row : all_)
        for (const QString &value : std::as_const(row.values))
            row.differs = row.differs || value != row.values.first();
    choose();
    endResetModel();
}

void SettingsTable::setOnlyDifferences(bool only)
{
    beginResetModel();
    only_ = only;
    choose();
    endResetModel();
}

void SettingsTable::choose()
{
    shown_.clear();
    for (const Row &row : std::as_const(all_))
        if (!only_ || row.differs)
            shown_.append(row);
}

int SettingsTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(shown_.size());
}

int SettingsTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(runs_.size()) + 1;
}

QVariant SettingsTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const Row &row = shown_[index.row()];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return index.column() == 0 ? row.name : row.values[index.column() - 1];
    if (role == Qt::FontRole && row.differs && index.column() > 0) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    return {};
}

QVariant SettingsTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount())
        return {};
    return section == 0 ? tr("Setting") : runs_[section - 1].name;
}

} // namespace mureum::ui
