#include "eval/suite/compare.h"
#include "app/cli/options.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "datasets/text/write_file.h"
#include "eval/report/html_report.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

struct CompareArguments
{
    std::vector<std::string> runs;
    std::string html;
    std::size_t flips = 10;
    bool json = false;
};

void print(const eval::RunData &first, const eval::RunData &second, const eval::RunComparison &comparison,
           std::size_t flips)
{
    fmt::print("{} -> {}: {} examples in both", first.name(), second.name(), comparison.pairs.size());
    if (comparison.onlyFirst + comparison.onlySecond > 0)
        fmt::print(", {} only in the first, {} only in the second", comparison.onlyFirst,
                   comparison.onlySecond);
    fmt::print("\n  {:<14} {:>7} {:>7} {:>8}  {:>16} {:>8} {:>6} {:>7}\n", "", "first", "second", "points",
               "95% interval", "p", "fixed", "broken");
    for (const eval::MetricComparison &metric : comparison.metrics)
        fmt::print("  {:<14} {:>6.1f}% {:>6.1f}% {:>+8.1f}  {:>+7.1f} to {:>+5.1f} {:>8.3g} {:>6} {:>7}\n",
                   metric.metric, metric.first * 100, metric.second * 100, metric.difference * 100,
                   metric.ci95.first * 100, metric.ci95.second * 100, metric.pValue, metric.counts.fixed,
                   metric.counts.broken);
    std::size_t shown = 0;
    const auto all =
        static_cast<std::size_t>(std::count_if(comparison.flips.begin(), comparison.flips.end(),
                                               [](const eval::Flip &flip) { return flip.metric == "ex"; }));
    for (const eval::Flip &flip : comparison.flips) {
        if (flip.metric != "ex" || shown == flips)
            continue;
        const eval::EvaluationRecord &a = first.records[flip.first], &b = second.records[flip.second];
        fmt::print("{}  {} [{}] {}\n    right  {}\n    first  {}\n    second {}\n", shown == 0 ? "\n" : "",
                   flip.fixed ? "fixed " : "broken", a.databaseId, a.question, a.query, a.prediction,
                   b.prediction);
        ++shown;
    }
    if (shown < all)
        fmt::print("  ... and {} more (--json, --html, --flips)\n", all - shown);
}

void compare(const CompareArguments &arguments)
{
    std::vector<eval::RunData> runs;
    for (const std::string &folder : arguments.runs)
        runs.push_back(eval::loadRun(folder));
    for (const eval::RunData &run : runs)
        if (!run.complete)
            fmt::print(stderr, "warning: {} is not finished; what it has is compared\n", run.folder.string());
    Json comparisons = Json::array();
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const eval::RunComparison comparison = eval::compareRuns(runs.front(), runs[i]);
        if (comparison.pairs.empty())
            throw UsageError(
                fmt::format("compare: {} and {} have no example in common; name runs over the same data",
                            runs.front().folder.string(), runs[i].folder.string()));
        if (arguments.json)
            comparisons.push_back(eval::toJson(comparison, runs.front(), runs[i]));
        else
            print(runs.front(), runs[i], comparison, arguments.flips);
    }
    if (!arguments.html.empty())
        datasets::writeFileAtomically(arguments.html, eval::htmlComparison(runs));
    if (arguments.json)
        printJson({{"baseline", runs.front().folder.string()}, {"comparisons", comparisons}});
}

} // namespace

void addCompareCommand(CLI::App &app, Session &)
{
    auto arguments = std::make_shared<CompareArguments>();
    CLI::App *command = app.add_subcommand(
        "compare", "Compare evaluations of the same questions: what changed, and whether it could be chance");
    command
        ->add_option("runs", arguments->runs, "Folders that eval or score filled; the first is the baseline")
        ->required()
        ->expected(2, 100);
    command->add_option("--html", arguments->html, "Write the comparison as an HTML file");
    command->add_option("--flips", arguments->flips, "Examples to print that turned in ex")
        ->capture_default_str();
    addJsonOption(*command, arguments->json);
    command->callback([arguments] { compare(*arguments); });
}

} // namespace mureum::app
