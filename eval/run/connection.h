#pragma once
#include "eval/run/database_file.h"
#include "eval/run/sql_runner.h"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

// One read-only SQLite connection and the pool of them behind a SqlRunner. Private to eval/run.

namespace mureum::eval {

/// What may end a running statement early; looked at by the progress and busy handlers.
struct Watch
{
    using Clock = std::chrono::steady_clock;
    std::stop_token stop;
    Clock::time_point deadline = Clock::time_point::max();
    Clock::time_point lockedUntil = Clock::time_point::max(); ///< set on first contact with somebody's lock
    bool timedOut = false;

    /// True where the statement has to end now.
    bool over();
};

/// An open database that denies everything but reading. Leaves neither -wal, -shm nor -journal files behind.
class ReadOnlyDatabase
{
public:
    /// `file` is absolute with symbolic links resolved. Throws RunError.
    explicit ReadOnlyDatabase(const std::filesystem::path &file);
    ReadOnlyDatabase(const ReadOnlyDatabase &) = delete;
    ReadOnlyDatabase &operator=(const ReadOnlyDatabase &) = delete;

    sqlite3 *get() const { return db_.get(); }
    /// False where the file behind the path was replaced, or changed under a connection that takes no locks.
    bool current() const;
    /// The watch of the statement being worked on; null for none. Not owned.
    void watch(Watch *watch) { watch_ = watch; }
    /// What the authorizer refused since the last call, empty for nothing.
    std::string takeDenied();
    /// The error of the last call that gave `code`, in words.
    [[noreturn]] void raise(int code, const std::string &sql = {});

private:
    static int authorize(void *self, int action, const char *first, const char *second, const char *database,
                         const char *trigger);
    static int progress(void *self);
    static int busy(void *self, int attempts);
    void prepareConnection(datasets::OpenMode mode);

    std::filesystem::path file_;
    datasets::DatabaseHandle db_;
    bool lockless_ = false; ///< opened without locks: nobody else had the file open then
    FileStamp stamp_;
    Watch *watch_ = nullptr;
    std::string denied_;
};

/// Connections of one runner that no cursor uses at the moment. A cursor has a connection of its own, so
/// stopping one never touches another.
struct SqlRunner::Connection
{
    std::filesystem::path file;
    std::mutex mutex;
    std::vector<std::unique_ptr<ReadOnlyDatabase>> idle;

    std::unique_ptr<ReadOnlyDatabase> take();
    void giveBack(std::unique_ptr<ReadOnlyDatabase> database);
};

} // namespace mureum::eval
