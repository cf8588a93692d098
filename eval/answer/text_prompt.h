#pragma once
#include "datasets/schema/schema.h"

#include <string>
#include <string_view>

namespace mureum::eval {

/// The schema as CREATE TABLE statements, one a line, with keys.
std::string schemaDdl(const datasets::Schema &schema);

/// Prompt of a model that writes SQL text. `promptTemplate` holds {schema} (as CREATE TABLE statements) and
/// {question}; empty: a plain one most code models understand.
std::string textPrompt(const std::string &promptTemplate, const datasets::Schema &schema,
                       const std::string &question);

/// The SQL in what a model wrote: fences and a leading "SQL:" left out, from SELECT or WITH on where one
/// stands.
std::string sqlInText(std::string_view text);

} // namespace mureum::eval
