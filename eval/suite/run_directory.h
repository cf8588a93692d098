#pragma once
#include "eval/suite/record.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mureum::eval {

/// What an answerer gave for one question.
struct Answer
{
    std::string sql;
    double seconds = 0;
    int newTokens = 0;
    std::string error; ///< why there is no SQL
};

/// The files of one evaluation:
///   config.json     what is measured; a run is resumed only with the same, "about" left aside
///   records.jsonl   one line per finished example, in order
///   answers.jsonl   answers whose score is not written yet; gone when the run is complete
///   summary.json    written when the run is complete
/// Each line is appended at once, so a killed process loses at most the line it was writing, which the next
/// one cuts off. Not thread-safe.
class RunDirectory
{
public:
    /// Creates the folder, or continues the run in it. Throws datasets::Error where it cannot be written,
    /// another process uses it, it holds a run and `resume` is false, or it holds a run of another
    /// configuration.
    RunDirectory(const std::filesystem::path &folder, const nlohmann::ordered_json &config, bool resume);
    ~RunDirectory();
    RunDirectory(const RunDirectory &) = delete;
    RunDirectory &operator=(const RunDirectory &) = delete;

    /// What an earlier process finished.
    const std::vector<EvaluationRecord> &finished() const { return finished_; }
    /// What it was answered beyond that, by index of the example.
    const std::map<std::size_t, Answer> &answered() const { return answered_; }

    void append(std::size_t index, const Answer &answer);
    void append(const EvaluationRecord &record);
    void complete(const nlohmann::ordered_json &summary);

private:
    void recover();
    void appendLine(int &file, const char *name, const std::string &line);

    std::filesystem::path folder_;
    int lock_ = -1, records_ = -1, answers_ = -1;
    std::vector<EvaluationRecord> finished_;
    std::map<std::size_t, Answer> answered_;
};

} // namespace mureum::eval
