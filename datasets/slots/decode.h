#pragma once
#include "datasets/slots/slot_map.h"
#include "datasets/sql/ast.h"

#include <optional>
#include <span>
#include <string>

namespace mureum::datasets {

/// Symbols as SQL; symEnd may be missing. Joins come from the foreign keys, bridge tables included.
/// Throws Error where the symbols are no sentence of the language.
sql::Query decode(std::span<const int> symbols, const SlotMap &slots);

/// SQL text of an answer still being written: of its longest beginning that decodes. Empty where none does.
std::string decodeSoFar(std::span<const int> symbols, const SlotMap &slots);

} // namespace mureum::datasets
