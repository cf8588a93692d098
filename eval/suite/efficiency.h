#pragma once
#include "eval/run/sql_runner.h"

#include <optional>
#include <stop_token>
#include <string>

namespace mureum::eval {

/// The right answer's time over the prediction's, medians of several runs in turn: above 1 where the
/// prediction is faster. The idea of BIRD's valid efficiency score (Li et al. 2023), as a plain ratio. 1 for
/// the same query. Nothing where one of them does not run within the limits. Throws RunError after a stop.
std::optional<double> measureEfficiency(SqlRunner &runner, const std::string &gold,
                                        const std::string &prediction, const RunLimits &limits,
                                        std::stop_token stop = {});

} // namespace mureum::eval
