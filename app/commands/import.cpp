#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "datasets/importers/importer.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace mureum::app {

namespace {

using Json = nlohmann::ordered_json;

struct ImportArguments
{
    datasets::ImportOptions options;
    std::string from, databases, output;
    std::vector<std::string> mapping;
    int preview = 0; ///< examples to show; 0: import
    ProgressStyle progress = ProgressStyle::Auto;
    bool json = false;
};

constexpr std::size_t problemsShown = 20;

Json problemsJson(const std::vector<datasets::ImportProblem> &problems)
{
    Json out = Json::array();
    for (const auto &problem : problems)
        out.push_back({{"file", problem.file}, {"line", problem.line}, {"text", problem.text}});
    return out;
}

void printProblems(const std::vector<datasets::ImportProblem> &problems)
{
    for (std::size_t at = 0; at < std::min(problems.size(), problemsShown); ++at) {
        const auto &problem = problems[at];
        if (problem.line > 0)
            fmt::print(stderr, "warning: {}, line {}: {}\n", problem.file, problem.line, problem.text);
        else
            fmt::print(stderr, "warning: {}{}{}\n", problem.file, problem.file.empty() ? "" : ": ",
                       problem.text);
    }
    if (problems.size() > problemsShown)
        fmt::print(stderr, "warning: and {} more of such kinds\n", problems.size() - problemsShown);
}

void preview(const ImportArguments &arguments)
{
    const auto shown =
        datasets::previewImport(arguments.options, static_cast<std::size_t>(arguments.preview));
    Json document{{"format", shown.format},
                  {"reads", shown.reads},
                  {"encoding", shown.encoding},
                  {"delimiter", shown.delimiter ? Json(std::string(1, shown.delimiter)) : Json()},
                  {"columns", shown.columns},
                  {"mapping", shown.mapping},
                  {"files", Json::array()}};
    for (const auto &file : shown.files) {
        Json examples = Json::array();
        for (const auto &example : file.examples) {
            Json one{{"line", example.line},
                     {"db_id", example.databaseId},
                     {"question", example.question},
                     {"queries", example.queries}};
            if (!example.evidence.empty())
                one["evidence"] = example.evidence;
            examples.push_back(std::move(one));
        }
        document["files"].push_back({{"name", file.name}, {"examples", std::move(examples)}});
    }
    document["missing_databases"] = shown.missingDatabases;
    document["problems"] = problemsJson(shown.problems);
    if (arguments.json) {
        printJson(document);
        return;
    }
    printProblems(shown.problems);
    fmt::print("{} ({}), {}\n", shown.format, shown.reads, shown.encoding);
    for (const auto &[field, column] : shown.mapping)
        fmt::print("  {} <- {}\n", field, column);
    for (const auto &file : shown.files)
        for (const auto &example : file.examples) {
            fmt::print("\n{}, line {}, database {}\n  {}\n", file.name, example.line, example.databaseId,
                       example.question);
            for (const auto &query : example.queries)
                fmt::print("  {}\n", query);
        }
}

void runImport(ImportArguments &arguments, Session &session)
{
    auto &options = arguments.options;
    options.from = arguments.from;
    options.databases = arguments.databases;
    options.mapping = datasets::parseMapping(arguments.mapping);
    std::error_code failure;
    if (!options.databases.empty() && !std::filesystem::is_directory(options.databases, failure))
        throw UsageError(fmt::format("databases: {} is not a folder: name the one that holds <db_id>.sqlite",
                                     arguments.databases));
    if (arguments.preview > 0)
        return preview(arguments);
    if (arguments.output.empty())
        throw UsageError("import: name the new folder with --out, or look first with --preview 5");
    if (options.fill > 0) {
        options.lexicon = findResource("datasets/lexicon", "lexicon");
        options.phrases = findResource("datasets/synth/phrases.json", "phrases.json");
    }
    datasets::ImportResult result;
    {
        Progress progress(arguments.progress);
        result = datasets::importDataset(
            options, arguments.output,
            [&](const datasets::ImportProgress &now) { progress.show(now.done, now.total, "databases"); },
            session.stop);
    }
    if (result.stopped)
        session.exitCode = 1;
    Json document{{"format", result.format},
                  {"examples", result.stopped ? 0 : result.count()},
                  {"files", Json::array()},
                  {"copied", result.copied},
                  {"created", result.created},
                  {"missing_databases", result.missingDatabases},
                  {"problems", problemsJson(result.problems)},
                  {"stopped", result.stopped},
                  {"output", arguments.output}};
    for (const auto &file : result.files)
        document["files"].push_back({{"name", file.name + ".jsonl"}, {"examples", file.count}});
    if (printOutcome(arguments.progress, arguments.json, document))
        return;
    printProblems(result.problems);
    if (!result.missingDatabases.empty())
        fmt::print(stderr, "warning: {} databases are missing: {}\n", result.missingDatabases.size(),
                   fmt::join(result.missingDatabases.begin(),
                             result.missingDatabases.begin() +
                                 static_cast<std::ptrdiff_t>(
                                     std::min<std::size_t>(result.missingDatabases.size(), 10)),
                             ", "));
    if (result.stopped) {
        fmt::print("stopped; nothing was written\n");
        return;
    }
    fmt::print("{}: {} examples, {} databases copied, {} made, in {}\n", result.format, result.count(),
               result.copied, result.created, arguments.output);
}

} // namespace

void addImportCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<ImportArguments>();
    auto &options = arguments->options;
    CLI::App *command =
        app.add_subcommand("import", "Turn a data set of another layout into examples and databases");
    command->add_option("--from", arguments->from, "Question file, or the folder of a data set")->required();
    std::vector<std::string> formats = datasets::importerNames();
    formats.insert(formats.begin(), "auto");
    command->add_option("--format", options.format, "Layout")
        ->check(CLI::IsMember(formats))
        ->capture_default_str();
    command->add_option("--map", arguments->mapping, "Columns, as in question=질문,query=정답");
    command->add_option("--databases", arguments->databases,
                        "Folder with <db_id>.sqlite or <db_id>/<db_id>.sqlite");
    command->add_option("--fill", options.fill, "Rows to invent for every table made from CREATE TABLE")
        ->check(CLI::Range(0, 100'000))
        ->capture_default_str();
    addSeedOption(*command, options.seed);
    command->add_option("-o,--out", arguments->output, "New folder: <file>.jsonl, databases, import.json");
    command->add_option("--preview", arguments->preview, "Show so many examples a file and write nothing")
        ->check(CLI::Range(1, 1'000'000));
    addProgressOption(*command, arguments->progress);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { runImport(*arguments, session); });
}

} // namespace mureum::app
