#pragma once
#include "datasets/error.h"
#include "datasets/sql/ast.h"

#include <string>
#include <string_view>

namespace mureum::datasets::sql {

/// Parses one SELECT (or WITH ... SELECT, or VALUES); a closing semicolon is allowed. Comments are skipped.
/// Identifiers may be bare, "double quoted", [bracketed] or `back-quoted`, in any script.
/// Throws Error with the byte offset and what was expected. Nesting is limited to 100 levels.
Query parse(std::string_view text);

/// SQL text of a tree: keywords in upper case, identifiers quoted only where SQLite needs it, strings in single
/// quotes. parse(print(q)) gives the same tree.
std::string print(const Query &query);
std::string print(const Expr &expr);

/// An identifier as it must stand in SQL: quoted where it is a keyword or holds anything but letters, digits, _
std::string quoteIdentifier(std::string_view name);
std::string quoteString(std::string_view text);

} // namespace mureum::datasets::sql
