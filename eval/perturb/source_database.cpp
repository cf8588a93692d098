#include "eval/perturb/source_database.h"

#include "datasets/error.h"
#include "datasets/schema/connection.h"
#include "datasets/schema/schema.h"
#include "datasets/synth/rng.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace mureum::eval {

using datasets::quoteIdentifier;
using datasets::Statement;

namespace {

bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sqlite3_strnicmp(a.data(), b.data(), static_cast<int>(a.size())) == 0;
}

Cell cellOf(const Statement &row, int column)
{
    sqlite3_stmt *statement = row.get();
    switch (row.type(column)) {
    case SQLITE_INTEGER:
        return row.integer(column);
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement, column);
    case SQLITE_TEXT:
        return std::string(row.text(column));
    case SQLITE_BLOB: {
        const auto *bytes = static_cast<const std::uint8_t *>(sqlite3_column_blob(statement, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return bytes ? Blob{{bytes, bytes + size}} : Blob{};
    }
    default:
        return std::monostate{};
    }
}

std::size_t bytesOf(const Row &row)
{
    std::size_t bytes = 0;
    for (const Cell &cell : row) {
        bytes += sizeof(Cell);
        if (const auto *text = std::get_if<std::string>(&cell))
            bytes += text->size();
        if (const auto *blob = std::get_if<Blob>(&cell))
            bytes += blob->bytes.size();
    }
    return bytes;
}

int columnIndex(const SourceTable &table, std::string_view name)
{
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (sameName(table.columns[i].name, name))
            return static_cast<int>(i);
    return -1;
}

void readColumns(sqlite3 *db, SourceTable &table)
{
    std::map<std::int64_t, int> primary;
    Statement rows(db, "PRAGMA table_xinfo(" + quoteIdentifier(table.name) + ")");
    while (rows.step()) {
        if (rows.integer(6) != 0) // hidden or generated
            continue;
        SourceColumn column;
        column.name = rows.text(1);
        column.declaredType = rows.text(2);
        column.notNull = rows.integer(3) != 0;
        if (rows.integer(5) > 0)
            primary[rows.integer(5)] = static_cast<int>(table.columns.size());
        table.columns.push_back(std::move(column));
    }
    KeyColumns key;
    for (const auto &[position, column] : primary)
        key.push_back(column);
    if (!key.empty())
        table.keys.push_back(key);
}

void readUniqueIndexes(sqlite3 *db, SourceTable &table)
{
    std::vector<std::string> names;
    {
        Statement rows(db, "PRAGMA index_list(" + quoteIdentifier(table.name) + ")");
        while (rows.step())
            if (rows.integer(2) != 0)
                names.emplace_back(rows.text(1));
    }
    for (const std::string &name : names) {
        KeyColumns key;
        bool plain = true;
        Statement rows(db, "PRAGMA index_info(" + quoteIdentifier(name) + ")");
        while (rows.step()) {
            const int column = rows.isNull(2) ? -1 : columnIndex(table, rows.text(2));
            plain = plain && column >= 0;
            key.push_back(column);
        }
        if (plain && !key.empty() && std::find(table.keys.begin(), table.keys.end(), key) == table.keys.end())
            table.keys.push_back(key);
    }
}

void readForeignKeys(sqlite3 *db, SourceDatabase &database, SourceTable &table)
{
    std::map<std::int64_t, SourceForeignKey> keys;
    std::set<std::int64_t> unusable;
    Statement rows(db, "PRAGMA foreign_key_list(" + quoteIdentifier(table.name) + ")");
    while (rows.step()) {
        SourceForeignKey &key = keys[rows.integer(0)];
        key.parent = database.find(std::string(rows.text(2)));
        const int from = columnIndex(table, rows.text(3));
        int to = -1;
        if (key.parent >= 0) {
            const SourceTable &parent = database.tables[static_cast<std::size_t>(key.parent)];
            const auto place = static_cast<std::size_t>(rows.integer(1));
            if (!rows.isNull(4))
                to = columnIndex(parent, rows.text(4));
            else if (!parent.keys.empty() && place < parent.keys.front().size())
                to = parent.keys.front()[place];
        }
        if (from < 0 || to < 0)
            unusable.insert(rows.integer(0));
        key.columns.push_back(from);
        key.parentColumns.push_back(to);
    }
    for (auto &[id, key] : keys)
        if (!unusable.contains(id))
            table.foreignKeys.push_back(std::move(key));
}

void readRows(sqlite3 *db, SourceDatabase &database, SourceTable &table, std::uint64_t seed,
              const SourceLimits &limits)
{
    std::string columns;
    for (const SourceColumn &column : table.columns)
        columns += (columns.empty() ? "" : ", ") + quoteIdentifier(column.name);
    Statement rows(db, fmt::format("SELECT {} FROM {}", columns, quoteIdentifier(table.name)));
    datasets::synth::Rng random(seed);
    std::size_t seen = 0, bytes = 0;
    std::vector<std::size_t> places; // of the kept rows, so that they keep their order
    while (seen < limits.looked && bytes < limits.bytes && rows.step()) {
        // Algorithm R (Vitter 1985): each row seen is kept with the same chance.
        const std::size_t at =
            seen < limits.rows ? seen : static_cast<std::size_t>(random.below(static_cast<int>(seen + 1)));
        ++seen;
        if (at >= limits.rows)
            continue;
        Row row;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            row.push_back(cellOf(rows, static_cast<int>(i)));
        bytes += bytesOf(row);
        if (at == table.rows.size()) {
            table.rows.push_back(std::move(row));
            places.push_back(seen);
        } else {
            table.rows[at] = std::move(row);
            places[at] = seen;
        }
    }
    if (rows.failed() || !rows.isValid())
        database.notes.push_back(fmt::format("{}: only {} rows could be read: {}", table.name,
                                             table.rows.size(), sqlite3_errmsg(db)));
    table.all = seen == table.rows.size() && !rows.step();
    std::vector<std::size_t> order(places.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return places[a] < places[b]; });
    std::vector<Row> sorted;
    sorted.reserve(order.size());
    for (const std::size_t i : order)
        sorted.push_back(std::move(table.rows[i]));
    table.rows = std::move(sorted);
}

/// Virtual tables of SQLite's own modules are made again; any other module could reach outside.
bool knownModule(const std::string &sql)
{
    std::string lower;
    for (const char c : sql)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const char *module : {"using fts3", "using fts4", "using fts5", "using rtree"})
        if (lower.find(module) != std::string::npos)
            return true;
    return false;
}

} // namespace

int SourceDatabase::find(const std::string &table) const
{
    for (std::size_t i = 0; i < tables.size(); ++i)
        if (sameName(tables[i].name, table))
            return static_cast<int>(i);
    return -1;
}

SourceDatabase readSource(const std::filesystem::path &file, std::uint64_t seed, const SourceLimits &limits)
{
    const datasets::Schema schema = datasets::readSchema(file, {0, 0});
    const datasets::DatabaseHandle handle = datasets::openReadOnly(file);
    sqlite3 *db = handle.get();
    const datasets::Deadline deadline(db, std::chrono::steady_clock::now() + std::chrono::minutes(2));
    SourceDatabase database;
    {
        Statement encoding(db, "PRAGMA encoding");
        if (encoding.step())
            database.encoding = encoding.text(0);
    }
    std::set<std::string> shadows, virtuals;
    {
        Statement list(db, "SELECT name, type FROM pragma_table_list WHERE schema = 'main'");
        while (list.step()) {
            if (list.text(1) == "shadow")
                shadows.emplace(list.text(0));
            if (list.text(1) == "virtual")
                virtuals.emplace(list.text(0));
        }
    }
    Statement list(db, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND "
                       "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid");
    while (list.step()) {
        const std::string type(list.text(0)), name(list.text(1)), sql(list.text(2));
        if (type == "table" && !shadows.contains(name)) {
            SourceTable table;
            table.name = name;
            table.sql = sql;
            table.special = virtuals.contains(name);
            table.schemaTable = schema.find(name);
            if (table.special && !knownModule(sql)) {
                database.notes.push_back(name + ": a virtual table of an unknown module, left out");
                continue;
            }
            database.tables.push_back(std::move(table));
        } else if (type == "index" || type == "view") {
            database.later.push_back(sql);
        }
    }
    if (list.failed())
        throw datasets::Error(datasets::describeFailure(db, file));
    for (SourceTable &table : database.tables) {
        readColumns(db, table);
        if (!table.special)
            readUniqueIndexes(db, table);
        if (table.schemaTable >= 0)
            for (SourceColumn &column : table.columns)
                column.schemaColumn =
                    schema.tables[static_cast<std::size_t>(table.schemaTable)].find(column.name);
    }
    for (std::size_t i = 0; i < database.tables.size(); ++i) {
        SourceTable &table = database.tables[i];
        if (!table.special)
            readForeignKeys(db, database, table);
        readRows(db, database, table, seed + i, limits);
    }
    return database;
}

} // namespace mureum::eval
