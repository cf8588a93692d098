#include "app/training/teacher.h"

#include "datasets/schema/schema.h"
#include "eval/answer/text_prompt.h"
#include "eval/remote/chat_client.h"
#include "eval/remote/token_estimate.h"
#include "eval/suite/run_files.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <fstream>
#include <map>
#include <optional>
#include <utility>

namespace mureum::app {
namespace {

namespace fs = std::filesystem;

constexpr const char *instruction = "You write SQLite queries for questions about a database. Answer with "
                                    "one SELECT statement and nothing else: no "
                                    "explanation, no code fence. Use only tables and columns of the schema. "
                                    "The question may be in Korean or English; "
                                    "compare text with values as the question writes them.";

using Key = std::pair<std::string, std::string>; ///< database and question

Key keyOf(const datasets::Example &question)
{
    return {question.databaseId, datasets::askedQuestion(question)};
}

struct Taught
{
    std::string query, outcome;
};

/// Whether the rows say anything.
bool givesAnswer(const eval::ResultSet &result)
{
    for (const auto &row : result.rows)
        for (const auto &cell : row)
            if (!std::holds_alternative<std::monostate>(cell))
                return true;
    return false;
}

class Lesson
{
public:
    Lesson(const std::vector<datasets::Example> &questions, const fs::path &databases,
           const TeacherOptions &options, const fs::path &file)
        : questions_(questions), databases_(databases), options_(options), file_(file)
    {
        readKnown();
        descriptor_ = eval::openForAppending(file_);
        counts_.total = questions_.size();
        for (std::size_t i = 0; i < questions_.size(); ++i)
            if (const auto found = known_.find(keyOf(questions_[i])); found != known_.end())
                count(found->second.outcome);
            else
                open_.push_back(i);
    }
    ~Lesson() { ::close(descriptor_); }
    Lesson(const Lesson &) = delete;
    Lesson &operator=(const Lesson &) = delete;

    TaughtQuestions run(const std::function<void(const TeacherCounts &)> &progress, std::stop_token stop)
    {
        std::size_t next = 0;
        bool complete = true;
        progress(counts_);
        if (!open_.empty()) {
            eval::ChatClient client(options_.chat);
            complete = client.run(
                [&]() -> std::optional<eval::ChatRequest> {
                    if (next == open_.size())
                        return std::nullopt;
                    const std::size_t index = open_[next++];
                    return request(index);
                },
                [&](const eval::ChatReply &reply) {
                    if (reply.error.empty()) {
                        take(questions_[reply.id], reply.content, stop);
                    } else {
                        ++counts_.done;
                        ++counts_.errors;
                    }
                    progress(counts_);
                },
                stop);
        }
        TaughtQuestions taught;
        taught.complete = complete && !stop.stop_requested();
        taught.counts = counts_;
        for (const auto &question : questions_)
            if (const auto found = known_.find(keyOf(question));
                found != known_.end() && found->second.outcome == "kept") {
                taught.examples.push_back(question);
                taught.examples.back().query = found->second.query;
                taught.examples.back().queries = {found->second.query};
            }
        return taught;
    }

private:
    /// What earlier processes were told; a line cut off by their end is dropped, file included.
    void readKnown()
    {
        std::ifstream in(file_);
        std::uintmax_t whole = 0;
        for (std::string line; std::getline(in, line) && !in.eof();) {
            whole += line.size() + 1;
            const auto json = nlohmann::json::parse(line, nullptr, false);
            try {
                known_[{json.at("db_id"), json.at("question")}] = {json.at("query"), json.at("outcome")};
            } catch (const nlohmann::json::exception &) {
                continue; // a foreign line: the question is asked again
            }
        }
        std::error_code code;
        if (fs::exists(file_, code) && fs::file_size(file_, code) > whole)
            fs::resize_file(file_, whole, code);
    }

    eval::ChatRequest request(std::size_t index)
    {
        const auto &question = questions_[index];
        eval::ChatRequest request;
        request.id = index;
        request.messages = {
            {"system", instruction},
            {"user", schemaOf(question.databaseId) + "\n\n" + datasets::askedQuestion(question)}};
        for (const auto &message : request.messages)
            request.estimatedTokens += eval::estimateTokens(message.content);
        request.estimatedTokens += 60;
        return request;
    }

    const std::string &schemaOf(const std::string &id)
    {
        auto &text = schemas_[id];
        if (text.empty())
            text = eval::schemaDdl(datasets::readSchema(datasets::databaseFile(databases_, id)));
        return text;
    }

    void take(const datasets::Example &question, const std::string &answer, std::stop_token stop)
    {
        Taught taught{eval::sqlInText(answer), "failed"};
        if (!taught.query.empty())
            try {
                auto &runner = runners_[question.databaseId];
                if (!runner)
                    runner.emplace(datasets::databaseFile(databases_, question.databaseId));
                taught.outcome =
                    givesAnswer(runner->run(taught.query, options_.limits, stop)) ? "kept" : "empty";
            } catch (const eval::RunError &) {
                if (stop.stop_requested())
                    return; // not the answer's fault
            }
        const auto [id, text] = keyOf(question);
        eval::appendAll(
            descriptor_, file_,
            eval::jsonText(
                {{"db_id", id}, {"question", text}, {"query", taught.query}, {"outcome", taught.outcome}}));
        count(taught.outcome);
        known_[{id, text}] = std::move(taught);
    }

    void count(const std::string &outcome)
    {
        ++counts_.done;
        ++(outcome == "kept" ? counts_.kept : outcome == "empty" ? counts_.empty : counts_.failed);
    }

    const std::vector<datasets::Example> &questions_;
    const fs::path databases_;
    const TeacherOptions &options_;
    const fs::path file_;
    std::map<Key, Taught> known_;
    std::vector<std::size_t> open_; ///< questions without an answer
    TeacherCounts counts_;
    std::map<std::string, std::string> schemas_;
    std::map<std::string, std::optional<eval::SqlRunner>> runners_;
    int descriptor_ = -1;
};

} // namespace

TaughtQuestions askTeacher(const std::vector<datasets::Example> &questions, const fs::path &databases,
                           const TeacherOptions &options, const fs::path &file,
                           const std::function<void(const TeacherCounts &)> &progress, std::stop_token stop)
{
    std::error_code code;
    fs::create_directories(file.parent_path(), code);
    return Lesson(questions, databases, options, file).run(progress, stop);
}

} // namespace mureum::app
