#pragma once
#include "datasets/sql/ast.h"
#include "datasets/synth/world.h"

#include <string>
#include <string_view>
#include <vector>

// Short constructors for SQL trees. Every column is written with its table as qualifier; `settleNames` then
// drops or aliases the qualifiers of a finished query.

namespace mureum::datasets::synth {

sql::ExprPtr column(std::string_view table, std::string_view name);
sql::ExprPtr star();
sql::ExprPtr number(std::string_view text);
sql::ExprPtr text(std::string_view value);
sql::ExprPtr cell(const Cell &value);
sql::ExprPtr call(std::string_view name, std::vector<sql::ExprPtr> args, bool distinct = false);
sql::ExprPtr countAll();
sql::ExprPtr binary(std::string_view op, sql::ExprPtr left, sql::ExprPtr right);
sql::ExprPtr both(sql::ExprPtr left, sql::ExprPtr right); ///< AND; either side may be null
sql::ExprPtr like(sql::ExprPtr subject, std::string_view pattern);
sql::ExprPtr between(sql::ExprPtr subject, sql::ExprPtr low, sql::ExprPtr high);
sql::ExprPtr inList(sql::ExprPtr subject, std::vector<sql::ExprPtr> values, bool negated);
sql::ExprPtr inQuery(sql::ExprPtr subject, sql::Query query, bool negated);
sql::ExprPtr exists(sql::Query query, bool negated);
sql::ExprPtr isNull(sql::ExprPtr subject, bool negated);
sql::ExprPtr subquery(sql::Query query);
sql::ExprPtr caseWhen(sql::ExprPtr when, sql::ExprPtr then, sql::ExprPtr otherwise);
sql::ExprPtr strftime(std::string_view format, sql::ExprPtr date);

/// SELECT items FROM table WHERE ...
sql::Query select(std::vector<sql::ExprPtr> items, std::string_view table, sql::ExprPtr where = nullptr);
/// SELECT items FROM (inner)
sql::Query selectFrom(std::vector<sql::ExprPtr> items, sql::Query inner);
void join(sql::Query &query, std::string_view table, sql::ExprPtr on,
          sql::JoinKind kind = sql::JoinKind::Inner);
void orderBy(sql::Query &query, sql::ExprPtr expr, bool descending);
void limit(sql::Query &query, int count, int offset = 0);

/// AND binds closer than OR when printed; a copy of a tree shares nothing with it.
sql::Query copyOf(const sql::Query &query);

enum class JoinStyle { Aliases, TableNames };
/// Drops qualifiers where one table is in sight; otherwise T1, T2, ... or table names.
void settleNames(sql::Query &query, JoinStyle style);

} // namespace mureum::datasets::synth
