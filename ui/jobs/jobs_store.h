#pragma once
#include "ui/jobs/job_process.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace mureum::ui {

/// The run directories of one kind of job: those below a folder of ours and those the user opened. Queued
/// jobs start one after the other. Outlives the window.
class JobsStore : public QObject
{
    Q_OBJECT
public:
    /// `root`: $XDG_DATA_HOME/mureum/runs/KIND; need not exist yet.
    explicit JobsStore(const QString &root, QObject *parent = nullptr);
    ~JobsStore() override;

    const QString &root() const { return root_; }
    int count() const { return int(jobs_.size()); }
    JobProcess *at(int row) const { return jobs_[std::size_t(row)].get(); }
    int rowOf(const JobProcess *job) const;
    JobProcess *find(const QString &directory) const;
    QList<JobProcess *> active() const;

    /// The run directory that create() would make now.
    QString folderFor(const QString &title) const;
    /// A new run directory below root whose name comes from `title`, in the list at once.
    JobProcess *create(const QString &title);
    /// Any folder; the one that is there already is given back. Opened folders are told by opened().
    JobProcess *open(const QString &directory);
    QStringList opened() const; ///< those not below root
    /// Starts the job when its turn comes.
    void enqueue(JobProcess *job, const JobCommand &command, const QMap<QString, QString> &environment = {});
    /// Takes a run that is not active off the list; with its files where it lies below root and `files`. What
    /// went wrong, or empty.
    QString remove(JobProcess *job, bool files);
    bool owns(const JobProcess *job) const; ///< lies below root
    void stopAll();

signals:
    void aboutToAdd(int row);
    void added(int row);
    void aboutToRemove(int row);
    void removed(int row);
    void stateChanged(mureum::ui::JobProcess *job);
    void progressed(mureum::ui::JobProcess *job);

private:
    JobProcess *insert(const QString &directory);
    void startNext();

    QString root_;
    std::vector<std::unique_ptr<JobProcess>> jobs_;
    QList<JobProcess *> queue_;
};

} // namespace mureum::ui
