#pragma once
#include <filesystem>

namespace mureum::eval {

/// Writes summary.json and report.html of a complete run anew, with what a judge has said since. Throws
/// datasets::Error where the folder is no run or cannot be written.
void refreshRun(const std::filesystem::path &folder);

} // namespace mureum::eval
