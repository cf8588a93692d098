#pragma once
#include "eval/suite/record.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mureum::eval {

/// What a judge said about one record: a line of judge.jsonl.
struct JudgeLine
{
    std::size_t index = 0; ///< of the line in records.jsonl, from 0
    std::optional<bool> yes;
    std::string error;                                   ///< why there is no verdict
    std::int64_t promptTokens = 0, completionTokens = 0; ///< as the server counted; 0 where it did not
    bool asked = true;                                   ///< false where no request was needed
};

using JudgeLines = std::map<std::size_t, JudgeLine>;

/// The records of a run, without a last line that is not complete yet. Throws datasets::Error where there is
/// no records.jsonl or a line is no record.
std::vector<EvaluationRecord> readRunRecords(const std::filesystem::path &runDirectory);

/// The verdicts of judge.jsonl by index: the last line of an index counts, lines that are not understood are
/// left out. Empty where there is no such file.
JudgeLines readJudgeLines(const std::filesystem::path &runDirectory);

/// The judge's files in a run directory:
///   judge_config.json    the judge: host, model, prompts; verdicts of another one are not mixed in
///   judge.jsonl          one line per verdict, appended at once
///   judge_summary.json   when every record has a line
/// Not thread-safe; another process is kept out.
class JudgeDirectory
{
public:
    /// Begins, or goes on. Throws datasets::Error where the folder cannot be written, another process judges
    /// in it, or (unless `restart`, which drops the old verdicts) the verdicts in it are of another judge or
    /// of other records.
    JudgeDirectory(const std::filesystem::path &folder, const nlohmann::ordered_json &judge,
                   const std::vector<EvaluationRecord> &records, bool restart);
    ~JudgeDirectory();
    JudgeDirectory(const JudgeDirectory &) = delete;
    JudgeDirectory &operator=(const JudgeDirectory &) = delete;

    const JudgeLines &lines() const { return lines_; }
    void append(const JudgeLine &line);
    void complete(const nlohmann::ordered_json &summary);

private:
    void goOn(const nlohmann::ordered_json &config, const std::vector<EvaluationRecord> &records);
    void openLines();

    std::filesystem::path folder_;
    int lock_ = -1, file_ = -1;
    JudgeLines lines_;
};

/// Tells one text, or list of texts, from another (FNV-1a, 16 hexadecimal digits).
std::string fingerprint(const std::vector<const std::string *> &texts);

} // namespace mureum::eval
