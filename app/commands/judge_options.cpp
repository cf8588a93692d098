#include "app/commands/judge_options.h"

#include "app/cli/session.h"
#include "app/commands/evaluation_options.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

std::string readTemplate(const std::string &file)
{
    constexpr std::uintmax_t most = 1 << 20;
    std::error_code code;
    const auto size = std::filesystem::file_size(file, code);
    std::ifstream in(file, std::ios::binary);
    if (code || !in)
        throw UsageError(fmt::format("prompt: {} cannot be read; name a text file", file));
    if (size > most)
        throw UsageError(fmt::format("prompt: {} is larger than 1 MiB; name a text file", file));
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
        throw UsageError(fmt::format("prompt: {} is empty; write the prompt into it", file));
    return text;
}

std::string grouped(std::int64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;)
        text.insert(at -= 3, ",");
    return text;
}

} // namespace

void addJudgeOptions(CLI::App &command, JudgeArguments &arguments, const std::string &prefix)
{
    const auto name = [&](const char *option) { return "--" + prefix + option; };
    const std::string group = "Judge";
    addServerOptions(command, arguments.server, prefix, group);
    const auto add = [&](const char *option, auto &value, const std::string &text) {
        return command.add_option(name(option), value, text)->group(group);
    };
    const auto flag = [&](const char *option, bool &value, const std::string &text) {
        command.add_flag(name(option), value, text)->group(group);
    };
    add("prompt", arguments.promptFile,
        "Text file with the user's message: {schema}, {question}, {gold}, {prediction}, {rows_gold}, "
        "{rows_prediction}")
        ->type_name("FILE");
    add("system", arguments.systemFile, "Text file with the system message")->type_name("FILE");
    add("price-in", arguments.priceIn, "Price of a million tokens sent")->check(CLI::Range(0.0, 1e9));
    add("price-out", arguments.priceOut, "Price of a million tokens answered")->check(CLI::Range(0.0, 1e9));
    flag("no-gold", arguments.noGold, "Judge without the right SQL");
    flag("no-response-format", arguments.noResponseFormat, "Do not ask the server for a JSON answer");
    flag("retry-errors", arguments.retryErrors, "Ask again where the last answer was an error");
    flag("restart", arguments.restart, "Drop the verdicts there are");
}

eval::JudgeOptions judgeOptions(const JudgeArguments &arguments, const std::filesystem::path &runDirectory,
                                const std::filesystem::path &databases)
{
    eval::JudgeOptions options;
    options.runDirectory = runDirectory;
    options.databases = databases;
    options.gold = !arguments.noGold;
    options.prompts = eval::defaultJudgePrompts(options.gold);
    if (!arguments.systemFile.empty())
        options.prompts.system = readTemplate(arguments.systemFile);
    if (!arguments.promptFile.empty())
        options.prompts.user = readTemplate(arguments.promptFile);
    options.priceIn = arguments.priceIn;
    options.priceOut = arguments.priceOut;
    options.restart = arguments.restart;
    options.retryErrors = arguments.retryErrors;
    options.chat = chatOptions(arguments.server, "judge");
    options.chat.jsonAnswer = !arguments.noResponseFormat;
    return options;
}

Json toJson(const eval::JudgeEstimate &estimate)
{
    return {{"records", estimate.records},
            {"recorded", estimate.recorded},
            {"decided", estimate.decided},
            {"no_prompt", estimate.noPrompt},
            {"requests", estimate.requests},
            {"prompt_tokens", estimate.promptTokens},
            {"completion_tokens", estimate.completionTokens},
            {"cost", estimate.cost ? Json(*estimate.cost) : Json()},
            {"minutes", estimate.minutes}};
}

std::string describe(const eval::JudgeEstimate &estimate, const eval::JudgeOptions &options)
{
    std::string text =
        fmt::format("{} records: {} recorded, {} decided without asking, {} to ask ({} at {})\n",
                    estimate.records, estimate.recorded, estimate.decided, estimate.requests,
                    options.chat.model, options.chat.endpoint.host);
    text += fmt::format("about {} tokens sent and {} answered; {}\n",
                        grouped(static_cast<std::int64_t>(estimate.promptTokens)),
                        grouped(static_cast<std::int64_t>(estimate.completionTokens)),
                        estimate.cost ? fmt::format("cost about {:.4g}", *estimate.cost)
                                      : std::string("cost unknown (--price-in, --price-out)"));
    if (estimate.minutes > 0)
        text += fmt::format("the limits make it last at least {}\n", formatDuration(estimate.minutes * 60));
    if (estimate.noPrompt > 0)
        text += fmt::format("warning: {} records cannot be asked, as their database is not found\n",
                            estimate.noPrompt);
    return text;
}

eval::JudgeResult runJudge(const eval::JudgeOptions &options, ProgressStyle style, std::stop_token stop)
{
    const eval::JudgeEstimate estimate = eval::estimateJudge(options);
    if (style == ProgressStyle::Json) {
        Json event = {{"event", "estimate"}};
        event.update(toJson(estimate));
        printJsonLine(event);
    } else {
        fmt::print(stderr, "{}", describe(estimate, options));
    }
    Progress progress(style);
    return eval::judgeRun(
        options,
        [&progress](const eval::JudgeProgress &now) {
            progress.show(now.done, now.total,
                          fmt::format("yes {}  no {}  errors {}", now.yes, now.no, now.errors),
                          {{"yes", now.yes},
                           {"no", now.no},
                           {"errors", now.errors},
                           {"prompt_tokens", now.promptTokens},
                           {"completion_tokens", now.completionTokens}});
        },
        std::move(stop));
}

std::string describeJudge(const Json &summary)
{
    const Json &agreement = summary["agreement"];
    const auto count = [](const Json &number) { return number.get<std::size_t>(); };
    std::string text = fmt::format("judge {}", percent(summary["judge"]));
    if (!summary["ci95"].is_null())
        text += fmt::format("  (95% {} to {})", percent(summary["ci95"][0]), percent(summary["ci95"][1]));
    text += fmt::format("  yes {}  no {}  errors {}  of {}\n", count(summary["yes"]), count(summary["no"]),
                        count(summary["errors"]), count(summary["count"]));
    text += fmt::format("\n  {:<12} {:>10} {:>10}\n  {:<12} {:>10} {:>10}\n  {:<12} {:>10} {:>10}\n", "",
                        "judge yes", "judge no", "ex right", count(agreement["right_yes"]),
                        count(agreement["right_no"]), "ex wrong", count(agreement["wrong_yes"]),
                        count(agreement["wrong_no"]));
    text += fmt::format(
        "agreement with ex {}  kappa {}\n", percent(agreement["observed"]),
        agreement["kappa"].is_null() ? "-" : fmt::format("{:.3f}", agreement["kappa"].get<double>()));
    text += fmt::format("{} asked  {} tokens sent  {} answered", count(summary["asked"]),
                        grouped(summary["prompt_tokens"].get<std::int64_t>()),
                        grouped(summary["completion_tokens"].get<std::int64_t>()));
    if (!summary["cost"].is_null())
        text += fmt::format("  cost {:.4g}", summary["cost"].get<double>());
    return text + "\n";
}

} // namespace mureum::app
