#pragma once
#include "ui/evaluation/example.h"

#include <QAbstractListModel>

#include <set>

namespace mureum::ui {

/// Those examples of a run that pass a filter, in order. Grows with the run.
class ExamplesModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { OutcomeRole = Qt::UserRole, DetailRole, NumberRole };

    explicit ExamplesModel(QObject *parent = nullptr);

    void clear();
    void append(const std::vector<ExamplePtr> &records, int first, int count);
    /// As many as there are, in a newer edition.
    void replace(const std::vector<ExamplePtr> &records);
    void setFilter(const ExampleFilter &filter);
    const ExampleFilter &filter() const { return filter_; }
    /// Besides the filter: only these examples, by number in the run; empty pointer: all.
    void setOnly(std::shared_ptr<const std::set<int>> only);

    int total() const { return int(records_.size()); }
    ExamplePtr record(int row) const; ///< null beyond the rows
    int number(int row) const { return visible_[std::size_t(row)]; }
    int rowOfNumber(int number) const; ///< -1 where it is filtered out

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void refilter();
    bool passes(int number) const;

    std::vector<ExamplePtr> records_;
    std::vector<int> visible_; ///< numbers, ascending
    ExampleFilter filter_;
    std::shared_ptr<const std::set<int>> only_;
};

} // namespace mureum::ui
