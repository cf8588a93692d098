#pragma once
#include "datasets/importers/records.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// Field of an example -> column of the file.
using ColumnMapping = std::map<std::string, std::string>;

/// db_id, question, query, queries, context, evidence, difficulty, lang
const std::vector<std::string_view> &mappableFields();

/// By the columns' names (English and Korean, Alpaca and sql-create-context included), then, for question,
/// query and context, by what the first records hold. A column serves once.
ColumnMapping guessMapping(const RecordFile &file);

/// The guess with what the user said over it. Throws Error for an unknown field or column.
ColumnMapping completeMapping(const RecordFile &file, const ColumnMapping &given);

/// Reads "question=질문,query=정답"; several texts add up. Throws Error.
ColumnMapping parseMapping(const std::vector<std::string> &texts);

/// The example a record describes. Takes code fences and closing semicolons off the SQL. Throws BadLine, with
/// the record's line, where question, query, or both db_id and context are missing, or a field is longer than
/// 1 MiB.
Example exampleOf(const Record &record, const ColumnMapping &mapping);

} // namespace mureum::datasets
