#pragma once
#include "datasets/schema/schema.h"
#include "eval/perturb/variants.h"
#include "eval/score/exact_match.h"
#include "eval/suite/evaluation.h"

#include <cstddef>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// Scores single examples for runEvaluation. Private to eval/suite.

namespace mureum::eval {

class Databases;

/// Connections of one scoring thread: an evaluation comes back to the same few databases.
class Runners
{
public:
    explicit Runners(int threads);
    /// Valid until the next call. Throws RunError.
    SqlRunner &of(const std::filesystem::path &file);

private:
    std::size_t kept_;
    std::map<std::filesystem::path, SqlRunner> open_;
};

/// Results of right answers and predictions, so that each text runs once on each database. Forgets the oldest
/// beyond 256 MiB. Thread-safe.
class GoldRuns
{
public:
    GoldRunPtr of(SqlRunner &runner, const std::filesystem::path &file, const std::string &sql,
                  const RunLimits &limits, std::stop_token stop);
    /// nullptr where it has not run.
    GoldRunPtr find(const std::filesystem::path &file, const std::string &sql);
    void add(const std::filesystem::path &file, const GoldRunPtr &run);

private:
    using Entry = std::pair<std::string, GoldRunPtr>;
    std::mutex mutex_;
    std::list<Entry> oldestFirst_;
    std::unordered_map<std::string, std::list<Entry>::iterator> known_;
    std::size_t bytes_ = 0;
};

/// Thread-safe; options and databases outlive it.
class Scorer
{
public:
    Scorer(const EvaluationOptions &options, Databases &databases);

    /// Nothing where it was stopped.
    std::optional<EvaluationRecord> score(Runners &runners, std::size_t index, const Answer &answer,
                                          const std::stop_token &stop);

private:
    using DatabaseKey = std::pair<std::string, std::string>; ///< id and context

    /// What exact match needs of one database.
    struct Matcher
    {
        explicit Matcher(const std::filesystem::path &file)
            : schema(datasets::readSchema(file, {0, 0})), match(schema)
        {
        }
        datasets::Schema schema;
        ExactMatcher match;
    };

    std::shared_ptr<const Matcher> matcherOf(const std::filesystem::path &file);
    std::vector<GoldRunPtr> goldsOf(SqlRunner &runner, const std::filesystem::path &file,
                                    const datasets::Example &example, const std::stop_token &stop);
    void scoreExact(EvaluationRecord &record, const datasets::Example &example,
                    const std::filesystem::path &file);
    void scoreVariants(EvaluationRecord &record, Runners &runners, const datasets::Example &example,
                       const std::filesystem::path &file, const std::stop_token &stop);

    const EvaluationOptions &options_;
    Databases &databases_;
    std::optional<VariantStore> variants_;
    std::map<DatabaseKey, std::vector<std::string>>
        queries_; ///< all right answers; only where variants are made
    GoldRuns golds_;
    std::mutex mutex_;
    std::map<std::filesystem::path, std::shared_ptr<const Matcher>> matchers_;
};

} // namespace mureum::eval
