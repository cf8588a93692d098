#pragma once
#include "datasets/schema/schema.h"
#include "datasets/synth/world.h"

#include <string>
#include <utility>
#include <vector>

namespace mureum::datasets {

/// Rows that a query needs to find in order to answer: one row a source of FROM, with what WHERE asks of it.
struct WantedRows
{
    struct Source
    {
        int table = -1;
        int copies = 1; ///< HAVING COUNT(*) > n asks for so many rows of a group
    };
    /// A column of one of the sources.
    struct Place
    {
        int source = -1, column = -1;
        auto operator<=>(const Place &) const = default;
    };
    struct Bound
    {
        Place place;
        char op = '='; ///< = < > l (at most) g (at least) ~ (a text that fits the LIKE pattern)
        synth::Cell value;
    };

    std::vector<Source> sources;
    std::vector<std::pair<Place, Place>> ties; ///< equal columns
    /// x NOT IN (SELECT y ...): the first holds a value that is not there yet; both hold values of one kind.
    std::vector<std::pair<Place, Place>> absent;
    std::vector<Bound> bounds;
    std::vector<Place> groups; ///< columns of GROUP BY: equal in all copies
    bool having = false;       ///< HAVING is about the group as a whole: it has to be a new one
};

struct GoldNeeds
{
    std::vector<WantedRows>
        wanted; ///< one, or two where OR or IN leave a choice; empty where it does not parse
    /// Every literal that a column is compared with, negated conditions included: table, column, value.
    struct Mention
    {
        int table = -1, column = -1;
        synth::Cell value;
    };
    std::vector<Mention> mentions;
};

/// What a gold query asks of the tables of the schema. Conditions under NOT, and those between expressions,
/// are not looked into. Never throws for bad SQL.
GoldNeeds needsOf(const std::string &gold, const Schema &schema);

} // namespace mureum::datasets
