#pragma once
#include "datasets/schema/schema.h"
#include "datasets/sql/ast.h"

#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

enum class ReadingLanguage { English, Korean };

/// One step of a query in words: "Where": "city is 'Seoul' and amount is at least 1000".
struct ReadingLine
{
    std::string label, text;
};

/// What a query does, step by step, for someone who reads no SQL; made from the syntax tree alone, no model.
/// Columns go by their names, in Korean with what the schema says beside them. Tables are named where there
/// is more than one.
std::vector<ReadingLine> explain(const sql::Query &query, const Schema &schema, ReadingLanguage language);

/// The same of SQL text, one line a step ("Where: ..."); empty where it cannot be parsed.
std::string explain(std::string_view sql, const Schema &schema, ReadingLanguage language);

} // namespace mureum::datasets
