#pragma once
#include "ui/evaluation/run_info.h"
#include "ui/jobs/jobs_model.h"

#include <vector>

namespace mureum::ui {

/// The evaluations of a store as a table; follows it.
class RunsModel : public JobsModel
{
    Q_OBJECT
public:
    enum Column { Model = firstOwnColumn, Data, Count, Ex, Em, Judge, Suite, Date, columns };

    explicit RunsModel(JobsStore &jobs, QObject *parent = nullptr);

    const RunInfo &info(int row) const { return runs_[std::size_t(row)]; }
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    void insertInfo(int row) override;
    void readInfo(int row) override;
    void eraseInfo(int row) override;
    void followInfo(int row) override;
    QString title(int row) const override { return info(row).title; }
    QString display(int row, int column) const override;
    QVariant sortValue(int row, int column) const override;
    QString toolTip(int row, int column) const override;
    QString heading(int column) const override;
    QString headingTip(int column) const override;
    const Rate *rate(int row, int column) const override;
    bool isNumber(int column) const override { return column >= Count && column <= Suite; }

private:
    std::vector<RunInfo> runs_;
};

} // namespace mureum::ui
