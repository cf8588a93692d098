#include "eval/answer/local_answerer.h"

#include <chrono>

namespace mureum::eval {

LocalAnswerer::LocalAnswerer(Asker &asker, const AskOptions &options, nlohmann::ordered_json description)
    : asker_(asker), options_(options), description_(std::move(description))
{
    description_["candidates"] = options_.candidates;
    description_["temperature"] = options_.temperature;
    description_["seed"] = options_.seed;
}

Answer LocalAnswerer::answer(const std::filesystem::path &database, const std::string &question,
                             std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    if (database != open_) {
        open_.clear();
        asker_.openDatabase(database);
        open_ = database;
    }
    const AskResult result = asker_.ask(question, options_, {}, std::move(stop));
    Answer answer;
    answer.sql = result.sql;
    answer.newTokens = result.timing.newTokens;
    answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return answer;
}

} // namespace mureum::eval
