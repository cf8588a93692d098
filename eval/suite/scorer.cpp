#include "eval/suite/scorer.h"

#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "eval/perturb/suite_score.h"
#include "eval/score/exact_string.h"
#include "eval/suite/databases.h"
#include "eval/suite/efficiency.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace mureum::eval {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

std::string hardnessOf(const std::string &query)
{
    try {
        return std::string(datasets::sql::name(datasets::sql::hardness(datasets::sql::parse(query))));
    } catch (const datasets::Error &) {
        return "unknown";
    }
}

std::string keyOf(const fs::path &file, const std::string &sql)
{
    return file.string() + '\0' + sql;
}

std::size_t bytesOf(const GoldRun &gold)
{
    std::size_t bytes = sizeof(GoldRun) + gold.sql.size();
    if (gold.result)
        for (const auto &row : gold.result->rows) {
            bytes += sizeof row + row.size() * sizeof(Cell);
            for (const Cell &cell : row) {
                if (const auto *text = std::get_if<std::string>(&cell))
                    bytes += text->size();
                if (const auto *blob = std::get_if<Blob>(&cell))
                    bytes += blob->bytes.size();
            }
        }
    return bytes;
}

/// The database itself was fine: only the verdict on its copies is missing.
void withoutVariants(EvaluationRecord &record, const char *why)
{
    record.exSuite = Verdict::Inconclusive;
    if (record.error.empty())
        record.error = fmt::format("no perturbed databases: {}", why);
}

} // namespace

Runners::Runners(int threads)
    // All threads together stay far below the usual limit of 1,024 open files.
    : kept_(static_cast<std::size_t>(std::clamp(384 / std::max(1, threads), 6, 192)))
{
}

SqlRunner &Runners::of(const fs::path &file)
{
    const auto found = open_.find(file);
    if (found != open_.end())
        return found->second;
    SqlRunner runner(file);
    if (open_.size() >= kept_)
        open_.clear();
    return open_.emplace(file, std::move(runner)).first->second;
}

GoldRunPtr GoldRuns::of(SqlRunner &runner, const fs::path &file, const std::string &sql,
                        const RunLimits &limits, std::stop_token stop)
{
    if (GoldRunPtr known = find(file, sql))
        return known;
    auto gold = std::make_shared<const GoldRun>(runGold(runner, sql, limits, std::move(stop)));
    add(file, gold);
    return gold;
}

GoldRunPtr GoldRuns::find(const fs::path &file, const std::string &sql)
{
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(keyOf(file, sql));
    if (found == known_.end())
        return nullptr;
    oldestFirst_.splice(oldestFirst_.end(), oldestFirst_, found->second);
    return found->second->second;
}

void GoldRuns::add(const fs::path &file, const GoldRunPtr &run)
{
    constexpr std::size_t most = std::size_t{256} << 20;
    const std::size_t bytes = bytesOf(*run);
    if (bytes > most / 8)
        return;
    const std::string key = keyOf(file, run->sql);
    const std::lock_guard lock(mutex_);
    if (known_.contains(key)) // another thread ran it meanwhile
        return;
    oldestFirst_.emplace_back(key, run);
    known_[key] = std::prev(oldestFirst_.end());
    bytes_ += bytes;
    while (bytes_ > most) {
        bytes_ -= bytesOf(*oldestFirst_.front().second);
        known_.erase(oldestFirst_.front().first);
        oldestFirst_.pop_front();
    }
}

Scorer::Scorer(const EvaluationOptions &options, Databases &databases)
    : options_(options), databases_(databases)
{
    if (!options.suite)
        return;
    std::error_code code;
    fs::create_directories(options.suiteCache, code);
    if (code || ::access(options.suiteCache.c_str(), W_OK | X_OK) != 0)
        throw datasets::Error(
            fmt::format("cannot write to {}: {}; choose another folder for perturbed databases",
                        options.suiteCache.string(), code ? code.message() : std::strerror(errno)));
    variants_.emplace(options.suiteCache, options.suiteSeed, options.suiteVariants);
    for (const datasets::Example &example : options.data.examples) {
        auto &queries = queries_[{example.databaseId, example.context}];
        queries.insert(queries.end(), example.queries.begin(), example.queries.end());
    }
}

std::shared_ptr<const Scorer::Matcher> Scorer::matcherOf(const fs::path &file)
{
    {
        const std::lock_guard lock(mutex_);
        const auto found = matchers_.find(file);
        if (found != matchers_.end())
            return found->second;
    }
    auto matcher = std::make_shared<const Matcher>(file);
    const std::lock_guard lock(mutex_);
    return matchers_.emplace(file, std::move(matcher)).first->second;
}

std::vector<GoldRunPtr> Scorer::goldsOf(SqlRunner &runner, const fs::path &file,
                                        const datasets::Example &example, const std::stop_token &stop)
{
    std::vector<GoldRunPtr> golds;
    for (const std::string &query : example.queries)
        golds.push_back(golds_.of(runner, file, query, options_.limits, stop));
    return golds;
}

void Scorer::scoreExact(EvaluationRecord &record, const datasets::Example &example, const fs::path &file)
{
    const auto matcher = matcherOf(file);
    record.emStrict = false;
    for (const std::string &query : example.queries) {
        ExactMatch match = matcher->match.score(query, record.prediction);
        if (&query == &example.queries.front())
            record.hardness = match.hardness;
        // The clauses of the answer that matches best.
        if (match.goldParsed && (record.clauses.empty() || (match.em && !record.em.value_or(false))))
            record.clauses = match.clauses;
        // A right answer that Spider's parser cannot read has no verdict of its evaluator.
        if (match.goldParsed)
            record.em = record.em.value_or(false) || match.em;
        record.emStrict = *record.emStrict || match.emStrict;
    }
}

void Scorer::scoreVariants(EvaluationRecord &record, Runners &runners, const datasets::Example &example,
                           const fs::path &file, const std::stop_token &stop)
{
    // Without copies there is no verdict of theirs, unless the original decides.
    if (record.score.ex == Verdict::Wrong) {
        record.exSuite = Verdict::Wrong;
        return;
    }
    try {
        const auto variants = variants_->of(file, queries_.at({example.databaseId, example.context}));
        const SuiteScore suite = scoreSuite(
            record.score, variants->files.size(),
            [&](std::size_t i) {
                const fs::path &copy = variants->files[i];
                VariantGolds on;
                on.runner = &runners.of(copy);
                on.golds = goldsOf(*on.runner, copy, example, stop);
                return on;
            },
            record.prediction, options_.limits, stop);
        record.exSuite = suite.verdict;
        if (suite.verdict == Verdict::Wrong) {
            record.score.reason = "on a perturbed database: " + suite.reason;
            record.score.kind = ErrorKind::Variant;
        }
    } catch (const RunError &error) {
        if (error.kind() == RunFailure::Cancelled)
            throw;
        withoutVariants(record, error.what());
    } catch (const datasets::Error &error) {
        withoutVariants(record, error.what());
    }
}

std::optional<EvaluationRecord> Scorer::score(Runners &runners, std::size_t index, const Answer &answer,
                                              const std::stop_token &stop)
{
    const auto start = Clock::now();
    const datasets::Example &example = options_.data.examples[index];
    EvaluationRecord record;
    record.index = index;
    record.databaseId = example.databaseId;
    record.question = example.question;
    record.language = example.language;
    record.query = example.query;
    if (example.queries.size() > 1)
        record.queries = example.queries;
    record.difficulty = example.difficulty;
    record.prediction = answer.sql;
    record.error = answer.error;
    record.newTokens = answer.newTokens;
    record.answerSeconds = answer.seconds;
    record.exactString = std::any_of(example.queries.begin(), example.queries.end(),
                                     [&](const std::string &gold) { return exactString(gold, answer.sql); });
    const auto databaseFails = [&](const char *why) {
        record.score = {Verdict::Inconclusive, Verdict::Inconclusive, why, false, ErrorKind::DatabaseError};
        record.error = why;
        if (options_.suite)
            record.exSuite = Verdict::Inconclusive;
    };
    try {
        const fs::path file = databases_.of(example);
        {
            SqlRunner &runner = runners.of(file);
            const auto golds = goldsOf(runner, file, example, stop);
            const GoldRunPtr known = golds_.find(file, answer.sql);
            GoldRunPtr run = known;
            record.score = scoreExecution(runner, golds, answer.sql, options_.limits, stop, run);
            if (run && run != known)
                golds_.add(file, run);
        }
        if (record.score.failed && record.error.empty())
            record.error = record.score.reason;
        if (record.score.kind == ErrorKind::NoAnswer && !answer.error.empty())
            record.score.kind = ErrorKind::ModelError;
        scoreExact(record, example, file);
        if (options_.suite)
            scoreVariants(record, runners, example, file, stop);
        if (options_.efficiency && record.score.ex == Verdict::Right)
            record.efficiency =
                measureEfficiency(runners.of(file), example.query, answer.sql, options_.limits, stop);
    } catch (const RunError &error) {
        if (error.kind() == RunFailure::Cancelled)
            return std::nullopt;
        databaseFails(error.what());
    } catch (const datasets::Error &error) {
        databaseFails(error.what());
    }
    if (record.hardness.empty()) // its database is not there
        record.hardness = hardnessOf(example.query);
    record.seconds = answer.seconds + std::chrono::duration<double>(Clock::now() - start).count();
    return record;
}

} // namespace mureum::eval
