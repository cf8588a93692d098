#pragma once
#include "datasets/schema/schema.h"
#include "datasets/sql/ast.h"

#include <string>
#include <unordered_map>
#include <vector>

// What every column name of a query refers to, by SQLite's rules (lookupName in its resolve.c): the innermost
// SELECT that knows the name wins; an alias hides its table's name; a source of FROM comes before a select
// alias, except for a bare name in ORDER BY, where the alias comes first.

namespace mureum::datasets::sql {

enum class Binding {
    TableColumn, ///< a column of a table or view of the schema (column -1: its rowid)
    QueryColumn, ///< a column of a derived table or common table expression, or of a table-valued function
    Alias,       ///< an alias of the select list, in ORDER BY, GROUP BY, HAVING, WHERE or ON
    Literal,     ///< "so" where no such column exists: SQLite reads a string; also TRUE and FALSE
    Ambiguous,   ///< several sources have it
    Unresolved   ///< nothing has it; SQLite says: no such column
};

struct ColumnReference
{
    const Expr *expr = nullptr;
    Binding binding = Binding::Unresolved;
    /// Indices into the schema; both -1 where unknown. For QueryColumn and Alias: the column handed through,
    /// if the inner select item is nothing but a column.
    int table = -1, column = -1;
    /// The SELECT whose FROM clause (Alias: whose select list) holds it.
    const SelectCore *core = nullptr;
    /// TableColumn, QueryColumn: the source in core->from; parenthesized joins are counted flat, in reading
    /// order.
    int source = -1;
    /// QueryColumn: position in the inner query's output; Alias: position in core->items. -1 where unknown.
    int output = -1;
    /// 0 for the SELECT the name stands in, 1 for the one around it (a correlated subquery), and so on.
    int level = 0;
};

struct SourceReference
{
    const Source *source = nullptr;
    const SelectCore *core = nullptr;
    int index = -1;     ///< as ColumnReference::source
    int table = -1;     ///< index into the schema; -1 for everything else
    bool known = false; ///< false: no such table in the schema, nor a common table of that name
};

/// One column of a query's result.
struct OutputColumn
{
    std::string name;
    int table = -1, column = -1; ///< where it is nothing but a column of the schema
};

struct Resolution
{
    std::vector<ColumnReference> columns; ///< every ExprKind::Column, once each
    std::vector<SourceReference> sources; ///< every Source, derived tables included
    std::vector<OutputColumn> output;     ///< of the whole query, stars expanded

    /// nullptr for an expression that is no column of the query.
    const ColumnReference *find(const Expr &column) const;
    const SourceReference *find(const Source &source) const;
    /// No unknown table, no unresolved or ambiguous column.
    bool complete() const;

    std::unordered_map<const Expr *, std::size_t> byExpr;
    std::unordered_map<const Source *, std::size_t> bySource;
};

/// Never throws for bad SQL: what does not resolve is reported. The result points into `query`: it is valid
/// as long as `query` lives unchanged.
Resolution resolveColumns(const Query &query, const Schema &schema);

} // namespace mureum::datasets::sql
