#pragma once
#include "datasets/error.h"
#include "datasets/slots/slot_map.h"
#include "datasets/sql/ast.h"

#include <vector>

namespace mureum::datasets {

/// A query the slot language has no words for: a self join, a derived table, a literal the prompt does not hold...
class NotEncodable : public Error
{
public:
    using Error::Error;
};

/// Gold SQL as symbols, symEnd last. Throws NotEncodable with the reason.
std::vector<int> encode(const sql::Query &query, const SlotMap &slots);

} // namespace mureum::datasets
