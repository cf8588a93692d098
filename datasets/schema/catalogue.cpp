#include "datasets/schema/catalogue.h"
#include "datasets/error.h"
#include "datasets/schema/sniff.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace mureum::datasets {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A view may hide hours of work, and a cell may hold megabytes: looking at values has a budget, and a column
// not seen in time keeps the type it declares.
constexpr milliseconds kSniffPerTable{200};
constexpr milliseconds kSniffInAll{2000};

/// Longer cells are prose; as a sample they would only fill a prompt.
constexpr std::size_t kMaxSampleBytes = 200;

struct Relation
{
    Table table;
    bool virtualTable = false;
};

/// Text as stored where it is valid, since it must be findable with SQL.
std::string validText(std::string_view text)
{
    return isValidUtf8(text) ? std::string(text) : nfc(text);
}

/// FTS and R-Tree keep their own data in tables no question is about.
std::set<std::string> shadowTables(sqlite3 *database)
{
    std::set<std::string> names;
    Statement rows(database, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'");
    while (rows.step())
        names.emplace(rows.text(0));
    return names;
}

std::vector<Relation> listRelations(sqlite3 *database, const std::filesystem::path &file)
{
    const auto shadows = shadowTables(database);
    std::vector<Relation> relations;
    Statement rows(database, "SELECT name, type, sql LIKE 'create virtual%' FROM sqlite_schema "
                             "WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
                             "ORDER BY type = 'view', rowid");
    while (rows.step()) {
        if (shadows.count(std::string(rows.text(0))))
            continue;
        Relation relation;
        relation.table.name = rows.text(0);
        relation.table.view = rows.text(1) == "view";
        relation.virtualTable = rows.integer(2) != 0;
        relations.push_back(std::move(relation));
    }
    if (!rows.isValid() || rows.failed())
        throw Error(describeFailure(database, file));
    return relations;
}

/// False where the columns cannot be had: a view on a dropped table, a module that is not loaded.
bool readColumns(sqlite3 *database, Table &table)
{
    constexpr std::int64_t hiddenOfVirtualTable = 1;
    Statement rows(database, "PRAGMA table_xinfo(" + quoteIdentifier(table.name) + ")");
    while (rows.step()) {
        if (rows.integer(6) == hiddenOfVirtualTable)
            continue;
        Column column;
        column.name = rows.text(1);
        column.declaredType = rows.text(2);
        column.notNull = rows.integer(3) != 0;
        column.primaryKey = rows.integer(5) != 0;
        table.columns.push_back(std::move(column));
    }
    return rows.isValid() && !rows.failed() && !table.columns.empty();
}

/// Primary key column names in key order.
std::vector<int> primaryKey(sqlite3 *database, const Table &table)
{
    std::vector<std::pair<std::int64_t, int>> parts;
    Statement rows(database, "PRAGMA table_info(" + quoteIdentifier(table.name) + ")");
    while (rows.step())
        if (rows.integer(5) > 0)
            parts.emplace_back(rows.integer(5), table.find(rows.text(1)));
    std::sort(parts.begin(), parts.end());
    std::vector<int> columns;
    for (const auto &part : parts)
        columns.push_back(part.second);
    return columns;
}

struct KeyRow
{
    std::string target, from, to;
    std::size_t position = 0;
    bool toPrimaryKey = false;
};

void addForeignKeys(sqlite3 *database, Schema &schema, int from, int &groups)
{
    // SQLite numbers keys from the last declared; by descending id they come as written.
    std::map<std::int64_t, std::vector<KeyRow>, std::greater<>> keys;
    const Table &table = schema.tables[static_cast<std::size_t>(from)];
    Statement rows(database, "PRAGMA foreign_key_list(" + quoteIdentifier(table.name) + ")");
    while (rows.step())
        keys[rows.integer(0)].push_back({std::string(rows.text(2)), std::string(rows.text(3)),
                                         std::string(rows.text(4)), static_cast<std::size_t>(rows.integer(1)),
                                         rows.isNull(4)});
    for (const auto &[id, parts] : keys) {
        const int to = schema.find(parts.front().target);
        if (to < 0)
            continue;
        const Table &target = schema.tables[static_cast<std::size_t>(to)];
        std::vector<int> implied;
        if (parts.front().toPrimaryKey)
            implied = primaryKey(database, target);
        std::vector<ForeignKey> pairs;
        for (const KeyRow &part : parts) {
            const int column = !part.toPrimaryKey               ? target.find(part.to)
                               : part.position < implied.size() ? implied[part.position]
                                                                : -1;
            const bool asDeclared = !part.toPrimaryKey && column >= 0 && part.target == target.name &&
                                    part.to == target.columns[static_cast<std::size_t>(column)].name;
            pairs.push_back({from, table.find(part.from), to, column, groups, asDeclared});
        }
        // Half a key would join wrongly: a key with one column unknown is left out whole.
        const bool whole = std::all_of(pairs.begin(), pairs.end(),
                                       [](const auto &p) { return p.fromColumn >= 0 && p.toColumn >= 0; });
        if (!whole)
            continue;
        schema.foreignKeys.insert(schema.foreignKeys.end(), pairs.begin(), pairs.end());
        ++groups;
    }
}

void addSample(Column &column, std::string_view value, int limit)
{
    if (static_cast<int>(column.samples.size()) >= limit || value.empty() || value.size() > kMaxSampleBytes)
        return;
    std::string text = validText(value);
    if (std::find(column.samples.begin(), column.samples.end(), text) == column.samples.end())
        column.samples.push_back(std::move(text));
}

void lookAtRows(sqlite3 *database, Relation &relation, const SchemaOptions &options, Deadline &deadline,
                std::vector<ColumnEvidence> &evidence)
{
    Table &table = relation.table;
    std::string sql = "SELECT ";
    for (const Column &column : table.columns)
        sql += (sql.size() > 7 ? ", " : "") + quoteIdentifier(column.name);
    sql += " FROM " + quoteIdentifier(table.name);
    // Else an index that covers the columns may be read, and samples come in its order.
    if (!table.view && !relation.virtualTable)
        sql += " NOT INDEXED";
    sql += fmt::format(" LIMIT {}", options.rowsToSniff);
    Statement rows(database, sql);
    while (rows.step()) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const int at = static_cast<int>(c);
            switch (rows.type(at)) {
            case SQLITE_INTEGER:
                evidence[c].addInteger(rows.integer(at));
                break;
            case SQLITE_FLOAT:
                ++evidence[c].reals;
                break;
            case SQLITE_TEXT:
                evidence[c].addText(rows.text(at));
                break;
            case SQLITE_BLOB:
                ++evidence[c].blobs;
                continue;
            default:
                continue;
            }
            addSample(table.columns[c], rows.text(at), options.samplesPerColumn);
        }
        if (deadline.passed())
            break;
    }
}

void findTypes(sqlite3 *database, std::vector<Relation> &relations, const SchemaOptions &options)
{
    const auto end = Clock::now() + kSniffInAll;
    Deadline deadline(database, end);
    for (Relation &relation : relations) {
        std::vector<ColumnEvidence> evidence(relation.table.columns.size());
        const auto now = Clock::now();
        if (options.rowsToSniff > 0 && now < end) {
            deadline.move(std::min(end, now + kSniffPerTable));
            lookAtRows(database, relation, options, deadline, evidence);
        }
        for (std::size_t c = 0; c < relation.table.columns.size(); ++c) {
            Column &column = relation.table.columns[c];
            column.type = columnType(column.name, column.declaredType, evidence[c]);
        }
    }
}

void readComments(sqlite3 *database, Schema &schema)
{
    Statement rows(database, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND "
                             "(instr(sql, '--') OR instr(sql, '/*'))");
    while (rows.step())
        addComments(schema, parseDdl(nfc(rows.text(0))));
}

} // namespace

void addComments(Schema &schema, const std::vector<DdlTable> &statements)
{
    const auto give = [](std::string &to, const std::string &comment) {
        // Longer ones explain rather than name, and would only fill a prompt.
        if (to.empty() && comment.size() <= kMaxSampleBytes)
            to = comment;
    };
    for (const DdlTable &statement : statements) {
        const int at = schema.find(statement.name);
        if (at < 0)
            continue;
        Table &table = schema.tables[static_cast<std::size_t>(at)];
        give(table.comment, statement.comment);
        for (const DdlColumn &column : statement.columns)
            if (const int c = table.find(column.name); c >= 0)
                give(table.columns[static_cast<std::size_t>(c)].comment, column.comment);
    }
}

Schema readCatalogue(sqlite3 *database, const std::filesystem::path &file, const SchemaOptions &options)
{
    std::vector<Relation> relations = listRelations(database, file);
    const bool none = relations.empty();
    std::erase_if(relations, [&](Relation &relation) { return !readColumns(database, relation.table); });
    if (none)
        throw Error(fmt::format("{} has no tables; choose a database with tables", file.string()));
    if (relations.empty())
        throw Error(describeFailure(database, file));
    findTypes(database, relations, options);

    Schema schema;
    for (Relation &relation : relations)
        schema.tables.push_back(std::move(relation.table));
    int groups = 0;
    for (std::size_t t = 0; t < schema.tables.size(); ++t)
        if (!schema.tables[t].view)
            addForeignKeys(database, schema, static_cast<int>(t), groups);
    for (Table &table : schema.tables) {
        for (Column &column : table.columns) {
            column.name = validText(column.name);
            column.declaredType = validText(column.declaredType);
        }
        table.name = validText(table.name);
    }
    readComments(database, schema);
    return schema;
}

} // namespace mureum::datasets
