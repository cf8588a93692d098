#include "app/commands/evaluation_options.h"

#include "app/cli/options.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

std::string percent(const Json &rate)
{
    return rate.is_null() ? "-" : fmt::format("{:.1f}%", rate.get<double>() * 100);
}

std::string padded(const std::string &text, int width)
{
    return text + std::string(static_cast<std::size_t>(std::max(0, width - displayWidth(text))), ' ');
}

void printRow(const std::string &label, const Json &group)
{
    std::string interval;
    if (const Json &ci95 = group["ci95"]["ex"]; !ci95.is_null())
        interval = fmt::format("{} to {}", percent(ci95[0]), percent(ci95[1]));
    fmt::print("  {} {:>6} {:>8}  {:>16} {:>7}\n", padded(label, 28), group["count"].get<std::size_t>(),
               percent(group["ex"]), interval, group["inconclusive"].get<std::size_t>());
}

void printSummary(const Json &summary)
{
    fmt::print("  {} {:>6} {:>8}  {:>16} {:>7}\n", padded("", 28), "count", "ex", "95% interval", "unclear");
    printRow("all", summary);
    for (const char *key : {"by_hardness", "by_language", "by_database"})
        for (const auto &[label, group] : summary[key].items())
            printRow(label, group);
    fmt::print("\nex_bird {}  exact_string {}  failed {}  errors {}  {:.1f} s", percent(summary["ex_bird"]),
               percent(summary["exact_string"]), summary["failed"].get<std::size_t>(),
               summary["errors"].get<std::size_t>(), summary["seconds"].get<double>());
    if (!summary["tokens_per_second"].is_null())
        fmt::print("  {:.0f} tokens/s", summary["tokens_per_second"].get<double>());
    fmt::print("\n");
}

} // namespace

void addEvaluationOptions(CLI::App &command, EvaluationArguments &arguments)
{
    command.add_option("--data", arguments.data, "Examples: JSON lines or Spider's JSON array")->required();
    command
        .add_option("--databases", arguments.databases,
                    "Folder with <db_id>.sqlite or <db_id>/<db_id>.sqlite")
        ->required();
    command.add_option("--metrics", arguments.metrics, "Measures, by comma: ex (execution accuracy)")
        ->delimiter(',')
        ->check(CLI::IsMember({"ex"}))
        ->capture_default_str();
    command.add_option("--limit", arguments.limit, "First so many examples; 0: all")->capture_default_str();
    command.add_option("--time-limit", arguments.timeLimit, "Seconds a prediction may run")
        ->check(CLI::Range(0.001, 86400.0))
        ->capture_default_str();
    CLI::Option *run =
        command.add_option("--run", arguments.runDirectory, "Folder for a record of every example");
    command.add_flag("--resume", arguments.resume, "Go on where an earlier process stopped")->needs(run);
    addProgressOption(command, arguments.progress);
    addJsonOption(command, arguments.json);
}

eval::EvaluationOptions evaluationOptions(const EvaluationArguments &arguments)
{
    eval::EvaluationOptions options;
    options.data = datasets::readExamples(arguments.data);
    for (const datasets::BadLine &bad : options.data.bad)
        fmt::print(stderr, "warning: {}, line {}: {}\n", arguments.data, bad.line, bad.reason);
    options.databases = arguments.databases;
    std::error_code code;
    if (!std::filesystem::is_directory(options.databases, code))
        throw UsageError(fmt::format("databases: {} is not a folder: name the one that holds <db_id>.sqlite",
                                     arguments.databases));
    options.limits.time = std::chrono::milliseconds(static_cast<std::int64_t>(arguments.timeLimit * 1000));
    options.runDirectory = arguments.runDirectory;
    options.resume = arguments.resume;
    return options;
}

eval::ProgressCallback showProgress(Progress &progress)
{
    return [&progress](const eval::EvaluationProgress &now) {
        const std::size_t conclusive = now.right + now.wrong;
        const std::string text = conclusive > 0
                                     ? fmt::format("ex {:.1f}%", 100.0 * static_cast<double>(now.right) /
                                                                     static_cast<double>(conclusive))
                                     : std::string("ex -");
        progress.show(now.done, now.total, text,
                      {{"right", now.right}, {"wrong", now.wrong}, {"inconclusive", now.inconclusive}});
    };
}

void report(const eval::EvaluationResult &result, const EvaluationArguments &arguments, Session &session)
{
    Json summary = result.summary;
    if (!result.complete) {
        summary["complete"] = false;
        session.exitCode = 1;
        if (arguments.runDirectory.empty())
            fmt::print(stderr, "stopped after {} examples\n", result.records.size());
        else
            fmt::print(stderr, "stopped after {} examples; the same command with --resume goes on\n",
                       result.records.size());
    }
    if (printOutcome(arguments.progress, arguments.json, summary))
        return;
    printSummary(summary);
}

} // namespace mureum::app
