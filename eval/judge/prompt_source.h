#pragma once
#include "eval/judge/judge.h"
#include "eval/remote/chat.h"

#include <map>
#include <string>

namespace mureum::eval {

/// Tokens of the answer that is asked for: {"resolve_yn": "yes"} and a little around it.
constexpr std::size_t judgeAnswerTokens = 12;

/// Writes the judge's prompts; reads each schema once.
class JudgePromptSource
{
public:
    /// `measuring`: only the length of the prompts matters, so no query is run for {rows_...}.
    explicit JudgePromptSource(const JudgeOptions &options, bool measuring = false)
        : options_(options), measuring_(measuring)
    {
    }

    /// Throws datasets::Error or RunError where the record's database is not there.
    ChatRequest request(std::size_t index, const EvaluationRecord &record);

private:
    struct Database
    {
        std::filesystem::path file;
        std::string ddl, error;
    };

    const Database &databaseOf(std::size_t index, const EvaluationRecord &record);
    std::string rows(const std::filesystem::path &file, const std::string &sql) const;

    const JudgeOptions &options_;
    bool measuring_;
    std::map<std::string, Database> databases_; ///< by id, or by file where `databaseOf` is given
};

} // namespace mureum::eval
