#pragma once
#include "app/cli/progress.h"
#include "app/commands/judge_options.h"
#include "eval/suite/evaluation.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// What eval and score have in common.

namespace mureum::app {

struct Session;

struct EvaluationArguments
{
    std::string data, databases, runDirectory, suiteCache;
    std::vector<std::string> metrics = {"em", "ex"};
    int variants = 5;
    std::size_t limit = 0; ///< 0: all
    double timeLimit = 10;
    bool resume = false, json = false;
    ProgressStyle progress = ProgressStyle::Auto;
    JudgeArguments judge; ///< --judge-...
};

void addEvaluationOptions(CLI::App &command, EvaluationArguments &arguments);

/// Where perturbed databases are kept unless --suite-cache says otherwise: mureum/suites in the user's cache
/// folder (XDG Base Directory Specification).
std::filesystem::path suiteCacheFolder();

/// "63.2%"; "-" for null.
std::string percent(const nlohmann::ordered_json &rate);

/// Reads the examples; reports bad lines on stderr. Throws UsageError or datasets::Error.
eval::EvaluationOptions evaluationOptions(const EvaluationArguments &arguments);

/// A callback that shows progress; the object has to outlive the evaluation.
eval::ProgressCallback showProgress(Progress &progress);

/// What a finished run is judged by a model on a server with, where the metrics ask for it; nothing else.
/// Call it before the run: what is missing is said before anything is spent. Throws UsageError.
std::optional<eval::JudgeOptions> judgeOf(const EvaluationArguments &arguments);

/// Has the run judged where `judge` says so, prints the summary and, where it was stopped, says how to go on.
void report(const eval::EvaluationResult &result, const EvaluationArguments &arguments,
            const std::optional<eval::JudgeOptions> &judge, Session &session);

} // namespace mureum::app
