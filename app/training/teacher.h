#pragma once
#include "datasets/examples/example.h"
#include "eval/remote/chat.h"
#include "eval/run/sql_runner.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace mureum::app {

struct TeacherOptions
{
    eval::ChatOptions chat;
    eval::RunLimits limits{std::chrono::seconds(5), 1000};
};

/// What became of the questions.
struct TeacherCounts
{
    std::size_t done = 0, total = 0;
    std::size_t kept = 0;   ///< answered with SQL that gives rows
    std::size_t empty = 0;  ///< with SQL that gives none, or only NULL
    std::size_t failed = 0; ///< with SQL that does not run, or with none
    std::size_t errors = 0; ///< the server gave no answer
};

struct TaughtQuestions
{
    std::vector<datasets::Example> examples; ///< in the order of the questions, `query` the teacher's
    TeacherCounts counts;
    bool complete = true; ///< false after a stop
};

/// Knowledge distillation from a stronger model: it writes SQL for the questions, and what runs read-only on
/// their databases and gives rows is kept (Kim & Rush 2016, "Sequence-Level Knowledge Distillation"). The
/// server is sent the question and the schema as CREATE TABLE statements, never a row.
///
/// `file`: JSON lines {"db_id", "question", "query", "outcome": "kept" | "empty" | "failed"}, appended as
/// answers come, so that a killed process asks nothing twice; questions the server gave no answer to are
/// asked again. `progress` is called on this thread. Throws datasets::Error: a database is missing, the file
/// cannot be written, the server refuses everything (ChatClient::run).
TaughtQuestions askTeacher(const std::vector<datasets::Example> &questions,
                           const std::filesystem::path &databases, const TeacherOptions &options,
                           const std::filesystem::path &file,
                           const std::function<void(const TeacherCounts &)> &progress, std::stop_token stop);

} // namespace mureum::app
