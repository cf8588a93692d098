#pragma once
#include "datasets/examples/example.h"

#include <filesystem>
#include <string>
#include <vector>

// What people have asked of a database and stand by: the desktop's files (docs/formats.md).

namespace mureum::app {

/// The lines of an example file with SQL that are about the database: those with a "database" field naming
/// the file itself, those without one by their db_id. Throws datasets::Error where the file cannot be read.
std::vector<datasets::Example> verifiedPairs(const std::filesystem::path &file,
                                             const std::filesystem::path &database,
                                             const std::string &databaseId);

/// Questions asked about the database whose SQL ran and gave rows, from the desktop's history; of several
/// answers to one question the newest: people correct SQL and run it again. Oldest first. The file is only
/// read. Throws datasets::Error where it is no such history.
std::vector<datasets::Example> askedQuestions(const std::filesystem::path &history,
                                              const std::filesystem::path &database,
                                              const std::string &databaseId);

} // namespace mureum::app
