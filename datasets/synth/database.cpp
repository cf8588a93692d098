#include "datasets/synth/database.h"

#include "datasets/error.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace mureum::datasets::synth {

namespace {

struct Statement
{
    sqlite3_stmt *handle = nullptr;
    ~Statement() { sqlite3_finalize(handle); }
};

int stopWhenSpent(void *left)
{
    long &budget = *static_cast<long *>(left);
    budget -= 1000;
    return budget < 0;
}

} // namespace

Database::Database(const std::filesystem::path &file)
{
    std::string uri = "file:";
    for (unsigned char c : file.string()) {
        if (c == '?' || c == '#' || c == '%')
            uri += fmt::format("%{:02X}", c);
        else
            uri += static_cast<char>(c);
    }
    // immutable=1: no journal is looked for, so a database in a read-only folder opens
    uri += "?mode=ro&immutable=1";
    if (sqlite3_open_v2(uri.c_str(), &db_, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr) != SQLITE_OK) {
        std::string why = db_ ? sqlite3_errmsg(db_) : "out of memory";
        sqlite3_close(db_);
        throw Error(fmt::format("cannot open database {}: {}", file.string(), why));
    }
}

Database::~Database()
{
    sqlite3_close(db_);
}

Database::Answer Database::run(const std::string &query, long steps)
{
    Answer answer;
    Statement statement;
    if (sqlite3_prepare_v2(db_, query.c_str(), -1, &statement.handle, nullptr) != SQLITE_OK)
        return answer;
    if (!sqlite3_stmt_readonly(statement.handle))
        return answer;
    sqlite3_progress_handler(db_, 1000, stopWhenSpent, &steps);
    int rc = SQLITE_OK;
    while (answer.rows < 1000 && (rc = sqlite3_step(statement.handle)) == SQLITE_ROW) {
        ++answer.rows;
        for (int i = 0; i < sqlite3_column_count(statement.handle); ++i) {
            int type = sqlite3_column_type(statement.handle, i);
            if (type == SQLITE_TEXT || type == SQLITE_BLOB ||
                (type != SQLITE_NULL && sqlite3_column_double(statement.handle, i) != 0))
                answer.telling = true;
            if (answer.rows == 1 && i == 0)
                if (const unsigned char *t = sqlite3_column_text(statement.handle, i))
                    answer.firstCell = reinterpret_cast<const char *>(t);
        }
    }
    sqlite3_progress_handler(db_, 0, nullptr, nullptr);
    answer.ran = rc == SQLITE_DONE || rc == SQLITE_ROW;
    return answer;
}

std::vector<std::vector<Cell>> Database::rows(const std::string &query, int maxRows)
{
    Statement statement;
    if (sqlite3_prepare_v2(db_, query.c_str(), -1, &statement.handle, nullptr) != SQLITE_OK)
        throw Error(fmt::format("cannot read database: {}", sqlite3_errmsg(db_)));
    std::vector<std::vector<Cell>> out;
    while (static_cast<int>(out.size()) < maxRows && sqlite3_step(statement.handle) == SQLITE_ROW) {
        std::vector<Cell> row;
        for (int i = 0; i < sqlite3_column_count(statement.handle); ++i) {
            Cell cell;
            switch (sqlite3_column_type(statement.handle, i)) {
            case SQLITE_INTEGER:
                cell.kind = CellKind::Integer;
                break;
            case SQLITE_FLOAT:
                cell.kind = CellKind::Real;
                break;
            case SQLITE_TEXT:
                cell.kind = CellKind::Text;
                break;
            default:
                break;
            }
            if (cell.kind != CellKind::Null) {
                cell.number = sqlite3_column_double(statement.handle, i);
                if (const unsigned char *t = sqlite3_column_text(statement.handle, i))
                    cell.text = reinterpret_cast<const char *>(t);
            }
            row.push_back(std::move(cell));
        }
        out.push_back(std::move(row));
    }
    return out;
}

} // namespace mureum::datasets::synth
