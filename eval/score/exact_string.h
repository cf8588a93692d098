#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mureum::eval {

/// Tokens of an SQL text: words in lower case, numbers and operators as written (== as =, <> as !=), every
/// quoted text as 'text' whichever quotes it had. Comments and a closing semicolon are left out. Never
/// throws.
std::vector<std::string> sqlTokens(std::string_view sql);

/// The tokens with one blank between them.
std::string normalizeSql(std::string_view sql);

/// Equal after normalisation: neither case outside of quotes, nor white space, nor the closing semicolon
/// matter.
bool exactString(std::string_view gold, std::string_view predicted);

} // namespace mureum::eval
