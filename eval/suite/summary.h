#pragma once
#include "datasets/examples/example.h"
#include "eval/suite/judgement.h"
#include "eval/suite/record.h"
#include "eval/suite/statistics.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::eval {

/// The measures with a rate of their own: "em", "em_strict", "ex", "ex_bird", "ex_suite", "exact_string",
/// "judge".
const std::vector<std::string> &rateMetrics();

/// Whether a record is right by a measure; nothing where it was not measured or is inconclusive. `judgement`
/// may be null.
std::optional<bool> isRight(const EvaluationRecord &record, const Judgement *judgement,
                            std::string_view metric);

/// The group of a question by its length in words: "1-5 words", "6-10 words", "11-15 words", "16-20 words",
/// "21+ words".
std::string lengthGroup(const std::string &question);

/// The numbers of a run, as in summary.json and on stdout:
/// count, em, ex, judge, ex_bird, ex_suite, em_strict, exact_string, ci95 (by measure), right, wrong,
/// inconclusive, failed, errors, error_kinds, efficiency, judge_kappa, judge_count, by_hardness,
/// by_difficulty, by_database, by_language, by_length, by_clause, bad_lines, seconds, tokens_per_second.
///
/// Rates lie in 0..1, right / (right + wrong): inconclusive examples are counted apart; null where nothing
/// was measured or conclusive. tokens_per_second: null where no model answered. `failed` counts predictions
/// that did not run, `errors` examples that could not be asked or scored at all. by_clause: precision, recall
/// and F1 as Spider's evaluation.py prints them (a clause counts only as a whole; null where no query has the
/// clause, and F1 is 0, not Spider's 1, where it is never right). efficiency: mean over right answers.
nlohmann::ordered_json summarize(const std::vector<EvaluationRecord> &records,
                                 const std::vector<datasets::BadLine> &badLines, double seconds,
                                 const Judgements &judgements = {});

} // namespace mureum::eval
