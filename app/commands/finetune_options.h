#pragma once
#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "app/cli/server_options.h"
#include "app/training/finetuning.h"
#include "app/training/teacher.h"

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
    std::int64_t memory = 0; ///< MiB the training may take; 0: not said
    bool resume = false, json = false, plan = false;
    ProgressStyle progress = ProgressStyle::Auto;
    ServerArguments teacher; ///< where a stronger model is asked
};

/// Questions that cannot be learned from, by reason.
struct LeftOut
{
    std::string reason;
    std::size_t count = 0, firstLine = 0;
};

void addFinetuneOptions(CLI::App &command, FinetuneArguments &arguments);

/// Preset and options together. Throws engine::Error.
engine::FinetuneConfig finetuneConfig(const FinetuneArguments &arguments);

/// Has the teacher write SQL for the questions, into teacher.jsonl of the run.
TaughtQuestions askTeacher(const FinetuneArguments &arguments,
                           const std::vector<datasets::Example> &questions,
                           const std::filesystem::path &databases, Session &session);

/// Runs the job with progress as asked for, prints what came out; --plan: only says what it will take. The
/// exit code is 1 where it was stopped.
void runFinetune(FinetuneJob job, const FinetuneArguments &arguments, const std::vector<LeftOut> &leftOut,
                 Session &session);

} // namespace mureum::app
