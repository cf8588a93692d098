#pragma once
#include "datasets/slots/slot_map.h"
#include "datasets/sql/ast.h"

#include <optional>
#include <string>
#include <string_view>

// Literals of SQL <-> symbols. Both directions live here so that they cannot drift apart.

namespace mureum::datasets {

/// First or last day of a calendar period ('2024-03-01', '2024-03-31'); nullopt for relative ones.
std::optional<std::string> boundOf(std::string_view period, bool last);

/// The day after the last day of a month, '2024-01-01' for '2023-12-31'.
std::string dayAfter(const std::string &lastOfMonth);

/// Slot whose text or cell equals `text` after folding; -1 where none does.
int slotOfText(const SlotMap &slots, std::string_view text);

/// Symbol for a literal compared by `op` with a column slot (-1: no plain column). -1 where the prompt holds none.
int symbolOfLiteral(const SlotMap &slots, const std::string &value, bool isText, int columnSlot, int op);

/// The literal a symbol means beside `columnSlot` and `op`. Throws Error for a symbol that is no literal.
sql::ExprPtr literalOf(const SlotMap &slots, int symbol, int columnSlot, int op);

} // namespace mureum::datasets
