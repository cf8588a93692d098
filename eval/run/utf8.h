#pragma once
#include <string>
#include <string_view>

namespace mureum::eval {

/// The text with every byte that is not part of well-formed UTF-8 (RFC 3629) replaced by U+FFFD, one per
/// maximal ill-formed subsequence as Unicode 15 section 3.9 recommends. Embedded NULs stay.
std::string validUtf8(std::string_view text);

} // namespace mureum::eval
