#pragma once
#include "datasets/examples/example.h"
#include "eval/suite/record.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace mureum::eval {

/// Wilson's score interval of right/total at 95% (https://doi.org/10.1080/01621459.1927.10502953); {0, 1} of
/// nothing.
std::pair<double, double> wilson95(std::size_t right, std::size_t total);

/// The numbers of a run, as in summary.json and on stdout:
/// count, em, ex, judge, ex_bird, exact_string, ci95, right, wrong, inconclusive, failed, errors,
/// by_hardness, by_database, by_language, bad_lines, seconds, tokens_per_second.
///
/// Rates lie in 0..1. ex = right / (right + wrong): inconclusive examples are counted apart; null where
/// nothing was conclusive. em, judge: null, as they were not measured. tokens_per_second: null where no model
/// answered. `failed` counts predictions that did not run, `errors` examples that could not be asked or
/// scored at all.
nlohmann::ordered_json summarize(const std::vector<EvaluationRecord> &records,
                                 const std::vector<datasets::BadLine> &badLines, double seconds);

} // namespace mureum::eval
