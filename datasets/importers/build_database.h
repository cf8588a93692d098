#pragma once
#include "datasets/synth/world.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mureum::datasets {

/// Rows of one table, cells in the order of the columns named.
struct TableRows
{
    std::string table;
    std::vector<std::string> columns;
    std::vector<std::vector<synth::Cell>> rows;
};

struct DatabaseContent
{
    std::string ddl; ///< SQLite's dialect
    std::vector<std::string>
        statements; ///< INSERT statements of the data itself; those that fail are reported
    std::vector<TableRows> rows;
};

/// Writes a new SQLite file. The DDL comes from a data file: it may create tables, views and indexes and
/// insert rows, reach no other file, and run for ten seconds. Rows that break a constraint are left out.
/// Returns what could not be done (statements that failed). Throws Error where the DDL gives no table or the
/// file cannot be written.
std::vector<std::string> buildDatabase(const std::filesystem::path &file, const DatabaseContent &content);

/// True where SQLite runs the DDL as it stands and it gives a table.
bool runsInSqlite(const std::string &ddl);

} // namespace mureum::datasets
