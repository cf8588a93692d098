#include "eval/run/connection.h"

#include "eval/run/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

namespace mureum::eval {

namespace fs = std::filesystem;

namespace {

constexpr auto lockPatience = std::chrono::milliseconds(1000);
constexpr auto lockPause = std::chrono::milliseconds(10);
/// SQLite's virtual machine does about 10^8 instructions a second: a look at the clock every 50 microseconds
/// or so.
constexpr int instructionsPerLook = 5000;

/// Pragmas that only read, whatever their argument. data_version is what FTS5 asks for by itself.
constexpr std::array<std::string_view, 11> readingPragmas = {
    "table_info",       "table_xinfo",    "table_list",    "index_list",    "index_info",  "index_xinfo",
    "foreign_key_list", "collation_list", "function_list", "database_list", "data_version"};

/// Functions that reach outside the database.
constexpr std::array<std::string_view, 5> refusedFunctions = {"load_extension", "fts3_tokenizer", "readfile",
                                                              "writefile", "edit"};

bool among(const auto &names, const char *name)
{
    return name && std::any_of(names.begin(), names.end(), [&](std::string_view known) {
               return known.size() == std::strlen(name) &&
                      sqlite3_strnicmp(known.data(), name, static_cast<int>(known.size())) == 0;
           });
}

std::string_view actionName(int action)
{
    switch (action) {
    case SQLITE_INSERT:
        return "INSERT";
    case SQLITE_UPDATE:
        return "UPDATE";
    case SQLITE_DELETE:
        return "DELETE";
    case SQLITE_PRAGMA:
        return "PRAGMA";
    case SQLITE_ATTACH:
        return "ATTACH or VACUUM INTO";
    case SQLITE_DETACH:
        return "DETACH";
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return "a transaction";
    case SQLITE_ALTER_TABLE:
        return "ALTER TABLE";
    case SQLITE_REINDEX:
        return "REINDEX";
    case SQLITE_ANALYZE:
        return "ANALYZE";
    case SQLITE_FUNCTION:
        return "the function";
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_TRIGGER:
    case SQLITE_DROP_VIEW:
    case SQLITE_DROP_VTABLE:
    case SQLITE_DROP_TEMP_INDEX:
    case SQLITE_DROP_TEMP_TABLE:
    case SQLITE_DROP_TEMP_TRIGGER:
    case SQLITE_DROP_TEMP_VIEW:
        return "DROP";
    default:
        return "CREATE";
    }
}

} // namespace

bool Watch::over()
{
    if (stop.stop_requested())
        return true;
    if (Clock::now() < deadline)
        return false;
    timedOut = true;
    return true;
}

ReadOnlyDatabase::ReadOnlyDatabase(const fs::path &file) : file_(file), stamp_(stampOf(file))
{
    auto opened = openFile(file, stamp_.size);
    db_ = std::move(opened.database);
    lockless_ = opened.mode != datasets::OpenMode::Shared;
    sqlite3_extended_result_codes(get(), 1);
    sqlite3_busy_handler(get(), busy, this);
    prepareConnection(opened.mode);
}

void ReadOnlyDatabase::prepareConnection(datasets::OpenMode mode)
{
    for (const auto &[option, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}})
        sqlite3_db_config(get(), option, value, nullptr);
    sqlite3_exec(get(), "PRAGMA query_only=1; PRAGMA cell_size_check=1", nullptr, nullptr, nullptr);
    sqlite3_limit(get(), SQLITE_LIMIT_LENGTH, 256 << 20);
    sqlite3_limit(get(), SQLITE_LIMIT_SQL_LENGTH, 1'000'000);
    sqlite3_limit(get(), SQLITE_LIMIT_EXPR_DEPTH, 500);
    sqlite3_limit(get(), SQLITE_LIMIT_VDBE_OP, 5'000'000);
    sqlite3_limit(get(), SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 5000);
    sqlite3_limit(get(), SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(get(), SQLITE_LIMIT_TRIGGER_DEPTH, 1);
    sqlite3_limit(get(), SQLITE_LIMIT_WORKER_THREADS, 0);
    sqlite3_progress_handler(get(), instructionsPerLook, progress, this);

    // Reads the schema, so that a damaged or locked file is told apart before any statement. The size is
    // looked at under the read lock: a writer elsewhere cannot be half through with it then.
    Watch patience;
    watch(&patience);
    int code = sqlite3_exec(get(), "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK && mode != datasets::OpenMode::HeapIndex)
        checkSize(get(), file_);
    if (code == SQLITE_OK)
        code = sqlite3_exec(get(), "COMMIT", nullptr, nullptr, nullptr);
    watch(nullptr);
    if (code != SQLITE_OK)
        raise(code);
    sqlite3_set_authorizer(get(), authorize, this);
}

bool ReadOnlyDatabase::current() const
{
    const FileStamp now = stampOf(file_);
    if (!lockless_)
        return now.sameFile(stamp_);
    return now.sameContent(stamp_) && datasets::sizeOrNone(file_.string() + "-shm") < 0;
}

int ReadOnlyDatabase::authorize(void *self, int action, const char *first, const char *second, const char *,
                                const char *)
{
    auto &denied = static_cast<ReadOnlyDatabase *>(self)->denied_;
    const char *object = first;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        if (!among(refusedFunctions, second))
            return SQLITE_OK;
        object = second;
        break;
    case SQLITE_UPDATE:
        // SQLite asks this while it declares a virtual table (FTS5, pragma_*), and throws that code away.
        // Ignoring means "leave the column as it is"; an UPDATE written by hand is refused as a writing
        // statement anyway.
        if (first && std::string_view(first) == "sqlite_master")
            return SQLITE_IGNORE;
        break;
    case SQLITE_PRAGMA:
        if (among(readingPragmas, first))
            return SQLITE_OK;
        break;
    default:
        break;
    }
    if (denied.empty()) {
        const bool named = object && *object && action != SQLITE_TRANSACTION && action != SQLITE_SAVEPOINT &&
                           action != SQLITE_ATTACH;
        denied = named ? fmt::format("{} {}", actionName(action), validUtf8(object)) : actionName(action);
    }
    return SQLITE_DENY;
}

int ReadOnlyDatabase::progress(void *self)
{
    Watch *watch = static_cast<ReadOnlyDatabase *>(self)->watch_;
    return watch && watch->over() ? 1 : 0;
}

int ReadOnlyDatabase::busy(void *self, int)
{
    Watch *watch = static_cast<ReadOnlyDatabase *>(self)->watch_;
    if (!watch || watch->over())
        return 0;
    const auto now = Watch::Clock::now();
    if (watch->lockedUntil == Watch::Clock::time_point::max())
        watch->lockedUntil = now + lockPatience;
    if (now >= watch->lockedUntil)
        return 0;
    std::this_thread::sleep_for(lockPause);
    return 1;
}

std::string ReadOnlyDatabase::takeDenied()
{
    return std::exchange(denied_, {});
}

void ReadOnlyDatabase::raise(int code, const std::string &sql)
{
    std::string message = validUtf8(get() ? sqlite3_errmsg(get()) : sqlite3_errstr(code));
    std::replace(message.begin(), message.end(), '\n', ' ');
    const std::string denied = takeDenied();
    if (!denied.empty())
        throw RunError(RunFailure::NotReadOnly,
                       fmt::format("{} is refused: only reading statements (SELECT) are run here", denied));
    const std::string file = file_.string();
    switch (code & 0xFF) {
    case SQLITE_INTERRUPT:
        if (watch_ && watch_->timedOut)
            throw RunError(RunFailure::TimedOut,
                           "the statement ran past its time limit; narrow it down, or allow more time");
        throw RunError(RunFailure::Cancelled, "the statement was stopped");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        if (watch_ && watch_->stop.stop_requested())
            throw RunError(RunFailure::Cancelled, "the statement was stopped");
        throw RunError(
            RunFailure::Locked,
            fmt::format("{} is locked by another program that is writing to it; try again when it is done",
                        file));
    case SQLITE_CORRUPT:
        throw RunError(RunFailure::Corrupt,
                       fmt::format("{} is damaged or truncated ({}); restore it from a copy", file, message));
    case SQLITE_NOTADB:
        throw RunError(
            RunFailure::Corrupt,
            fmt::format("{} is not a SQLite database, or it is encrypted; choose a plain SQLite file", file));
    case SQLITE_READONLY:
        // Only a hot journal needs writing before the first read.
        throw RunError(
            RunFailure::Locked,
            fmt::format("{} was left in the middle of a write by another program; open it there once, "
                        "so that it is repaired",
                        file));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        throw RunError(
            RunFailure::Other,
            fmt::format("cannot open {} ({}); check its permissions and its folder's", file, message));
    case SQLITE_IOERR:
        throw RunError(RunFailure::Other,
                       fmt::format("reading {} failed ({}); check the disk", file, message));
    case SQLITE_FULL:
        throw RunError(RunFailure::Other,
                       "no room for the statement's temporary files; free some disk space, or "
                       "set SQLITE_TMPDIR to a larger disk");
    case SQLITE_NOMEM:
        throw RunError(RunFailure::Other, "not enough memory for the statement; narrow it down");
    case SQLITE_TOOBIG:
        throw RunError(RunFailure::Other, "a value or the statement is too large (over 256 MiB, or 1,000,000 "
                                          "characters of SQL); narrow it down");
    case SQLITE_ERROR: {
        const int offset = get() ? sqlite3_error_offset(get()) : -1;
        if (offset < 0 || static_cast<std::size_t>(offset) > sql.size())
            throw RunError(RunFailure::Syntax, message);
        const auto before = std::string_view(sql).substr(0, static_cast<std::size_t>(offset));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const auto lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
        const auto characters = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(lineStart),
                                              before.end(), [](char c) { return (c & 0xC0) != 0x80; });
        throw RunError(RunFailure::Syntax,
                       fmt::format("{} (line {}, character {})", message, line, characters + 1));
    }
    default:
        throw RunError(RunFailure::Other, fmt::format("{}: {}", file, message));
    }
}

std::unique_ptr<ReadOnlyDatabase> SqlRunner::Connection::take()
{
    std::unique_ptr<ReadOnlyDatabase> database;
    {
        const std::lock_guard lock(mutex);
        if (!idle.empty()) {
            database = std::move(idle.back());
            idle.pop_back();
        }
    }
    if (!database || !database->current())
        database = std::make_unique<ReadOnlyDatabase>(file);
    return database;
}

void SqlRunner::Connection::giveBack(std::unique_ptr<ReadOnlyDatabase> database)
{
    constexpr std::size_t kept = 4;
    database->watch(nullptr);
    const std::lock_guard lock(mutex);
    if (idle.size() < kept)
        idle.push_back(std::move(database));
}

} // namespace mureum::eval
