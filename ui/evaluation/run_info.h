#pragma once
#include "ui/jobs/job_process.h"

#include <QDateTime>

namespace mureum::ui {

/// A share of examples with its 95% interval (Wilson).
struct Rate
{
    double value = 0, low = 0, high = 1; ///< 0..1
    qint64 right = 0, count = 0;         ///< right -1: only the rate is known
    bool known() const { return count > 0; }
    static Rate of(qint64 right, qint64 count);
};
/// "83.3%" in the language's digits; a dash where nothing was measured.
QString percentText(const Rate &rate);
/// "72.0% – 90.9%"; empty where nothing was measured.
QString intervalText(const Rate &rate);

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
