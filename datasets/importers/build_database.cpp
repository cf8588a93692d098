#include "datasets/importers/build_database.h"
#include "datasets/error.h"
#include "datasets/schema/connection.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>

namespace mureum::datasets {

namespace {

using Clock = std::chrono::steady_clock;

/// Everything that stays inside the new database: tables, views, indexes and rows.
int stayInside(void *, int action, const char *, const char *second, const char *, const char *)
{
    switch (action) {
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_INDEX:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_READ:
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
    case SQLITE_REINDEX:
    case SQLITE_TRANSACTION:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return second && sqlite3_stricmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

DatabaseHandle inMemory()
{
    sqlite3 *database = nullptr;
    const int opened =
        sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    DatabaseHandle handle(database);
    if (opened != SQLITE_OK)
        throw Error("cannot create a database: out of memory");
    // A statement of a data file may not ask for more than a few MB at once.
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    return handle;
}

/// Runs a script under the authorizer; the message of the first failure, or nothing.
std::string run(sqlite3 *database, const std::string &script, Clock::time_point end)
{
    sqlite3_set_authorizer(database, stayInside, nullptr);
    Deadline deadline(database, end);
    char *message = nullptr;
    const int result = sqlite3_exec(database, script.c_str(), nullptr, nullptr, &message);
    const std::unique_ptr<char, decltype(&sqlite3_free)> owned(message, sqlite3_free);
    sqlite3_set_authorizer(database, nullptr, nullptr);
    return result == SQLITE_OK ? std::string() : std::string(message ? message : sqlite3_errstr(result));
}

bool hasTable(sqlite3 *database)
{
    Statement any(database, "SELECT 1 FROM sqlite_master WHERE type = 'table' LIMIT 1");
    return any.isValid() && any.step();
}

void insertRows(sqlite3 *database, const TableRows &rows)
{
    std::string columns, marks;
    for (const std::string &column : rows.columns) {
        columns += (columns.empty() ? "" : ", ") + quoteIdentifier(column);
        marks += marks.empty() ? "?" : ", ?";
    }
    const Statement insert(database, fmt::format("INSERT OR IGNORE INTO {} ({}) VALUES ({})",
                                                 quoteIdentifier(rows.table), columns, marks));
    if (!insert.isValid())
        throw Error(fmt::format("cannot fill table {}: {}", rows.table, sqlite3_errmsg(database)));
    for (const auto &row : rows.rows) {
        for (std::size_t at = 0; at < rows.columns.size(); ++at) {
            const int place = static_cast<int>(at) + 1;
            const synth::Cell cell = at < row.size() ? row[at] : synth::Cell();
            switch (cell.kind) {
            case synth::CellKind::Null:
                sqlite3_bind_null(insert.get(), place);
                break;
            case synth::CellKind::Integer:
                sqlite3_bind_int64(insert.get(), place, static_cast<std::int64_t>(cell.number));
                break;
            case synth::CellKind::Real:
                sqlite3_bind_double(insert.get(), place, cell.number);
                break;
            case synth::CellKind::Text:
                sqlite3_bind_text64(insert.get(), place, cell.text.data(), cell.text.size(), SQLITE_TRANSIENT,
                                    SQLITE_UTF8);
                break;
            }
        }
        sqlite3_step(insert.get());
        sqlite3_reset(insert.get());
    }
}

void save(sqlite3 *database, const std::filesystem::path &file)
{
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
        sqlite3_serialize(database, "main", &size, 0), sqlite3_free);
    errno = 0;
    std::ofstream out(file, std::ios::binary);
    if (!bytes || !out.write(reinterpret_cast<const char *>(bytes.get()), size) || !out.flush())
        throw Error(fmt::format("cannot write {}: {}; choose a folder you may write to", file.string(),
                                errno ? std::strerror(errno) : "out of memory"));
}

} // namespace

std::vector<std::string> buildDatabase(const std::filesystem::path &file, const DatabaseContent &content)
{
    std::vector<std::string> failures;
    const DatabaseHandle database = inMemory();
    const auto end = Clock::now() + std::chrono::seconds(10);
    if (const std::string failure = run(database.get(), content.ddl, end);
        !failure.empty() || !hasTable(database.get()))
        throw Error(fmt::format("the CREATE TABLE statements do not run: {}",
                                failure.empty() ? "they make no table" : failure));
    for (const std::string &statement : content.statements)
        if (const std::string failure = run(database.get(), statement, end); !failure.empty())
            failures.push_back(fmt::format("a row was left out: {}", failure));
    sqlite3_exec(database.get(), "BEGIN", nullptr, nullptr, nullptr);
    for (const TableRows &rows : content.rows)
        insertRows(database.get(), rows);
    sqlite3_exec(database.get(), "COMMIT", nullptr, nullptr, nullptr);
    save(database.get(), file);
    return failures;
}

bool runsInSqlite(const std::string &ddl)
{
    const DatabaseHandle database = inMemory();
    return run(database.get(), ddl, Clock::now() + std::chrono::seconds(2)).empty() &&
           hasTable(database.get());
}

} // namespace mureum::datasets
