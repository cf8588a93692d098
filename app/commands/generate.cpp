#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "engine/generate/generator.h"
#include "engine/model/model.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace mureum::app {

namespace {

struct GenerateArguments
{
    ModelOptions model;
    std::string prompt, promptFile;
    engine::GenerateOptions options;
    bool bos = false, json = false;
};

const char *nameOf(engine::StopReason reason)
{
    switch (reason) {
    case engine::StopReason::StopToken:
        return "stop_token";
    case engine::StopReason::StopString:
        return "stop_string";
    case engine::StopReason::MaxTokens:
        return "max_tokens";
    case engine::StopReason::ContextFull:
        return "context_full";
    case engine::StopReason::ConstraintFinished:
        return "constraint_finished";
    case engine::StopReason::DeadEnd:
        return "dead_end";
    default:
        return "cancelled";
    }
}

std::string promptOf(const GenerateArguments &arguments)
{
    if (arguments.promptFile.empty())
        return arguments.prompt;
    std::ifstream in(arguments.promptFile, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in.is_open() || in.bad())
        throw UsageError(fmt::format("prompt: {} cannot be read: check the path", arguments.promptFile));
    return text;
}

void generate(GenerateArguments &arguments, Session &session)
{
    requireDevice(arguments.model.device);
    const std::string prompt = promptOf(arguments);
    const std::filesystem::path file = findModel(arguments.model.model);
    const auto model =
        std::make_shared<const engine::Model>(engine::loadModel(file.string(), engine::LoadAs::Stored));
    if (!model->tokenizer)
        throw UsageError(
            fmt::format("model: {} holds no tokenizer: choose another model file", file.string()));
    std::vector<int> tokens = model->tokenizer->encode(prompt);
    if (arguments.bos && model->tokenizer->bos() >= 0)
        tokens.insert(tokens.begin(), model->tokenizer->bos());
    engine::Generator generator(model, arguments.model.threads,
                                engine::GeneratorOptions{.int8Cache = arguments.model.int8Cache()});
    engine::Generator::OnToken stream;
    if (!arguments.json)
        stream = [](int, std::string_view text) {
            std::fwrite(text.data(), 1, text.size(), stdout);
            std::fflush(stdout);
        };
    const engine::GenerateResult result =
        generator.generate(tokens, arguments.options, nullptr, stream, session.stop);
    if (result.reason == engine::StopReason::Cancelled)
        session.exitCode = 1;
    if (!arguments.json) {
        fmt::print("\n");
        return;
    }
    const engine::GenerateTiming &timing = result.timing;
    printJson({{"text", result.text},
               {"tokens", result.tokens},
               {"log_probability", result.logProbability},
               {"reason", nameOf(result.reason)},
               {"timing",
                {{"prefill", timing.prefill},
                 {"decode", timing.decode},
                 {"prompt_tokens", timing.promptTokens},
                 {"new_tokens", timing.newTokens}}}});
}

} // namespace

void addGenerateCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<GenerateArguments>();
    auto &options = arguments->options;
    CLI::App *command = app.add_subcommand("generate", "Continue a text, token by token");
    CLI::Option *prompt = command->add_option("-p,--prompt", arguments->prompt, "Text to continue");
    CLI::Option *file =
        command->add_option("-f,--file", arguments->promptFile, "File with the text to continue");
    file->excludes(prompt);
    command->add_option("-n,--tokens", options.maxNewTokens, "Tokens to write at most")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("--temperature", options.sampling.temperature, "0: always the most probable token")
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
    command->add_option("--top-k", options.sampling.topK, "Draw from the k most probable tokens; 0: off")
        ->check(CLI::Range(0, 1'000'000))
        ->capture_default_str();
    command
        ->add_option("--top-p", options.sampling.topP,
                     "Draw from the tokens that make up this probability; 1: off")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command
        ->add_option("--repeat-penalty", options.sampling.repetitionPenalty,
                     "On tokens already written; 1: off")
        ->check(CLI::Range(0.01, 100.0))
        ->capture_default_str();
    command->add_option("--stop", options.stopStrings, "End before this text; may be given several times")
        ->type_size(1)
        ->expected(1)
        ->take_all();
    command->add_flag("--bos", arguments->bos, "Begin with the model's begin-of-text token");
    command->add_flag("!--ignore-eos", options.stopAtEos, "Go on after the end-of-text token");
    addModelOptions(*command, arguments->model);
    addKvOption(*command, arguments->model);
    addSeedOption(*command, options.sampling.seed);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, prompt, file, &session] {
        if (prompt->count() == 0 && file->count() == 0)
            throw UsageError("prompt: there is none: give one with --prompt or --file");
        generate(*arguments, session);
    });
}

} // namespace mureum::app
