#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace mureum::engine {

/// Length in bytes of the well-formed UTF-8 character at text[at], 0 where there is none
/// (overlong forms, surrogates and truncated characters are not well formed).
std::size_t utf8Length(std::string_view text, std::size_t at);

/// How many bytes at the end of `text` may be the beginning of a character still to come (0 to 3).
std::size_t incompleteTail(std::string_view text);

/// `text` with every byte that belongs to no well-formed character replaced by U+FFFD.
std::string sanitizeUtf8(std::string_view text);

/// Sanitized and in Unicode normalisation form C.
std::string normalizeNfc(std::string_view text);

} // namespace mureum::engine
