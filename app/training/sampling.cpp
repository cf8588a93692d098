#include "app/training/sampling.h"

#include "datasets/error.h"
#include "datasets/text/write_file.h"
#include "eval/score/execution.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <optional>

namespace mureum::app {
namespace {

namespace fs = std::filesystem;

/// What earlier processes drew; stops at the first line that is not the next question's.
std::vector<SampledAnswers> known(const fs::path &file, const std::vector<datasets::Example> &questions)
{
    std::vector<SampledAnswers> all;
    std::ifstream in(file);
    for (std::string line; all.size() < questions.size() && std::getline(in, line);) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (!json.is_object() || json.value("question", "") != questions[all.size()].question)
            break;
        try {
            all.push_back({json.at("right").get<std::vector<std::string>>(),
                           json.at("wrong").get<std::vector<std::string>>()});
        } catch (const nlohmann::json::exception &) {
            break;
        }
    }
    return all;
}

std::string lineOf(const datasets::Example &question, const SampledAnswers &answers)
{
    return nlohmann::ordered_json{{"db_id", question.databaseId},
                                  {"question", question.question},
                                  {"right", answers.right},
                                  {"wrong", answers.wrong}}
               .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
           "\n";
}

} // namespace

std::vector<SampledAnswers> sampleAnswers(eval::Asker &asker, const std::vector<datasets::Example> &questions,
                                          const fs::path &databases, const SamplingOptions &options, const fs::path &file,
                                          const std::function<void(std::size_t, std::size_t)> &progress,
                                          std::stop_token stop)
{
    auto all = known(file, questions);
    std::string kept;
    for (std::size_t i = 0; i < all.size(); ++i)
        kept += lineOf(questions[i], all[i]);
    datasets::writeFileAtomically(file, kept);
    std::ofstream out(file, std::ios::app);

    fs::path open;
    std::optional<eval::SqlRunner> runner;
    for (std::size_t i = all.size(); i < questions.size() && !stop.stop_requested(); ++i) {
        const auto &question = questions[i];
        SampledAnswers answers;
        try {
            const auto database = datasets::databaseFile(databases, question.databaseId);
            if (database != open) {
                open.clear();
                asker.openDatabase(database);
                runner.emplace(database);
                open = database;
            }
            eval::AskOptions ask;
            ask.candidates = options.candidates;
            ask.temperature = options.temperature;
            ask.seed = options.seed + i * 1000;
            ask.run = false;
            const auto result = asker.ask(question.question, ask, {}, stop);
            for (const auto &candidate : result.candidates) {
                if (stop.stop_requested())
                    break;
                const auto score =
                    eval::scoreExecution(*runner, question.queries, candidate.sql, options.limits, stop);
                if (score.ex == eval::Verdict::Right)
                    answers.right.push_back(candidate.sql);
                else if (score.ex == eval::Verdict::Wrong)
                    answers.wrong.push_back(candidate.sql);
            }
        } catch (const std::exception &) {
            answers = {}; // no answers to learn from; validation names the question
        }
        if (stop.stop_requested())
            break;
        out << lineOf(question, answers) << std::flush;
        if (!out)
            throw datasets::Error("cannot write " + file.string() + ": is the disk full?");
        all.push_back(std::move(answers));
        progress(i + 1, questions.size());
    }
    return all;
}

} // namespace mureum::app
