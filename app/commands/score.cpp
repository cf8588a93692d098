#include "app/cli/options.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/evaluation_options.h"
#include "eval/suite/predictions.h"

#include <memory>

namespace mureum::app {

namespace {

struct ScoreArguments : EvaluationArguments
{
    std::string predictions;
    int threads = 0;
};

void score(const ScoreArguments &arguments, Session &session)
{
    eval::EvaluationOptions options = evaluationOptions(arguments);
    const auto judge = judgeOf(arguments);
    std::vector<std::string> predictions =
        eval::readPredictions(arguments.predictions, arguments.data, options.data);
    if (arguments.limit > 0 && arguments.limit < predictions.size()) {
        predictions.resize(arguments.limit);
        options.data.examples.resize(arguments.limit);
    }
    options.threads = arguments.threads;
    options.about["predictions"] = std::filesystem::absolute(arguments.predictions).string();
    eval::EvaluationResult result;
    {
        Progress progress(arguments.progress);
        result = eval::scorePredictions(options, predictions, showProgress(progress), session.stop);
    }
    report(result, arguments, judge, session);
}

} // namespace

void addScoreCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ScoreArguments>();
    CLI::App *command = app.add_subcommand("score", "Score given SQL against right answers");
    command
        ->add_option("--predictions", arguments->predictions,
                     "SQL, one line per example, or JSON lines with \"prediction\"")
        ->required();
    addEvaluationOptions(*command, *arguments);
    addThreadsOption(*command, arguments->threads);
    command->callback([arguments, &session] { score(*arguments, session); });
}

} // namespace mureum::app
