#include "eval/suite/record.h"

#include "datasets/error.h"

namespace mureum::eval {

namespace {

template <typename T>
nlohmann::ordered_json orNull(const std::optional<T> &value)
{
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

/// Absent and null are the same: a run of an older version has not measured it.
template <typename T>
std::optional<T> optional(const nlohmann::ordered_json &object, const char *key)
{
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? std::nullopt : std::optional<T>(found->get<T>());
}

} // namespace

nlohmann::ordered_json toJson(const EvaluationRecord &record)
{
    nlohmann::ordered_json clauses = nlohmann::ordered_json::object();
    for (const ClauseScore &clause : record.clauses)
        clauses[clause.clause] = {clause.gold, clause.predicted, clause.matched};
    nlohmann::ordered_json json = {{"index", record.index},
                                   {"db_id", record.databaseId},
                                   {"question", record.question},
                                   {"query", record.query}};
    if (!record.queries.empty())
        json["queries"] = record.queries;
    json.update({{"prediction", record.prediction},
                 {"ex", name(record.score.ex)},
                 {"ex_bird", name(record.score.exBird)},
                 {"em", orNull(record.em)},
                 {"em_strict", orNull(record.emStrict)},
                 {"ex_suite",
                  record.exSuite ? nlohmann::ordered_json(name(*record.exSuite)) : nlohmann::ordered_json()},
                 {"exact_string", record.exactString},
                 {"error_kind", name(record.score.kind)},
                 {"reason", record.score.reason},
                 {"hardness", record.hardness},
                 {"difficulty", record.difficulty},
                 {"lang", record.language},
                 {"clauses", clauses},
                 {"efficiency", orNull(record.efficiency)},
                 {"seconds", record.seconds},
                 {"answer_seconds", record.answerSeconds},
                 {"new_tokens", record.newTokens},
                 {"failed", record.score.failed},
                 {"error", record.error}});
    return json;
}

EvaluationRecord recordFromJson(const nlohmann::ordered_json &object)
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
        record.index = object.value("index", std::size_t{0});
        record.databaseId = object.at("db_id");
        record.question = object.at("question");
        record.query = object.at("query");
        record.queries = object.value("queries", std::vector<std::string>());
        record.prediction = object.at("prediction");
        record.score.ex = verdict("ex");
        record.score.exBird = verdict("ex_bird");
        record.score.kind = errorKindFromName(object.value("error_kind", std::string()));
        record.score.reason = object.at("reason");
        record.score.failed = object.at("failed");
        record.exactString = object.at("exact_string");
        record.em = optional<bool>(object, "em");
        record.emStrict = optional<bool>(object, "em_strict");
        if (optional<std::string>(object, "ex_suite"))
            record.exSuite = verdict("ex_suite");
        const auto clauses = object.value("clauses", nlohmann::ordered_json::object());
        for (const auto &[clause, counts] : clauses.items())
            record.clauses.push_back({clause, counts.at(0), counts.at(1), counts.at(2)});
        record.efficiency = optional<double>(object, "efficiency");
        record.difficulty = object.value("difficulty", std::string());
        record.hardness = object.at("hardness");
        record.language = object.at("lang");
        record.seconds = object.at("seconds");
        record.answerSeconds = object.at("answer_seconds");
        record.newTokens = object.at("new_tokens");
        record.error = object.at("error");
    } catch (const nlohmann::ordered_json::exception &error) {
        throw datasets::Error(std::string("not an evaluation record: ") + error.what());
    }
    return record;
}

} // namespace mureum::eval
