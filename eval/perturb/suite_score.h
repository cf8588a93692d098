#pragma once
#include "eval/score/execution.h"

#include <functional>
#include <string>
#include <vector>

namespace mureum::eval {

struct SuiteScore
{
    Verdict verdict = Verdict::Wrong;
    int right = 0, wrong = 0, inconclusive = 0; ///< variants
    std::string reason;                         ///< why it is wrong on the first variant where it is
};

/// One perturbed copy with the right answers' results on it.
struct VariantGolds
{
    SqlRunner *runner = nullptr;
    std::vector<GoldRunPtr> golds;
};

/// Execution accuracy over perturbed copies. Wrong where the prediction is wrong on the original or on any
/// variant; right where it is right on some and wrong on none. A variant is inconclusive where both results
/// are empty, where no right answer runs, or where the right answer itself may give either result (ties at
/// its LIMIT, a bare column in a group); `variant(i)` gives nothing where it cannot be had. The original
/// inconclusive because both are empty: the variants alone decide.
SuiteScore scoreSuite(const ExecutionScore &original, std::size_t variants,
                      const std::function<VariantGolds(std::size_t)> &variant, const std::string &prediction,
                      const RunLimits &limits, std::stop_token stop = {});

/// Whether SQLite could as well have given another result: rows that tie at a LIMIT, or a column that is
/// neither grouped nor aggregated and differs within a group. Runs the query with ties broken both ways.
bool ambiguous(SqlRunner &runner, const GoldRun &gold, const RunLimits &limits, std::stop_token stop = {});

} // namespace mureum::eval
