#include "datasets/error.h"
#include "datasets/schema/catalogue.h"
#include "datasets/schema/connection.h"
#include "datasets/schema/ddl_parser.h"
#include "datasets/schema/ddl_tokens.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <string_view>

namespace mureum::datasets {

namespace {

/// Lets through what CREATE TABLE, CREATE VIEW and CREATE INDEX do, and nothing else: no ATTACH, no PRAGMA,
/// no rows, no triggers, no virtual tables.
int allowSchemaOnly(void *, int action, const char *first, const char *, const char *, const char *)
{
    const std::string_view name = first ? first : "";
    switch (action) {
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_VIEW:
    case SQLITE_CREATE_INDEX:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_REINDEX:
        return SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
        return name.starts_with("sqlite_") ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

std::string oneLine(std::string_view statement)
{
    constexpr std::size_t enough = 60;
    const std::string text = fold(statement);
    return text.size() > enough ? toUtf8(toCodePoints(text).substr(0, enough / 2)) + "..." : text;
}

/// The authorizer is not asked about every statement: VACUUM INTO writes a file unseen. True for nothing,
/// too.
bool isCreate(sqlite3_stmt *statement)
{
    if (!statement)
        return true;
    for (const DdlToken &token : tokenizeDdl(sqlite3_sql(statement)))
        if (token.kind != DdlKind::Comment)
            return token.is("CREATE");
    return false;
}

/// The DDL is not in SQLite's words; a lenient reading may still understand it.
struct NotUnderstood
{
    std::string reason;
};

DatabaseHandle created(const std::string &ddl)
{
    sqlite3 *database = nullptr;
    const int opened =
        sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    DatabaseHandle handle(database);
    if (opened != SQLITE_OK)
        throw Error("cannot read CREATE statements: out of memory");
    sqlite3_set_authorizer(database, allowSchemaOnly, nullptr);
    const char *rest = ddl.c_str();
    while (*rest) {
        sqlite3_stmt *statement = nullptr;
        const char *begin = rest;
        const int prepared = sqlite3_prepare_v2(database, begin, -1, &statement, &rest);
        const bool create = isCreate(statement);
        const int stepped = statement && create ? sqlite3_step(statement) : SQLITE_DONE;
        sqlite3_finalize(statement);
        if (!create || prepared == SQLITE_AUTH)
            throw Error(
                fmt::format("only CREATE TABLE and CREATE VIEW describe a schema, not: {}", oneLine(begin)));
        if (prepared != SQLITE_OK || stepped != SQLITE_DONE)
            throw NotUnderstood{fmt::format("{} in: {}", sqlite3_errmsg(database), oneLine(begin))};
    }
    sqlite3_set_authorizer(database, nullptr, nullptr);
    return handle;
}

/// Other dialects, reserved words as names, tables declared twice.
DatabaseHandle createdLeniently(const std::string &ddl)
{
    try {
        return created(ddl);
    } catch (const NotUnderstood &first) {
        const std::string plain = plainDdl(parseDdl(ddl));
        try {
            if (!plain.empty())
                return created(plain);
        } catch (const NotUnderstood &) {
        }
        throw Error("cannot read the CREATE statements: " + first.reason);
    }
}

} // namespace

Schema schemaFromDdl(const std::string &ddl, const std::string &databaseId)
{
    const std::string text = nfc(ddl);
    const DatabaseHandle database = createdLeniently(text);
    SchemaOptions options;
    options.samplesPerColumn = 0;
    options.rowsToSniff = 0;
    Schema schema = readCatalogue(database.get(), "the DDL", options);
    addComments(schema, parseDdl(text));
    schema.databaseId = databaseId;
    return schema;
}

} // namespace mureum::datasets
