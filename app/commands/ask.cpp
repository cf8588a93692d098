#include "app/cli/options.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "app/commands/commands.h"
#include "datasets/examples/example.h"
#include "datasets/explain/explain.h"
#include "eval/answer/asker.h"
#include "eval/run/utf8.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

struct AskArguments
{
    ModelOptions model;
    std::string database, question;
    eval::AskOptions options;
    double timeLimit = 10;
    std::size_t rowsShown = 50;
    bool noRun = false, explain = false, json = false;
};

Json cellJson(const eval::Cell &cell)
{
    if (std::holds_alternative<std::monostate>(cell))
        return nullptr;
    if (const auto *integer = std::get_if<std::int64_t>(&cell))
        return *integer;
    if (const auto *real = std::get_if<double>(&cell); real && std::isfinite(*real))
        return *real;
    if (const auto *blob = std::get_if<eval::Blob>(&cell)) {
        std::string hex;
        for (const std::uint8_t byte : blob->bytes)
            hex += fmt::format("{:02x}", byte);
        return "x'" + hex + "'";
    }
    return eval::displayText(cell);
}

Json resultJson(const eval::AskResult &answer, bool ran, double loadSeconds)
{
    Json rows = Json::array(), candidates = Json::array();
    for (const auto &row : answer.result.rows) {
        Json cells = Json::array();
        for (const eval::Cell &cell : row)
            cells.push_back(cellJson(cell));
        rows.push_back(std::move(cells));
    }
    for (const eval::Candidate &candidate : answer.candidates)
        candidates.push_back({{"sql", candidate.sql},
                              {"log_probability", candidate.logProbability},
                              {"error", candidate.error.empty() ? Json() : Json(candidate.error)},
                              {"rows", candidate.rows < 0 ? Json() : Json(candidate.rows)}});
    const eval::AskTiming &timing = answer.timing;
    return {{"sql", answer.sql},
            {"columns", answer.result.columns},
            {"rows", rows},
            {"row_count", ran ? Json(answer.result.rows.size()) : Json()},
            {"truncated", answer.result.truncated},
            {"candidates", candidates},
            {"timing",
             {{"load", loadSeconds},
              {"link", timing.link},
              {"prefill", timing.prefill},
              {"decode", timing.decode},
              {"run", timing.run},
              {"total", timing.total},
              {"prompt_tokens", timing.promptTokens},
              {"new_tokens", timing.newTokens}}}};
}

/// What SQLite said about the chosen answer, or why there is none; empty where it ran.
std::string whyNoRows(const eval::AskResult &answer)
{
    if (answer.sql.empty())
        return answer.candidates.empty() || answer.candidates.front().error.empty()
                   ? "the model found no answer: ask in other words"
                   : "no answer ran: " + answer.candidates.front().error;
    for (const eval::Candidate &candidate : answer.candidates)
        if (candidate.sql == answer.sql)
            return candidate.error;
    return {};
}

/// "-" is standard input: an argument cannot be longer than the system allows.
std::string questionOf(const AskArguments &arguments)
{
    if (arguments.question != "-")
        return arguments.question;
    // Far above what the asker takes, and it says so; more need not be read.
    constexpr std::size_t most = std::size_t{1} << 20;
    std::string text;
    for (int c = std::getchar(); c != EOF && text.size() < most; c = std::getchar())
        text += static_cast<char>(c);
    return text;
}

void ask(AskArguments &arguments, Session &session)
{
    const auto start = std::chrono::steady_clock::now();
    requireDevice(arguments.model.device);
    arguments.options.run = !arguments.noRun;
    arguments.options.limits.time =
        std::chrono::milliseconds(static_cast<std::int64_t>(arguments.timeLimit * 1000));
    eval::Asker asker(findModel(arguments.model.model), arguments.model.threads, {},
                      arguments.model.int8Cache());
    asker.openDatabase(arguments.database);
    const double loadSeconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

    const std::string question = questionOf(arguments);
    const eval::AskResult answer = asker.ask(question, arguments.options, {}, session.stop);
    const std::string explanation =
        datasets::explain(answer.sql, asker.schema(),
                          datasets::guessLanguage(question) == "ko" ? datasets::ReadingLanguage::Korean
                                                                    : datasets::ReadingLanguage::English);
    const std::string failure = session.stop.stop_requested()            ? "stopped"
                                : arguments.noRun && !answer.sql.empty() ? std::string()
                                                                         : whyNoRows(answer);
    if (!failure.empty())
        session.exitCode = 1;
    if (arguments.json) {
        Json document = resultJson(answer, arguments.options.run && failure.empty(), loadSeconds);
        document["explanation"] = explanation;
        if (!failure.empty())
            document["error"] = failure;
        printJson(document);
        return;
    }
    if (!answer.sql.empty())
        fmt::print("{}\n", eval::validUtf8(answer.sql));
    if (arguments.explain && !explanation.empty())
        fmt::print("\n{}\n", eval::validUtf8(explanation));
    if (!failure.empty()) {
        fmt::print(stderr, "{}\n", eval::validUtf8(failure));
    } else if (arguments.options.run) {
        TableOptions table;
        table.maxRows = arguments.rowsShown;
        fmt::print("\n{}", formatTable(answer.result, table));
        if (::isatty(STDERR_FILENO))
            fmt::print(stderr, "{:.2f} s\n", answer.timing.total);
    }
}

} // namespace

void addAskCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<AskArguments>();
    CLI::App *command = app.add_subcommand("ask", "Answer a question about a SQLite database");
    command
        ->add_option("question", arguments->question,
                     "What you want to know, in Korean or English; -: read it from standard input")
        ->required();
    command->add_option("-d,--db", arguments->database, "SQLite file; it is only read")->required();
    command->add_flag("--no-run", arguments->noRun, "Write the SQL and do not run it");
    command->add_flag("--explain", arguments->explain, "Say in words what the SQL does");
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
    command->add_option("--time-limit", arguments->timeLimit, "Seconds a statement may run")
        ->check(CLI::Range(0.001, 86400.0))
        ->capture_default_str();
    command->add_option("--max-rows", arguments->options.limits.maxRows, "Rows that are fetched at most")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{100'000'000}))
        ->capture_default_str();
    command->add_option("--rows", arguments->rowsShown, "Rows that are shown without --json")
        ->capture_default_str();
    addModelOptions(*command, arguments->model);
    addKvOption(*command, arguments->model);
    addSeedOption(*command, arguments->options.seed);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { ask(*arguments, session); });
}

} // namespace mureum::app
