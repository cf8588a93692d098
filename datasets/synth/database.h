#pragma once
#include "datasets/synth/world.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

struct sqlite3;

namespace mureum::datasets::synth {

/// A SQLite file opened read-only, for running what was written.
class Database
{
public:
    explicit Database(const std::filesystem::path &file); ///< throws Error
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    struct Answer
    {
        bool ran = false;
        int rows = 0;         ///< counted up to 1,000
        bool telling = false; ///< some cell is neither NULL nor 0
        std::string firstCell;
    };
    /// Runs a query for at most `steps` virtual-machine instructions.
    Answer run(const std::string &query, long steps = 4'000'000);
    std::vector<std::vector<Cell>> rows(const std::string &query, int maxRows);
    sqlite3 *handle() const { return db_; }

private:
    sqlite3 *db_ = nullptr;
};

} // namespace mureum::datasets::synth
