#pragma once
#include <optional>
#include <string>
#include <string_view>

// Stretches of time a question names, in one canonical text:
//   2024   2024-03   2024-03-15   2024-Q3   2024-H1
//   now:year:-1   now:month:0   now:week:-1   now:day:-1      the period that many steps from the current one
//   now:last:30:day   now:last:3:month                        the stretch that ends today

namespace mureum::datasets {

bool isPeriod(std::string_view text);

/// SQL that says `column` lies in the period. `column` is already SQL. Years and months of the calendar use
/// strftime on it unless `yearNumber` (an integer column that holds years: column = 2024).
std::string periodCondition(std::string_view period, std::string_view column, bool yearNumber);

/// A period that can stand as a literal beside =, <, > ...: its first day, month or year as text ('2024-03-15').
std::optional<std::string> periodLiteral(std::string_view period);

} // namespace mureum::datasets
