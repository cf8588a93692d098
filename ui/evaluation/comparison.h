#pragma once
#include "eval/suite/compare.h"
#include "ui/evaluation/example.h"

#include <QAbstractListModel>
#include <QAbstractTableModel>
#include <QStringList>

namespace mureum::ui {

/// Runs set against the first of them, as the views need it.
struct Comparison
{
    struct Other
    {
        QString title;
        eval::RunComparison result;
        std::vector<ExamplePtr> examples; ///< of this run
    };
    QString title; ///< of the first
    std::vector<ExamplePtr> examples;
    std::vector<Other> others;
    QString error; ///< why nothing is compared
};
using ComparisonPtr = std::shared_ptr<const Comparison>;

/// Reads the run directories; `titles` beside them. Never throws.
Comparison compareDirectories(const QStringList &directories, const QStringList &titles);

/// A line per other run and measure: rates, difference, interval, p.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Run, Measure, First, Second, Difference, Interval, PValue, Fixed, Broken, Count, columns };

    explicit ComparisonModel(QObject *parent = nullptr);
    void setComparison(ComparisonPtr comparison);
    int other(int row) const { return rows_[std::size_t(row)].first; }
    const eval::MetricComparison &metric(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString display(int row, int column) const;

    ComparisonPtr comparison_;
    std::vector<std::pair<int, int>> rows_; ///< other run, its measure
};

/// Only what changed: the examples on which one measure turned.
class FlipsModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { FixedRole = Qt::UserRole, DetailRole };
    enum class Show { Both, Fixed, Broken };

    explicit FlipsModel(QObject *parent = nullptr);
    void setFlips(ComparisonPtr comparison, int other, const std::string &metric);
    void setShow(Show show);
    /// Both answers; null beyond the rows.
    std::pair<ExamplePtr, ExamplePtr> answers(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void fill();

    ComparisonPtr comparison_;
    int other_ = 0;
    std::string metric_;
    Show show_ = Show::Both;
    std::vector<eval::Flip> flips_;
};

} // namespace mureum::ui
