#include "eval/suite/record.h"

#include "datasets/error.h"

namespace mureum::eval {

nlohmann::ordered_json toJson(const EvaluationRecord &record)
{
    return {{"db_id", record.databaseId},
            {"question", record.question},
            {"query", record.query},
            {"prediction", record.prediction},
            {"ex", name(record.score.ex)},
            {"ex_bird", name(record.score.exBird)},
            {"exact_string", record.exactString},
            {"reason", record.score.reason},
            {"hardness", record.hardness},
            {"lang", record.language},
            {"seconds", record.seconds},
            {"answer_seconds", record.answerSeconds},
            {"new_tokens", record.newTokens},
            {"failed", record.score.failed},
            {"error", record.error}};
}

EvaluationRecord recordFromJson(const nlohmann::json &object)
{
    const auto verdict = [&](const char *key) {
        const auto found = verdictFromName(object.at(key).get<std::string>());
        if (!found)
            throw datasets::Error(std::string("a record's \"") + key +
                                  "\" is neither right, wrong nor inconclusive");
        return *found;
    };
    EvaluationRecord record;
    try {
        record.databaseId = object.at("db_id");
        record.question = object.at("question");
        record.query = object.at("query");
        record.prediction = object.at("prediction");
        record.score.ex = verdict("ex");
        record.score.exBird = verdict("ex_bird");
        record.score.reason = object.at("reason");
        record.score.failed = object.at("failed");
        record.exactString = object.at("exact_string");
        record.hardness = object.at("hardness");
        record.language = object.at("lang");
        record.seconds = object.at("seconds");
        record.answerSeconds = object.at("answer_seconds");
        record.newTokens = object.at("new_tokens");
        record.error = object.at("error");
    } catch (const nlohmann::json::exception &error) {
        throw datasets::Error(std::string("not an evaluation record: ") + error.what());
    }
    return record;
}

} // namespace mureum::eval
