#include "ui/jobs/background.h"

namespace mureum::ui {

Background::Background(const QString &name, QObject *parent) : QObject(parent), worker_(new QObject)
{
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.setObjectName(name);
    thread_.start(QThread::LowPriority);
}

Background::~Background()
{
    stop_.request_stop();
    thread_.quit();
    thread_.wait();
}

void Background::cancel()
{
    stop_.request_stop();
    stop_ = std::stop_source();
    busy_ = false;
}

void Background::post(std::function<void()> task)
{
    QMetaObject::invokeMethod(worker_, std::move(task), Qt::QueuedConnection);
}

} // namespace mureum::ui
