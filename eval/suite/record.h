#pragma once
#include "eval/score/exact_match.h"
#include "eval/score/execution.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mureum::eval {

/// What became of one example: a line of records.jsonl.
struct EvaluationRecord
{
    std::size_t index = 0; ///< of the example in its data file, bad lines left out
    std::string databaseId, question, language;
    std::string query;                ///< the first right answer
    std::vector<std::string> queries; ///< all of them; empty where there is only the first
    std::string difficulty;           ///< as the data names it; often empty
    std::string prediction;
    ExecutionScore score;
    bool exactString = false;
    std::optional<bool> em, emStrict; ///< nothing where not measured
    std::vector<ClauseScore> clauses; ///< EM by clause; empty where not measured
    std::optional<Verdict> exSuite;   ///< EX that also holds on perturbed copies of the database
    std::optional<double>
        efficiency;       ///< time of the right answer over that of the prediction; only where right
    std::string hardness; ///< easy, medium, hard, extra; "unknown" where the right answer cannot be parsed
    double seconds = 0;   ///< to answer and to score
    double answerSeconds = 0;
    int newTokens = 0;
    std::string error; ///< what failed: the model, the database, or SQLite on the prediction
};

nlohmann::ordered_json toJson(const EvaluationRecord &record);
/// Throws datasets::Error where the object is not a record.
EvaluationRecord recordFromJson(const nlohmann::ordered_json &object);

} // namespace mureum::eval
