#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace mureum::eval {

/// Why a statement did not give its rows.
enum class RunFailure { Syntax, NotReadOnly, SeveralStatements, TimedOut, Cancelled, Locked, Corrupt, Other };

class RunError : public std::runtime_error
{
public:
    RunError(RunFailure kind, const std::string &message) : std::runtime_error(message), kind_(kind) {}
    RunFailure kind() const { return kind_; }

private:
    RunFailure kind_;
};

struct Blob
{
    std::vector<std::uint8_t> bytes;
    bool operator==(const Blob &) const = default;
};

/// A cell as SQLite holds it. Text is any bytes; `displayText` makes it valid UTF-8.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// For people: NULL -> "NULL", blobs "x'01ab…' (n bytes)", reals as SQLite prints them, bad UTF-8 as U+FFFD.
std::string displayText(const Cell &cell);

struct ResultSet
{
    std::vector<std::string> columns;
    std::vector<std::vector<Cell>> rows;
    bool truncated = false; ///< there was at least one row more than the cap
    double seconds = 0;
};

struct RunLimits
{
    std::chrono::milliseconds time{10000};
    std::int64_t maxRows = 10000;
};

/// One prepared statement stepped row by row: a result of any size costs what is looked at.
/// Not thread-safe; owned by one thread, stopped from any through the stop token.
class Cursor
{
public:
    virtual ~Cursor() = default;
    virtual const std::vector<std::string> &columns() const = 0;
    /// False at the end. Throws RunError. The time limit counts time inside step only.
    virtual bool step(std::vector<Cell> &row) = 0;
};

/// Runs SQL against a database that it cannot change: opened read-only, one statement, an authorizer that
/// denies ATTACH, load_extension, writing pragmas and every write, a time limit by progress handler, a row
/// cap.
class SqlRunner
{
public:
    /// Throws RunError (Corrupt, Locked, Other) where the file is missing, not a database, encrypted, ...
    explicit SqlRunner(const std::filesystem::path &file);
    ~SqlRunner();
    SqlRunner(SqlRunner &&) noexcept;
    SqlRunner &operator=(SqlRunner &&) noexcept;

    ResultSet run(const std::string &sql, const RunLimits &limits = {}, std::stop_token stop = {});
    /// The cursor keeps the connection alive; several may be open at once on one thread.
    std::unique_ptr<Cursor> open(const std::string &sql, std::chrono::milliseconds timeLimit,
                                 std::stop_token stop = {});

private:
    struct Connection;
    std::shared_ptr<Connection> connection_;
};

} // namespace mureum::eval
