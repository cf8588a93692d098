#include "datasets/sql/analysis.h"

#include "datasets/sql/tokenizer.h"

#include <algorithm>
#include <iterator>

namespace mureum::datasets::sql {
namespace {

/// Calls `visit` for the expressions right below `expr`, not for those of a subquery.
template <typename Visit>
void forEachChild(const Expr &expr, const Visit &visit)
{
    for (const ExprPtr &child : expr.args)
        visit(*child);
    for (const ExprPtr &child : {expr.subject, expr.otherwise, expr.filter}) {
        if (child)
            visit(*child);
    }
    if (!expr.over)
        return;
    for (const ExprPtr &child : expr.over->partitionBy)
        visit(*child);
    for (const OrderTerm &term : expr.over->orderBy)
        visit(*term.expr);
}

class Visitor
{
public:
    explicit Visitor(const std::function<void(Expr &)> &visit) : visit_(visit) {}

    void query(const Query &query)
    {
        for (const CommonTable &table : query.with)
            this->query(*table.query);
        for (const SelectCore &select : query.cores)
            core(select);
        order(query.orderBy);
        one(query.limit);
        one(query.offset);
    }

private:
    void core(const SelectCore &core)
    {
        for (const SelectItem &item : core.items)
            one(item.expr);
        for (const auto &row : core.values)
            all(row);
        sources(core.from);
        one(core.where);
        all(core.groupBy);
        one(core.having);
        for (const Window &window : core.windows)
            this->window(window);
    }

    void sources(const std::vector<Source> &list)
    {
        for (const Source &source : list) {
            if (source.query)
                query(*source.query);
            sources(source.nested);
            all(source.arguments);
            one(source.on);
        }
    }

    void window(const Window &window)
    {
        all(window.partitionBy);
        order(window.orderBy);
    }

    void order(const std::vector<OrderTerm> &terms)
    {
        for (const OrderTerm &term : terms)
            one(term.expr);
    }

    void all(const std::vector<ExprPtr> &list)
    {
        for (const ExprPtr &expr : list)
            one(expr);
    }

    void one(const ExprPtr &expr)
    {
        if (!expr)
            return;
        visit_(*expr);
        one(expr->subject);
        all(expr->args);
        one(expr->otherwise);
        one(expr->filter);
        if (expr->over)
            window(*expr->over);
        if (expr->query)
            query(*expr->query);
    }

    const std::function<void(Expr &)> &visit_;
};

bool isAnd(const Expr &expr)
{
    return expr.kind == ExprKind::Binary && expr.text == "AND";
}

bool isOr(const Expr &expr)
{
    return expr.kind == ExprKind::Binary && expr.text == "OR";
}

/// One WHERE, HAVING or ON clause taken apart at its ANDs and ORs, in the order of the text.
class Conditions
{
public:
    int units = 0;
    int ors = 0;
    int likes = 0;
    int negated = 0;
    int nested = 0;

    void add(const ExprPtr &clause)
    {
        if (clause)
            add(*clause);
    }

    void add(const Expr &condition)
    {
        if (isAnd(condition) || isOr(condition)) {
            add(*condition.args[0]);
            // Spider's parse_value reads a column on the right-hand side up to the next AND, ORs and all.
            swallowing_ = isOr(condition) && (swallowing_ || endsInColumn_);
            ors += isOr(condition) && !swallowing_;
            add(*condition.args[1]);
            return;
        }
        const bool inverted = condition.kind == ExprKind::Unary && condition.text == "NOT";
        if (inverted && (isAnd(*condition.args[0]) || isOr(*condition.args[0])))
            return add(*condition.args[0]);
        if (swallowing_)
            return;
        ++units;
        // Spider has one flag for NOT IN, NOT LIKE and NOT BETWEEN; IS NOT NULL is an operator of its own.
        negated += inverted || (condition.negated && condition.kind != ExprKind::IsNull);
        endsInColumn_ = condition.args.size() > 1 && condition.args.back()->kind == ExprKind::Column &&
                        !condition.args.back()->doubleQuoted && condition.kind != ExprKind::In;
        addOperands(condition);
    }

private:
    void addOperands(const Expr &expr)
    {
        likes += expr.kind == ExprKind::Like && expr.text == "LIKE";
        nested += expr.query != nullptr;
        forEachChild(expr, [this](const Expr &child) { addOperands(child); });
    }

    bool endsInColumn_ = false;
    bool swallowing_ = false;
};

std::size_t countSources(const std::vector<Source> &sources)
{
    std::size_t count = 0;
    for (const Source &source : sources)
        count += source.nested.empty() ? 1 : countSources(source.nested);
    return count;
}

void addConstraints(const std::vector<Source> &sources, Conditions &conditions)
{
    for (const Source &source : sources) {
        addConstraints(source.nested, conditions);
        conditions.add(source.on);
    }
}

/// Aggregates of an ORDER BY term: Spider looks at both operands of an arithmetic operator.
int aggregatesIn(const Expr &expr)
{
    if (expr.kind == ExprKind::Binary)
        return aggregatesIn(*expr.args[0]) + aggregatesIn(*expr.args[1]);
    return hasAggregate(expr) ? 1 : 0;
}

/// SELECT * FROM (SELECT ... LIMIT 3) INTERSECT ...: how the parser keeps SELECT ... LIMIT 3 INTERSECT ...
const Query &firstPart(const Query &query)
{
    const SelectCore &core = query.cores.front();
    const bool wrapped = !query.ops.empty() && core.items.size() == 1 &&
                         core.items.front().expr->kind == ExprKind::Star && core.from.size() == 1 &&
                         core.from.front().query && core.from.front().alias.empty() && !core.where;
    return wrapped ? *core.from.front().query : query;
}

} // namespace

void forEachExpr(Query &query, const std::function<void(Expr &)> &visit)
{
    Visitor(visit).query(query);
}

void forEachExpr(const Query &query, const std::function<void(const Expr &)> &visit)
{
    Visitor([&visit](Expr &expr) { visit(expr); }).query(query);
}

bool isAggregate(const Expr &expr)
{
    if (expr.kind != ExprKind::Function || expr.over)
        return false;
    static constexpr std::string_view any[] = {"COUNT", "SUM", "AVG", "TOTAL", "GROUP_CONCAT"};
    static constexpr std::string_view single[] = {"MAX", "MIN"};
    const auto matches = [&expr](std::string_view known) { return equalsKeyword(expr.text, known); };
    return std::any_of(std::begin(any), std::end(any), matches) ||
           (expr.args.size() == 1 && std::any_of(std::begin(single), std::end(single), matches));
}

bool hasAggregate(const Expr &expr)
{
    bool found = isAggregate(expr);
    forEachChild(expr, [&found](const Expr &child) { found = found || hasAggregate(child); });
    return found;
}

HardnessCounts countComponents(const Query &whole)
{
    const Query &query = firstPart(whole);
    const SelectCore &core = query.cores.front();
    Conditions where, having, on;
    where.add(core.where);
    having.add(core.having);
    addConstraints(core.from, on);

    HardnessCounts counts;
    const bool orderIsOurs = query.ops.empty();
    counts.components += core.where != nullptr;
    counts.components += !core.groupBy.empty();
    counts.components += orderIsOurs && !query.orderBy.empty();
    counts.components += orderIsOurs && query.limit;
    counts.components += std::max(0, static_cast<int>(countSources(core.from)) - 1);
    counts.components += where.ors + having.ors + on.ors;
    counts.components += where.likes + having.likes + on.likes;

    counts.nested =
        where.nested + having.nested + on.nested + !whole.ops.empty() + static_cast<int>(whole.with.size());

    int aggregates = where.negated + having.negated + std::max(0, having.units - 1);
    for (const SelectItem &item : core.items)
        aggregates += hasAggregate(*item.expr);
    for (const ExprPtr &term : core.groupBy)
        aggregates += hasAggregate(*term);
    if (orderIsOurs) {
        for (const OrderTerm &term : query.orderBy)
            aggregates += aggregatesIn(*term.expr);
    }
    counts.others += aggregates > 1;
    counts.others += core.items.size() > 1;
    counts.others += where.units > 1;
    counts.others += core.groupBy.size() > 1;
    return counts;
}

Hardness hardness(const Query &query)
{
    return hardness(countComponents(query));
}

Hardness hardness(const HardnessCounts &counts)
{
    const auto [c1, c2, others] = counts;
    if (c1 <= 1 && others == 0 && c2 == 0)
        return Hardness::Easy;
    if (c2 == 0 && ((others <= 2 && c1 <= 1) || (c1 <= 2 && others < 2)))
        return Hardness::Medium;
    if ((others > 2 && c1 <= 2 && c2 == 0) || (c1 == 3 && others <= 2 && c2 == 0) ||
        (c1 <= 1 && others == 0 && c2 <= 1))
        return Hardness::Hard;
    return Hardness::Extra;
}

std::string_view name(Hardness hardness)
{
    switch (hardness) {
    case Hardness::Easy:
        return "easy";
    case Hardness::Medium:
        return "medium";
    case Hardness::Hard:
        return "hard";
    case Hardness::Extra:
        return "extra";
    }
    return "";
}

} // namespace mureum::datasets::sql
