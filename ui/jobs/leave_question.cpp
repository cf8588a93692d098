#include "ui/jobs/leave_question.h"

#include <QPushButton>

namespace mureum::ui {

LeaveQuestion::LeaveQuestion(const QList<JobsStore *> &stores, QWidget *parent)
    : QMessageBox(QMessageBox::Question, tr("Jobs are running"), QString(), QMessageBox::NoButton, parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    QList<JobProcess *> active;
    for (const JobsStore *jobs : stores)
        active += jobs->active();
    QStringList titles;
    bool waiting = false;
    for (const JobProcess *job : active) {
        titles.append(job->title());
        waiting = waiting || job->state() == JobProcess::State::Queued;
    }
    setTextFormat(Qt::PlainText);
    setText(
        tr("%n job(s) not finished: %1", nullptr, int(active.size())).arg(titles.join(QStringLiteral(", "))));
    QString more =
        tr("In the background they go on without the window; it shows them again when it is opened. "
           "A stopped job keeps what is done and can be resumed.");
    if (waiting)
        more += u' ' + tr("Jobs that still wait for their turn are not started in the background.");
    setInformativeText(more);
    keep_ = addButton(tr("Keep running"), QMessageBox::AcceptRole);
    stop_ = addButton(tr("Stop them"), QMessageBox::DestructiveRole);
    addButton(tr("Cancel"), QMessageBox::RejectRole);
    setDefaultButton(keep_);
    connect(keep_, &QPushButton::clicked, this, &LeaveQuestion::leave);
    connect(stop_, &QPushButton::clicked, this, [this, stores] {
        for (JobsStore *jobs : stores)
            jobs->stopAll();
        emit leave();
    });
}

} // namespace mureum::ui
