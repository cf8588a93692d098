#pragma once
#include "datasets/importers/wanted_rows.h"
#include "datasets/synth/rng.h"

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

    synth::Cell freshKey();
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
