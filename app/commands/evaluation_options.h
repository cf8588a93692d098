#pragma once
#include "app/cli/progress.h"
#include "eval/suite/evaluation.h"

#include <CLI/CLI.hpp>

#include <filesystem>
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

/// Prints summary and, where it was stopped, says how to go on.
void report(const eval::EvaluationResult &result, const EvaluationArguments &arguments, Session &session);

} // namespace mureum::app
