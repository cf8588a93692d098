#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/finetune_options.h"
#include "app/training/question_split.h"
#include "app/training/sampling.h"
#include "datasets/text/write_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <set>

namespace mureum::app {

namespace {

struct FinetuneCommand : FinetuneArguments
{
    std::string data, databases, validation, pairs, method = "sft";
    double validationShare = 0.1;
    SamplingOptions sampling;
};

/// `needsSql` false: a teacher will write it.
std::vector<datasets::Example> readUsable(const std::string &file, bool needsSql,
                                          std::vector<LeftOut> &leftOut)
{
    auto data = datasets::readExamples(file);
    for (const auto &bad : data.bad)
        fmt::print(stderr, "warning: {}, line {}: {}\n", file, bad.line, bad.reason);
    if (!data.bad.empty())
        leftOut.push_back({data.bad.front().reason, data.bad.size(), data.bad.front().line});
    LeftOut bare{"it has no SQL", 0, 0};
    std::vector<datasets::Example> usable;
    for (auto &example : data.examples) {
        if (example.query.empty() && needsSql) {
            fmt::print(stderr, "warning: {}, line {}: it has no SQL and is left out\n", file, example.line);
            if (bare.count++ == 0)
                bare.firstLine = example.line;
        } else {
            usable.push_back(std::move(example));
        }
    }
    if (bare.count > 0)
        leftOut.push_back(bare);
    if (usable.empty())
        throw UsageError(
            fmt::format("data: {} holds no question with SQL: fine-tuning learns from right answers", file));
    return usable;
}

/// Takes out what asks about a database that is not there.
void leaveOutMissing(std::vector<datasets::Example> &examples, const std::filesystem::path &databases,
                     std::vector<LeftOut> &leftOut)
{
    std::map<std::string, LeftOut> missing;
    std::set<std::string> known;
    std::erase_if(examples, [&](const datasets::Example &example) {
        const auto &id = example.databaseId;
        if (known.contains(id))
            return false;
        auto &left = missing[id];
        if (left.count == 0)
            try {
                datasets::databaseFile(databases, id);
                missing.erase(id);
                known.insert(id);
                return false;
            } catch (const datasets::Error &) {
                left = {"its database " + id + " is missing", 0, example.line};
            }
        ++left.count;
        return true;
    });
    for (const auto &[id, left] : missing) {
        fmt::print(stderr, "warning: database {} is missing: its {} questions are left out\n", id,
                   left.count);
        leftOut.push_back(left);
    }
}

/// {"db_id", "question", "chosen", "rejected"} on every line.
std::vector<PairGroup> readPairs(const std::string &file, const std::filesystem::path &databases)
{
    std::ifstream in(file);
    if (!in)
        throw UsageError(fmt::format("pairs: cannot read {}: check the path", file));
    std::map<std::string, PairGroup> groups;
    std::vector<std::string> missing;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const auto json = nlohmann::json::parse(line, nullptr, false);
        try {
            auto &group = groups[json.at("db_id").get<std::string>()];
            group.pairs.push_back({json.at("question"), json.at("chosen"), json.at("rejected")});
        } catch (const nlohmann::json::exception &) {
            fmt::print(stderr,
                       "warning: {}, line {}: it is no {{\"db_id\", \"question\", \"chosen\", \"rejected\"}} "
                       "and is left out\n",
                       file, number);
        }
    }
    std::vector<PairGroup> usable;
    for (auto &[id, group] : groups)
        try {
            group.database.id = id;
            group.database.file = datasets::databaseFile(databases, id);
            usable.push_back(std::move(group));
        } catch (const datasets::Error &) {
            missing.push_back(id);
        }
    for (const auto &id : missing)
        fmt::print(stderr, "warning: database {} is missing: its pairs are left out\n", id);
    if (usable.empty())
        throw UsageError(fmt::format(
            "pairs: {} holds no usable pair: each line needs db_id, question, chosen, rejected", file));
    return usable;
}

std::vector<SampledAnswers> sample(const FinetuneCommand &arguments,
                                   const std::vector<datasets::Example> &questions, Session &session)
{
    std::filesystem::create_directories(arguments.out);
    eval::Asker asker(findModel(arguments.model.model), arguments.model.threads);
    Progress progress(arguments.progress);
    return sampleAnswers(
        asker, questions, arguments.databases, arguments.sampling,
        std::filesystem::path(arguments.out) / "samples.jsonl",
        [&](std::size_t done, std::size_t total) {
            progress.show(done, total, "drawing answers", {{"phase", "sampling"}});
        },
        session.stop);
}

/// The model's own right answers, beside the one in the data: what is right in other words.
std::vector<datasets::Example> withRightAnswers(const std::vector<datasets::Example> &questions,
                                                const std::vector<SampledAnswers> &answers)
{
    std::vector<datasets::Example> all;
    for (std::size_t i = 0; i < answers.size(); ++i)
        for (const auto &sql : answers[i].right) {
            all.push_back(questions[i]);
            all.back().query = sql;
        }
    return all;
}

/// Every question that got both: the best right answer against each wrong one, three at most.
std::vector<PairGroup> pairsOf(const std::vector<datasets::Example> &questions,
                               const std::vector<SampledAnswers> &answers,
                               const std::filesystem::path &databases)
{
    std::map<std::string, PairGroup> groups;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto &question = questions[i];
        const std::string &chosen = answers[i].right.empty() ? question.query : answers[i].right.front();
        for (std::size_t w = 0; w < answers[i].wrong.size() && w < 3; ++w)
            groups[question.databaseId].pairs.push_back({question.question, chosen, answers[i].wrong[w]});
    }
    std::vector<PairGroup> usable;
    for (auto &[id, group] : groups) {
        group.database.id = id;
        group.database.file = datasets::databaseFile(databases, id);
        usable.push_back(std::move(group));
    }
    return usable;
}

void finetuneCommand(const FinetuneCommand &arguments, Session &session)
{
    requireDevice(arguments.model.device);
    FinetuneJob job;
    job.model = findModel(arguments.model.model);
    job.config = finetuneConfig(arguments);
    job.config.method = arguments.method == "dpo" ? "dpo" : "sft";
    job.config.validate();
    if (!arguments.pairs.empty() && arguments.method != "dpo")
        throw UsageError("pairs: they are for --method dpo: leave one of the two out or set the method");
    job.databases = arguments.databases;
    job.candidates = arguments.candidates;
    std::error_code code;
    if (!std::filesystem::is_directory(job.databases, code))
        throw UsageError(fmt::format("databases: {} is not a folder: name the one that holds <db_id>.sqlite",
                                     arguments.databases));
    std::vector<LeftOut> leftOut;
    const bool taught = arguments.method == "distill";
    auto examples = readUsable(arguments.data, !taught, leftOut);
    leaveOutMissing(examples, job.databases, leftOut);
    if (examples.empty())
        throw UsageError(fmt::format("data: none of its databases is in {}", arguments.databases));
    const auto stopped = [&] {
        if (session.stop.stop_requested()) {
            fmt::print(stderr, "stopped before training: the same command with --resume goes on\n");
            session.exitCode = 1;
        }
        return session.stop.stop_requested();
    };
    if (taught && !arguments.plan) {
        examples = askTeacher(arguments, examples, job.databases, session).examples;
        if (stopped())
            return;
    }
    if (!arguments.validation.empty()) {
        job.validation = readUsable(arguments.validation, true, leftOut);
        leaveOutMissing(job.validation, job.databases, leftOut);
    } else {
        const auto wanted = std::min<std::size_t>(
            400, static_cast<std::size_t>(arguments.validationShare * static_cast<double>(examples.size())));
        auto split = splitByTemplate(std::move(examples), wanted, job.config.train.seed);
        examples = std::move(split.training);
        job.validation = std::move(split.validation);
    }
    job.groups = groupByDatabase(examples, job.databases);
    fmt::print(stderr, "{} questions to learn, {} to judge by\n", examples.size(), job.validation.size());

    if (!arguments.plan &&
        (arguments.method == "rejection" || (arguments.method == "dpo" && arguments.pairs.empty()))) {
        const auto answers = sample(arguments, examples, session);
        if (stopped())
            return;
        if (arguments.method == "dpo")
            job.pairs = pairsOf(examples, answers, job.databases);
        else
            job.groups = groupByDatabase(withRightAnswers(examples, answers), job.databases);
        if (arguments.method == "dpo" ? job.pairs.empty() : job.groups.empty())
            throw UsageError(
                fmt::format("{}: the model gave no {} answer to any question: draw more with --samples or "
                            "train with --method sft first",
                            arguments.method, arguments.method == "dpo" ? "wrong" : "right"));
    } else if (!arguments.pairs.empty()) {
        job.pairs = readPairs(arguments.pairs, job.databases);
    }
    job.description = {{"data", std::filesystem::absolute(arguments.data).string()},
                       {"databases", std::filesystem::absolute(arguments.databases).string()},
                       {"validation", arguments.validation.empty()
                                          ? std::string()
                                          : std::filesystem::absolute(arguments.validation).string()},
                       {"validation_share", arguments.validationShare},
                       {"method", arguments.method},
                       {"preset", arguments.preset}};
    runFinetune(std::move(job), arguments, leftOut, session);
}

} // namespace

void addFinetuneCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<FinetuneCommand>();
    CLI::App *command = app.add_subcommand("finetune", "Train an adapter on questions with right answers");
    command
        ->add_option("--data", arguments->data,
                     "Examples: JSON lines or Spider's JSON array; for distill, questions suffice")
        ->required();
    command
        ->add_option("--databases", arguments->databases,
                     "Folder with <db_id>.sqlite or <db_id>/<db_id>.sqlite")
        ->required();
    command->add_option("--validation", arguments->validation,
                        "Examples to judge by; left out: a share of the data");
    command
        ->add_option("--validation-share", arguments->validationShare,
                     "Share of the data to judge by, by SQL template")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command
        ->add_option("--method", arguments->method,
                     "sft (right answers), rejection (the model's own right answers), dpo (right against "
                     "wrong ones) or "
                     "distill (answers of a stronger model: --teacher-endpoint, --teacher-model)")
        ->check(CLI::IsMember({"sft", "rejection", "dpo", "distill"}))
        ->capture_default_str();
    command->add_option("--pairs", arguments->pairs,
                        "Pairs for dpo; left out: made of the model's own answers");
    command->add_option("--beta", arguments->config.beta, "dpo: how closely the adapter stays to the model")
        ->check(CLI::Range(1e-4, 100.0))
        ->capture_default_str();
    command
        ->add_option("--samples", arguments->sampling.candidates,
                     "Answers drawn for each question (rejection, dpo)")
        ->check(CLI::Range(2, 64))
        ->capture_default_str();
    addFinetuneOptions(*command, *arguments);
    command->callback([arguments, &session] { finetuneCommand(*arguments, session); });
}

} // namespace mureum::app
