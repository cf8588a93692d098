#pragma once
#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "app/training/finetuning.h"

#include <CLI/CLI.hpp>

#include <string>

// What finetune and adapt have in common.

namespace mureum::app {

struct Session;

struct FinetuneArguments
{
    ModelOptions model;
    std::string out, preset = "balanced";
    engine::FinetuneConfig config;
    /// Set on the command line; else the preset's.
    std::int64_t steps = 0;
    double learningRate = 0;
    int rank = 0;
    std::string targets;
    int candidates = 6;
    bool resume = false, json = false;
    ProgressStyle progress = ProgressStyle::Auto;
};

void addFinetuneOptions(CLI::App &command, FinetuneArguments &arguments);

/// Preset and options together. Throws engine::Error.
engine::FinetuneConfig finetuneConfig(const FinetuneArguments &arguments);

/// Runs the job with progress as asked for, prints what came out. The exit code is 1 where it was stopped.
void runFinetune(const FinetuneJob &job, const FinetuneArguments &arguments, Session &session);

} // namespace mureum::app
