#pragma once
#include "ui/jobs/job_process.h"
#include "ui/jobs/rate.h"

#include <QDateTime>

namespace mureum::ui {

/// What the table of runs knows of a run, from its small files: config.json, summary.json, job.json.
struct RunInfo
{
    QString title;
    QString model, modelFile; ///< name to show, and the file; empty for given predictions
    QString data, databases;  ///< file and folder, empty where the run does not say
    qint64 total = -1;        ///< examples to measure; -1: unknown
    qint64 done = 0;
    Rate ex, em, judge, suite;
    QDateTime date; ///< of its start
    double seconds = -1;
};
RunInfo readRunInfo(const JobProcess &job);
/// Brings done and EX, or the judge, up to what a running job said last.
void followProgress(RunInfo &info, const JobProcess &job);

} // namespace mureum::ui
