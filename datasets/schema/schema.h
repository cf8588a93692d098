#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// What a column holds, from its declared type and, where that says little, from its values
/// (SQLite stores dates as text and booleans as integers).
enum class ColumnType { Text, Integer, Real, Date, DateTime, Boolean, Blob, Other };

std::string_view name(ColumnType type);

struct Column
{
    std::string name;
    std::string declaredType; ///< as written in CREATE TABLE; may be empty
    ColumnType type = ColumnType::Other;
    bool primaryKey = false;
    bool notNull = false;
    std::vector<std::string> samples; ///< a few distinct non-NULL values, in rowid order
    std::string comment;              ///< what CREATE TABLE says beside it: `DRG_NM TEXT, -- 약품명`
};

struct Table
{
    std::string name;
    bool view = false;
    std::vector<Column> columns;
    std::string comment; ///< as Column::comment, after the opening parenthesis

    /// Index of a column by name, ASCII case ignored as SQLite does; -1 where there is none.
    int find(std::string_view column) const;
};

/// One column pair of a foreign key (a composite key gives several, with the same `group`).
struct ForeignKey
{
    int fromTable = -1, fromColumn = -1;
    int toTable = -1, toColumn = -1;
    int group = 0;
    /// The key names its target, and as it is declared: case too. Spider's list of keys has no others.
    bool asDeclared = true;
};

/// The tables and views of one database. System tables (sqlite_*) are left out.
struct Schema
{
    std::string databaseId; ///< file stem
    std::vector<Table> tables;
    std::vector<ForeignKey> foreignKeys;

    int find(std::string_view table) const; ///< as Table::find
};

struct SchemaOptions
{
    int samplesPerColumn = 3;
    /// Rows looked at for samples and type sniffing; keeps opening a huge table instant.
    int rowsToSniff = 200;
};

/// Reads the schema of a SQLite file, read-only. A foreign key without named target columns points to
/// the primary key. A view that does not compile is left out.
/// Throws Error for a missing, encrypted, truncated or non-SQLite file and for one without tables.
Schema readSchema(const std::filesystem::path &file, const SchemaOptions &options = {});

/// The schema CREATE TABLE statements describe (several, separated by ;). Throws Error.
Schema schemaFromDdl(const std::string &ddl, const std::string &databaseId);

/// count(*) of one table; separate because it may take long. Throws Error.
std::int64_t countRows(const std::filesystem::path &file, const std::string &table);

} // namespace mureum::datasets
