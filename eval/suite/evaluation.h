#pragma once
#include "datasets/examples/example.h"
#include "eval/run/sql_runner.h"
#include "eval/suite/record.h"
#include "eval/suite/run_directory.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace mureum::eval {

/// Whatever turns a question into SQL. Used from the thread that called runEvaluation only.
class Answerer
{
public:
    virtual ~Answerer() = default;
    /// What config.json says about it: model, options. A run is resumed only where this is the same.
    virtual nlohmann::ordered_json description() const = 0;
    /// Anything derived from std::exception becomes the record's error.
    virtual Answer answer(const std::filesystem::path &database, const std::string &question,
                          std::stop_token stop) = 0;
};

struct EvaluationOptions
{
    datasets::ExampleFile data;
    std::filesystem::path databases; ///< DIR/<db_id>.sqlite or DIR/<db_id>/<db_id>.sqlite
    RunLimits limits{std::chrono::seconds(10), 1'000'000};
    int threads = 0;                    ///< that score; 0: all cores
    std::filesystem::path runDirectory; ///< empty: nothing is written
    bool resume = false;

    bool suite = false;               ///< score on perturbed copies of the databases too (ex_suite)
    std::filesystem::path suiteCache; ///< where those are kept; needed for suite
    int suiteVariants = 5;
    std::uint64_t suiteSeed = 1;
    bool efficiency = false; ///< time right predictions against the right answers
    /// What config.json says under "about", for readers: where the data lies, when it started. A run goes on
    /// whatever stands there.
    nlohmann::ordered_json about = nlohmann::ordered_json::object();
};

struct EvaluationProgress
{
    std::size_t done = 0, total = 0, right = 0, wrong = 0, inconclusive = 0;
};

struct EvaluationResult
{
    std::vector<EvaluationRecord> records; ///< in order; fewer than the examples after a stop
    nlohmann::ordered_json summary;
    bool complete = true;
};

/// Called after every finished example, from any thread, one call at a time.
using ProgressCallback = std::function<void(const EvaluationProgress &)>;

/// Asks every question and scores the answers while the next one is asked. EX, EX as BIRD has it, EM and the
/// comparison as text are always scored; the options say what else. Examples with a context instead of
/// a database get one made from that DDL, without rows. A missing or broken database is an error in its
/// records. Throws datasets::Error where the run directory cannot be used (see RunDirectory). A stop ends it
/// early; what was done is in the run directory and is not asked again.
EvaluationResult runEvaluation(const EvaluationOptions &options, Answerer &answerer,
                               const ProgressCallback &progress = {}, std::stop_token stop = {});

/// Scores given SQL, one prediction per example.
EvaluationResult scorePredictions(const EvaluationOptions &options,
                                  const std::vector<std::string> &predictions,
                                  const ProgressCallback &progress = {}, std::stop_token stop = {});

} // namespace mureum::eval
