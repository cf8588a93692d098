#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/evaluation_options.h"
#include "eval/answer/asker.h"

#include <chrono>
#include <memory>

namespace mureum::app {

namespace {

struct EvalArguments : EvaluationArguments
{
    ModelOptions model;
    eval::AskOptions options;
};

/// The local model, one database open at a time.
class AskerAnswerer final : public eval::Answerer
{
public:
    AskerAnswerer(const std::filesystem::path &model, const EvalArguments &arguments)
        : asker_(model, arguments.model.threads), options_(arguments.options)
    {
        options_.limits.time =
            std::chrono::milliseconds(static_cast<std::int64_t>(arguments.timeLimit * 1000));
        description_ = {{"model", std::filesystem::absolute(model).string()},
                        {"model_bytes", std::filesystem::file_size(model)},
                        {"candidates", options_.candidates},
                        {"temperature", options_.temperature},
                        {"seed", options_.seed}};
    }

    nlohmann::ordered_json description() const override { return description_; }

    eval::Answer answer(const std::filesystem::path &database, const std::string &question,
                        std::stop_token stop) override
    {
        const auto start = std::chrono::steady_clock::now();
        if (database != open_) {
            open_.clear();
            asker_.openDatabase(database);
            open_ = database;
        }
        const eval::AskResult result = asker_.ask(question, options_, {}, std::move(stop));
        eval::Answer answer;
        answer.sql = result.sql;
        answer.newTokens = result.timing.newTokens;
        answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return answer;
    }

private:
    eval::Asker asker_;
    eval::AskOptions options_;
    nlohmann::ordered_json description_;
    std::filesystem::path open_;
};

void evaluate(const EvalArguments &arguments, Session &session)
{
    requireDevice(arguments.model.device);
    eval::EvaluationOptions options = evaluationOptions(arguments);
    if (arguments.limit > 0 && arguments.limit < options.data.examples.size())
        options.data.examples.resize(arguments.limit);
    options.threads = arguments.model.threads;
    AskerAnswerer answerer(findModel(arguments.model.model), arguments);
    eval::EvaluationResult result;
    {
        Progress progress(arguments.progress);
        result = eval::runEvaluation(options, answerer, showProgress(progress), session.stop);
    }
    report(result, arguments, session);
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
    addSeedOption(*command, arguments->options.seed);
    command->callback([arguments, &session] { evaluate(*arguments, session); });
}

} // namespace mureum::app
