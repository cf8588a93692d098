#pragma once
#include "datasets/lexicon/lexicon.h"
#include "datasets/synth/naming.h"
#include "datasets/synth/rng.h"
#include "datasets/synth/world.h"

#include <string>
#include <vector>

// The plan of an invented database, between the lexicon and CREATE TABLE.

namespace mureum::datasets::synth {

struct PlannedColumn
{
    const LexiconAttribute *source = nullptr;
    std::string name, declared;
    bool korean = false;             ///< texts are stored in Korean
    double nulls = 0;                ///< share of NULLs
    bool whole = true;               ///< numbers without decimals
    std::string yes = "1", no = "0"; ///< stored form of flags
    bool textFlag = false;
};

struct PlannedLink
{
    const LexiconRelation *relation = nullptr;
    int parent = -1;
    std::string column;
    double nulls = 0;
};

/// A table of two keys that ties two entities many to many.
struct PlannedBridge
{
    std::string name, leftColumn, rightColumn;
    int left = -1, right = -1;
    std::vector<std::pair<Cell, Cell>> rows;
};

struct PlannedTable
{
    const LexiconEntity *source = nullptr;
    std::string name, key;
    bool textKey = false;
    std::string keyPrefix;
    int firstKey = 1;
    int rows = 20;
    std::vector<PlannedColumn> columns;
    std::vector<PlannedLink> links;
    std::vector<std::vector<Cell>> cells; ///< key, columns, links
};

struct Plan
{
    std::vector<PlannedTable> tables; ///< parents before children
    std::vector<PlannedBridge> bridges;
    bool declareKeys = true;
    bool korean = false; ///< texts mostly Korean
};

Plan makePlan(const Lexicon &lexicon, const Grammar &grammar, Rng &rng);
/// Draws the rows: keys that exist, dates in order, NULLs.
void fillRows(Plan &plan, const Lexicon &lexicon, const Grammar &grammar, Rng &rng);

} // namespace mureum::datasets::synth
