#pragma once
#include "datasets/examples/example.h"
#include "datasets/validate/report.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace mureum::datasets {

/// Tokens of a text; empty where no tokenizer is at hand.
using CountTokens = std::function<std::size_t(std::string_view)>;

/// Everything that shows without running SQL: bad lines, missing SQL, duplicates, languages, hardness,
/// lengths. Whether golds parse is judged where they are not run (`willRun` false): else SQLite is the judge.
ValidationReport inspectExamples(const std::string &name, const ExampleFile &file, bool willRun,
                                 const CountTokens &tokens = {});

/// Adds what the file shares with another one: questions as warnings with both lines, the rest counted.
void addOverlap(ValidationReport &report, const ExampleFile &file, const std::string &otherName,
                const ExampleFile &other);

/// Case folded, spaces and marks at the end taken off: two questions that differ in these only are one.
std::string normalQuestion(std::string_view question);

/// SQL with its values (template) or with its values, tables, columns and aliases (shape) made one; nothing
/// where it does not parse.
std::string queryTemplate(const std::string &query);
std::string queryShape(const std::string &query);

} // namespace mureum::datasets
