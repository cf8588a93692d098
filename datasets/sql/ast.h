#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

// The syntax tree of SQLite's SELECT (https://www.sqlite.org/lang_select.html), used for scoring, for turning
// gold SQL into the model's own language and back, and for reading SQL out in words.

namespace mureum::datasets::sql {

struct Query;
using QueryPtr = std::shared_ptr<Query>;
struct Expr;
using ExprPtr = std::shared_ptr<Expr>;

enum class ExprKind {
    Column, ///< text = column, qualifier = table or alias (may be empty); TRUE and FALSE come as columns too
    Star,   ///< * or qualifier.*
    Number, ///< text as written
    String, ///< text without quotes, doubled quotes resolved
    Null,
    Blob,      ///< text = hex digits
    Parameter, ///< text as written
    Unary,     ///< text: - + ~ NOT; args[0]
    Binary,    ///< text (upper case): + - * / % || -> ->> < <= > >= = != AND OR IS "IS NOT" & | << >>;
               ///< args[0], args[1]. == is read as =, <> as !=, IS [NOT] DISTINCT FROM as IS NOT / IS
    Like,      ///< text: LIKE GLOB REGEXP MATCH; args: subject, pattern [, escape]; negated
    Between,   ///< args: subject, low, high; negated
    In,        ///< args[0] subject, then either the list in args[1..] or `query`; negated.
               ///< x IN t is read as x IN (SELECT * FROM t)
    IsNull,    ///< args[0]; negated
    Exists,    ///< query; negated
    Subquery,  ///< query
    Function,  ///< text = name as written; args; distinct; star for COUNT(*); filter, over.
               ///< CURRENT_DATE, CURRENT_TIME and CURRENT_TIMESTAMP are functions without parentheses
    Case,      ///< base (may be null) in `subject`; args: when, then, when, then, ..., and `otherwise`
    Cast,      ///< args[0]; text = type name
    Collate,   ///< args[0]; text = collation
    Row        ///< (a, b): args
};

struct OrderTerm
{
    ExprPtr expr;
    bool descending = false;
    std::optional<bool> nullsFirst;
};

struct Window
{
    std::string name; ///< OVER name; in SelectCore::windows the name being defined
    std::string base; ///< w in OVER (w ORDER BY ...): the window this one extends
    std::vector<ExprPtr> partitionBy;
    std::vector<OrderTerm> orderBy;
    std::string frame; ///< e.g. ROWS BETWEEN 1 PRECEDING AND CURRENT ROW, keywords in upper case
};

struct Expr
{
    ExprKind kind = ExprKind::Null;
    std::string text;
    std::string qualifier;
    std::string schema; ///< main in main.t.c; nearly always empty
    std::vector<ExprPtr> args;
    QueryPtr query;
    ExprPtr subject;
    ExprPtr otherwise;
    ExprPtr filter;
    std::shared_ptr<Window> over;
    bool negated = false;
    bool distinct = false;
    bool star = false;
    bool doubleQuoted =
        false; ///< a Column written "so": SQLite reads it as a string where no such column exists
};

struct SelectItem
{
    ExprPtr expr;
    std::string alias;
};

enum class JoinKind { First, Comma, Inner, Left, Right, Full, Cross };

/// One source of a FROM clause with the way it is joined to those before it.
struct Source
{
    JoinKind join = JoinKind::First;
    bool natural = false;
    std::string schema; ///< main in main.t; nearly always empty
    std::string table;  ///< empty where `query` or `nested` is set
    bool call = false;  ///< a table-valued function: table(arguments)
    std::vector<ExprPtr> arguments;
    QueryPtr query;
    std::vector<Source>
        nested; ///< b JOIN c in a JOIN (b JOIN c ON ...): only where it cannot be written flat
    std::string alias;
    ExprPtr on;
    std::vector<std::string> usingColumns;
};

struct SelectCore
{
    bool distinct = false;
    std::vector<SelectItem> items;
    std::vector<Source> from;
    ExprPtr where;
    std::vector<ExprPtr> groupBy;
    ExprPtr having;
    std::vector<Window> windows;              ///< WINDOW name AS (...)
    std::vector<std::vector<ExprPtr>> values; ///< VALUES (...): items are then empty
};

enum class SetOp { Union, UnionAll, Intersect, Except };

struct CommonTable
{
    std::string name;
    std::vector<std::string> columns;
    QueryPtr query;
};

struct Query
{
    bool recursive = false;
    std::vector<CommonTable> with;
    std::vector<SelectCore> cores; ///< cores[0] op[0] cores[1] op[1] ...
    std::vector<SetOp> ops;
    std::vector<OrderTerm> orderBy;
    ExprPtr limit;
    ExprPtr offset;
};

} // namespace mureum::datasets::sql
