// Scores prediction pairs with our exact match, one JSON object for each pair: the other half of
// agreement.py.

#include "eval/score/exact_match.h"
#include "datasets/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>

namespace {

using namespace mureum;
namespace fs = std::filesystem;

/// One database: its matcher points into its schema.
struct Database
{
    datasets::Schema schema;
    std::unique_ptr<eval::ExactMatcher> matcher;
};

class Databases
{
public:
    Databases(fs::path folder, const fs::path &tables) : folder_(std::move(folder))
    {
        if (tables.empty())
            return;
        std::ifstream in(tables);
        for (auto &entry : nlohmann::json::parse(in))
            tables_[entry.at("db_id").get<std::string>()] = entry;
    }

    const eval::ExactMatcher &of(const std::string &name)
    {
        Database &database = databases_[name];
        if (!database.matcher) {
            const fs::path flat = folder_ / (name + ".sqlite");
            database.schema =
                datasets::readSchema(fs::exists(flat) ? flat : folder_ / name / (name + ".sqlite"));
            const auto entry = tables_.find(name);
            database.matcher = entry == tables_.end()
                                   ? std::make_unique<eval::ExactMatcher>(database.schema)
                                   : std::make_unique<eval::ExactMatcher>(database.schema, entry->second);
        }
        return *database.matcher;
    }

private:
    fs::path folder_;
    std::map<std::string, nlohmann::json> tables_;
    std::map<std::string, Database> databases_;
};

void run(const fs::path &pairs, Databases &databases)
{
    std::ifstream in(pairs);
    std::chrono::duration<double> spent{};
    std::size_t count = 0;
    for (std::string line; std::getline(in, line); ++count) {
        const auto pair = nlohmann::json::parse(line);
        const eval::ExactMatcher &matcher = databases.of(pair.at("db_id"));
        const auto start = std::chrono::steady_clock::now();
        const eval::ExactMatch match = matcher.score(pair.at("gold"), pair.at("prediction"));
        spent += std::chrono::steady_clock::now() - start;
        nlohmann::ordered_json out = {{"em", match.em},
                                      {"em_strict", match.emStrict},
                                      {"gold", match.goldParsed},
                                      {"pred", match.predictionParsed},
                                      {"hardness", match.hardness}};
        for (const eval::ClauseScore &score : match.clauses)
            out["clauses"].push_back({score.gold, score.predicted, score.right()});
        std::cout << out.dump() << "\n";
    }
    std::cerr << fmt::format("{} pairs, {:.1f} us each\n", count,
                             1e6 * spent.count() / static_cast<double>(std::max<std::size_t>(count, 1)));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4) {
        std::cerr << "usage: mureum-bench-exact-match PAIRS.jsonl DATABASES [TABLES.json]\n";
        return 2;
    }
    try {
        Databases databases(argv[2], argc > 3 ? argv[3] : "");
        run(argv[1], databases);
        return 0;
    } catch (const std::exception &error) {
        std::cerr << "error: " << error.what() << "\n";
        return 2;
    }
}
