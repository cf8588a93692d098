#pragma once
#include "ui/jobs/job_command.h"

#include <stop_token>
#include <vector>

namespace mureum::ui {

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
    QString judgeEndpoint, judgeModel; ///< where metrics holds "judge"
    int judgeRequests = 0, judgeTokens = 0; ///< per minute; 0: no limit

    bool judged() const { return metrics.contains(QStringLiteral("judge")); }
    bool operator==(const RunPlan &) const = default;
};

/// The call that measures it into `runDirectory`. Secrets are not part of it.
JobCommand commandOf(const RunPlan &plan, const QString &program, const QString &runDirectory);
/// The same call going on with what is there.
JobCommand resumed(JobCommand command);

struct Finding
{
    bool error = false; ///< blocks the start; else a warning
    QString text;
    bool operator==(const Finding &) const = default;
};

/// Looks at everything the plan names before anything starts: files, bad lines, databases, right answers that
/// do not run (as many as two seconds allow). Never throws. Not for the GUI thread.
std::vector<Finding> checkPlan(const RunPlan &plan, const QString &program, bool hasKey, std::stop_token stop);

} // namespace mureum::ui
