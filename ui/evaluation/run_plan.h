#pragma once
#include "ui/jobs/finding.h"
#include "ui/jobs/job_command.h"

#include <stop_token>
#include <vector>

namespace mureum::ui {

/// The server that judges, without its key.
struct JudgePlan
{
    QString endpoint, model;
    int requests = 0, tokens = 0; ///< per minute; 0: no limit
    bool operator==(const JudgePlan &) const = default;
};

/// What is to be measured, as the dialog has it.
struct RunPlan
{
    QString title;
    QString model;   ///< file or folder
    QString adapter; ///< folder; empty for none
    QString data, databases;
    QStringList metrics; ///< of the command line: ex, em, suite, ...
    int limit = 0;       ///< examples; 0: all
    int candidates = 6;
    bool judged = false;
    JudgePlan judge;
    bool operator==(const RunPlan &) const = default;
};

/// The call that measures it into `runDirectory`. Secrets are not part of it.
JobCommand commandOf(const RunPlan &plan, const QString &program, const QString &runDirectory);
/// The call that has the run judged. It goes on by itself with what is there.
JobCommand judgeCommandOf(const JudgePlan &plan, const QString &program, const QString &runDirectory,
                          const QString &databases);
/// The call that goes on with a run that was interrupted.
JobCommand resumed(JobCommand command);

/// Looks at everything the plan names before anything starts: files, bad lines, databases, right answers that
/// do not run (as many as two seconds allow). Never throws. Not for the GUI thread.
std::vector<Finding> checkPlan(const RunPlan &plan, const QString &program, bool hasKey,
                               std::stop_token stop);
/// The same for a judge alone; quick.
std::vector<Finding> checkJudge(const JudgePlan &plan, const QString &program, bool hasKey);

} // namespace mureum::ui
