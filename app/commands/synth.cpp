#include "datasets/synth/synth.h"
#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"

#include <fmt/format.h>

#include <memory>

namespace mureum::app {

namespace {

struct SynthArguments
{
    datasets::synth::SynthOptions options;
    std::string database, databases, output;
    ProgressStyle progress = ProgressStyle::Auto;
    bool json = false;
};

void synth(SynthArguments &arguments, Session &session)
{
    datasets::synth::SynthOptions &options = arguments.options;
    if (arguments.database.empty() == (options.invent == 0))
        throw UsageError("synth: give either a database with --db or a number with --invent");
    if (options.invent > 0 && arguments.databases.empty())
        throw UsageError("synth: invented databases need a folder: give one with --databases");
    options.database = arguments.database;
    options.databases = arguments.databases;
    options.output = arguments.output;
    options.resources.lexicon = findResource("datasets/lexicon", "lexicon");
    options.resources.phrases = findResource("datasets/synth/phrases.json", "phrases.json");

    datasets::synth::SynthReport report;
    {
        Progress progress(arguments.progress);
        report = datasets::synth::synthesize(
            options,
            [&](const datasets::synth::SynthProgress &now) {
                const bool several = now.databasesWanted > 1;
                progress.show(static_cast<std::size_t>(several ? now.databases : now.pairs),
                              static_cast<std::size_t>(several ? now.databasesWanted : options.count),
                              fmt::format("{} pairs", now.pairs), {{"pairs", now.pairs}});
            },
            session.stop);
    }
    const int wanted = options.count * (options.invent > 0 ? options.invent : 1);
    if (report.stopped || report.pairs == 0)
        session.exitCode = 1;
    const nlohmann::ordered_json document = {{"pairs", report.pairs},         {"wanted", wanted},
                                             {"databases", report.databases}, {"output", arguments.output},
                                             {"stopped", report.stopped},     {"seconds", report.seconds}};
    if (printOutcome(arguments.progress, arguments.json, document))
        return;
    fmt::print("{} of {} pairs about {} database{} in {} ({})\n", report.pairs, wanted, report.databases,
               report.databases == 1 ? "" : "s", arguments.output, formatDuration(report.seconds));
}

} // namespace

void addSynthCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<SynthArguments>();
    auto &options = arguments->options;
    CLI::App *command =
        app.add_subcommand("synth", "Write questions with right SQL for a database, or invent both");
    command->add_option("-d,--db", arguments->database, "SQLite file to ask about; it is only read");
    command->add_option("--invent", options.invent, "Invent so many databases instead")
        ->check(CLI::Range(1, 1'000'000));
    command->add_option("--databases", arguments->databases, "Folder for invented databases");
    command->add_option("--count", options.count, "Pairs per database")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str();
    command->add_option("--lang", options.languages, "Languages of the questions, by comma")
        ->delimiter(',')
        ->check(CLI::IsMember({"ko", "en"}))
        ->capture_default_str();
    command->add_option("-o,--out", arguments->output, "JSON lines to write")->required();
    addSeedOption(*command, options.seed);
    addProgressOption(*command, arguments->progress);
    addJsonOption(*command, arguments->json);
    command->callback([arguments, &session] { synth(*arguments, session); });
}

} // namespace mureum::app
