#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/finetune_options.h"
#include "app/training/own_questions.h"
#include "app/training/question_split.h"
#include "app/training/replay.h"
#include "datasets/synth/synth.h"

#include <fmt/format.h>

#include <memory>

namespace mureum::app {

namespace {

namespace fs = std::filesystem;

struct AdaptCommand : FinetuneArguments
{
    std::string database, history, replay;
    double replayShare = 0.3;
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

/// People's own words are rare and count several times; no more than a tenth of all together.
void addOften(std::vector<datasets::Example> &training, const std::vector<datasets::Example> &own)
{
    if (own.empty())
        return;
    const std::size_t times = std::max<std::size_t>(1, training.size() / 10 / own.size());
    for (std::size_t copy = 0; copy < times; ++copy)
        training.insert(training.end(), own.begin(), own.end());
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

    datasets::synth::Synthesizer synthesizer(job.config.train.seed,
                                             {findResource("datasets/lexicon", "lexicon"),
                                              findResource("datasets/synth/phrases.json", "phrases.json")});
    auto questions = synthesizer.fromDatabase(file, arguments.count, arguments.languages, {}, session.stop);
    if (questions.empty())
        throw UsageError(fmt::format("database: {} offers nothing to ask about: it needs tables with rows",
                                     arguments.database));
    const std::string id = questions.front().databaseId;
    std::vector<datasets::Example> verified, asked;
    for (const auto &pairs : arguments.verified)
        for (auto &pair : verifiedPairs(pairs, file, id))
            verified.push_back(std::move(pair));
    if (!arguments.history.empty())
        asked = askedQuestions(arguments.history, file, id);
    const std::size_t heldOut = std::min(arguments.heldOut, questions.size() / 4);
    auto split = splitByTemplate(std::move(questions), heldOut, job.config.train.seed);
    const std::size_t generated = split.training.size();
    fmt::print(stderr,
               "{} generated questions, {} verified ones and {} from the history to learn, {} to judge by\n",
               generated, verified.size(), asked.size(), split.validation.size());

    if (!arguments.plan) {
        fs::create_directories(out, code);
        if (code)
            throw UsageError(fmt::format("adapt: cannot create {}: {}", arguments.out, code.message()));
        linkDatabase(file, job.databases / (id + ".sqlite"));
    }
    split.training.insert(split.training.end(), asked.begin(), asked.end());
    if (!arguments.teacher.endpoint.empty() && !arguments.plan) {
        auto taught = askTeacher(arguments, split.training, job.databases, session);
        if (!taught.complete) {
            fmt::print(stderr,
                       "stopped while the teacher was asked: the same command with --resume goes on\n");
            session.exitCode = 1;
            return;
        }
        split.training = std::move(taught.examples);
    }
    addOften(split.training, verified);
    if (!arguments.plan) {
        datasets::writeExamples(out / "training.jsonl", split.training);
        datasets::writeExamples(out / "validation.jsonl", split.validation);
    }
    datasets::TrainingGroup group;
    group.id = id;
    group.file = file;
    for (const auto &example : split.training)
        group.questions.push_back({example.question, example.query});
    job.groups.push_back(std::move(group));
    if (arguments.replayShare > 0 && !arguments.plan) {
        const auto folder = arguments.replay.empty() ? findResource("resources/replay", "replay")
                                                     : fs::path(arguments.replay);
        job.replay = replayGroups(folder, out / "replay", id);
        job.replayShare = arguments.replayShare;
    }
    job.validation = std::move(split.validation);
    job.description = {{"database", fs::absolute(file).string()},
                       {"count", arguments.count},
                       {"languages", arguments.languages},
                       {"verified", verified.size()},
                       {"asked", asked.size()},
                       {"replay_share", arguments.replayShare},
                       {"teacher", arguments.teacher.endpoint.empty() ? "" : arguments.teacher.model},
                       {"preset", arguments.preset}};
    runFinetune(std::move(job), arguments, {}, session);
}

} // namespace

void addAdaptCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<AdaptCommand>();
    CLI::App *command =
        app.add_subcommand("adapt", "Adapt the model to one database, with the score before and after");
    command->add_option("-d,--db", arguments->database, "SQLite file; it is only read")->required();
    command->add_option("--verified", arguments->verified,
                        "Pairs people have verified (JSON lines); those about this "
                        "database are learned too");
    command->add_option(
        "--history", arguments->history,
        "The desktop's history.sqlite: questions asked about this database whose SQL gave rows are "
        "learned too");
    command->add_option(
        "--replay", arguments->replay,
        "Folder of people's questions about other databases to mix in (questions.jsonl, NAME.sql); left "
        "out: those that come with Mureum");
    command->add_option("--replay-share", arguments->replayShare, "Their share of what is learned; 0: none")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command->add_option("--count", arguments->count, "Questions to generate")
        ->check(CLI::Range(20, 1'000'000))
        ->capture_default_str();
    command
        ->add_option("--held-out", arguments->heldOut, "Generated questions to judge by, of SQL not learned")
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
