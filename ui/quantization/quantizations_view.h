#pragma once
#include "ui/jobs/jobs_view.h"
#include "ui/quantization/quantizations_model.h"

namespace mureum::ui {

/// The table of quantizations; says how to begin where there are none.
class QuantizationsView : public JobsView
{
    Q_OBJECT
public:
    explicit QuantizationsView(JobsStore &jobs, QWidget *parent = nullptr);

    QuantizationsModel &model() const { return static_cast<QuantizationsModel &>(jobsModel()); }
    QPushButton *beginButton() const { return begin_; }

signals:
    /// A new run with the settings of this one.
    void againRequested(mureum::ui::JobProcess *job);

protected:
    void fillMenu(QMenu *menu, JobProcess *job, bool onlyOne) override;
    void updateColumns() override;

private:
    QPushButton *begin_;
};

} // namespace mureum::ui
