#include "engine/generate/perplexity.h"
#include "app/cli/machine.h"
#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "engine/core/threads.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>

namespace mureum::app {

namespace {

struct PerplexityArguments
{
    ModelOptions model;
    std::string file;
    engine::PerplexityOptions options;
    bool bos = false, json = false;
};

std::string textOf(const std::string &file)
{
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in.is_open() || in.bad())
        throw UsageError(fmt::format("text: {} cannot be read: check the path", file));
    if (text.empty())
        throw UsageError(fmt::format("text: {} is empty: give a file with text", file));
    return text;
}

void perplexity(PerplexityArguments &arguments, Session &session)
{
    requireDevice(arguments.model.device);
    const std::string text = textOf(arguments.file);
    const std::filesystem::path file = findModel(arguments.model.model);
    const auto model =
        std::make_shared<const engine::Model>(engine::loadModel(file.string(), engine::LoadAs::Stored));
    if (!model->tokenizer)
        throw UsageError(
            fmt::format("model: {} holds no tokenizer: choose another model file", file.string()));
    if (arguments.bos)
        arguments.options.bos = model->tokenizer->bos();
    const std::vector<int> tokens = model->tokenizer->encode(text);
    engine::setThreadCount(arguments.model.threads);
    engine::Decoder decoder(model, engine::makeCpuBackend(), {}, arguments.model.int8Cache());
    const auto start = std::chrono::steady_clock::now();
    const engine::PerplexityResult result =
        engine::measurePerplexity(decoder, tokens, arguments.options, {}, session.stop);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!result.complete)
        session.exitCode = 1;
    if (arguments.json)
        printJson({{"model", file.string()},
                   {"weights", decoder.baseWeights().storage()},
                   {"complete", result.complete},
                   {"tokens", result.tokens},
                   {"nll", result.meanNll()},
                   {"perplexity", result.perplexity()},
                   {"windows", result.windows},
                   {"seconds", seconds},
                   {"tokens_per_second", static_cast<double>(result.tokens) / seconds},
                   {"peak_memory_bytes", peakMemoryBytes()}});
    else
        fmt::print("perplexity {:.4f} (nll {:.5f}) over {} tokens in {} windows, {:.0f} tokens/s{}\n",
                   result.perplexity(), result.meanNll(), result.tokens, result.windows,
                   static_cast<double>(result.tokens) / seconds, result.complete ? "" : "; stopped early");
}

} // namespace

void addPerplexityCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<PerplexityArguments>();
    CLI::App *command = app.add_subcommand("perplexity", "Measure how well a model foresees a text");
    command->add_option("-f,--file", arguments->file, "File with the text")->required();
    command
        ->add_option("-c,--window", arguments->options.window,
                     "Tokens the model sees at once; 0: as many as it can")
        ->check(CLI::Range(0, 1 << 24))
        ->capture_default_str();
    command
        ->add_option("--stride", arguments->options.stride,
                     "Tokens from one window's beginning to the next; 0: half a window")
        ->check(CLI::Range(0, 1 << 24))
        ->capture_default_str();
    command->add_flag("--halves", arguments->options.halves,
                      "Count as llama.cpp does: windows side by side, the second half of each");
    command->add_flag("--bos", arguments->bos, "Begin every window with the model's begin-of-text token");
    addModelOptions(*command, arguments->model);
    addKvOption(*command, arguments->model);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { perplexity(*arguments, session); });
}

} // namespace mureum::app
