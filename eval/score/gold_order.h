#pragma once
#include <string>
#include <vector>

namespace mureum::eval {

/// What the outer ORDER BY of a gold query sorts by, as columns of a result.
struct GoldOrder
{
    bool ordered = false; ///< there is an outer ORDER BY
    bool known = true;    ///< false where the query could not be read
    std::string keyedSql; ///< the query with sort keys appended as columns; empty where none are needed
    int appended = 0;     ///< number of those columns
    /// Sort keys in order: a column of the result, or -1 - i for the i-th appended one. Ends before the first
    /// key that cannot be had (a DISTINCT or compound query sorted by what it does not show).
    std::vector<int> keys;
};

/// Never throws: what cannot be parsed is ordered where the words ORDER BY stand outside of parentheses.
GoldOrder goldOrder(const std::string &sql);

} // namespace mureum::eval
