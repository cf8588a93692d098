#pragma once
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace mureum::datasets {

struct CloseDatabase
{
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;

/// `file:///...?mode=ro` with everything but unreserved characters percent-encoded.
std::string readOnlyUri(const std::filesystem::path &file);

/// Opens a SQLite file read-only and reads its header; nothing appears beside it (read_only_file.h). Waits at most two
/// seconds for a lock.
/// Throws Error: missing, a folder, empty, no permission, not a database or encrypted, truncated, locked.
DatabaseHandle openReadOnly(const std::filesystem::path &file);

/// The Error text for what SQLite last reported on this database: one line, names the file.
std::string describeFailure(sqlite3 *database, const std::filesystem::path &file);

/// "name" with quotes doubled.
std::string quoteIdentifier(std::string_view identifier);

/// A prepared statement, stepped once from top to bottom.
class Statement
{
public:
    /// `isValid()` is false where SQL does not compile; nothing is thrown, the caller knows what it means.
    Statement(sqlite3 *database, const std::string &sql);
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    bool isValid() const { return statement_ != nullptr; }
    /// True while there is a row. False at the end and on an error: `failed()` tells them apart.
    bool step();
    bool failed() const { return result_ != SQLITE_ROW && result_ != SQLITE_DONE; }

    int type(int column) const { return sqlite3_column_type(statement_, column); }
    bool isNull(int column) const { return type(column) == SQLITE_NULL; }
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    /// Bytes of the value as text, valid until the next step.
    std::string_view text(int column) const;
    sqlite3_stmt *get() const { return statement_; }

private:
    sqlite3_stmt *statement_ = nullptr;
    int result_ = SQLITE_OK;
};

/// Interrupts whatever the connection runs once the deadline has passed; undone at the end of its life.
class Deadline
{
public:
    Deadline(sqlite3 *database, std::chrono::steady_clock::time_point end);
    ~Deadline();
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

    void move(std::chrono::steady_clock::time_point end) { end_ = end; }
    bool passed() const { return std::chrono::steady_clock::now() >= end_; }

private:
    sqlite3 *database_;
    std::chrono::steady_clock::time_point end_;
};

} // namespace mureum::datasets
