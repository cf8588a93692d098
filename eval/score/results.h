#pragma once
#include "eval/run/sql_runner.h"

#include <cstdint>
#include <vector>

namespace mureum::eval {

using Rows = std::vector<std::vector<Cell>>;

enum class Match {
    Same,
    Different,
    Undecided ///< columns so alike that matching them ran past its budget
};

/// Whether some permutation of columns makes the two results the same bag of rows. Both have to be
/// rectangular.
///
/// `segments` gives row order: a gold row's segment number, not falling from row to row. The rows of one
/// segment may stand in any order, segments may not: an empty vector allows any order, 0, 1, 2, ... fixes it.
///
/// Columns are paired by their sorted values, then bags of partial rows prune the pairing, so that wide
/// results cost about columns^2 * rows rather than columns!.
Match compareRows(const Rows &gold, const Rows &predicted, const std::vector<std::uint32_t> &segments = {});

/// BIRD's execution accuracy: the sets of rows are equal as Python's set(tuples) would be; columns in order,
/// 6 and 6.0 equal, no tolerance.
bool sameSetOfRows(const Rows &gold, const Rows &predicted);

} // namespace mureum::eval
