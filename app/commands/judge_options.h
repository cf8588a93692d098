#pragma once
#include "app/cli/progress.h"
#include "app/cli/server_options.h"
#include "eval/judge/judge.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

// A judge for the commands that have one: judge itself, and eval and score with the metric "judge".

namespace mureum::app {

struct JudgeArguments
{
    ServerArguments server;
    std::string systemFile, promptFile;
    std::optional<double> priceIn, priceOut;
    bool noGold = false, noResponseFormat = false, restart = false, retryErrors = false;
};

/// Adds --endpoint, --model and the rest, each after `prefix`: "judge-" makes --judge-endpoint, for commands
/// that have a --model of their own. None is required; `judgeOptions` says what is missing.
void addJudgeOptions(CLI::App &command, JudgeArguments &arguments, const std::string &prefix = "");

/// The library's options, key included. Throws UsageError or datasets::Error.
eval::JudgeOptions judgeOptions(const JudgeArguments &arguments, const std::filesystem::path &runDirectory,
                                const std::filesystem::path &databases);

/// Says what it will take (on stderr, or as an "estimate" event), then judges and shows how far it is.
eval::JudgeResult runJudge(const eval::JudgeOptions &options, ProgressStyle style, std::stop_token stop);

/// As JSON, for --dry-run and events.
nlohmann::ordered_json toJson(const eval::JudgeEstimate &estimate);
/// In words, for people; several lines.
std::string describe(const eval::JudgeEstimate &estimate, const eval::JudgeOptions &options);
/// The summary in words: verdicts, agreement with EX, tokens and cost.
std::string describeJudge(const nlohmann::ordered_json &summary);

} // namespace mureum::app
