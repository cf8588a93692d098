#pragma once
#include "datasets/schema/schema.h"
#include "eval/run/sql_runner.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace mureum::eval {

/// A column compared with constants in a right answer.
struct Condition
{
    int column = -1;
    std::string op; ///< = != < <= > >= LIKE BETWEEN IN YEAR (a date's first digits equal the constant)
    bool negated = false;
    std::vector<Cell> constants; ///< BETWEEN: low and high; IN: the list; else one
};

/// Where right answers look: a perturbed copy needs values there that tell right from nearly right.
struct Hints
{
    using ColumnId = std::pair<int, int>; ///< table and column of the schema
    /// Conditions that hold together on one table of one SELECT.
    std::map<int, std::vector<std::vector<Condition>>> conditions;
    std::map<ColumnId, std::vector<Condition>> byColumn;
    /// Pairs of columns that are equated, joined, or combined by set operations.
    std::set<std::pair<ColumnId, ColumnId>> linked;
    /// Columns of one table whose order is compared (a < b).
    std::set<std::pair<ColumnId, ColumnId>> compared;
    /// Columns compared with a subquery, such as their own average.
    std::set<ColumnId> measured;
    /// Sizes of groups by this column that HAVING asks for.
    std::map<ColumnId, std::set<int>> groupSizes;

    /// The same for the same queries in any order: part of a cache's key.
    std::string fingerprint() const;
};

/// Never throws: what cannot be parsed or resolved gives no hints.
Hints hintsOf(const datasets::Schema &schema, const std::vector<std::string> &queries);

} // namespace mureum::eval
