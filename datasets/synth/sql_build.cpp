#include "datasets/synth/sql_build.h"

#include <fmt/format.h>
#include <map>
#include <set>

namespace mureum::datasets::synth {

using namespace sql;

namespace {

ExprPtr make(ExprKind kind, std::string_view text = {}, std::vector<ExprPtr> args = {})
{
    auto e = std::make_shared<Expr>();
    e->kind = kind;
    e->text = text;
    e->args = std::move(args);
    return e;
}

} // namespace

ExprPtr column(std::string_view table, std::string_view name)
{
    ExprPtr e = make(ExprKind::Column, name);
    e->qualifier = table;
    return e;
}

ExprPtr star()
{
    return make(ExprKind::Star);
}

ExprPtr number(std::string_view value)
{
    if (!value.empty() && value[0] == '-')
        return make(ExprKind::Unary, "-", {make(ExprKind::Number, value.substr(1))});
    return make(ExprKind::Number, value);
}

ExprPtr text(std::string_view value)
{
    return make(ExprKind::String, value);
}

ExprPtr cell(const Cell &value)
{
    switch (value.kind) {
    case CellKind::Null:
        return make(ExprKind::Null);
    case CellKind::Text:
        return text(value.text);
    default:
        return number(value.text);
    }
}

ExprPtr call(std::string_view name, std::vector<ExprPtr> args, bool distinct)
{
    ExprPtr e = make(ExprKind::Function, name, std::move(args));
    e->distinct = distinct;
    return e;
}

ExprPtr countAll()
{
    ExprPtr e = make(ExprKind::Function, "COUNT");
    e->star = true;
    return e;
}

ExprPtr binary(std::string_view op, ExprPtr left, ExprPtr right)
{
    return make(ExprKind::Binary, op, {std::move(left), std::move(right)});
}

ExprPtr both(ExprPtr left, ExprPtr right)
{
    if (!left || !right)
        return left ? left : right;
    return binary("AND", std::move(left), std::move(right));
}

ExprPtr like(ExprPtr subject, std::string_view pattern)
{
    return make(ExprKind::Like, "LIKE", {std::move(subject), text(pattern)});
}

ExprPtr between(ExprPtr subject, ExprPtr low, ExprPtr high)
{
    return make(ExprKind::Between, "", {std::move(subject), std::move(low), std::move(high)});
}

ExprPtr inList(ExprPtr subject, std::vector<ExprPtr> values, bool negated)
{
    values.insert(values.begin(), std::move(subject));
    ExprPtr e = make(ExprKind::In, "", std::move(values));
    e->negated = negated;
    return e;
}

ExprPtr inQuery(ExprPtr subject, Query query, bool negated)
{
    ExprPtr e = make(ExprKind::In, "", {std::move(subject)});
    e->query = std::make_shared<Query>(std::move(query));
    e->negated = negated;
    return e;
}

ExprPtr exists(Query query, bool negated)
{
    ExprPtr e = make(ExprKind::Exists);
    e->query = std::make_shared<Query>(std::move(query));
    e->negated = negated;
    return e;
}

ExprPtr isNull(ExprPtr subject, bool negated)
{
    ExprPtr e = make(ExprKind::IsNull, "", {std::move(subject)});
    e->negated = negated;
    return e;
}

ExprPtr subquery(Query query)
{
    ExprPtr e = make(ExprKind::Subquery);
    e->query = std::make_shared<Query>(std::move(query));
    return e;
}

ExprPtr caseWhen(ExprPtr when, ExprPtr then, ExprPtr otherwise)
{
    ExprPtr e = make(ExprKind::Case, "", {std::move(when), std::move(then)});
    e->otherwise = std::move(otherwise);
    return e;
}

ExprPtr strftime(std::string_view format, ExprPtr date)
{
    return call("strftime", {text(format), std::move(date)});
}

Query select(std::vector<ExprPtr> items, std::string_view table, ExprPtr where)
{
    Query q;
    SelectCore core;
    for (ExprPtr &item : items)
        core.items.push_back({std::move(item), {}});
    Source source;
    source.table = table;
    core.from.push_back(std::move(source));
    core.where = std::move(where);
    q.cores.push_back(std::move(core));
    return q;
}

Query selectFrom(std::vector<ExprPtr> items, Query inner)
{
    Query q = select(std::move(items), "");
    q.cores[0].from[0].query = std::make_shared<Query>(std::move(inner));
    return q;
}

void join(Query &query, std::string_view table, ExprPtr on, JoinKind kind)
{
    Source source;
    source.join = kind;
    source.table = table;
    source.on = std::move(on);
    query.cores[0].from.push_back(std::move(source));
}

void orderBy(Query &query, ExprPtr expr, bool descending)
{
    query.orderBy.push_back({std::move(expr), descending, {}});
}

void limit(Query &query, int count, int offset)
{
    query.limit = number(std::to_string(count));
    if (offset > 0)
        query.offset = number(std::to_string(offset));
}

namespace {

ExprPtr copyExpr(const ExprPtr &e)
{
    if (!e)
        return nullptr;
    auto out = std::make_shared<Expr>(*e);
    for (ExprPtr &arg : out->args)
        arg = copyExpr(arg);
    out->subject = copyExpr(e->subject);
    out->otherwise = copyExpr(e->otherwise);
    out->filter = copyExpr(e->filter);
    if (e->query)
        out->query = std::make_shared<Query>(copyOf(*e->query));
    return out;
}

} // namespace

Query copyOf(const Query &query)
{
    Query q = query;
    for (SelectCore &core : q.cores) {
        for (SelectItem &item : core.items)
            item.expr = copyExpr(item.expr);
        for (Source &source : core.from) {
            source.on = copyExpr(source.on);
            if (source.query)
                source.query = std::make_shared<Query>(copyOf(*source.query));
        }
        core.where = copyExpr(core.where);
        for (ExprPtr &g : core.groupBy)
            g = copyExpr(g);
        core.having = copyExpr(core.having);
    }
    for (OrderTerm &term : q.orderBy)
        term.expr = copyExpr(term.expr);
    q.limit = copyExpr(q.limit);
    q.offset = copyExpr(q.offset);
    return q;
}

namespace {

struct Scope
{
    std::map<std::string, std::string> names; ///< table -> how its columns are qualified (may be empty)
};

void settleQuery(Query &query, JoinStyle style, std::vector<Scope> &outer);

void collectColumns(const ExprPtr &e, std::set<std::string> &qualifiers)
{
    if (!e)
        return;
    if (e->kind == ExprKind::Column)
        qualifiers.insert(e->qualifier);
    for (const ExprPtr &arg : e->args)
        collectColumns(arg, qualifiers);
    collectColumns(e->subject, qualifiers);
    collectColumns(e->otherwise, qualifiers);
    if (e->query)
        for (const SelectCore &core : e->query->cores) {
            std::set<std::string> inner;
            for (const SelectItem &item : core.items)
                collectColumns(item.expr, inner);
            collectColumns(core.where, inner);
            for (const Source &source : core.from)
                inner.erase(source.table);
            qualifiers.insert(inner.begin(), inner.end());
        }
}

void settleExpr(const ExprPtr &e, JoinStyle style, std::vector<Scope> &scopes)
{
    if (!e)
        return;
    if (e->kind == ExprKind::Column)
        for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
            if (auto it = scope->names.find(e->qualifier); it != scope->names.end()) {
                e->qualifier = it->second;
                break;
            }
    for (const ExprPtr &arg : e->args)
        settleExpr(arg, style, scopes);
    settleExpr(e->subject, style, scopes);
    settleExpr(e->otherwise, style, scopes);
    if (e->query)
        settleQuery(*e->query, style, scopes);
}

/// Tables whose columns a correlated subquery of this core names.
void collectCorrelated(const ExprPtr &e, std::set<std::string> &tables)
{
    if (!e)
        return;
    for (const ExprPtr &arg : e->args)
        collectCorrelated(arg, tables);
    collectCorrelated(e->otherwise, tables);
    if (e->query) {
        ExprPtr probe = std::make_shared<Expr>();
        probe->query = e->query;
        collectColumns(probe, tables);
    }
}

void settleQuery(Query &query, JoinStyle style, std::vector<Scope> &outer)
{
    for (SelectCore &core : query.cores) {
        std::set<std::string> own, used, correlated;
        for (const Source &source : core.from)
            own.insert(source.table);
        for (const SelectItem &item : core.items) {
            collectColumns(item.expr, used);
            collectCorrelated(item.expr, correlated);
        }
        collectColumns(core.where, used);
        collectCorrelated(core.where, correlated);
        bool seesOuter = false;
        for (const std::string &q : used)
            if (!own.contains(q) && !q.empty())
                seesOuter = true;
        for (const std::string &q : correlated)
            if (own.contains(q))
                seesOuter = true;
        Scope scope;
        if (core.from.size() == 1) {
            const std::string &table = core.from[0].table;
            scope.names[table] = seesOuter ? table : std::string();
        } else {
            int n = 0;
            for (Source &source : core.from) {
                // T1 inside must not hide the T1 it is compared with outside
                if (style == JoinStyle::Aliases && !seesOuter)
                    source.alias = fmt::format("T{}", ++n);
                scope.names[source.table] = source.alias.empty() ? source.table : source.alias;
            }
        }
        outer.push_back(scope);
        for (SelectItem &item : core.items)
            settleExpr(item.expr, style, outer);
        for (Source &source : core.from) {
            settleExpr(source.on, style, outer);
            if (source.query)
                settleQuery(*source.query, style, outer);
        }
        settleExpr(core.where, style, outer);
        for (ExprPtr &g : core.groupBy)
            settleExpr(g, style, outer);
        settleExpr(core.having, style, outer);
        if (&core == &query.cores.back())
            for (OrderTerm &term : query.orderBy)
                settleExpr(term.expr, style, outer);
        outer.pop_back();
    }
}

} // namespace

void settleNames(Query &query, JoinStyle style)
{
    // a tree may share nodes between SELECT and ORDER BY; each occurrence is named on its own
    query = copyOf(query);
    std::vector<Scope> scopes;
    settleQuery(query, style, scopes);
}

} // namespace mureum::datasets::synth
