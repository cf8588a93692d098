#include "datasets/sql/parser.h"
#include "datasets/synth/drawer.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::datasets::synth {

namespace {

sql::ExprPtr onKeys(const World &world, const Link &link)
{
    const Entity &child = world.entities[static_cast<std::size_t>(link.child)];
    const Entity &parent = world.entities[static_cast<std::size_t>(link.parent)];
    return binary("=", column(child.table, link.childColumn), column(parent.table, link.parentColumn));
}

/// Joins a table unless just that join is there. A table joined another way would need a self-join's aliases:
/// Skip.
void joinOnce(sql::Query &query, const std::string &table, const sql::ExprPtr &on)
{
    std::string condition = sql::print(*on);
    bool present = false;
    for (const sql::Source &source : query.cores[0].from) {
        present = present || source.table == table;
        if (source.on && sql::print(*source.on) == condition)
            return;
    }
    if (present)
        throw Skip();
    join(query, table, on);
}

void addJoins(const World &world, sql::Query &query, const std::vector<Cond> &conds)
{
    for (const Cond &c : conds) {
        if (c.op != "parent")
            continue;
        const Link &link = world.links[static_cast<std::size_t>(c.link)];
        const std::string &table = world.entities[static_cast<std::size_t>(link.parent)].table;
        joinOnce(query, table, onKeys(world, link));
        addJoins(world, query, c.inner);
    }
}

sql::ExprPtr flat(const Cond &c)
{
    if (c.op != "parent")
        return c.sql;
    sql::ExprPtr out;
    for (const Cond &inner : c.inner)
        out = both(out, flat(inner));
    return out;
}

} // namespace

void joinParent(const World &world, sql::Query &query, const Link &link)
{
    joinOnce(query, world.entities[static_cast<std::size_t>(link.parent)].table, onKeys(world, link));
}

sql::ExprPtr conjunction(const std::vector<Cond> &conds, std::string_view op)
{
    sql::ExprPtr out;
    for (const Cond &c : conds) {
        sql::ExprPtr part = flat(c);
        out = out ? binary(op, std::move(out), std::move(part)) : std::move(part);
    }
    return out;
}

void restrict(const World &world, sql::Query &query, const std::vector<Cond> &conds, std::string_view op)
{
    addJoins(world, query, conds);
    query.cores[0].where = both(query.cores[0].where, conjunction(conds, op));
}

Cond Drawer::parentCondition(int e, int depth)
{
    Cond c;
    c.op = "parent";
    c.entity = e;
    c.link = linkTo(e);
    int parent = link(c.link).parent;
    if (depth > 1 && rng.chance(0.7)) {
        c.inner.push_back(parentCondition(parent, depth - 1));
    } else {
        bool saved = identifying;
        identifying = rng.chance(0.6);
        c.inner.push_back(condition(parent, true));
        identifying = saved;
    }
    return c;
}

Cond Drawer::anyCondition(int e, bool easy, const std::vector<int> &except)
{
    if (rng.chance(0.25))
        try {
            return parentCondition(e, rng.of({1, 1, 1, 2}));
        } catch (const Skip &) {
        }
    return condition(e, easy, except);
}

Cond Drawer::relationCondition(int e, std::string op)
{
    Cond c;
    c.entity = e;
    c.link = linkFrom(e);
    const Link &l = link(c.link);
    c.op = op.empty() ? rng.of<const char *>({"have", "never", "never", "relcount"}) : op;
    if (c.op == "relcount" && l.oneToOne)
        throw Skip();
    if (l.manyToMany() ? rng.chance(0.5) : rng.chance(0.25)) {
        bool saved = identifying;
        identifying = l.manyToMany() && rng.chance(0.6);
        c.inner.push_back(condition(l.child, true));
        identifying = saved;
    } else if (!l.manyToMany() && rng.chance(0.25)) {
        // customers with orders for products named ...: on through the child to another parent
        Cond on = parentCondition(l.child);
        if (link(on.link).parent == e)
            throw Skip();
        c.inner.push_back(std::move(on));
    }
    const Entity &child = entity(l.child);
    const std::string &table = l.manyToMany() ? l.via : child.table;
    sql::ExprPtr key = l.manyToMany() ? column(l.via, l.viaParent) : column(child.table, l.childColumn);
    sql::ExprPtr own = column(entity(e).table, l.parentColumn);
    auto relatedRows = [&](std::vector<sql::ExprPtr> items) {
        sql::Query q = select(std::move(items), table);
        if (l.manyToMany() && !c.inner.empty())
            join(q, child.table, binary("=", column(l.via, l.viaChild), column(child.table, l.childColumn)));
        restrict(world, q, c.inner);
        return q;
    };
    auto also = [](sql::Query &q, sql::ExprPtr condition) {
        q.cores[0].where = both(std::move(condition), q.cores[0].where);
    };
    if (c.op == "relcount") {
        c.word = rng.of<const char *>({"gt", "ge", "ge", "lt", "eq"});
        c.n = rng.of({2, 2, 3, 3, 4, 5});
        const char *symbol = c.word == "gt" ? ">" : c.word == "ge" ? ">=" : c.word == "lt" ? "<" : "=";
        // rows without any count for "fewer than"; IN (... GROUP BY) would leave them out
        if (c.word == "lt") {
            sql::Query q = relatedRows({countAll()});
            also(q, binary("=", key, own));
            c.sql = binary(symbol, subquery(std::move(q)), number(std::to_string(c.n)));
        } else {
            sql::Query q = relatedRows({key});
            q.cores[0].groupBy = {key};
            q.cores[0].having = binary(symbol, countAll(), number(std::to_string(c.n)));
            c.sql = inQuery(own, std::move(q), false);
        }
        return c;
    }
    bool negated = c.op == "never";
    if (rng.chance(0.25) || (negated && l.childNulls && rng.chance(0.5))) {
        sql::Query q = relatedRows({number("1")});
        also(q, binary("=", key, own));
        c.sql = exists(std::move(q), negated);
    } else {
        sql::Query q = relatedRows({key});
        // NOT IN over a set that holds NULL is never true
        if (negated && l.childNulls)
            q.cores[0].where = both(q.cores[0].where, isNull(key, true));
        c.sql = inQuery(own, std::move(q), negated);
    }
    return c;
}

Cond Drawer::nestedCondition(int e)
{
    Cond c;
    c.entity = e;
    c.op = rng.of<const char *>(
        {"avg_gt", "avg_gt", "avg_gt", "avg_lt", "avg_lt", "max_eq", "max_eq", "cmp_other", "same_as"});
    const std::string &table = entity(e).table;
    if (c.op == "same_as") {
        int label = entity(e).label;
        if (label < 0 || attribute(e, label).role != Role::Name || attribute(e, label).values.empty())
            throw Skip();
        c.attribute = attributeOf(e, {Role::Category, Role::Place});
        const Value &v = rng.pick(attribute(e, label).values);
        if (v.rows != 1)
            throw Skip();
        c.raw = v.stored;
        sql::Query q = select({col(e, c.attribute)}, table, binary("=", col(e, label), text(v.stored)));
        c.sql = binary("=", col(e, c.attribute), subquery(std::move(q)));
        return c;
    }
    c.attribute = measure(e);
    sql::ExprPtr own = col(e, c.attribute);
    auto compared = [&](const char *function, sql::ExprPtr where) {
        return subquery(select({call(function, {own})}, table, std::move(where)));
    };
    if (c.op == "avg_gt" || c.op == "avg_lt") {
        if (attribute(e, c.attribute).rankLike)
            throw Skip();
        c.sql = binary(c.op == "avg_gt" ? ">" : "<", own, compared("AVG", nullptr));
    } else if (c.op == "max_eq") {
        c.word = rng.chance(0.6) ? "desc" : "asc";
        c.sql = binary("=", own, compared(c.word == "desc" ? "MAX" : "MIN", nullptr));
    } else {
        c.word = rng.chance(0.6) ? "desc" : "asc";
        c.stat = rng.chance(0.6) ? "avg" : c.word == "desc" ? "max" : "min";
        c.inner = {twoValues(e)[0]};
        c.sql = binary(c.word == "desc" ? ">" : "<", own,
                       compared(c.stat == "avg"   ? "AVG"
                                : c.stat == "max" ? "MAX"
                                                  : "MIN",
                                c.inner[0].sql));
    }
    return c;
}

} // namespace mureum::datasets::synth
