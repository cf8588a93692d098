#include "ui/quantization/quantizations_view.h"

#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>

namespace mureum::ui {

QuantizationsView::QuantizationsView(JobsStore &jobs, QWidget *parent)
    : JobsView(jobs, std::make_unique<QuantizationsModel>(jobs),
               {tr("New quantization…"), tr("Make a model smaller and see what that costs (Ctrl+N)"),
                tr("Show a run directory that lies elsewhere"),
                tr("Stop; what is finished is kept, and it can be resumed"), tr("Make a model smaller"),
                tr("With fewer bits a weight, a model takes less disk and memory, and is often faster. What "
                   "that costs is measured in answers: which questions it no longer gets right, side by side "
                   "with the original. The original is never touched.")},
               parent),
      begin_(addBeginning(QStringLiteral("add"), tr("New quantization…")))
{
    connect(begin_, &QPushButton::clicked, this, &QuantizationsView::newRequested);
    setColumns({160, 120, 60, 90, 106, 80, 80, 94, 94, 60, 96, 110}, QuantizationsModel::Date);
    updateTools();
    updateColumns();
}

void QuantizationsView::updateColumns()
{
    compareButton()->hide(); // the table compares them
}

void QuantizationsView::fillMenu(QMenu *menu, JobProcess *job, bool onlyOne)
{
    menu->addAction(tr("New run with these settings…"), this,
                    [this, one = QPointer(job)] {
                        if (one)
                            emit againRequested(one);
                    })
        ->setEnabled(onlyOne && !job->file().command.program.isEmpty());
}

} // namespace mureum::ui
