#pragma once
#include "ui/evaluation/runs_model.h"
#include "ui/jobs/jobs_view.h"

namespace mureum::ui {

/// The table of evaluations with what can be done to them; says how to begin where there are none.
class RunsView : public JobsView
{
    Q_OBJECT
public:
    /// `canSample`: the bundled model and the sample questions are there.
    RunsView(JobsStore &jobs, bool canSample, QWidget *parent = nullptr);

    RunsModel &model() const { return static_cast<RunsModel &>(jobsModel()); }
    QPushButton *sampleButton() const { return sample_; }

signals:
    void sampleRequested();
    void judgeRequested(mureum::ui::JobProcess *job);

protected:
    void fillMenu(QMenu *menu, JobProcess *job, bool onlyOne) override;
    void updateColumns() override;

private:
    QPushButton *sample_;
};

} // namespace mureum::ui
