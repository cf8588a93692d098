#pragma once
#include "datasets/linking/values.h"
#include "datasets/schema/join_path.h"
#include "datasets/schema/schema.h"
#include "datasets/slots/symbols.h"

#include <array>
#include <utility>
#include <vector>

namespace mureum::datasets {

/// How a column writes yes and no: 1/0, 'Y'/'N', 'T'/'F', ...
struct FlagCoding {
    std::string yes, no;
    bool quoted = false;
};

/// Coding of a column, from its samples; nullptr where it is no flag.
const FlagCoding *flagCoding(const Column &column);

/// What the pointers of one prompt point at.
struct SlotMap {
    const Schema *schema = nullptr;
    const JoinGraph *joins = nullptr;
    std::vector<int> tables = std::vector<int>(maxTableSlots, -1);
    std::vector<std::pair<int, int>> columns = std::vector<std::pair<int, int>>(maxColumnSlots, {-1, -1});
    std::vector<ValueMention> values; ///< by slot; at most maxValueSlots

    int slotOfTable(int table) const;              ///< -1 where the prompt leaves it out
    int slotOfColumn(int table, int column) const; ///< as above
    const Column &column(int slot) const
    {
        const auto &[t, c] = columns[static_cast<std::size_t>(slot)];
        return schema->tables[static_cast<std::size_t>(t)].columns[static_cast<std::size_t>(c)];
    }
};

} // namespace mureum::datasets
