#pragma once
#include "eval/score/spider_query.h"
#include "eval/score/spider_schema.h"

#include <string_view>

namespace mureum::eval::spider {

/// Reads a query by the rules of Spider's process_sql.py (https://github.com/taoyds/spider), gaps included:
/// no commas in FROM, no AS in SELECT, no IN lists, no CASE, CAST or IS NULL; a column on the right of a
/// comparison takes everything up to the next AND with it; what follows a complete query is ignored. nullptr
/// where those rules fail, and where the official evaluator would stop over what they let through.
QueryPtr parse(const Names &names, std::string_view sql);

} // namespace mureum::eval::spider
