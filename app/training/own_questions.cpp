#include "app/training/own_questions.h"

#include "datasets/schema/connection.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <map>

namespace mureum::app {
namespace {

namespace fs = std::filesystem;

bool isSameFile(const fs::path &one, const fs::path &other)
{
    std::error_code code;
    return fs::equivalent(one, other, code) ||
           fs::weakly_canonical(one, code) == fs::weakly_canonical(other, code);
}

/// "database" of every line that has one, by line number.
std::map<std::size_t, std::string> databasesOf(const fs::path &file)
{
    std::map<std::size_t, std::string> all;
    std::ifstream in(file);
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (json.is_object() && json.contains("database") && json["database"].is_string())
            all[number] = json["database"];
    }
    return all;
}

} // namespace

std::vector<datasets::Example> verifiedPairs(const fs::path &file, const fs::path &database,
                                             const std::string &databaseId)
{
    auto read = datasets::readExamples(file).examples;
    const auto databases = databasesOf(file);
    std::vector<datasets::Example> pairs;
    for (auto &example : read) {
        const auto named = databases.find(example.line);
        const bool about =
            named != databases.end() ? isSameFile(named->second, database) : example.databaseId == databaseId;
        if (!about || example.query.empty())
            continue;
        example.databaseId = databaseId;
        pairs.push_back(std::move(example));
    }
    return pairs;
}

std::vector<datasets::Example> askedQuestions(const fs::path &history, const fs::path &database,
                                              const std::string &databaseId)
{
    const auto connection = datasets::openReadOnly(history);
    datasets::Statement entries(connection.get(),
                                "SELECT question, sql, database, max(id) FROM entry "
                                "WHERE question <> '' AND sql <> '' AND error = '' AND rows > 0 "
                                "GROUP BY database, question ORDER BY 4");
    if (!entries.isValid())
        throw datasets::Error("history: " + history.string() +
                              " is no history of Mureum: name the desktop's history.sqlite");
    std::vector<datasets::Example> asked;
    while (entries.step()) {
        if (!isSameFile(fs::path(std::string(entries.text(2))), database))
            continue;
        datasets::Example example;
        example.databaseId = databaseId;
        example.question = entries.text(0);
        example.query = entries.text(1);
        example.queries = {example.query};
        example.language = datasets::guessLanguage(example.question);
        asked.push_back(std::move(example));
    }
    if (entries.failed())
        throw datasets::Error(datasets::describeFailure(connection.get(), history));
    return asked;
}

} // namespace mureum::app
