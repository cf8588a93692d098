#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace mureum::datasets {

struct DecodedText
{
    std::string text;     ///< UTF-8 without a byte order mark; damaged bytes of a UTF-8 file stay as they are
    std::string encoding; ///< UTF-8, UTF-16LE, UTF-16BE or CP949
};

/// What a text file holds, in UTF-8. A byte order mark decides; then NUL bytes in every other place (UTF-16);
/// then whether the bytes are UTF-8, damage here and there allowed; else CP949, which holds EUC-KR. Never
/// throws for bad bytes: what no encoding explains becomes U+FFFD.
DecodedText decodeText(std::string bytes);

/// The file's bytes. Throws Error for a folder, a file that cannot be read, or one above 4 GiB.
std::string readFileBytes(const std::filesystem::path &file);

} // namespace mureum::datasets
