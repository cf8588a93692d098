#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::eval::spider {

/// The words Spider's process_sql.py (https://github.com/taoyds/spider) cuts a query into: lower case, both
/// kinds of quotes made ", quoted text kept whole and as written, `! =` and the like joined. Words are cut as
/// NLTK's word tokenizer does (https://www.nltk.org/api/nltk.tokenize.html), so `a=5` and `1,2` are one word.
/// Nothing where a quote is left open.
std::optional<std::vector<std::string>> tokenize(std::string_view sql);

/// What Python's float() reads, such as "1e5", "inf" and "1_000".
std::optional<double> toNumber(std::string_view text);

/// What Python's int() reads, without leading zeros, signs of positive numbers and underscores.
std::optional<std::string> toInteger(std::string_view text);

} // namespace mureum::eval::spider
