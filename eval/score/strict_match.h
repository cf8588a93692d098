#pragma once
#include "datasets/schema/schema.h"

#include <string>

namespace mureum::eval {

/// Whether two queries say the same, down to values, ON, LIMIT and OFFSET, DISTINCT, every ORDER BY term with
/// its direction, and the order of the select list. Not looked at is what cannot change the rows: names of
/// aliases and of result columns; the order of inner joins, of AND, OR and IN lists, of GROUP BY columns and
/// of the sides of = and !=; ON, USING or WHERE for the condition of an inner join; > for < the other way
/// round; BETWEEN for its two comparisons; 5 for 5.0 where it is compared. Everything datasets/sql parses can
/// be compared; what it does not parse matches only itself, letter by letter.
bool strictMatch(const datasets::Schema &schema, const std::string &gold, const std::string &prediction);

} // namespace mureum::eval
