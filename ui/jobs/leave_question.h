#pragma once
#include "ui/jobs/jobs_store.h"

#include <QMessageBox>

namespace mureum::ui {

/// Asked when a window closes while jobs run: let them run on, stop them, or stay.
class LeaveQuestion : public QMessageBox
{
    Q_OBJECT
public:
    LeaveQuestion(const QList<JobsStore *> &stores, QWidget *parent);

    QPushButton *keepButton() const { return keep_; }
    QPushButton *stopButton() const { return stop_; }

signals:
    /// Jobs that were to be stopped have been told so.
    void leave();

private:
    QPushButton *keep_, *stop_;
};

} // namespace mureum::ui
