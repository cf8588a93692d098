#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/evaluation_options.h"
#include "eval/answer/local_answerer.h"

#include <fmt/format.h>
#include <memory>

namespace mureum::app {

namespace {

struct EvalArguments : EvaluationArguments
{
    ModelOptions model;
    std::string adapter;
    eval::AskOptions options;
};

void evaluate(const EvalArguments &arguments, Session &session)
{
    requireDevice(arguments.model.device);
    eval::EvaluationOptions options = evaluationOptions(arguments);
    if (arguments.limit > 0 && arguments.limit < options.data.examples.size())
        options.data.examples.resize(arguments.limit);
    options.threads = arguments.model.threads;
    const auto judge = judgeOf(arguments);
    const std::filesystem::path model = findModel(arguments.model.model);
    eval::Asker asker(model, arguments.model.threads, arguments.adapter, arguments.model.int8Cache());
    if (!asker.adapterWarning().empty())
        fmt::print(stderr, "warning: {}\n", asker.adapterWarning());
    eval::AskOptions ask = arguments.options;
    ask.limits.time = options.limits.time;
    nlohmann::ordered_json description = {{"model", std::filesystem::absolute(model).string()},
                                          {"model_bytes", std::filesystem::file_size(model)}};
    if (!arguments.adapter.empty())
        description["adapter"] = std::filesystem::absolute(arguments.adapter).string();
    eval::LocalAnswerer answerer(asker, ask, std::move(description));
    eval::EvaluationResult result;
    {
        Progress progress(arguments.progress);
        result = eval::runEvaluation(options, answerer, showProgress(progress), session.stop);
    }
    report(result, arguments, judge, session);
}

} // namespace

void addEvalCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<EvalArguments>();
    CLI::App *command = app.add_subcommand("eval", "Measure a model on questions with right answers");
    addEvaluationOptions(*command, *arguments);
    command
        ->add_option("--candidates", arguments->options.candidates,
                     "Answers that are weighed against each other")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command
        ->add_option("--temperature", arguments->options.temperature,
                     "Above 0: draw answers instead of searching")
        ->check(CLI::Range(0.0, 10.0))
        ->capture_default_str();
    addModelOptions(*command, arguments->model);
    addKvOption(*command, arguments->model);
    command->add_option("--adapter", arguments->adapter, "Folder of an adapter of the model");
    addSeedOption(*command, arguments->options.seed);
    command->callback([arguments, &session] { evaluate(*arguments, session); });
}

} // namespace mureum::app
