#include "datasets/importers/dialect.h"
#include "datasets/importers/golds.h"
#include "datasets/schema/connection.h"
#include "datasets/schema/ddl_tokens.h"
#include "datasets/sql/tokenizer.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace mureum::datasets {

namespace {

using Names = std::vector<std::string_view>;

bool isOneOf(std::string_view text, const Names &names)
{
    return std::find(names.begin(), names.end(), text) != names.end();
}

std::string joined(const std::vector<DdlToken> &tokens, std::size_t from)
{
    std::string text;
    for (std::size_t at = from; at < tokens.size(); ++at) {
        const DdlToken &token = tokens[at];
        if (token.kind == DdlKind::Comment)
            continue;
        text += ' ';
        if (token.kind == DdlKind::Name)
            text += quoteIdentifier(token.text);
        else if (token.kind == DdlKind::String)
            text += "''";
        else
            text += token.text;
    }
    return text;
}

std::string lastName(const std::vector<DdlToken> &tokens, std::size_t &at)
{
    std::string name;
    while (at < tokens.size() && (tokens[at].kind == DdlKind::Word || tokens[at].kind == DdlKind::Name)) {
        name = tokens[at++].text;
        if (at >= tokens.size() || !tokens[at].is('.'))
            break;
        ++at;
    }
    return name;
}

DdlTable *tableNamed(std::vector<DdlTable> &tables, std::string_view name)
{
    const std::string wanted = fold(name);
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const DdlTable &table) { return fold(table.name) == wanted; });
    return found == tables.end() ? nullptr : &*found;
}

DdlColumn *columnNamed(DdlTable &table, std::string_view name)
{
    const std::string wanted = fold(name);
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const DdlColumn &column) { return fold(column.name) == wanted; });
    return found == table.columns.end() ? nullptr : &*found;
}

void merge(DdlTable &into, DdlTable from)
{
    for (DdlColumn &column : from.columns)
        if (!columnNamed(into, column.name))
            into.columns.push_back(std::move(column));
    if (into.primaryKey.empty())
        into.primaryKey = std::move(from.primaryKey);
    for (DdlReference &reference : from.references)
        into.references.push_back(std::move(reference));
    if (into.comment.empty())
        into.comment = std::move(from.comment);
}

/// ALTER TABLE [ONLY] t ADD [CONSTRAINT c] PRIMARY KEY ... : what follows ADD reads like an item of CREATE
/// TABLE.
void readAlter(const std::vector<DdlToken> &tokens, std::vector<DdlTable> &tables)
{
    std::size_t at = 2;
    while (at < tokens.size() && (tokens[at].is("ONLY") || tokens[at].is("IF") || tokens[at].is("EXISTS")))
        ++at;
    DdlTable *table = tableNamed(tables, lastName(tokens, at));
    if (!table || at >= tokens.size() || !tokens[at].is("ADD"))
        return;
    ++at;
    if (at < tokens.size() && tokens[at].is("COLUMN"))
        ++at;
    for (DdlTable &read : parseDdl("CREATE TABLE t (" + joined(tokens, at) + ")"))
        merge(*table, std::move(read));
}

/// COMMENT ON TABLE t IS '...'; COMMENT ON COLUMN s.t.c IS '...'
void readComment(const std::vector<DdlToken> &tokens, std::vector<DdlTable> &tables)
{
    if (tokens.size() < 5 || !tokens[1].is("ON") || tokens.back().kind != DdlKind::String)
        return;
    std::vector<std::string> names;
    for (std::size_t at = 3; at < tokens.size() && !tokens[at].is("IS"); ++at)
        if (tokens[at].kind == DdlKind::Word || tokens[at].kind == DdlKind::Name)
            names.push_back(tokens[at].text);
    const bool column = tokens[2].is("COLUMN");
    if (names.size() < (column ? 2U : 1U) || (!column && !tokens[2].is("TABLE")))
        return;
    DdlTable *table = tableNamed(tables, names[names.size() - (column ? 2 : 1)]);
    if (!table)
        return;
    if (!column)
        table->comment = tokens.back().text;
    else if (DdlColumn *found = columnNamed(*table, names.back()))
        found->comment = tokens.back().text;
}

/// INSERT INTO public.t ... -> INSERT INTO t ...: SQLite knows no such schema.
std::string withoutSchema(const std::string &statement)
{
    const std::string head = statement.substr(0, 256);
    const auto into = fold(head).find(" into ");
    if (into == std::string::npos)
        return statement;
    std::size_t begin = head.find_first_not_of(" \t\r\n", into + 6);
    std::size_t end = head.find_first_of(" \t\r\n(", begin);
    if (begin == std::string::npos || end == std::string::npos)
        return statement;
    const auto dot = head.substr(begin, end - begin).rfind('.');
    return dot == std::string::npos ? statement
                                    : statement.substr(0, begin) + statement.substr(begin + dot + 1);
}

/// Keys over columns that are there only; a key over none of them is none.
void tidy(DdlTable &table)
{
    const auto exist = [&](const std::vector<std::string> &names) {
        return !names.empty() && std::all_of(names.begin(), names.end(), [&](const auto &name) {
            return columnNamed(table, name) != nullptr;
        });
    };
    if (!exist(table.primaryKey))
        table.primaryKey.clear();
    std::erase_if(table.references, [&](const DdlReference &reference) {
        return !exist(reference.columns) || reference.table.empty() ||
               (!reference.targets.empty() && reference.targets.size() != reference.columns.size());
    });
}

std::string commentText(std::string_view comment)
{
    std::string text(comment);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

std::string quotedList(const std::vector<std::string> &names)
{
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + quoteIdentifier(name);
    return list;
}

/// As it is where it is one bare word, numbers in parentheses behind it; else in quotes, which SQLite reads
/// alike.
std::string writtenType(const std::string &type)
{
    const auto open = type.find('(');
    const std::string word = type.substr(0, open);
    const std::string rest = open == std::string::npos ? "" : type.substr(open);
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    });
    const bool numbers =
        rest.empty() || (rest.size() > 2 && rest.back() == ')' && rest[1] != ',' &&
                         rest.find_first_not_of("0123456789,", 1) == rest.size() - 1 &&
                         rest[rest.size() - 2] != ',' && std::count(rest.begin(), rest.end(), ',') < 2);
    return plain && numbers && !word.empty() && !sql::isReserved(word) ? type : quoteIdentifier(type);
}

std::string statementOf(const DdlTable &table)
{
    struct Line
    {
        std::string sql, comment;
    };
    std::vector<Line> lines;
    const bool inlineKey = table.primaryKey.size() == 1;
    for (const DdlColumn &column : table.columns) {
        std::string sql = quoteIdentifier(column.name);
        if (!column.type.empty())
            sql += " " + writtenType(column.type);
        const bool key = inlineKey && fold(column.name) == fold(table.primaryKey.front());
        sql += key ? " PRIMARY KEY" : column.notNull ? " NOT NULL" : "";
        lines.push_back({std::move(sql), commentText(column.comment)});
    }
    if (table.primaryKey.size() > 1)
        lines.push_back({"PRIMARY KEY (" + quotedList(table.primaryKey) + ")", {}});
    for (const DdlReference &key : table.references)
        lines.push_back({"FOREIGN KEY (" + quotedList(key.columns) + ") REFERENCES " +
                             quoteIdentifier(key.table) +
                             (key.targets.empty() ? "" : " (" + quotedList(key.targets) + ")"),
                         {}});
    std::string sql = "CREATE TABLE " + quoteIdentifier(table.name) + " (";
    if (!table.comment.empty())
        sql += " -- " + commentText(table.comment);
    for (std::size_t at = 0; at < lines.size(); ++at) {
        sql += "\n  " + lines[at].sql + (at + 1 < lines.size() ? "," : "");
        if (!lines[at].comment.empty())
            sql += " -- " + lines[at].comment;
    }
    return sql + "\n);\n";
}

} // namespace

std::string sqliteType(std::string_view type)
{
    const std::string lower = fold(type);
    const auto open = lower.find('(');
    std::string word = lower.substr(0, open);
    while (word.ends_with(' '))
        word.pop_back();
    const std::string arguments =
        open == std::string::npos ? "" : lower.substr(open, lower.find(')') - open + 1);
    for (const std::string_view ending :
         {" unsigned", " signed", " zerofill", " identity", " unsigned zerofill"})
        if (word.ends_with(ending))
            word.resize(word.size() - ending.size());
    // int[] arrives as a word and an empty quoted name.
    const bool array = type.ends_with(' ') || word.ends_with(" array");
    if (array ||
        isOneOf(word,
                {"string", "uuid",     "json",     "jsonb",     "enum",     "set",      "inet",
                 "cidr",   "macaddr",  "xml",      "citext",    "name",     "interval", "point",
                 "line",   "polygon",  "geometry", "geography", "tsvector", "hstore",   "uniqueidentifier",
                 "bpchar", "varchar2", "nvarchar2"}))
        return isOneOf(word, {"varchar2", "nvarchar2"}) ? "VARCHAR" + arguments : "TEXT";
    if (isOneOf(word, {"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8", "int2", "int4",
                       "int8", "int64", "int32", "mediumint", "year", "identity", "autoincrement"}))
        return "INTEGER";
    if (isOneOf(word, {"double precision", "float4", "float8", "float64", "double", "number"}))
        return word == "number" ? "NUMERIC" + arguments : "REAL";
    if (isOneOf(word, {"money", "smallmoney", "bignumeric"}))
        return "NUMERIC";
    if (word == "character varying" || word == "char varying")
        return "VARCHAR" + arguments;
    if (word == "character")
        return "CHAR" + arguments;
    if (word.starts_with("timestamp") || word == "datetime2" || word == "smalldatetime" ||
        word == "datetimeoffset")
        return "TIMESTAMP";
    if (word.starts_with("time "))
        return "TIME";
    if (word == "bool" || word == "bit")
        return "BOOLEAN";
    if (isOneOf(word, {"bytea", "varbinary", "binary", "image", "tinyblob", "mediumblob", "longblob", "bytes",
                       "raw"}))
        return "BLOB";
    return std::string(type);
}

TranslatedDdl translateDdl(std::string_view ddl)
{
    TranslatedDdl out;
    std::vector<DdlTable> read = parseDdl(ddl);
    std::map<std::string, std::size_t> places;
    for (DdlTable &table : read) {
        const auto [place, fresh] = places.emplace(fold(table.name), out.tables.size());
        if (fresh)
            out.tables.push_back(DdlTable{table.name, {}, {}, {}, {}});
        merge(out.tables[place->second], std::move(table));
    }
    bool altered = false;
    for (const std::string &statement : splitStatements(ddl)) {
        std::vector<DdlToken> tokens =
            tokenizeDdl(statement.size() > 4096 ? statement.substr(0, 4096) : statement);
        std::erase_if(tokens, [](const DdlToken &token) { return token.kind == DdlKind::Comment; });
        if (tokens.size() < 3)
            continue;
        if (tokens[0].is("ALTER") && tokens[1].is("TABLE")) {
            readAlter(tokens, out.tables);
            altered = true;
        } else if (tokens[0].is("COMMENT")) {
            readComment(tokens, out.tables);
            altered = true;
        } else if (tokens[0].is("INSERT")) {
            out.statements.push_back(withoutSchema(statement));
        }
    }
    std::erase_if(out.tables, [](const DdlTable &table) { return table.columns.empty(); });
    out.native = !altered;
    for (DdlTable &table : out.tables) {
        for (DdlColumn &column : table.columns) {
            std::string type = sqliteType(column.type);
            out.native = out.native && type == column.type && column.comment.find('\n') == std::string::npos;
            column.type = std::move(type);
            // Without its DEFAULT a column that INSERT leaves out would refuse the row.
            column.notNull = column.notNull && out.statements.empty();
        }
        // A key column that counts up is the rowid only under SQLite's own word.
        if (table.primaryKey.size() == 1)
            if (DdlColumn *key = columnNamed(table, table.primaryKey.front());
                key && isOneOf(fold(key->type).substr(0, fold(key->type).find('(')),
                               {"int", "bigint", "smallint"})) {
                key->type = "INTEGER";
                out.native = false;
            }
        tidy(table);
    }
    return out;
}

std::string sqliteDdl(const std::vector<DdlTable> &tables)
{
    std::string ddl;
    for (const DdlTable &table : tables)
        ddl += statementOf(table);
    return ddl;
}

} // namespace mureum::datasets
