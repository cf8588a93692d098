#pragma once
#include "ui/jobs/jobs_view.h"
#include "ui/training/trainings_model.h"

namespace mureum::ui {

/// The table of fine-tunings; says how to begin where there are none.
class TrainingsView : public JobsView
{
    Q_OBJECT
public:
    explicit TrainingsView(JobsStore &jobs, QWidget *parent = nullptr);

    TrainingsModel &model() const { return static_cast<TrainingsModel &>(jobsModel()); }
    QPushButton *adaptButton() const { return adapt_; }

signals:
    void adaptRequested();
    /// A new run with the settings of this one.
    void againRequested(mureum::ui::JobProcess *job);

protected:
    void fillMenu(QMenu *menu, JobProcess *job, bool onlyOne) override;

private:
    QPushButton *adapt_;
};

} // namespace mureum::ui
