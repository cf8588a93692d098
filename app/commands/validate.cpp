#include "eval/validate/validate.h"
#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "engine/model/model.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace mureum::app {

namespace {

struct ValidateArguments
{
    std::string data, databases, tokenizer;
    std::vector<std::string> against;
    double timeLimit = 10;
    int threads = 0;
    std::size_t shown = 10;
    ProgressStyle progress = ProgressStyle::Auto;
    bool json = false;
};

void validate(const ValidateArguments &arguments, Session &session)
{
    eval::ValidateOptions options;
    options.data = arguments.data;
    options.databases = arguments.databases;
    options.against.assign(arguments.against.begin(), arguments.against.end());
    options.time = std::chrono::milliseconds(static_cast<std::int64_t>(arguments.timeLimit * 1000));
    options.threads = arguments.threads;
    std::error_code failure;
    if (!options.databases.empty() && !std::filesystem::is_directory(options.databases, failure))
        throw UsageError(fmt::format("databases: {} is not a folder: name the one that holds <db_id>.sqlite",
                                     arguments.databases));
    if (!arguments.tokenizer.empty()) {
        auto tokenizer = engine::loadModel(arguments.tokenizer).tokenizer;
        options.tokens = [tokenizer](std::string_view text) { return tokenizer->encode(text).size(); };
    }
    datasets::ValidationReport report;
    {
        Progress progress(arguments.progress);
        report = eval::validateExamples(
            options, [&](std::size_t done, std::size_t total) { progress.show(done, total, "golds"); },
            session.stop);
    }
    if (report.count(datasets::Severity::Error) > 0 || !report.complete)
        session.exitCode = 1;
    if (printOutcome(arguments.progress, arguments.json, report.json()))
        return;
    fmt::print("{}", report.text(arguments.shown));
    if (!report.complete)
        fmt::print("\nstopped after {} golds\n", report.goldsRun);
}

} // namespace

void addValidateCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ValidateArguments>();
    CLI::App *command = app.add_subcommand(
        "validate", "Check an example file: databases, right answers, duplicates, overlap");
    command->add_option("--data", arguments->data, "Examples: JSON lines or Spider's JSON array")->required();
    command->add_option(
        "--databases", arguments->databases,
        "Folder with <db_id>.sqlite or <db_id>/<db_id>.sqlite; else databases beside the data");
    command->add_option("--against", arguments->against, "Files it should have nothing in common with");
    command->add_option("--time-limit", arguments->timeLimit, "Seconds a right answer may run")
        ->check(CLI::Range(0.001, 86400.0))
        ->capture_default_str();
    command->add_option("--tokenizer", arguments->tokenizer, "Model file whose tokens are counted");
    command->add_option("--show", arguments->shown, "Findings shown of each kind")->capture_default_str();
    addThreadsOption(*command, arguments->threads);
    addProgressOption(*command, arguments->progress);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { validate(*arguments, session); });
}

} // namespace mureum::app
