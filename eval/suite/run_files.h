#pragma once
#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

// How the files of a run directory are read and written, whoever writes them.

namespace mureum::eval {

/// As it stands in a run's files: broken UTF-8 becomes U+FFFD, a line end follows.
std::string jsonText(const nlohmann::ordered_json &object, int indent = -1);

/// The whole file; nothing where it cannot be read.
std::optional<std::string> readWhole(const std::filesystem::path &file);

/// Throws datasets::Error naming the file and what errno says.
[[noreturn]] void failToWrite(const std::filesystem::path &file);

/// Opens (or makes) a file that lines are appended to. Throws datasets::Error.
int openForAppending(const std::filesystem::path &file);
/// Writes all of the text to a file descriptor, whatever interrupts it. Throws datasets::Error.
void appendAll(int descriptor, const std::filesystem::path &file, std::string_view text);

/// Opens and locks a file for this process: its descriptor, or -1 where another process has it. Throws
/// datasets::Error where it cannot be made.
int lockFile(const std::filesystem::path &file);

} // namespace mureum::eval
