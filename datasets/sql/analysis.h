#pragma once
#include "datasets/sql/ast.h"

#include <functional>
#include <string_view>

namespace mureum::datasets::sql {

enum class Hardness { Easy, Medium, Hard, Extra };

/// easy, medium, hard, extra
std::string_view name(Hardness hardness);

/// What Spider counts to tell how hard a query is.
struct HardnessCounts
{
    int components = 0; ///< WHERE, GROUP BY, ORDER BY, LIMIT, joins, ORs and LIKEs
    int nested = 0;     ///< subqueries in conditions, a set operation
    int others = 0;     ///< of four: several aggregates, select columns, WHERE conditions, GROUP BY columns
};

/// As count_component1, count_component2 and count_others of Spider's evaluation.py
/// (https://github.com/taoyds/spider), bugs included, because published numbers by hardness rest on them:
/// only the first SELECT counts; ORDER BY and LIMIT after a set operation belong to the last SELECT; a chain
/// of set operations counts once; a negated condition and every AND and OR of HAVING count as an aggregate;
/// subqueries in FROM do not count; after a column on the right of a comparison everything up to the next AND
/// is lost. Beyond Spider's grammar: a common table counts as a nested query, an aggregate anywhere in a
/// select column counts.
HardnessCounts countComponents(const Query &query);

Hardness hardness(const HardnessCounts &counts);
Hardness hardness(const Query &query);

/// Calls `visit` for every expression, subqueries, common tables and derived tables included, each before
/// what it holds. `visit` may change the expression it is given.
void forEachExpr(Query &query, const std::function<void(Expr &)> &visit);
void forEachExpr(const Query &query, const std::function<void(const Expr &)> &visit);

/// MAX, MIN, COUNT, SUM, AVG, TOTAL or GROUP_CONCAT that folds a group: MAX(a, b) and window functions do
/// not.
bool isAggregate(const Expr &expr);
/// An aggregate in the expression, subqueries left aside.
bool hasAggregate(const Expr &expr);

} // namespace mureum::datasets::sql
