#pragma once
#include "datasets/importers/wanted_rows.h"
#include "datasets/synth/rng.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace mureum::datasets {

/// A table while its rows are invented. Every row has a cell a column.
struct FillTable
{
    std::string name;
    std::vector<std::vector<synth::Cell>> rows;
    std::vector<int> key;   ///< columns of the primary key; empty: none
    std::vector<bool> text; ///< by column: of text affinity, so that SQLite compares numbers as texts
    std::string keyPrefix;  ///< of keys that are texts
    bool textKey = false;
    int lastKey = 0; ///< number of the last key given out

    std::size_t drawn = 0; ///< first rows, those that were not planted

    synth::Cell freshKey();
    /// One of the first rows: copies of planted ones would grow groups whose size is asked for.
    const std::vector<synth::Cell> &anyRow(synth::Rng &rng) const
    {
        return rows[static_cast<std::size_t>(rng.below(static_cast<int>(std::min(drawn, rows.size()))))];
    }
};

/// A foreign key of one column.
struct FillReference
{
    int fromTable = -1, fromColumn = -1, toTable = -1, toColumn = -1;
};

/// Adds rows (or changes the row a key names) so that a query that wants them finds them.
void plantRows(std::vector<FillTable> &tables, const WantedRows &wanted, synth::Rng &rng);

/// Adds the rows that foreign keys name and that are not there.
void addReferredRows(std::vector<FillTable> &tables, const std::vector<FillReference> &references,
                     synth::Rng &rng);

} // namespace mureum::datasets
