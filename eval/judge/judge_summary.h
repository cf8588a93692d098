#pragma once
#include "eval/judge/judge.h"
#include "eval/judge/judge_directory.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace mureum::eval {

/// The numbers of JudgeResult::summary.
nlohmann::ordered_json summarizeJudge(const JudgeOptions &options,
                                      const std::vector<EvaluationRecord> &records, const JudgeLines &lines);

} // namespace mureum::eval
