#pragma once
#include "eval/perturb/hints.h"
#include "eval/perturb/source_database.h"
#include "eval/perturb/values.h"

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

// What has to hold, and what should come up, in each table of a perturbed copy.

namespace mureum::eval {

struct RowLess
{
    bool operator()(const Row &a, const Row &b) const;
};
using RowSet = std::set<Row, RowLess>;

/// The cells of some columns.
Row pick(const Row &row, const std::vector<int> &columns);
bool anyNull(const Row &row);

/// A foreign key, declared or implied by how right answers join.
struct ReferenceKey
{
    int parent = -1;
    std::vector<int> columns, parentColumns;
};

/// Columns are those of SourceTable.
struct TablePlan
{
    std::vector<ColumnProfile> profiles;
    std::vector<bool> key; ///< by column: part of any key or foreign key
    std::vector<KeyColumns>
        keys; ///< declared ones, and columns named like a key whose values are all different
    std::vector<ReferenceKey> foreignKeys;
    std::vector<std::vector<int>> groupSizes;   ///< by column: sizes of groups that HAVING asks for
    std::vector<std::pair<int, int>> compared;  ///< columns that are compared with each other
    std::vector<int> measured;                  ///< columns that are compared with a subquery
    std::vector<std::vector<Condition>> wanted; ///< conditions that hold together; their columns are ours
};

/// One for each table of the source.
std::vector<TablePlan> planTables(const SourceDatabase &source, const Hints &hints);

/// All tables, each behind those it refers to where there is no circle.
std::vector<std::size_t> parentsFirst(const std::vector<TablePlan> &plans);

} // namespace mureum::eval
