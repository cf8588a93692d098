#pragma once
#include <filesystem>
#include <string>

namespace mureum::datasets {

/// Why a path cannot be a database, from the file system alone: missing, a folder, empty, no permission.
/// Empty where nothing speaks against opening it.
std::string problemBeforeOpening(const std::filesystem::path &file);

/// One line for a SQLite (extended) result code on this file, with what the file itself tells: what it is
/// instead of a database, how many bytes are missing, which process holds the lock.
std::string problemFromSqlite(const std::filesystem::path &file, int code, const std::string &message);

} // namespace mureum::datasets
