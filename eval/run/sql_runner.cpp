#include "eval/run/sql_runner.h"

#include "eval/run/connection.h"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string_view>

namespace mureum::eval {

namespace {

using Clock = Watch::Clock;

/// What run() gathers at most; a row cap alone does not bound wide rows or large blobs.
constexpr std::size_t maxResultBytes = std::size_t{1} << 30;

/// What stands after blanks, comments and semicolons, as SQLite's tokenizer sees them.
std::string_view skipBlank(std::string_view sql)
{
    for (;;) {
        const auto start = sql.find_first_not_of(" \t\n\r\f;");
        if (start == std::string_view::npos)
            return {};
        sql.remove_prefix(start);
        if (sql.starts_with("--")) {
            const auto end = sql.find('\n');
            sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 1);
        } else if (sql.starts_with("/*")) {
            const auto end = sql.find("*/", 2);
            sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 2);
        } else if (sql.starts_with("\xEF\xBB\xBF")) {
            sql.remove_prefix(3);
        } else {
            return sql;
        }
    }
}

struct Finalize
{
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Statement prepare(ReadOnlyDatabase &database, const std::string &sql)
{
    if (skipBlank(sql).empty())
        throw RunError(RunFailure::Syntax, "the statement is empty; write a SELECT");
    if (sql.find('\0') != std::string::npos)
        throw RunError(RunFailure::Syntax, "the statement holds a NUL character; remove it");
    if (sql.size() > 1'000'000)
        throw RunError(RunFailure::Syntax,
                       fmt::format("the statement is too long ({} bytes, at most 1,000,000)", sql.size()));
    const std::string_view text = skipBlank(sql);
    sqlite3_stmt *raw = nullptr;
    const char *tail = nullptr;
    database.takeDenied();
    const int code =
        sqlite3_prepare_v2(database.get(), text.data(), static_cast<int>(text.size()), &raw, &tail);
    Statement statement(raw);
    if (code != SQLITE_OK)
        database.raise(code, std::string(text));
    if (!skipBlank(tail).empty())
        throw RunError(
            RunFailure::SeveralStatements,
            "there is more than one statement; only one is run, so remove what follows the first ;");
    if (!statement || !sqlite3_stmt_readonly(raw) || sqlite3_column_count(raw) == 0)
        throw RunError(RunFailure::NotReadOnly,
                       "the statement gives no rows; only reading statements (SELECT) are run here");
    if (sqlite3_bind_parameter_count(raw) > 0)
        throw RunError(
            RunFailure::Syntax,
            fmt::format("the parameter {} has no value; write the value itself",
                        sqlite3_bind_parameter_name(raw, 1) ? sqlite3_bind_parameter_name(raw, 1) : "?"));
    return statement;
}

Cell readCell(sqlite3_stmt *statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement, column);
    case SQLITE_TEXT: {
        // Text first, then its size: for a UTF-16 database the conversion decides the size.
        const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return text ? std::string(text, size) : std::string();
    }
    case SQLITE_BLOB: {
        const auto *bytes = static_cast<const std::uint8_t *>(sqlite3_column_blob(statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return bytes ? Blob{std::vector<std::uint8_t>(bytes, bytes + size)} : Blob{};
    }
    default:
        return std::monostate{};
    }
}

std::size_t bytesOf(const Cell &cell)
{
    if (const auto *text = std::get_if<std::string>(&cell))
        return sizeof(Cell) + text->size();
    if (const auto *blob = std::get_if<Blob>(&cell))
        return sizeof(Cell) + blob->bytes.size();
    return sizeof(Cell);
}

class SqliteCursor final : public Cursor
{
public:
    using GiveBack = std::function<void(std::unique_ptr<ReadOnlyDatabase>)>;

    SqliteCursor(std::unique_ptr<ReadOnlyDatabase> database, GiveBack giveBack, const std::string &sql,
                 std::chrono::milliseconds timeLimit, std::stop_token stop)
        : database_(std::move(database)), giveBack_(std::move(giveBack)), timeLimit_(timeLimit)
    {
        watch_.stop = stop;
        database_->watch(&watch_);
        try {
            statement_ = prepare(*database_, sql);
        } catch (...) {
            giveBack_(std::move(database_));
            throw;
        }
        const int count = sqlite3_column_count(statement_.get());
        for (int i = 0; i < count; ++i) {
            const char *name = sqlite3_column_name(statement_.get(), i);
            columns_.emplace_back(name ? name : "");
        }
        // The progress handler sees the token too; the interrupt reaches the few long single instructions,
        // such as counting a table.
        interrupt_.emplace(stop, Interrupt{database_->get()});
    }

    ~SqliteCursor() override
    {
        interrupt_.reset();
        statement_.reset();
        giveBack_(std::move(database_));
    }

    const std::vector<std::string> &columns() const override { return columns_; }

    bool step(std::vector<Cell> &row) override
    {
        if (!statement_)
            return false;
        if (watch_.stop.stop_requested()) {
            statement_.reset();
            throw RunError(RunFailure::Cancelled, "the statement was stopped");
        }
        const auto start = Clock::now();
        if (timeLimit_.count() > 0)
            watch_.deadline = start + (timeLimit_ - used_);
        watch_.lockedUntil = Clock::time_point::max();
        const int code = sqlite3_step(statement_.get());
        used_ += std::chrono::ceil<std::chrono::microseconds>(Clock::now() - start);
        if (code == SQLITE_ROW) {
            row.resize(columns_.size());
            for (std::size_t i = 0; i < row.size(); ++i)
                row[i] = readCell(statement_.get(), static_cast<int>(i));
            return true;
        }
        // Ended or failed: the read lock goes at once, so that writers elsewhere are not held up.
        const Statement ended = std::move(statement_);
        if (code != SQLITE_DONE)
            database_->raise(code);
        return false;
    }

private:
    struct Interrupt
    {
        sqlite3 *db;
        void operator()() const { sqlite3_interrupt(db); }
    };

    std::unique_ptr<ReadOnlyDatabase> database_;
    GiveBack giveBack_;
    Watch watch_;
    Statement statement_;
    std::vector<std::string> columns_;
    std::chrono::microseconds timeLimit_;
    std::chrono::microseconds used_{0};
    std::optional<std::stop_callback<Interrupt>> interrupt_;
};

} // namespace

SqlRunner::SqlRunner(const std::filesystem::path &file) : connection_(std::make_shared<Connection>())
{
    std::error_code code;
    connection_->file = std::filesystem::canonical(file, code);
    if (code)
        throw RunError(RunFailure::Other, fmt::format("cannot open the database {}: {}; check the path",
                                                      file.string(), code.message()));
    connection_->giveBack(connection_->take());
}

SqlRunner::~SqlRunner() = default;
SqlRunner::SqlRunner(SqlRunner &&) noexcept = default;
SqlRunner &SqlRunner::operator=(SqlRunner &&) noexcept = default;

std::unique_ptr<Cursor> SqlRunner::open(const std::string &sql, std::chrono::milliseconds timeLimit,
                                        std::stop_token stop)
{
    auto giveBack = [connection = connection_](std::unique_ptr<ReadOnlyDatabase> database) {
        if (database)
            connection->giveBack(std::move(database));
    };
    return std::make_unique<SqliteCursor>(connection_->take(), std::move(giveBack), sql, timeLimit,
                                          std::move(stop));
}

ResultSet SqlRunner::run(const std::string &sql, const RunLimits &limits, std::stop_token stop)
{
    const auto start = Clock::now();
    const auto cursor = open(sql, limits.time, std::move(stop));
    ResultSet result;
    result.columns = cursor->columns();
    std::size_t bytes = 0;
    std::vector<Cell> row;
    while (cursor->step(row)) {
        for (const Cell &cell : row)
            bytes += bytesOf(cell);
        if (static_cast<std::int64_t>(result.rows.size()) >= limits.maxRows || bytes > maxResultBytes) {
            result.truncated = true;
            break;
        }
        result.rows.push_back(std::move(row));
    }
    result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return result;
}

} // namespace mureum::eval
