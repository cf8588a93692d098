#include "ui/evaluation/examples_model.h"

#include <algorithm>

namespace mureum::ui {

ExamplesModel::ExamplesModel(QObject *parent) : QAbstractListModel(parent) {}

void ExamplesModel::clear()
{
    beginResetModel();
    records_.clear();
    visible_.clear();
    endResetModel();
}

void ExamplesModel::append(const std::vector<ExamplePtr> &records, int first, int count)
{
    const int before = int(records_.size());
    records_.insert(records_.end(), records.begin() + first, records.begin() + first + count);
    std::vector<int> fresh;
    for (int number = before; number < int(records_.size()); ++number)
        if (passes(number))
            fresh.push_back(number);
    if (fresh.empty())
        return;
    beginInsertRows({}, int(visible_.size()), int(visible_.size() + fresh.size()) - 1);
    visible_.insert(visible_.end(), fresh.begin(), fresh.end());
    endInsertRows();
}

void ExamplesModel::replace(const std::vector<ExamplePtr> &records)
{
    records_ = records;
    refilter();
}

void ExamplesModel::setFilter(const ExampleFilter &filter)
{
    if (filter == filter_)
        return;
    filter_ = filter;
    refilter();
}

void ExamplesModel::setOnly(std::shared_ptr<const std::set<int>> only)
{
    only_ = std::move(only);
    refilter();
}

void ExamplesModel::refilter()
{
    beginResetModel();
    visible_.clear();
    for (int number = 0; number < int(records_.size()); ++number)
        if (passes(number))
            visible_.push_back(number);
    endResetModel();
}

bool ExamplesModel::passes(int number) const
{
    return (!only_ || only_->contains(number)) && filter_.matches(*records_[std::size_t(number)]);
}

ExamplePtr ExamplesModel::record(int row) const
{
    return row >= 0 && row < int(visible_.size()) ? records_[std::size_t(visible_[std::size_t(row)])]
                                                  : nullptr;
}

int ExamplesModel::rowOfNumber(int number) const
{
    const auto found = std::lower_bound(visible_.begin(), visible_.end(), number);
    return found != visible_.end() && *found == number ? int(found - visible_.begin()) : -1;
}

int ExamplesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(visible_.size());
}

QVariant ExamplesModel::data(const QModelIndex &index, int role) const
{
    const ExamplePtr record = index.isValid() ? this->record(index.row()) : nullptr;
    if (!record)
        return {};
    const Outcome outcome = outcomeOf(*record);
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(record->question).simplified();
    case Qt::ToolTipRole:
        return QString::fromStdString(record->question + "\n" + record->prediction).left(2000);
    case Qt::AccessibleDescriptionRole:
        return outcomeText(outcome);
    case OutcomeRole:
        return int(outcome);
    case NumberRole:
        return number(index.row()) + 1;
    case DetailRole: {
        QString detail = QString::fromStdString(record->databaseId) + QStringLiteral(" · ") +
                         hardnessText(QString::fromStdString(record->hardness));
        if (const eval::ErrorKind kind = record->score.kind; kind != eval::ErrorKind::None)
            detail += QStringLiteral(" · ") + errorKindText(kind);
        return detail;
    }
    default:
        return {};
    }
}

} // namespace mureum::ui
