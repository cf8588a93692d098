#pragma once
#include "ui/jobs/jobs_model.h"
#include "ui/training/training_info.h"

#include <vector>

namespace mureum::ui {

/// The fine-tunings of a store as a table; follows it.
class TrainingsModel : public JobsModel
{
    Q_OBJECT
public:
    enum Column { Data = firstOwnColumn, Model, Method, Steps, Before, After, Date, columns };

    explicit TrainingsModel(JobsStore &jobs, QObject *parent = nullptr);

    const TrainingInfo &info(int row) const { return runs_[std::size_t(row)]; }
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
    bool isNumber(int column) const override { return column >= Steps && column <= After; }
    double fraction(int row) const override;

private:
    std::vector<TrainingInfo> runs_;
};

} // namespace mureum::ui
