#pragma once
#include "eval/score/execution.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace mureum::eval {

/// What became of one example: a line of records.jsonl.
struct EvaluationRecord
{
    std::string databaseId, question, language;
    std::string query; ///< the first right answer
    std::string prediction;
    ExecutionScore score;
    bool exactString = false;
    std::string hardness; ///< easy, medium, hard, extra; "unknown" where the right answer cannot be parsed
    double seconds = 0;   ///< to answer and to score
    double answerSeconds = 0;
    int newTokens = 0;
    std::string error; ///< what failed: the model, the database, or SQLite on the prediction
};

nlohmann::ordered_json toJson(const EvaluationRecord &record);
/// Throws datasets::Error where the object is not a record.
EvaluationRecord recordFromJson(const nlohmann::json &object);

} // namespace mureum::eval
