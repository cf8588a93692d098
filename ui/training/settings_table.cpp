#include "ui/training/settings_table.h"

#include <QFont>
#include <QHash>
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

/// Names of config.json for people; what is not known here goes by its own.
QString nameText(const QString &key)
{
    static const QHash<QString, const char *> names = {
        {QStringLiteral("database"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Database")},
        {QStringLiteral("data"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Questions")},
        {QStringLiteral("databases"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Databases")},
        {QStringLiteral("validation"),
         QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Questions to judge by")},
        {QStringLiteral("validation_share"),
         QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Share to judge by")},
        {QStringLiteral("count"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Questions to generate")},
        {QStringLiteral("languages"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Languages")},
        {QStringLiteral("verified"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Verified pairs")},
        {QStringLiteral("asked"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Questions asked before")},
        {QStringLiteral("preset"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Preset")},
        {QStringLiteral("model"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Base model")},
        {QStringLiteral("method"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Method")},
        {QStringLiteral("tuning"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Tuning")},
        {QStringLiteral("rank"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Rank")},
        {QStringLiteral("targets"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Layers")},
        {QStringLiteral("steps"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Steps")},
        {QStringLiteral("learningRate"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Learning rate")},
        {QStringLiteral("minLearningRate"),
         QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Learning rate at the end")},
        {QStringLiteral("warmupSteps"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Warm-up steps")},
        {QStringLiteral("batchTokens"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Tokens of a batch")},
        {QStringLiteral("accumulation"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Batches of a step")},
        {QStringLiteral("evaluateEvery"),
         QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Steps between evaluations")},
        {QStringLiteral("checkpointEvery"),
         QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Steps between checkpoints")},
        {QStringLiteral("patience"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Patience")},
        {QStringLiteral("seed"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Seed")},
        {QStringLiteral("threads"), QT_TRANSLATE_NOOP("mureum::ui::SettingsTable", "Threads")}};
    const char *name = names.value(key);
    return name ? SettingsTable::tr(name) : key;
}

} // namespace

void SettingsTable::setRuns(const QList<Run> &runs)
{
    beginResetModel();
    runs_ = runs;
    all_.clear();
    for (qsizetype run = 0; run < runs.size(); ++run) {
        QList<std::pair<QString, QString>> values = runs[run].results;
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
        return index.column() == 0 ? nameText(row.name) : row.values[index.column() - 1];
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
