#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// A query as Spider's process_sql.py takes it apart (https://github.com/taoyds/spider). Two queries are equal
// where Spider's are.

namespace mureum::eval::spider {

/// Positions in Spider's tables of words.
enum Aggregate { NoAggregate, Max, Min, Count, Sum, Avg };
enum Operator { Not, Between, Equal, Greater, Less, GreaterEqual, LessEqual, NotEqual, In, Like, Is, Exists };
enum Arithmetic { NoArithmetic, Minus, Plus, Times, Divide };

struct ColumnUnit
{
    int aggregate = NoAggregate;
    std::string column;           ///< as Names::id
    std::optional<bool> distinct; ///< nothing once it no longer counts
    bool operator==(const ColumnUnit &) const = default;
};

struct ValueUnit
{
    int arithmetic = NoArithmetic;
    ColumnUnit first;
    std::optional<ColumnUnit> second;
    bool operator==(const ValueUnit &) const = default;
};

struct Query;
using QueryPtr = std::shared_ptr<Query>;

/// The right-hand side of a condition: nothing, a number, a quoted text, a column, a subquery.
struct Value
{
    std::variant<std::monostate, double, std::string, ColumnUnit, QueryPtr> is;
    const Query *query() const
    {
        const QueryPtr *found = std::get_if<QueryPtr>(&is);
        return found ? found->get() : nullptr;
    }
    bool operator==(const Value &other) const;
};

struct Condition
{
    bool negated = false;
    int op = Not;
    ValueUnit left;
    Value low, high; ///< high: of BETWEEN only
    bool operator==(const Condition &) const = default;
};

/// Conditions at even places, "and" or "or" at odd ones; where the text left a connector out, not quite.
using ConditionPart = std::variant<Condition, std::string>;
using Conditions = std::vector<ConditionPart>;

struct SelectUnit
{
    int aggregate = NoAggregate;
    ValueUnit value;
    bool operator==(const SelectUnit &) const = default;
};

/// A table by name (as Names::id), or a subquery.
struct TableUnit
{
    std::string table;
    QueryPtr query;
    bool operator==(const TableUnit &other) const;
};

struct Order
{
    std::string direction; ///< asc, desc: one for all terms, the last that is written
    std::vector<ValueUnit> terms;
    bool operator==(const Order &) const = default;
};

struct Query
{
    std::optional<bool> distinct = false; ///< nothing once it no longer counts
    std::vector<SelectUnit> select;
    std::vector<TableUnit> tables;
    Conditions on, where, having;
    std::vector<ColumnUnit> groupBy;
    std::optional<Order> orderBy;
    std::optional<std::string> limit;
    QueryPtr intersectWith, exceptOf, unionWith;
    bool operator==(const Query &other) const;
};

inline bool equal(const QueryPtr &a, const QueryPtr &b)
{
    return a && b ? *a == *b : !a && !b;
}

inline bool Value::operator==(const Value &other) const
{
    if (is.index() != other.is.index())
        return false;
    const QueryPtr *mine = std::get_if<QueryPtr>(&is);
    return mine ? equal(*mine, std::get<QueryPtr>(other.is)) : is == other.is;
}

inline bool TableUnit::operator==(const TableUnit &other) const
{
    return table == other.table && equal(query, other.query);
}

inline bool Query::operator==(const Query &other) const
{
    return distinct == other.distinct && select == other.select && tables == other.tables && on == other.on &&
           where == other.where && having == other.having && groupBy == other.groupBy &&
           orderBy == other.orderBy && limit == other.limit && equal(intersectWith, other.intersectWith) &&
           equal(exceptOf, other.exceptOf) && equal(unionWith, other.unionWith);
}

} // namespace mureum::eval::spider
