#pragma once
#include <filesystem>
#include <string_view>

namespace mureum::datasets {

/// Writes the whole content to a temporary name beside `file`, syncs it and renames, so that a reader sees
/// the old file or the new one and never a part. Throws Error and leaves the old file.
void writeFileAtomically(const std::filesystem::path &file, std::string_view content);

} // namespace mureum::datasets
