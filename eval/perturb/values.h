#pragma once
#include "datasets/synth/rng.h"
#include "eval/perturb/hints.h"
#include "eval/perturb/source_database.h"

#include <optional>
#include <string>
#include <vector>

// Values a column could hold as well: its own, those around the constants it is compared with, and invented
// ones.

namespace mureum::eval {

/// What the cells of one column have in common.
struct ColumnProfile
{
    std::vector<Cell> values;          ///< distinct and not NULL, in order of appearance; at most 1,000
    std::vector<Condition> conditions; ///< that right answers put on it
    bool integers = true;              ///< every number is whole
    bool numbers = false, texts = false;
    bool dates = false;    ///< every text begins YYYY-MM-DD
    bool nulls = false;    ///< holds NULL already
    bool flag = false;     ///< nothing but 0 and 1, or two texts: only ever one of those
    bool linked = false;   ///< compared with another column: keeps to the values it has
    bool mayBeNull = true; ///< as declared
    double low = 0, high = 0;
};

ColumnProfile profileOf(const SourceTable &table, int column, std::vector<Condition> conditions, bool linked);

using Random = datasets::synth::Rng;

/// A number or text as the column stores such values: whole where it holds whole numbers, text where numbers
/// are stored as text.
Cell asStored(const ColumnProfile &profile, Cell value);

/// Another value for a cell; often one that is there already, so that ties and duplicates come up, or one at
/// the edge of a condition. Never NULL.
Cell mutate(const ColumnProfile &profile, const Cell &old, Random &random);

/// A value that fulfils the condition, and one just beside it that does not. Nothing where none is known.
std::optional<Cell> satisfying(const ColumnProfile &profile, const Condition &condition, const Cell &old,
                               Random &random);
std::optional<Cell> failing(const ColumnProfile &profile, const Condition &condition, const Cell &old,
                            Random &random);

/// A value for a column without any, from its declared type.
Cell invent(const ColumnProfile &profile, const SourceColumn &column, Random &random);

/// A new value of a unique column that follows on the `number` values there are.
Cell newKey(const ColumnProfile &profile, const Cell &like, std::size_t number);

} // namespace mureum::eval
