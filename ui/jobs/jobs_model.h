#pragma once
#include "ui/jobs/jobs_store.h"
#include "ui/jobs/rate.h"

#include <QAbstractTableModel>

namespace mureum::ui {

/// The jobs of a store as a table that follows it. What is known of a job beside its name, state and time
/// left is the business of each kind of job.
class JobsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum SharedColumn { Name, State, TimeLeft, firstOwnColumn };
    enum Role {
        SortRole = Qt::UserRole,
        FractionRole, ///< 0..1 of a job under way, else negative
        IntervalRole  ///< second line of a rate
    };

    explicit JobsModel(JobsStore &jobs, QObject *parent = nullptr);

    JobProcess *job(const QModelIndex &index) const;
    /// Reads a run's files again.
    void reload(int row);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Of Name: renames the run.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

protected:
    JobProcess &jobAt(int row) const { return *jobs_.at(row); }

    virtual void insertInfo(int row) = 0;
    virtual void readInfo(int row) = 0;
    virtual void eraseInfo(int row) = 0;
    /// The running job said something.
    virtual void followInfo(int row) = 0;

    virtual QString title(int row) const = 0;
    /// These know the shared columns; kinds of jobs add theirs.
    virtual QString display(int row, int column) const;
    virtual QVariant sortValue(int row, int column) const;
    virtual QString toolTip(int row, int column) const;
    virtual QString heading(int column) const;
    virtual QString headingTip(int column) const;
    virtual const Rate *rate(int row, int column) const = 0;
    virtual bool isNumber(int column) const = 0; ///< stands at the right
    virtual double fraction(int row) const;

private:
    void touch(int row);

    JobsStore &jobs_;
    int rows_ = 0;
};

/// "running", "finished", ... for people.
QString stateText(JobProcess::State state);
/// "about 3 min", "40 s"; empty where unknown.
QString timeLeftText(double seconds);

} // namespace mureum::ui
