#include "ui/training/trainings_view.h"

#include <QMenu>
#include <QPointer>
#include <QPushButton>

namespace mureum::ui {

TrainingsView::TrainingsView(JobsStore &jobs, QWidget *parent)
    : JobsView(
          jobs, std::make_unique<TrainingsModel>(jobs),
          {tr("New training…"), tr("Train the model on a database or on your own questions (Ctrl+N)"),
           tr("Show a run directory that lies elsewhere"),
           tr("Write a checkpoint and stop; it can be resumed"), tr("Make the model good at your database"),
           tr("The model learns from questions about one database, on this machine: thousands that are made "
              "up "
              "from its tables and values, and those you have verified. Before and after, it answers "
              "questions it has not seen; what it gained is shown with its uncertainty. The database is only "
              "read, and nothing leaves this machine.")},
          parent),
      adapt_(addBeginning(QStringLiteral("spark"), tr("Adapt to a database…")))
{
    QPushButton *own = addBeginning(QStringLiteral("add"), tr("New training…"));
    connect(adapt_, &QPushButton::clicked, this, &TrainingsView::adaptRequested);
    connect(own, &QPushButton::clicked, this, &TrainingsView::newRequested);
    setColumns({160, 180, 64, 110, 86, 120, 80, 100, 100, 130}, TrainingsModel::Date);
    updateTools();
}

void TrainingsView::fillMenu(QMenu *menu, JobProcess *job, bool onlyOne)
{
    menu->addAction(tr("New run with these settings…"), this,
                    [this, one = QPointer(job)] {
                        if (one)
                            emit againRequested(one);
                    })
        ->setEnabled(onlyOne && !job->file().command.program.isEmpty());
}

} // namespace mureum::ui
