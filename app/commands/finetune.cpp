#include "app/cli/resources.h"
#include "app/cli/session.h"
#include "app/commands/commands.h"
#include "app/commands/finetune_options.h"
#include "app/training/question_split.h"
#include "app/training/sampling.h"
#include "datasets/text/write_file.h"

#include <fmt/format.h>

#include <fstream>
#include <memory>

namespace mureum::app {

namespace {

struct FinetuneCommand : FinetuneArguments
{
    std::string data, databases, validation, pairs, method = "sft";
    double validationShare = 0.1;
    SamplingOptions sampling;
};

void reportMissing(const std::vector<std::string> &missing)
{
    for (const auto &id : missing)
        fmt::print(stderr, "warning: database {} is missing: its questions are left out\n", id);
}

std::vector<datasets::Example> readUsable(const std::string &file)
{
    auto data = datasets::readExamples(file);
    for (const auto &bad : data.bad)
        fmt::print(stderr, "warning: {}, line {}: {}\n", file, bad.line, bad.reason);
    std::size_t line = 0;
    std::vector<datasets::Example> usable;
    for (auto &example : data.examples) {
        ++line;
        if (example.query.empty())
            fmt::print(stderr, "warning: {}, example {}: it has no SQL and is left out\n", file, line);
        else
            usable.push_back(std::move(example));
    }
    if (usable.empty())
        throw UsageError(fmt::format("data: {} holds no question with SQL: fine-tuning learns from right answers", file));
    return usable;
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
            fmt::print(stderr, "warning: {}, line {}: it is no {{\"db_id\", \"question\", \"chosen\", \"rejected\"}} and is left out\n",
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
    reportMissing(missing);
    if (usable.empty())
        throw UsageError(fmt::format("pairs: {} holds no usable pair: each line needs db_id, question, chosen, rejected", file));
    return usable;
}

std::vector<SampledAnswers> sample(const FinetuneCommand &arguments, const std::vector<datasets::Example> &questions,
                                   Session &session)
{
    std::filesystem::create_directories(arguments.out);
    eval::Asker asker(findModel(arguments.model.model), arguments.model.threads);
    Progress progress(arguments.progress);
    return sampleAnswers(
        asker, questions, arguments.databases, arguments.sampling, std::filesystem::path(arguments.out) / "samples.jsonl",
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
std::vector<PairGroup> pairsOf(const std::vector<datasets::Example> &questions, const std::vector<SampledAnswers> &answers,
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
    job.databases = arguments.databases;
    job.candidates = arguments.candidates;
    std::error_code code;
    if (!std::filesystem::is_directory(job.databases, code))
        throw UsageError(fmt::format("databases: {} is not a folder: name the one that holds <db_id>.sqlite",
                                     arguments.databases));
    auto examples = readUsable(arguments.data);
    if (!arguments.validation.empty()) {
        job.validation = readUsable(arguments.validation);
    } else {
        const auto wanted = std::min<std::size_t>(
            400, static_cast<std::size_t>(arguments.validationShare * static_cast<double>(examples.size())));
        auto split = splitByTemplate(std::move(examples), wanted, job.config.train.seed);
        examples = std::move(split.training);
        job.validation = std::move(split.validation);
    }
    std::vector<std::string> missing;
    job.groups = groupByDatabase(examples, job.databases, missing);
    reportMissing(missing);
    std::erase_if(examples, [&](const datasets::Example &example) {
        return std::find(missing.begin(), missing.end(), example.databaseId) != missing.end();
    });
    std::erase_if(job.validation, [&](const datasets::Example &example) {
        return std::find(missing.begin(), missing.end(), example.databaseId) != missing.end();
    });
    if (job.groups.empty())
        throw UsageError(fmt::format("data: none of its databases is in {}", arguments.databases));
    fmt::print(stderr, "{} questions to learn, {} to judge by\n", examples.size(), job.validation.size());

    if (arguments.method == "rejection" || (arguments.method == "dpo" && arguments.pairs.empty())) {
        const auto answers = sample(arguments, examples, session);
        if (session.stop.stop_requested()) {
            fmt::print(stderr, "stopped while drawing answers: the same command with --resume goes on\n");
            session.exitCode = 1;
            return;
        }
        if (arguments.method == "dpo")
            job.pairs = pairsOf(examples, answers, job.databases);
        else
            job.groups = groupByDatabase(withRightAnswers(examples, answers), job.databases, missing);
        if (arguments.method == "dpo" ? job.pairs.empty() : job.groups.empty())
            throw UsageError(fmt::format("{}: the model gave no {} answer to any question: draw more with --samples or "
                                         "train with --method sft first",
                                         arguments.method, arguments.method == "dpo" ? "wrong" : "right"));
    } else if (arguments.method == "dpo") {
        job.pairs = readPairs(arguments.pairs, job.databases);
    }
    job.description = {{"data", std::filesystem::absolute(arguments.data).string()},
                       {"databases", std::filesystem::absolute(arguments.databases).string()},
                       {"validation", arguments.validation.empty() ? std::string() : std::filesystem::absolute(arguments.validation).string()},
                       {"validation_share", arguments.validationShare},
                       {"method", arguments.method},
                       {"preset", arguments.preset}};
    runFinetune(job, arguments, session);
}

} // namespace

void addFinetuneCommand(CLI::App &app, Session &session)
{
    auto arguments = std::make_shared<FinetuneCommand>();
    CLI::App *command = app.add_subcommand("finetune", "Train an adapter on questions with right answers");
    command->add_option("--data", arguments->data, "Examples: JSON lines or Spider's JSON array")->required();
    command->add_option("--databases", arguments->databases, "Folder with <db_id>.sqlite or <db_id>/<db_id>.sqlite")
        ->required();
    command->add_option("--validation", arguments->validation, "Examples to judge by; left out: a share of the data");
    command->add_option("--validation-share", arguments->validationShare, "Share of the data to judge by, by SQL template")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command
        ->add_option("--method", arguments->method,
                     "sft (right answers), rejection (the model's own right answers) or dpo (right against wrong ones)")
        ->check(CLI::IsMember({"sft", "rejection", "dpo"}))
        ->capture_default_str();
    command->add_option("--pairs", arguments->pairs, "Pairs for dpo; left out: made of the model's own answers");
    command->add_option("--beta", arguments->config.beta, "dpo: how closely the adapter stays to the model")
        ->check(CLI::Range(1e-4, 100.0))
        ->capture_default_str();
    command->add_option("--samples", arguments->sampling.candidates, "Answers drawn for each question (rejection, dpo)")
        ->check(CLI::Range(2, 64))
        ->capture_default_str();
    addFinetuneOptions(*command, *arguments);
    command->callback([arguments, &session] { finetuneCommand(*arguments, session); });
}

} // namespace mureum::app
