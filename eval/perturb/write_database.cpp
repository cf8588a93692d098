#include "eval/perturb/write_database.h"

#include "datasets/error.h"
#include "datasets/schema/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace mureum::eval {

using datasets::Error;
using datasets::quoteIdentifier;
using datasets::Statement;

namespace {

/// The source's CREATE statements come from a file of anybody's: they may build this database and reach no
/// other.
int authorize(void *, int action, const char *, const char *second, const char *, const char *)
{
    const bool outside =
        action == SQLITE_ATTACH || action == SQLITE_DETACH ||
        (action == SQLITE_FUNCTION && second && sqlite3_stricmp(second, "load_extension") == 0);
    return outside ? SQLITE_DENY : SQLITE_OK;
}

class Writer
{
public:
    Writer(const std::filesystem::path &file, const SourceDatabase &source, const PerturbedRows &rows)
        : file_(file), source_(source), rows_(rows)
    {
        sqlite3 *raw = nullptr;
        const int code =
            sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        db_.reset(raw);
        if (code != SQLITE_OK)
            fail(sqlite3_errstr(code));
        sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
        sqlite3_set_authorizer(raw, authorize, nullptr);
    }

    std::vector<std::string> write()
    {
        // The file is synced as a whole once it is complete.
        must(fmt::format("PRAGMA encoding='{}'; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN",
                         source_.encoding));
        std::vector<bool> there(source_.tables.size());
        for (const bool special : {false, true})
            for (std::size_t i = 0; i < there.size(); ++i)
                if (source_.tables[i].special == special)
                    there[i] = may(source_.tables[i].sql, source_.tables[i].name);
        for (const bool special : {false, true})
            for (const std::size_t i : rows_.order)
                if (source_.tables[i].special == special && there[i])
                    fill(source_.tables[i], rows_.rows[i], rows_.tame[i]);
        for (const std::string &sql : source_.later)
            may(sql, "an index or view");
        removeOrphans();
        must("COMMIT");
        return std::move(notes_);
    }

private:
    [[noreturn]] void fail(const char *why) const
    {
        throw Error(fmt::format("cannot write {}: {}; check the folder's permissions and free space",
                                file_.string(), why));
    }
    int run(const std::string &sql)
    {
        return sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    }
    void must(const std::string &sql)
    {
        if (run(sql) != SQLITE_OK)
            fail(sqlite3_errmsg(db_.get()));
    }
    /// What fails for the disk's sake is an error, what fails for the schema's a note.
    bool may(const std::string &sql, const std::string &what)
    {
        const int code = run(sql) & 0xFF;
        if (code == SQLITE_OK)
            return true;
        if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_NOMEM)
            fail(sqlite3_errmsg(db_.get()));
        notes_.push_back(fmt::format("{}: left out: {}", what, sqlite3_errmsg(db_.get())));
        return false;
    }

    /// How many rows were taken; `instead` (may be empty) of those that are refused.
    std::size_t insert(const SourceTable &table, const std::vector<Row> &rows,
                       const std::vector<Row> &instead)
    {
        std::string columns, places;
        for (const SourceColumn &column : table.columns) {
            columns += (columns.empty() ? "" : ", ") + quoteIdentifier(column.name);
            places += places.empty() ? "?" : ", ?";
        }
        const Statement statement(db_.get(), fmt::format("INSERT INTO {} ({}) VALUES ({})",
                                                         quoteIdentifier(table.name), columns, places));
        if (!statement.isValid())
            return 0;
        const auto accepted = [&](const Row &row) {
            for (std::size_t i = 0; i < row.size(); ++i)
                bind(statement.get(), static_cast<int>(i) + 1, row[i]);
            const int code = sqlite3_step(statement.get());
            sqlite3_reset(statement.get());
            if ((code & 0xFF) == SQLITE_FULL || (code & 0xFF) == SQLITE_IOERR)
                fail(sqlite3_errmsg(db_.get()));
            return code == SQLITE_DONE;
        };
        std::size_t taken = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            taken += accepted(rows[i]) || (i < instead.size() && accepted(instead[i]));
        return taken;
    }

    static void bind(sqlite3_stmt *statement, int place, const Cell &cell)
    {
        if (const auto *integer = std::get_if<std::int64_t>(&cell))
            sqlite3_bind_int64(statement, place, *integer);
        else if (const auto *real = std::get_if<double>(&cell))
            sqlite3_bind_double(statement, place, *real);
        else if (const auto *text = std::get_if<std::string>(&cell))
            sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
        else if (const auto *blob = std::get_if<Blob>(&cell))
            sqlite3_bind_blob64(statement, place, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
        else
            sqlite3_bind_null(statement, place);
    }

    void fill(const SourceTable &table, const std::vector<Row> &rows, const std::vector<Row> &tame)
    {
        if (table.columns.empty())
            return;
        const std::size_t taken = insert(table, rows, tame);
        if (taken * 2 >= rows.size())
            return;
        must("DELETE FROM " + quoteIdentifier(table.name));
        notes_.push_back(fmt::format("{}: left as it was: its constraints refuse {} of {} changed rows",
                                     table.name, rows.size() - taken, rows.size()));
        insert(table, table.rows, {});
    }

    /// Of foreign keys without orphans in the source none may have any here.
    void removeOrphans()
    {
        constexpr int rounds = 6; // an orphan's removal may orphan others
        for (int round = 0; round < rounds; ++round) {
            std::map<std::string, std::set<std::int64_t>> orphans;
            Statement check(db_.get(), "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check");
            while (check.step())
                if (!check.isNull(1) && heldInSource(std::string(check.text(0)), check.integer(3)))
                    orphans[std::string(check.text(0))].insert(check.integer(1));
            if (orphans.empty())
                return;
            for (const auto &[table, rows] : orphans)
                for (const std::int64_t row : rows)
                    must(fmt::format("DELETE FROM {} WHERE rowid = {}", quoteIdentifier(table), row));
        }
    }

    bool heldInSource(const std::string &name, std::int64_t id)
    {
        const auto [known, added] = held_.try_emplace({name, id}, true);
        if (!added)
            return known->second;
        const int table = source_.find(name);
        if (table < 0)
            return known->second;
        const SourceTable &child = source_.tables[static_cast<std::size_t>(table)];
        Statement list(db_.get(), "PRAGMA foreign_key_list(" + quoteIdentifier(name) + ")");
        std::string parentName;
        while (list.step())
            if (list.integer(0) == id)
                parentName = list.text(2);
        const int parent = source_.find(parentName);
        for (const SourceForeignKey &key : child.foreignKeys) {
            // The pragma and the source number the keys differently where one was unusable.
            if (key.parent != parent)
                continue;
            std::set<std::string> values;
            for (const Row &row : source_.tables[static_cast<std::size_t>(parent)].rows)
                values.insert(textOf(row, key.parentColumns));
            for (const Row &row : child.rows) {
                const std::string value = textOf(row, key.columns);
                if (!value.empty() && !values.contains(value))
                    known->second = false;
            }
        }
        return known->second;
    }

    /// "" where any is NULL.
    static std::string textOf(const Row &row, const std::vector<int> &columns)
    {
        std::string out;
        for (const int column : columns) {
            const Cell &cell = row[static_cast<std::size_t>(column)];
            if (std::holds_alternative<std::monostate>(cell))
                return {};
            out += displayText(cell) + '\x1f';
        }
        return out;
    }

    std::filesystem::path file_;
    const SourceDatabase &source_;
    const PerturbedRows &rows_;
    datasets::DatabaseHandle db_;
    std::vector<std::string> notes_;
    std::map<std::pair<std::string, std::int64_t>, bool> held_;
};

} // namespace

std::vector<std::string> writeDatabase(const std::filesystem::path &file, const SourceDatabase &source,
                                       const PerturbedRows &rows)
{
    return Writer(file, source, rows).write();
}

} // namespace mureum::eval
