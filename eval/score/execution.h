#pragma once
#include "eval/run/sql_runner.h"
#include "eval/score/error_kind.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::eval {

enum class Verdict { Right, Wrong, Inconclusive };

/// "right", "wrong", "inconclusive": as in records.jsonl.
std::string_view name(Verdict verdict);
/// The opposite; nothing for any other text.
std::optional<Verdict> verdictFromName(std::string_view text);

struct ExecutionScore
{
    Verdict ex = Verdict::Wrong;
    Verdict exBird =
        Verdict::Wrong;  ///< never lenient: both results empty counts as right, as BIRD's own script does
    std::string reason;  ///< one line; empty where right
    bool failed = false; ///< the prediction did not run; the reason says what SQLite said
    ErrorKind kind = ErrorKind::None; ///< None exactly where right
};

/// What a right answer gave: run once, compared with any number of predictions.
struct GoldRun
{
    std::string sql;
    std::optional<ResultSet> result;
    std::string error; ///< why there is no result
};
using GoldRunPtr = std::shared_ptr<const GoldRun>;

/// Right answers get six times the time limit: a slow one should not cost a score. Throws RunError as
/// scoreExecution does.
GoldRun runGold(SqlRunner &runner, const std::string &sql,
                const RunLimits &limits = {std::chrono::seconds(10), 1'000'000}, std::stop_token stop = {});

/// Execution accuracy of one prediction against any of several right answers.
///
/// Right: the same bag of rows under some permutation of the columns. Row order matters only as far as the
/// gold's outer ORDER BY fixes it; rows with equal sort keys may stand either way. 6 equals 6.0, reals have a
/// relative tolerance of 1e-6, NULL equals NULL, text never equals a number, duplicates count. Inconclusive:
/// both results are empty, no gold runs, or both results are larger than the row cap. Wrong: anything else, a
/// prediction that does not run within its limits included.
///
/// Throws RunError (Cancelled) after a stop, and (Locked, Corrupt, Other) where the database itself fails.
ExecutionScore scoreExecution(SqlRunner &runner, const std::vector<std::string> &golds,
                              const std::string &prediction,
                              const RunLimits &limits = {std::chrono::seconds(10), 1'000'000},
                              std::stop_token stop = {});

/// The same with right answers that ran before, on the same database. `run`: what the prediction's very text
/// gave there before, if it is known; where it has to run, what it gives, unless it fails.
ExecutionScore scoreExecution(SqlRunner &runner, const std::vector<GoldRunPtr> &golds,
                              const std::string &prediction, const RunLimits &limits, std::stop_token stop,
                              GoldRunPtr &run);
ExecutionScore scoreExecution(SqlRunner &runner, const std::vector<GoldRunPtr> &golds,
                              const std::string &prediction, const RunLimits &limits,
                              std::stop_token stop = {});

} // namespace mureum::eval
