#pragma once
#include "eval/run/sql_runner.h"

#include <filesystem>
#include <string>
#include <vector>

// A database as it is copied: its CREATE statements and some of its rows.

namespace mureum::eval {

using Row = std::vector<Cell>;

/// Columns of one key: PRIMARY KEY, UNIQUE, or a unique index.
using KeyColumns = std::vector<int>;

struct SourceColumn
{
    std::string name, declaredType;
    bool notNull = false;
    int schemaColumn = -1; ///< in datasets::Schema; -1 where that leaves it out
};

struct SourceForeignKey
{
    int parent = -1; ///< in SourceDatabase::tables
    std::vector<int> columns, parentColumns;
};

struct SourceTable
{
    std::string name, sql;
    int schemaTable = -1;
    std::vector<SourceColumn> columns; ///< without generated ones, which SQLite fills itself
    std::vector<KeyColumns> keys;
    std::vector<SourceForeignKey> foreignKeys;
    std::vector<Row> rows;
    bool all = true;      ///< these are all rows
    bool special = false; ///< virtual: copied as it is
};

struct SourceDatabase
{
    std::string encoding = "UTF-8";
    std::vector<SourceTable> tables;
    std::vector<std::string> later; ///< CREATE INDEX and CREATE VIEW
    std::vector<std::string> notes; ///< what could not be read

    int find(const std::string &table) const; ///< ASCII case ignored; -1
};

struct SourceLimits
{
    std::size_t rows = 2000;                   ///< of a table; more are thinned out
    std::size_t looked = 50000;                ///< rows read of a table at most
    std::size_t bytes = std::size_t{32} << 20; ///< of a table
};

/// Reads a database as eval/run opens it: it is not changed and nothing appears beside it. Which rows a large
/// table keeps depends on the seed. Throws datasets::Error where it cannot be read.
SourceDatabase readSource(const std::filesystem::path &file, std::uint64_t seed,
                          const SourceLimits &limits = {});

} // namespace mureum::eval
