#include "app/commands/evaluation_options.h"

#include "app/cli/options.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "eval/report/refresh_run.h"
#include "eval/suite/run_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

std::string timeNow()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", utc.tm_year + 1900, utc.tm_mon + 1,
                       utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

bool wants(const EvaluationArguments &arguments, const char *metric)
{
    return std::find(arguments.metrics.begin(), arguments.metrics.end(), metric) != arguments.metrics.end();
}

/// What a table has a column for: what was measured, the most telling first.
std::vector<const char *> measured(const Json &summary)
{
    std::vector<const char *> out;
    for (const char *metric : {"ex", "ex_suite", "em", "judge"})
        if (!summary[metric].is_null() || std::string_view(metric) == "ex")
            out.push_back(metric);
    return out;
}

void printRow(const std::string &label, const Json &group, const std::vector<const char *> &metrics)
{
    std::string interval;
    if (const Json &ci95 = group["ci95"]["ex"]; !ci95.is_null())
        interval = fmt::format("{} to {}", percent(ci95[0]), percent(ci95[1]));
    fmt::print("  {} {:>6}", padded(label, 28), group["count"].get<std::size_t>());
    for (const char *metric : metrics) {
        fmt::print(" {:>8}", percent(group[metric]));
        if (std::string_view(metric) == "ex")
            fmt::print("  {:>16}", interval);
    }
    fmt::print(" {:>7}\n", group["inconclusive"].get<std::size_t>());
}

void printSummary(const Json &summary)
{
    const auto metrics = measured(summary);
    fmt::print("  {} {:>6}", padded("", 28), "count");
    for (const char *metric : metrics) {
        fmt::print(" {:>8}", metric);
        if (std::string_view(metric) == "ex")
            fmt::print("  {:>16}", "95% interval");
    }
    fmt::print(" {:>7}\n", "unclear");
    printRow("all", summary, metrics);
    for (const auto &[key, title] : {std::pair("by_hardness", "hardness"),
                                     {"by_difficulty", "difficulty"},
                                     {"by_language", "language"},
                                     {"by_length", "length"},
                                     {"by_database", "database"}}) {
        if (summary[key].size() < 2)
            continue;
        fmt::print("\n{}\n", title);
        for (const auto &[label, group] : summary[key].items())
            printRow(label, group, metrics);
    }
    if (!summary["error_kinds"].empty()) {
        fmt::print("\nnot right\n");
        for (const auto &[kind, count] : summary["error_kinds"].items())
            fmt::print("  {} {:>6}\n", padded(std::string(eval::describe(eval::errorKindFromName(kind))), 44),
                       count.get<std::size_t>());
    }
    fmt::print("\nem_strict {}  ex_bird {}  exact_string {}", percent(summary["em_strict"]),
               percent(summary["ex_bird"]), percent(summary["exact_string"]));
    if (!summary["efficiency"].is_null())
        fmt::print("  efficiency {:.2f}", summary["efficiency"].get<double>());
    if (!summary["judge_kappa"].is_null())
        fmt::print("  kappa {:.2f}", summary["judge_kappa"].get<double>());
    fmt::print("  {:.1f} s", summary["seconds"].get<double>());
    if (!summary["tokens_per_second"].is_null())
        fmt::print("  {:.0f} tokens/s", summary["tokens_per_second"].get<double>());
    fmt::print("\n");
}

} // namespace

std::string percent(const Json &rate)
{
    return rate.is_null() ? "-" : fmt::format("{:.1f}%", rate.get<double>() * 100);
}

std::filesystem::path suiteCacheFolder()
{
    const char *cache = std::getenv("XDG_CACHE_HOME"), *home = std::getenv("HOME");
    if (cache && *cache == '/') // the specification ignores relative ones
        return std::filesystem::path(cache) / "mureum" / "suites";
    if (home && *home)
        return std::filesystem::path(home) / ".cache" / "mureum" / "suites";
    return std::filesystem::temp_directory_path() / "mureum-suites";
}

void addEvaluationOptions(CLI::App &command, EvaluationArguments &arguments)
{
    command.add_option("--data", arguments.data, "Examples: JSON lines or Spider's JSON array")->required();
    command
        .add_option("--databases", arguments.databases,
                    "Folder with <db_id>.sqlite or <db_id>/<db_id>.sqlite")
        ->required();
    command
        .add_option("--metrics", arguments.metrics,
                    "Measures, by comma: em, ex (always measured), suite (ex on perturbed databases too), "
                    "efficiency (time against the right answer), judge (a model on a server; see Judge)")
        ->delimiter(',')
        ->check(CLI::IsMember(
            {"em", "em_strict", "ex", "ex_bird", "exact_string", "suite", "ex_suite", "efficiency", "judge"}))
        ->capture_default_str();
    command
        .add_option("--variants", arguments.variants,
                    "Perturbed copies of each database that suite scores on")
        ->check(CLI::Range(3, 50))
        ->capture_default_str();
    command.add_option(
        "--suite-cache", arguments.suiteCache,
        "Folder that keeps perturbed databases; else mureum/suites in the user's cache folder");
    command.add_option("--limit", arguments.limit, "First so many examples; 0: all")->capture_default_str();
    command.add_option("--time-limit", arguments.timeLimit, "Seconds a prediction may run")
        ->check(CLI::Range(0.001, 86400.0))
        ->capture_default_str();
    CLI::Option *run =
        command.add_option("--run", arguments.runDirectory, "Folder for a record of every example");
    command.add_flag("--resume", arguments.resume, "Go on where an earlier process stopped")->needs(run);
    addJudgeOptions(command, arguments.judge, "judge-");
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
    options.suite = wants(arguments, "suite") || wants(arguments, "ex_suite");
    options.suiteVariants = arguments.variants;
    options.suiteCache =
        arguments.suiteCache.empty() ? suiteCacheFolder() : std::filesystem::path(arguments.suiteCache);
    options.efficiency = wants(arguments, "efficiency");
    options.about = {{"data", std::filesystem::absolute(arguments.data).string()},
                     {"databases", std::filesystem::absolute(arguments.databases).string()},
                     {"metrics", arguments.metrics},
                     {"started", timeNow()}};
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

std::optional<eval::JudgeOptions> judgeOf(const EvaluationArguments &arguments)
{
    if (!wants(arguments, "judge"))
        return std::nullopt;
    if (arguments.runDirectory.empty())
        throw UsageError("judge: verdicts need a folder to be kept in: give one with --run");
    return judgeOptions(arguments.judge, arguments.runDirectory, arguments.databases);
}

void report(const eval::EvaluationResult &result, const EvaluationArguments &arguments,
            const std::optional<eval::JudgeOptions> &judge, Session &session)
{
    Json summary = result.summary;
    if (result.complete && judge) {
        if (!runJudge(*judge, arguments.progress, session.stop).complete) {
            session.exitCode = 1;
            fmt::print(stderr, "stopped while judging; the same command with --resume goes on\n");
        }
        eval::refreshRun(arguments.runDirectory);
        summary = eval::loadRun(arguments.runDirectory).summary;
    }
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
