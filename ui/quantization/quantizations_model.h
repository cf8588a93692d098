#pragma once
#include "ui/jobs/jobs_model.h"
#include "ui/quantization/quantization_info.h"

#include <vector>

namespace mureum::ui {

/// The quantizations of a store as a table; follows it.
class QuantizationsModel : public JobsModel
{
    Q_OBJECT
public:
    enum Column {
        Model = firstOwnColumn,
        Scheme,
        SizeBefore,
        SizeAfter,
        Before,
        After,
        Lost,
        Verdict,
        Date,
        columns
    };

    explicit QuantizationsModel(JobsStore &jobs, QObject *parent = nullptr);

    const QuantizationInfo &info(int row) const { return runs_[std::size_t(row)].info; }
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
    bool isNumber(int column) const override { return column >= SizeBefore && column <= Lost; }
    double fraction(int row) const override;

private:
    struct Run
    {
        QuantizationInfo info;
        Rate before, after;
    };
    Run read(int row) const;

    std::vector<Run> runs_;
};

/// EX of a report with its interval, before and after; not known() where it was not measured.
Rate exBefore(const QuantizationReport &report);
Rate exAfter(const QuantizationReport &report);

} // namespace mureum::ui
