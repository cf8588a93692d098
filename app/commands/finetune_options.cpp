#include "app/commands/finetune_options.h"

#include "app/cli/machine.h"
#include "app/cli/session.h"
#include "app/commands/evaluation_options.h"
#include "app/training/finetune_plan.h"
#include "engine/train/finetune_presets.h"
#include "engine/train/objective.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

Json metricsEvent(const engine::TrainMetrics &now)
{
    return {{"phase", "training"},       {"step", now.step},
            {"loss", now.loss},          {"learning_rate", now.learningRate},
            {"grad_norm", now.gradNorm}, {"tokens_per_second", now.tokensPerSecond},
            {"tokens", now.tokens},      {"seconds_left", now.secondsLeft}};
}

std::string rateLine(const char *label, const Json &before, const Json &after)
{
    const auto cell = [](const Json &summary) {
        if (summary.is_null())
            return std::string("-");
        std::string text = percent(summary.at("ex"));
        const Json &interval =
            summary.at("ci95").is_object() ? summary.at("ci95").at("ex") : summary.at("ci95");
        if (!interval.is_null())
            text += fmt::format(" ({} to {})", percent(interval[0]), percent(interval[1]));
        return text;
    };
    return fmt::format("  {:<10} {:>26}  ->  {:>26}\n", label, cell(before), cell(after));
}

} // namespace

void addFinetuneOptions(CLI::App &command, FinetuneArguments &arguments)
{
    auto &config = arguments.config;
    auto &train = config.train;
    command.add_option("-o,--out", arguments.out, "Folder of the adapter and its run")->required();
    command.add_option("--preset", arguments.preset, "quick, balanced or thorough: steps and rank")
        ->check(CLI::IsMember({"quick", "balanced", "thorough"}))
        ->capture_default_str();
    command.add_option("--tuning", config.tuning, "lora, qlora (the model in 4 bit) or full (every weight)")
        ->check(CLI::IsMember({"lora", "qlora", "full"}))
        ->capture_default_str();
    command.add_flag_callback(
        "--qlora", [&config] { config.tuning = "qlora"; }, "The same as --tuning qlora");
    command.add_option("--rank", arguments.rank, "Rank of the adapter; the preset's where left out");
    command.add_option("--alpha", config.adapter.alpha, "The adapter counts alpha / rank")
        ->capture_default_str();
    command.add_option("--dropout", config.adapter.dropout, "Of the adapter's input, while training")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command.add_flag("--rslora", config.adapter.rankStabilized, "Count alpha / sqrt(rank) instead");
    command.add_option("--targets", arguments.targets,
                       "Layers to adapt, by comma: q_proj, k_proj, v_proj, o_proj, "
                       "gate_proj, up_proj, down_proj, lm_head");
    command.add_option("--steps", arguments.steps, "Optimizer steps; the preset's where left out")
        ->check(CLI::Range(std::int64_t(1), std::int64_t(100'000'000)));
    command.add_option("--learning-rate", arguments.learningRate, "Highest learning rate")
        ->check(CLI::Range(1e-8, 1.0));
    command.add_option("--batch-tokens", train.batchTokens, "Tokens of a batch")
        ->check(CLI::Range(64, 1 << 20))
        ->capture_default_str();
    command.add_option("--accumulation", train.accumulation, "Batches of an optimizer step")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    command.add_flag("--checkpointing", config.checkpointing,
                     "Compute activations twice to need less memory");
    command.add_option("--evaluate-every", train.evaluateEvery,
                       "Steps between evaluations on the validation questions; the preset's where left out");
    command
        .add_option("--patience", train.patience,
                    "Evaluations without a better score that end the run; 0: none")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    command.add_option("--checkpoint-every", train.checkpointEvery, "Steps between checkpoints")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command
        .add_option("--candidates", arguments.candidates,
                    "Answers weighed in the measurements before and after")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command.add_option("--spill", train.spill,
                       "Folder for a file with the optimizer's state instead of memory");
    command
        .add_option(
            "--memory", arguments.memory,
            "MiB the training may take: smaller batches, checkpointing, a 4-bit base are chosen to fit")
        ->check(CLI::Range(std::int64_t(16), std::int64_t(1) << 30));
    command.add_flag("--plan", arguments.plan,
                     "Train nothing: say what is learned from, how much memory and time it takes");
    addServerOptions(command, arguments.teacher, "teacher-", "Teacher");
    command.add_flag("--resume", arguments.resume, "Go on, bit for bit, where the run in --out stopped");
    addModelOptions(command, arguments.model);
    addSeedOption(command, train.seed);
    addProgressOption(command, arguments.progress);
    addJsonOption(command, arguments.json);
}

engine::FinetuneConfig finetuneConfig(const FinetuneArguments &arguments)
{
    auto config = arguments.config;
    for (const engine::FinetunePreset &preset : engine::finetunePresets)
        if (arguments.preset == preset.name) {
            config.train.steps = preset.steps;
            config.adapter.rank = preset.rank;
            if (config.train.evaluateEvery == 0)
                config.train.evaluateEvery = preset.evaluateEvery;
        }
    if (arguments.steps > 0)
        config.train.steps = arguments.steps;
    if (arguments.rank != 0)
        config.adapter.rank = arguments.rank;
    if (arguments.learningRate > 0) {
        config.train.learningRate = arguments.learningRate;
        config.train.minLearningRate = arguments.learningRate / 10;
    }
    if (!arguments.targets.empty()) {
        config.adapter.targets.clear();
        std::istringstream list(arguments.targets);
        for (std::string target; std::getline(list, target, ',');)
            config.adapter.targets.push_back(target);
    }
    config.train.logEvery = 5;
    config.train.threads = arguments.model.threads;
    config.validate();
    return config;
}

TaughtQuestions askTeacher(const FinetuneArguments &arguments,
                           const std::vector<datasets::Example> &questions,
                           const std::filesystem::path &databases, Session &session)
{
    TeacherOptions options;
    options.chat = chatOptions(arguments.teacher, "teacher");
    fmt::print(stderr, "{} writes SQL for {} questions; {} is sent questions and schemas, no rows\n",
               options.chat.model, questions.size(), options.chat.endpoint.host);
    Progress progress(arguments.progress);
    auto taught = askTeacher(
        questions, databases, options, std::filesystem::path(arguments.out) / "teacher.jsonl",
        [&](const TeacherCounts &now) {
            progress.show(now.done, now.total,
                          fmt::format("{} kept, {} empty, {} wrong", now.kept, now.empty, now.failed),
                          {{"phase", "teacher"},
                           {"kept", now.kept},
                           {"empty", now.empty},
                           {"failed", now.failed},
                           {"errors", now.errors}});
        },
        session.stop);
    if (!taught.complete)
        return taught;
    const auto &counts = taught.counts;
    fmt::print(stderr, "{} answers kept, {} gave no rows, {} did not run, {} questions were not answered\n",
               counts.kept, counts.empty, counts.failed, counts.errors);
    if (taught.examples.empty())
        throw UsageError(
            fmt::format("teacher: no answer of {} could be used: try a stronger model", options.chat.model));
    return taught;
}

namespace {

std::string mebibytes(std::int64_t bytes)
{
    return fmt::format("{:.0f} MiB", std::max(1.0, static_cast<double>(bytes) / (1 << 20)));
}

std::string histogram(const LengthCounts &lengths)
{
    const std::size_t most = *std::max_element(lengths.counts.begin(), lengths.counts.end());
    std::size_t first = 0;
    while (lengths.counts[first] == 0)
        ++first;
    std::string text;
    for (std::size_t i = first; i < lengths.counts.size(); ++i)
        text += fmt::format("    {:>5} {:>6} {}\n", i * static_cast<std::size_t>(lengths.width),
                            lengths.counts[i],
                            std::string(lengths.counts[i] * 40 / std::max<std::size_t>(1, most), '#'));
    return text;
}

void printPlan(const FinetunePlan &plan, const std::vector<LeftOut> &leftOut, std::int64_t available,
               const std::vector<std::string> &changed)
{
    fmt::print("{} questions to learn about {} database{}, {} to judge by\n", plan.questions, plan.databases,
               plan.databases == 1 ? "" : "s", plan.validation);
    for (const auto &[language, count] : plan.languages)
        fmt::print("  {}: {}\n", language, count);
    for (const auto &left : leftOut)
        fmt::print("  left out: {} ({}, from line {} on)\n", left.count, left.reason, left.firstLine);
    const auto &lengths = plan.lengths;
    if (lengths.unusable > 0)
        fmt::print("  {} of {} cannot be said in the model's language and are left out\n", lengths.unusable,
                   lengths.counted);
    if (lengths.tooLong > 0)
        fmt::print("  {} of {} are longer than the context of {} tokens and are left out\n", lengths.tooLong,
                   lengths.counted, plan.model.contextLength);
    if (!lengths.prompt.counts.empty())
        fmt::print("  tokens of schema and question, longest {} with the answer\n{}", lengths.longest,
                   histogram(lengths.prompt));
    const auto &memory = plan.memory;
    fmt::print("{} of {:.1f} M parameters are trained: {} steps of {} tokens, about {}\n",
               plan.trainedParameters, static_cast<double>(plan.modelParameters) / 1e6, plan.steps,
               plan.tokensPerStep, formatDuration(plan.seconds));
    fmt::print("memory {}: parameters {}, frozen base {}, gradients {}, optimizer {}, activations {}, "
               "evaluation {}, program {}\n",
               mebibytes(memory.total()), mebibytes(memory.parameters), mebibytes(memory.frozen),
               mebibytes(memory.gradients), mebibytes(memory.moments), mebibytes(memory.activations),
               mebibytes(memory.kv), mebibytes(memory.program));
    if (memory.spilled > 0)
        fmt::print("and {} on disk\n", mebibytes(memory.spilled));
    if (plan.fits)
        fmt::print("it fits: {} are free\n", mebibytes(available));
    else if (plan.proposal)
        fmt::print("it does not fit into {}; {} would:\n  {}\n", mebibytes(available),
                   mebibytes(plan.proposal->memory.total()), fmt::join(changed, " "));
    else
        fmt::print("it does not fit into {}, whatever is changed: use a smaller model or a lower rank\n",
                   mebibytes(available));
}

/// Says what the job will take, or, --memory, changes it until it fits.
void fitMemory(FinetuneJob &job, const FinetuneArguments &arguments)
{
    const std::int64_t available = arguments.memory > 0 ? arguments.memory << 20 : availableMemory();
    const auto model = engine::loadModel(job.model.string(), engine::LoadAs::Stored);
    const std::int64_t needed = plannedMemory(job, model.config).total();
    if (needed <= available) {
        fmt::print(stderr, "about {} of memory\n", mebibytes(needed));
        return;
    }
    if (arguments.memory == 0) {
        fmt::print(stderr, "warning: about {} of memory are needed and {} free: --memory {} makes it fit\n",
                   mebibytes(needed), mebibytes(available), available >> 20);
        return;
    }
    // How long the examples are decides how small batches may be; nobody is shown a time.
    const auto plan = planFinetune(job, available, 1, arguments.out);
    if (!plan.proposal)
        throw UsageError(
            fmt::format("memory: {} do not suffice, whatever is changed: use a smaller model or a lower rank",
                        mebibytes(available)));
    for (const auto &change : plan.proposal->changes)
        fmt::print(stderr, "to fit into {}: {}\n", mebibytes(available), change);
    job.config = plan.proposal->config;
}

void showPlan(const FinetuneJob &job, const FinetuneArguments &arguments, const std::vector<LeftOut> &leftOut)
{
    const auto backend = engine::makeCpuBackend();
    const double flops =
        measureGemm(*backend, engine::trainsInHalf(job.config.train, *backend) ? engine::DType::BF16
                                                                               : engine::DType::F32);
    const std::int64_t available = arguments.memory > 0 ? arguments.memory << 20 : availableMemory();
    const auto plan = planFinetune(job, available, flops, arguments.out);
    std::vector<std::string> changed;
    if (plan.proposal)
        changed = changedOptions(job.config, plan.proposal->config);
    if (!arguments.json) {
        printPlan(plan, leftOut, available, changed);
        return;
    }
    Json document = toJson(plan);
    document["model"]["file"] = std::filesystem::absolute(job.model).string();
    document["available"] = available;
    if (plan.proposal)
        document["proposal"]["arguments"] = changed;
    Json reasons = Json::array();
    for (const auto &left : leftOut)
        reasons.push_back({{"reason", left.reason}, {"count", left.count}, {"first_line", left.firstLine}});
    document["left_out"] = std::move(reasons);
    printJson(document);
}

} // namespace

void runFinetune(FinetuneJob job, const FinetuneArguments &arguments, const std::vector<LeftOut> &leftOut,
                 Session &session)
{
    if (arguments.plan) {
        showPlan(job, arguments, leftOut);
        return;
    }
    fitMemory(job, arguments);
    FinetuneReport report;
    {
        Progress progress(arguments.progress);
        const auto steps = static_cast<std::size_t>(job.config.train.steps);
        const bool events = arguments.progress == ProgressStyle::Json;
        FinetuneEvents told;
        told.note = [](const std::string &text) { fmt::print(stderr, "{}\n", text); };
        told.metrics = [&](const engine::TrainMetrics &now) {
            progress.show(static_cast<std::size_t>(now.step), steps,
                          fmt::format("loss {:.4f}, {:.0f} tokens/s", now.loss, now.tokensPerSecond),
                          metricsEvent(now));
        };
        told.evaluation = [&](const engine::TrainEvaluation &now) {
            if (events)
                printJsonLine({{"event", "evaluation"},
                               {"step", now.step},
                               {"ex", now.score},
                               {"best_step", now.bestStep},
                               {"best_ex", now.bestScore}});
            else
                fmt::print(stderr, "\nstep {}: ex {:.1f}%{}\n", now.step, now.score * 100,
                           now.best ? ", the best so far" : "");
        };
        told.measuring = [&](const char *phase, std::size_t done, std::size_t total) {
            if (events)
                printJsonLine({{"event", "measuring"}, {"phase", phase}, {"done", done}, {"total", total}});
        };
        told.sample = [&](std::int64_t step, const std::string &question, const std::string &sql,
                          bool right) {
            if (events)
                printJsonLine({{"event", "sample"},
                               {"step", step},
                               {"question", question},
                               {"sql", sql},
                               {"right", right}});
        };
        report = finetune(job, arguments.out, arguments.resume, told, session.stop);
    }
    const bool stopped = report.end == engine::TrainEnd::stopped;
    if (stopped)
        session.exitCode = 1;
    const Json document = {
        {"finished", !stopped},    {"early_stopped", report.end == engine::TrainEnd::earlyStopped},
        {"step", report.step},     {"best_step", report.bestStep},
        {"before", report.before}, {"after", report.after},
        {"adapter", arguments.out}};
    if (printOutcome(arguments.progress, arguments.json, document))
        return;
    if (stopped) {
        fmt::print("stopped at step {}: the same command with --resume goes on\n", report.step);
        return;
    }
    fmt::print("{} in {}, of step {}\n", job.config.tuning == "full" ? "model" : "adapter", arguments.out,
               report.bestStep);
    if (!report.after.is_null()) {
        fmt::print("  {:<10} {:>26}      {:>26}\n", "ex", "before", "after");
        fmt::print("{}", rateLine("all", report.before, report.after));
        for (const auto &[language, summary] : report.after.at("by_language").items())
            fmt::print("{}", rateLine(language.c_str(),
                                      report.before.at("by_language").value(language, Json()), summary));
    }
}

} // namespace mureum::app
