#pragma once
#include "datasets/importers/registry.h"
#include "datasets/schema/ddl_parser.h"

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace mureum::datasets {

/// How one database of the import comes about: copied from `file`, or made of `content`.
struct PlannedDatabase
{
    std::filesystem::path file;
    std::function<DatabaseContent()> content;
    std::vector<DdlTable> tables;   ///< to be filled with rows; empty where it brings its own
    std::vector<std::string> golds; ///< what its rows should answer
};

struct ImportPlan
{
    std::map<std::string, PlannedDatabase> databases;
    std::set<std::string> missing;
    std::vector<ImportProblem> problems; ///< lines left out, in order of file and line, then the rest
};

/// Gives every example its database: one of the data set's own, a file of the folders, its context (then the
/// example's db_id becomes the new database's, and the context goes), or a schema of tables.json. Examples
/// without any stay, their databases are reported. Moves lines that cannot be used from `dataset` to the
/// problems.
ImportPlan planImport(ReadDataset &dataset, const ImportOptions &options);

} // namespace mureum::datasets
