#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/training/pretraining.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace mureum::app {

namespace {

struct PretrainArguments
{
    std::string config, out;
    int threads = 0;
    bool resume = false, json = false;
    ProgressStyle progress = ProgressStyle::Auto;
};

nlohmann::ordered_json metricsJson(const engine::TrainMetrics &now)
{
    return {{"step", now.step},
            {"steps", now.steps},
            {"loss", now.loss},
            {"learning_rate", now.learningRate},
            {"grad_norm", now.gradNorm},
            {"tokens_per_second", now.tokensPerSecond},
            {"tokens", now.tokens},
            {"target_tokens", now.targetTokens},
            {"seconds_left", now.secondsLeft}};
}

void pretrainCommand(const PretrainArguments &arguments, Session &session)
{
    auto recipe = readRecipe(arguments.config);
    if (arguments.threads > 0)
        recipe.train.threads = arguments.threads;
    engine::TrainMetrics last;
    engine::TrainEnd end;
    {
        Progress progress(arguments.progress);
        PretrainingEvents events;
        events.note = [](const std::string &text) { fmt::print(stderr, "{}\n", text); };
        events.metrics = [&](const engine::TrainMetrics &now) {
            last = now;
            progress.show(static_cast<std::size_t>(now.step), static_cast<std::size_t>(now.steps),
                          fmt::format("loss {:.4f}, {:.0f} tokens/s", now.loss, now.tokensPerSecond),
                          metricsJson(now));
        };
        end = pretrain(recipe, arguments.out, arguments.resume, events, session.stop);
    }
    const bool finished = end == engine::TrainEnd::finished;
    if (!finished)
        session.exitCode = 1;
    nlohmann::ordered_json document = metricsJson(last);
    document["finished"] = finished;
    document["model"] = (std::filesystem::path(arguments.out) / "model.gguf").string();
    if (printOutcome(arguments.progress, arguments.json, document))
        return;
    if (finished) {
        fmt::print("trained: {}\n", document["model"].get<std::string>());
    } else {
        fmt::print("stopped at step {}: go on with --resume\n", last.step);
    }
}

} // namespace

void addPretrainCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<PretrainArguments>();
    CLI::App *command = app.add_subcommand("pretrain", "Train a model from nothing by a recipe");
    command->add_option("-c,--config", arguments->config, "Recipe (JSON; docs/formats.md)")->required();
    command->add_option("-o,--out", arguments->out, "Run directory: checkpoint, metrics, model.gguf")
        ->required();
    command->add_flag("--resume", arguments->resume, "Go on, bit for bit, where the run in --out stopped");
    addThreadsOption(*command, arguments->threads);
    addProgressOption(*command, arguments->progress);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { pretrainCommand(*arguments, session); });
}

} // namespace mureum::app
