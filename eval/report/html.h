#pragma once
#include <string>
#include <string_view>

// Parts that every HTML report is made of.

namespace mureum::eval::html {

/// Text that shows as it is, inside of elements and of quoted attributes: markup escaped, bytes that are not
/// UTF-8 and control characters replaced by U+FFFD.
std::string escape(std::string_view text);

/// "63.2%"; "–" for nothing (a negative value).
std::string percent(double rate);

/// A whole page: doctype, styles, a policy that lets nothing be loaded, the body, and the script that filters
/// tables (pages without tables to filter give no `filters`).
std::string page(std::string_view title, std::string_view body, bool filters);

} // namespace mureum::eval::html
