#include "datasets/slots/slot_map.h"

#include "datasets/text/fold.h"

#include <algorithm>

namespace mureum::datasets {

const FlagCoding *flagCoding(const Column &column)
{
    static const std::vector<FlagCoding> codings = {{"1", "0", false},     {"Y", "N", true},        {"y", "n", true},
                                                    {"T", "F", true},      {"t", "f", true},        {"Yes", "No", true},
                                                    {"yes", "no", true},   {"YES", "NO", true},     {"True", "False", true},
                                                    {"true", "false", true}, {"TRUE", "FALSE", true}, {"예", "아니오", true}};
    if (column.type == ColumnType::Boolean && column.samples.empty())
        return &codings.front();
    if (column.samples.empty() || column.samples.size() > 2)
        return nullptr;
    for (const auto &coding : codings) {
        if (!coding.quoted && column.type != ColumnType::Boolean)
            continue;
        if (std::all_of(column.samples.begin(), column.samples.end(),
                        [&](const std::string &s) { return s == coding.yes || s == coding.no; }))
            return &coding;
    }
    return nullptr;
}

int SlotMap::slotOfTable(int table) const
{
    const auto it = std::find(tables.begin(), tables.end(), table);
    return it == tables.end() || table < 0 ? -1 : static_cast<int>(it - tables.begin());
}

int SlotMap::slotOfColumn(int table, int column) const
{
    const auto it = std::find(columns.begin(), columns.end(), std::pair(table, column));
    return it == columns.end() || table < 0 ? -1 : static_cast<int>(it - columns.begin());
}

} // namespace mureum::datasets
