#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/finetune_options.h"
#include "app/training/question_split.h"
#include "datasets/synth/synth.h"

#include <fmt/format.h>

#include <memory>

namespace mureum::app {

namespace {

namespace fs = std::filesystem;

struct AdaptCommand : FinetuneArguments
{
    std::string database;
    std::vector<std::string> verified, languages = {"ko", "en"};
    int count = 3000;
    std::size_t heldOut = 120;
};

/// The database under the name that its questions give it, so that the run's files serve `eval` as well.
void linkDatabase(const fs::path &file, const fs::path &link)
{
    std::error_code code;
    if (fs::exists(link, code) && fs::equivalent(link, file, code))
        return;
    fs::create_directories(link.parent_path());
    fs::remove(link, code);
    fs::create_symlink(fs::absolute(file), link);
}

/// Pairs people have verified, about this database. They count several times: people's words are rare.
std::vector<datasets::Example> verifiedPairs(const AdaptCommand &arguments, const std::string &id)
{
    std::vector<datasets::Example> pairs;
    for (const auto &file : arguments.verified)
        for (auto &example : datasets::readExamples(file).examples)
            if (example.databaseId == id && !example.query.empty())
                pairs.push_back(std::move(example));
    return pairs;
}

void adaptCommand(const AdaptCommand &arguments, Session &session)
{
    requireDevice(arguments.model.device);
    std::error_code code;
    const fs::path file = arguments.database, out = arguments.out;
    if (!fs::is_regular_file(file, code))
        throw UsageError(fmt::format("database: {} does not exist: check the path", arguments.database));
    FinetuneJob job;
    job.model = findModel(arguments.model.model);
    job.config = finetuneConfig(arguments);
    job.candidates = arguments.candidates;
    job.dealing = datasets::Dealing::AsAsked;
    job.databases = out / "databases";

    datasets::synth::Synthesizer synthesizer(
        job.config.train.seed, {findResource("datasets/lexicon", "lexicon"),
                                findResource("datasets/synth/phrases.json", "phrases.json")});
    auto questions = synthesizer.fromDatabase(file, arguments.count, arguments.languages, {}, session.stop);
    if (questions.empty())
        throw UsageError(fmt::format("database: {} offers nothing to ask about: it needs tables with rows", arguments.database));
    const std::string id = questions.front().databaseId;
    const auto verified = verifiedPairs(arguments, id);
    const std::size_t heldOut = std::min(arguments.heldOut, questions.size() / 4);
    auto split = splitByTemplate(std::move(questions), heldOut, job.config.train.seed);
    const std::size_t generated = split.training.size();
    for (std::size_t copy = 0; !verified.empty() && copy < std::max<std::size_t>(1, generated / 10 / verified.size()); ++copy)
        split.training.insert(split.training.end(), verified.begin(), verified.end());
    fmt::print(stderr, "{} generated questions and {} verified ones to learn, {} to judge by\n", generated, verified.size(),
               split.validation.size());

    fs::create_directories(out, code);
    if (code)
        throw UsageError(fmt::format("adapt: cannot create {}: {}", arguments.out, code.message()));
    linkDatabase(file, job.databases / (id + ".sqlite"));
    datasets::writeExamples(out / "training.jsonl", split.training);
    datasets::writeExamples(out / "validation.jsonl", split.validation);
    std::vector<std::string> missing;
    job.groups = groupByDatabase(split.training, job.databases, missing);
    job.validation = std::move(split.validation);
    job.description = {{"database", fs::absolute(file).string()},
                       {"count", arguments.count},
                       {"languages", arguments.languages},
                       {"verified", verified.size()},
                       {"preset", arguments.preset}};
    runFinetune(job, arguments, session);
}

} // namespace

void addAdaptCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<AdaptCommand>();
    CLI::App *command = app.add_subcommand("adapt", "Adapt the model to one database, with the score before and after");
    command->add_option("-d,--db", arguments->database, "SQLite file; it is only read")->required();
    command->add_option("--verified", arguments->verified, "Pairs people have verified (JSON lines); those about this "
                                                           "database are learned too");
    command->add_option("--count", arguments->count, "Questions to generate")
        ->check(CLI::Range(20, 1'000'000))
        ->capture_default_str();
    command->add_option("--held-out", arguments->heldOut, "Generated questions to judge by, of SQL not learned")
        ->check(CLI::Range(10, 5000))
        ->capture_default_str();
    command->add_option("--lang", arguments->languages, "Languages of the questions, by comma")
        ->delimiter(',')
        ->check(CLI::IsMember({"ko", "en"}))
        ->capture_default_str();
    addFinetuneOptions(*command, *arguments);
    command->callback([arguments, &session] { adaptCommand(*arguments, session); });
}

} // namespace mureum::app
