#include "app/cli/options.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/judge_options.h"
#include "eval/report/refresh_run.h"
#include "eval/suite/run_data.h"

#include <fmt/format.h>

#include <memory>

namespace mureum::app {

namespace {

struct JudgeCommand : JudgeArguments
{
    std::string run, databases;
    bool dryRun = false, json = false;
    ProgressStyle progress = ProgressStyle::Auto;
};

void judge(const JudgeCommand &arguments, Session &session)
{
    const eval::JudgeOptions options = judgeOptions(arguments, arguments.run, arguments.databases);
    const auto uses = [&](const char *placeholder) { return options.prompts.uses(placeholder); };
    if (arguments.databases.empty() && (uses("schema") || uses("rows_gold") || uses("rows_prediction")))
        throw UsageError("databases: the prompt shows the schema; name the folder with <db_id>.sqlite with "
                         "--databases");
    std::error_code code;
    if (!arguments.databases.empty() && !std::filesystem::is_directory(arguments.databases, code))
        throw UsageError(fmt::format("databases: {} is not a folder: name the one that holds <db_id>.sqlite",
                                     arguments.databases));
    if (arguments.dryRun) {
        const eval::JudgeEstimate estimate = eval::estimateJudge(options);
        if (!printOutcome(arguments.progress, arguments.json, toJson(estimate)))
            fmt::print("{}", describe(estimate, options));
        return;
    }
    const eval::JudgeResult result = runJudge(options, arguments.progress, session.stop);
    if (eval::isRun(options.runDirectory))
        eval::refreshRun(options.runDirectory);
    nlohmann::ordered_json summary = result.summary;
    const auto errors = summary["errors"].get<std::size_t>();
    if (!result.complete) {
        summary["complete"] = false;
        fmt::print(stderr, "stopped; the same command goes on\n");
    } else if (errors > 0) {
        fmt::print(stderr,
                   "{} records have no verdict (see \"error\" in judge.jsonl); --retry-errors asks again\n",
                   errors);
    }
    session.exitCode = result.complete && errors == 0 ? 0 : 1;
    if (!printOutcome(arguments.progress, arguments.json, summary))
        fmt::print("{}", describeJudge(summary));
}

} // namespace

void addJudgeCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<JudgeCommand>();
    CLI::App *command =
        app.add_subcommand("judge", "Have a model on a server judge the predictions of an evaluation run");
    command->add_option("--run", arguments->run, "Run directory of eval or score; the verdicts go there")
        ->required();
    command->add_option("--databases", arguments->databases,
                        "Folder with <db_id>.sqlite or <db_id>/<db_id>.sqlite, for the schema in the prompt");
    addJudgeOptions(*command, *arguments);
    command->add_flag("--dry-run", arguments->dryRun,
                      "Only say how many requests, tokens and what cost it would be");
    addProgressOption(*command, arguments->progress);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { judge(*arguments, session); });
}

} // namespace mureum::app
