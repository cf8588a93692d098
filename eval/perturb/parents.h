#pragma once
#include "eval/perturb/plan.h"

#include <cstddef>
#include <vector>

namespace mureum::eval {

/// Gives one foreign key of a table parents that are there.
class Parents
{
public:
    /// `invented`: the source had no rows that referred to anything. `aimed` (may be empty) tells which
    /// parents were made for right answers: they get more children. `groups`: how many parents are kept for
    /// groups of a certain size.
    Parents(const ReferenceKey &key, bool invented, const std::vector<Row> &sourceParents,
            const std::vector<Row> &parents, const std::vector<bool> &aimed, std::size_t groups,
            Random &random);

    /// Leaves NULL and what never had a parent as they are; `group` (or -1) names a parent kept for it. False
    /// where no parent is there.
    bool settle(Row &row, int group, double change, Random &random) const;

    /// Any parent; the first ones come up more often: groups of different size, and some of the same.
    bool draw(Row &row, Random &random) const;

private:
    void put(Row &row, const Row &value) const;

    const ReferenceKey &key_;
    bool invented_;
    RowSet before_, now_;
    std::vector<Row> values_, reserved_; ///< the first reserved one stays without children
};

} // namespace mureum::eval
