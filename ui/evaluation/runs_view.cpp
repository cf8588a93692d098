#include "ui/evaluation/runs_view.h"

#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QTableView>

namespace mureum::ui {

RunsView::RunsView(JobsStore &jobs, bool canSample, QWidget *parent)
    : JobsView(jobs, std::make_unique<RunsModel>(jobs),
               {tr("New evaluation…"), tr("Measure a model on questions with right answers (Ctrl+N)"),
                tr("Show a run directory that lies elsewhere"), tr("Keep what is done and stop"),
                tr("How good is a model on your data, and where does it fail?"),
                tr("An evaluation asks a model questions whose right answers are known, runs its SQL "
                   "read-only and compares the rows. Every example can be looked at: both SQL "
                   "statements, both results, and why it counts as right or wrong.")},
               parent),
      sample_(addBeginning(QStringLiteral("run"), tr("Measure the bundled model on the sample questions")))
{
    QPushButton *own = addBeginning(QStringLiteral("add"), tr("New evaluation…"));
    connect(sample_, &QPushButton::clicked, this, &RunsView::sampleRequested);
    connect(own, &QPushButton::clicked, this, &RunsView::newRequested);
    sample_->setEnabled(canSample);
    sample_->setVisible(canSample);
    setColumns({190, 110, 76, 96, 110, 60, 104, 104, 104, 104, 130}, RunsModel::Date);
    updateTools();
}

void RunsView::fillMenu(QMenu *menu, JobProcess *job, bool onlyOne)
{
    // A measurement that is not finished goes on first: its command would be lost.
    const bool judgeable = job->state() == JobProcess::State::Finished ||
                           job->file().command.arguments.value(0) == QLatin1String("judge");
    menu->addAction(tr("Judge…"), this,
                    [this, one = QPointer(job)] {
                        if (one)
                            emit judgeRequested(one);
                    })
        ->setEnabled(onlyOne && !job->active() && judgeable);
}

void RunsView::updateColumns()
{
    // Measures nobody took only take room.
    bool judged = false, suited = false;
    for (int row = 0; row < model().rowCount(); ++row) {
        judged = judged || model().info(row).judge.known();
        suited = suited || model().info(row).suite.known();
    }
    table()->setColumnHidden(RunsModel::Judge, !judged);
    table()->setColumnHidden(RunsModel::Suite, !suited);
}

} // namespace mureum::ui
