#include "ui/jobs/jobs_store.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace mureum::ui {

namespace {

/// A file name people can read: letters and digits of any script, the rest a dash.
QString folderName(const QString &title)
{
    constexpr int longest = 60;
    QString name;
    for (const QChar &c : title.left(longest)) {
        if (c.isLetterOrNumber() || c.isSurrogate() || c == u'.' || c == u'_')
            name += c;
        else if (!name.endsWith(u'-'))
            name += u'-';
    }
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return name.isEmpty() ? QStringLiteral("run") : name;
}

bool isRun(const QDir &folder)
{
    for (const char *file : {"job.json", "config.json", "summary.json", "records.jsonl"})
        if (folder.exists(QLatin1String(file)))
            return true;
    return false;
}

} // namespace

JobsStore::JobsStore(const QString &root, QObject *parent) : QObject(parent), root_(QDir(root).absolutePath())
{
    for (const QFileInfo &folder : QDir(root_).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        if (isRun(QDir(folder.absoluteFilePath())))
            insert(folder.absoluteFilePath());
}

JobsStore::~JobsStore() = default;

int JobsStore::rowOf(const JobProcess *job) const
{
    const auto found =
        std::find_if(jobs_.begin(), jobs_.end(), [job](const auto &one) { return one.get() == job; });
    return found == jobs_.end() ? -1 : int(found - jobs_.begin());
}

JobProcess *JobsStore::find(const QString &directory) const
{
    const QString path = QDir(directory).absolutePath();
    for (const auto &job : jobs_)
        if (job->directory() == path)
            return job.get();
    return nullptr;
}

QList<JobProcess *> JobsStore::active() const
{
    QList<JobProcess *> found;
    for (const auto &job : jobs_)
        if (job->active())
            found.append(job.get());
    return found;
}

JobProcess *JobsStore::insert(const QString &directory)
{
    auto job = std::make_unique<JobProcess>(directory);
    JobProcess *one = job.get();
    connect(one, &JobProcess::stateChanged, this, [this, one] {
        if (!one->active() || one->running())
            queue_.removeAll(one);
        emit stateChanged(one);
        if (!one->active())
            startNext();
    });
    connect(one, &JobProcess::progressed, this, [this, one] { emit progressed(one); });
    const int row = count();
    emit aboutToAdd(row);
    jobs_.push_back(std::move(job));
    emit added(row);
    return one;
}

QString JobsStore::folderFor(const QString &title) const
{
    const QString name = folderName(title);
    QString folder = root_ + u'/' + name;
    for (int number = 2; QFileInfo::exists(folder); ++number)
        folder = root_ + u'/' + name + u'-' + QString::number(number);
    return folder;
}

JobProcess *JobsStore::create(const QString &title)
{
    const QString folder = folderFor(title);
    QDir().mkpath(folder);
    JobProcess *job = insert(folder);
    job->setTitle(title);
    return job;
}

JobProcess *JobsStore::open(const QString &directory)
{
    if (JobProcess *known = find(directory))
        return known;
    return isRun(QDir(directory)) ? insert(directory) : nullptr;
}

QStringList JobsStore::opened() const
{
    QStringList folders;
    for (const auto &job : jobs_)
        if (!owns(job.get()))
            folders.append(job->directory());
    return folders;
}

bool JobsStore::owns(const JobProcess *job) const
{
    return job->directory().startsWith(root_ + u'/');
}

void JobsStore::enqueue(JobProcess *job, const JobCommand &command, const QMap<QString, QString> &environment)
{
    if (job->active())
        return;
    queue_.append(job);
    job->queue(command, environment);
    startNext();
}

void JobsStore::startNext()
{
    // One at a time: each uses all cores.
    for (const auto &job : jobs_)
        if (job->running())
            return;
    if (!queue_.isEmpty())
        queue_.takeFirst()->start();
}

QString JobsStore::remove(JobProcess *job, bool files)
{
    const int row = rowOf(job);
    if (row < 0 || job->active())
        return tr("A run that is not finished cannot be removed. Stop it first");
    if (files && owns(job) && !QDir(job->directory()).removeRecursively())
        return tr("Not everything in %1 could be deleted").arg(job->directory());
    emit aboutToRemove(row);
    const std::unique_ptr<JobProcess> gone = std::move(jobs_[std::size_t(row)]);
    jobs_.erase(jobs_.begin() + row);
    emit removed(row);
    return {};
}

void JobsStore::stopAll()
{
    // Queued ones first, or they would start as the others end.
    const QList<JobProcess *> jobs = active();
    for (const auto state : {JobProcess::State::Queued, JobProcess::State::Running})
        for (JobProcess *job : jobs)
            if (job->state() == state)
                job->stop();
}

} // namespace mureum::ui
