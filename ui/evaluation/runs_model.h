#pragma once
#include "ui/evaluation/run_info.h"
#include "ui/jobs/jobs_store.h"

#include <QAbstractTableModel>
#include <vector>

namespace mureum::ui {

/// The runs of a store as a table; follows it.
class RunsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, State, TimeLeft, Model, Data, Count, Ex, Em, Judge, Suite, Date, columns };
    enum Role {
        SortRole = Qt::UserRole,
        FractionRole, ///< 0..1 of a job under way, else negative
        IntervalRole  ///< second line of a rate
    };

    explicit RunsModel(JobsStore &jobs, QObject *parent = nullptr);

    JobProcess *job(const QModelIndex &index) const;
    const RunInfo &info(int row) const { return runs_[std::size_t(row)]; }
    /// Reads a run's files again.
    void reload(int row);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Of Name: renames the run.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

private:
    QString display(int row, int column) const;
    QVariant sortValue(int row, int column) const;
    const Rate *rate(int row, int column) const;
    void touch(int row);

    JobsStore &jobs_;
    std::vector<RunInfo> runs_;
};

/// "running", "finished", ... for people.
QString stateText(JobProcess::State state);
/// "about 3 min", "40 s"; empty where unknown.
QString timeLeftText(double seconds);

} // namespace mureum::ui
