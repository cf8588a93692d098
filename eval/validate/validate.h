#pragma once
#include "datasets/validate/inspect.h"
#include "eval/run/sql_runner.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace mureum::eval {

struct ValidateOptions
{
    std::filesystem::path data;
    /// DIR/<db_id>.sqlite or DIR/<db_id>/<db_id>.sqlite; empty: the folder `databases` beside the data, where
    /// there is one. Examples with a context instead of a database get one made of it for the time being.
    std::filesystem::path databases;
    std::vector<std::filesystem::path> against; ///< files that should have nothing in common with it
    std::chrono::milliseconds time{10000};      ///< for one gold
    int threads = 0;                            ///< that run golds; 0: all cores
    datasets::CountTokens tokens;               ///< may be empty
};

/// Called after every gold, from any thread, one call at a time.
using ValidateProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Reads a data file, inspects it, and runs every gold read-only (the user's databases are never changed).
/// Findings beside inspectExamples': missing_database, broken_database, gold_fails, gold_times_out (errors),
/// gold_empty (warning: no row). Throws datasets::Error where a file cannot be read.
datasets::ValidationReport validateExamples(const ValidateOptions &options,
                                            const ValidateProgress &progress = {}, std::stop_token stop = {});

} // namespace mureum::eval
