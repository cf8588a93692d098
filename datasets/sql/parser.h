#pragma once
#include "datasets/error.h"
#include "datasets/sql/ast.h"

#include <string>
#include <string_view>

namespace mureum::datasets::sql {

/// Parses one SELECT (or WITH ... SELECT, or VALUES); a closing semicolon is allowed. Comments are skipped.
/// Identifiers may be bare, "double quoted", [bracketed] or `back-quoted`, in any script.
/// An operator broken by a space (`> =`, `! =`, as in Spider's golds) counts as one.
/// Throws Error with the byte offset and what was expected. Nesting is limited to 100 levels, the height of
/// an expression (long chains of AND) to 1000, as in SQLite: the tree may be walked recursively.
Query parse(std::string_view text);

/// SQL text of a tree: keywords in upper case, identifiers quoted only where SQLite needs it, strings in
/// single quotes. parse(print(q)) gives the same tree, except that a column written [so so] or `so so` comes
/// back as "so so" (`doubleQuoted`).
std::string print(const Query &query);
std::string print(const Expr &expr);

/// An identifier as it must stand in SQL: quoted where it is a keyword or holds anything but letters, digits,
/// _
std::string quoteIdentifier(std::string_view name);
std::string quoteString(std::string_view text);

} // namespace mureum::datasets::sql
