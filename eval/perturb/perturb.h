#pragma once
#include "eval/perturb/hints.h"
#include "eval/perturb/source_database.h"

#include <cstdint>
#include <vector>

namespace mureum::eval {

/// Other rows for every table, drawn from the seed: some are gone, some new, values changed towards the
/// constants of right answers, their edges and each other (ties, duplicates), some NULL where that is
/// allowed. Keys stay unique; a foreign key that held in the source holds, and some parents have no children.
/// `variant` 0, 1, 2, ... differ in how much is changed. The result has a list of rows for each table of
/// `source`, in an order in which parents come first where that is possible (`order`).
struct PerturbedRows
{
    std::vector<std::vector<Row>> rows; ///< by table
    /// The same rows with nothing changed but their keys: where a constraint refuses the others.
    std::vector<std::vector<Row>> tame;
    std::vector<std::size_t> order;
};

PerturbedRows perturb(const SourceDatabase &source, const Hints &hints, std::uint64_t seed, int variant);

} // namespace mureum::eval
