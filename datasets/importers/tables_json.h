#pragma once
#include "datasets/importers/importer.h"

#include <filesystem>
#include <map>
#include <string>

namespace mureum::datasets {

/// Schemas of Spider's tables.json (BIRD's dev_tables.json alike) as SQLite DDL, by db_id. Names in plain
/// words that differ from the column's become comments. Adds what cannot be read to `problems`.
std::map<std::string, std::string> readTablesJson(const std::filesystem::path &file,
                                                  std::vector<ImportProblem> &problems);

} // namespace mureum::datasets
