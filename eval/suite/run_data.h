#pragma once
#include "eval/suite/judgement.h"
#include "eval/suite/record.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mureum::eval {

/// A run directory as it stands, finished or not.
struct RunData
{
    std::filesystem::path folder;
    nlohmann::ordered_json config; ///< config.json; what is compared on resume, and "about"
    std::vector<EvaluationRecord> records;
    Judgements judgements;          ///< by index of the example
    nlohmann::ordered_json summary; ///< of the records there are, judgements included (summary.h)
    std::size_t total = 0;          ///< examples the run is to have
    bool complete = false;          ///< summary.json is there
    std::size_t unread = 0; ///< lines of records.jsonl that are no records, the one being written left out
    std::filesystem::file_time_type modified; ///< of its newest file: a run in progress moves on

    std::string name() const { return folder.filename().string(); }
    const Judgement *judgement(const EvaluationRecord &record) const;
    /// What config.json tells about where things lie, "" where it does not: "data", "databases",
    /// "predictions", "started".
    std::string about(const char *key) const;
    /// The database an example of this run was asked of; nothing where it is not there now.
    std::optional<std::filesystem::path> database(const EvaluationRecord &record) const;
};

/// Reads a run directory without any lock, while it is being written or after. A line that is still being
/// written is passed over. Throws datasets::Error where the folder is no run directory or its config.json
/// cannot be read.
RunData loadRun(const std::filesystem::path &folder);

/// config.json of an evaluation is there.
bool isRun(const std::filesystem::path &folder);

/// The run directories directly in a folder, newest first; empty where there is no such folder.
std::vector<std::filesystem::path> findRuns(const std::filesystem::path &folder);

} // namespace mureum::eval
