#pragma once
#include "datasets/lexicon/lexicon.h"
#include "datasets/schema/schema.h"
#include "datasets/synth/rng.h"
#include "datasets/synth/world.h"

#include <map>
#include <string>
#include <vector>

namespace mureum::datasets {

/// Finds what a column of an unknown table may hold: an attribute of the lexicon that goes by the column's
/// name, or one made up from its name and type.
class ColumnValues
{
public:
    explicit ColumnValues(const Lexicon &lexicon);

    struct Column
    {
        std::string table, name;
        ColumnType type = ColumnType::Text;
        bool anyType = false;               ///< VARCHAR or nothing declared: the name decides
        std::vector<synth::Cell> mentioned; ///< literals that queries compare it with; they join the values
    };
    /// A complete attribute: a role and type, values, or a range.
    LexiconAttribute attributeFor(const Column &column) const;

private:
    const LexiconAttribute *known(const Column &column, bool numbers, bool texts) const;

    struct Known
    {
        const LexiconEntity *entity;
        const LexiconAttribute *attribute;
    };
    std::map<std::string, std::vector<Known>> byName_;
};

} // namespace mureum::datasets
