#pragma once
#include "eval/answer/asker.h"

namespace mureum::eval {

/// Runs candidates (best first) and picks one: those that fail are out, those that give the same rows stand together
/// and add their probabilities, empty results count little. Fills error and rows of each candidate, `result` with the
/// rows of the chosen one and returns its index; -1 where none ran.
/// (Execution guidance, Wang et al. 2018; voting over results, MBR-Exec, Shi et al. 2022.)
int chooseByExecution(std::vector<Candidate> &candidates, SqlRunner &runner, const RunLimits &limits,
                      ResultSet &result, std::stop_token stop);

} // namespace mureum::eval
