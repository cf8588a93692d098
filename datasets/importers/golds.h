#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// Parts between semicolons, trimmed, empty ones left out; semicolons in quotes and comments do not count.
std::vector<std::string> splitStatements(std::string_view text);

/// All right answers that Defog's notation stands for (sql-eval, get_all_minimal_queries): alternatives
/// separated by semicolons; in the first {a, b, ...} of each any subset of the columns, none excepted; GROUP
/// BY {} takes the same columns. A query holds at most 8 columns in braces: Error above.
std::vector<std::string> expandGolds(std::string_view text);

} // namespace mureum::datasets
