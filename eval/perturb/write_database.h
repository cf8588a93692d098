#pragma once
#include "eval/perturb/perturb.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mureum::eval {

/// Writes a new database with the source's schema and the given rows, triggers left out. A row that a
/// constraint refuses is left out; where most rows of a table are refused, its source rows are taken instead.
/// Rows whose foreign key holds nowhere, though all did in the source, are removed. Returns what was not as
/// planned, a line per table. Throws datasets::Error where the file cannot be written.
std::vector<std::string> writeDatabase(const std::filesystem::path &file, const SourceDatabase &source,
                                       const PerturbedRows &rows);

} // namespace mureum::eval
