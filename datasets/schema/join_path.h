#pragma once
#include "datasets/schema/schema.h"

#include <optional>
#include <vector>

namespace mureum::datasets {

/// A way two tables join: column = column.
struct JoinEdge
{
    int tableA = -1, columnA = -1;
    int tableB = -1, columnB = -1;
    bool declared = true; ///< a foreign key; else guessed from equal names with a primary key on one side
};

struct JoinStep
{
    int table = -1;                        ///< the table that comes in
    int ownColumn = -1;                    ///< its column
    int otherTable = -1, otherColumn = -1; ///< what it is joined to, already in
};

/// How the tables of one schema hang together.
class JoinGraph
{
public:
    explicit JoinGraph(const Schema &schema);

    /// Steps that bring `table` in, bridge tables included, by the fewest joins from any table of `present`;
    /// declared keys before guessed ones, then schema order. nullopt where nothing leads there. Empty where
    /// it is present.
    std::optional<std::vector<JoinStep>> connect(const std::vector<int> &present, int table) const;

    const std::vector<JoinEdge> &edges() const { return edges_; }

private:
    std::vector<JoinEdge> edges_;
    std::vector<std::vector<JoinStep>> steps_; ///< by the table one comes from
};

} // namespace mureum::datasets
