#include "datasets/schema/connection.h"
#include "datasets/error.h"
#include "datasets/schema/file_diagnosis.h"
#include "datasets/schema/read_only_file.h"

#include <fmt/format.h>

namespace mureum::datasets {

namespace {

constexpr int kBusyMilliseconds = 2000;

/// SQLite instructions between two looks at the clock; well under a millisecond.
constexpr int kInstructionsPerCheck = 1000;

} // namespace

std::string readOnlyUri(const std::filesystem::path &file)
{
    std::string uri = "file://";
    for (const char c : std::filesystem::absolute(file).string()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || c == '/' || c == '-' || c == '.' || c == '_' ||
                           c == '~';
        if (plain)
            uri += c;
        else
            uri += fmt::format("%{:02X}", byte);
    }
    return uri + "?mode=ro";
}

DatabaseHandle openReadOnly(const std::filesystem::path &file)
{
    if (const std::string problem = problemBeforeOpening(file); !problem.empty())
        throw Error(problem);
    OpenedFile opened = openWithoutTraces(file);
    DatabaseHandle database = std::move(opened.database);
    sqlite3 *raw = database.get();
    if (opened.code != SQLITE_OK)
        throw Error(describeFailure(raw, file));
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, kBusyMilliseconds);
    // A file made by somebody else may carry functions in views and a damaged schema: neither is trusted.
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Opening is lazy; the first read is what meets a bad header, a missing key or a lock.
    if (sqlite3_exec(raw, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) != SQLITE_OK)
        throw Error(describeFailure(raw, file));
    return database;
}

std::string describeFailure(sqlite3 *database, const std::filesystem::path &file)
{
    const int code = database ? sqlite3_extended_errcode(database) : SQLITE_NOMEM;
    const std::string message = database ? sqlite3_errmsg(database) : "out of memory";
    return problemFromSqlite(file, code, message);
}

std::string quoteIdentifier(std::string_view identifier)
{
    std::string quoted = "\"";
    for (const char c : identifier) {
        quoted += c;
        if (c == '"')
            quoted += c;
    }
    return quoted + '"';
}

Statement::Statement(sqlite3 *database, const std::string &sql)
{
    const int prepared =
        sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr);
    if (prepared != SQLITE_OK)
        result_ = prepared;
}

bool Statement::step()
{
    if (!statement_)
        return false;
    result_ = sqlite3_step(statement_);
    return result_ == SQLITE_ROW;
}

std::string_view Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(statement_, column));
    if (!bytes)
        return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Deadline::Deadline(sqlite3 *database, std::chrono::steady_clock::time_point end)
    : database_(database), end_(end)
{
    const auto check = [](void *self) { return static_cast<const Deadline *>(self)->passed() ? 1 : 0; };
    sqlite3_progress_handler(database_, kInstructionsPerCheck, check, this);
}

Deadline::~Deadline()
{
    sqlite3_progress_handler(database_, 0, nullptr, nullptr);
}

} // namespace mureum::datasets
