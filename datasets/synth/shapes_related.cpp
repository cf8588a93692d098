#include "datasets/synth/morphology.h"
#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

sql::ExprPtr onKeys(const Drawer &d, const Link &l)
{
    return binary("=", column(d.entity(l.child).table, l.childColumn),
                  column(d.entity(l.parent).table, l.parentColumn));
}

sql::ExprPtr keyOf(const Drawer &d, const Link &l)
{
    return column(d.entity(l.parent).table, l.parentColumn);
}

/// Child and parent joined, over the table between them where there is one; the conditions are the child's.
/// `childNeeded`: false where only the number of children counts, which the table between tells as well.
sql::Query joinedQuery(const Drawer &d, const Link &l, std::vector<sql::ExprPtr> items,
                       const std::vector<Cond> &conds, bool childNeeded = true)
{
    const std::string &child = d.entity(l.child).table, &parent = d.entity(l.parent).table;
    if (l.manyToMany()) {
        sql::Query q = select(std::move(items), parent);
        join(q, l.via, binary("=", column(l.via, l.viaParent), column(parent, l.parentColumn)));
        if (childNeeded || !conds.empty())
            join(q, child, binary("=", column(l.via, l.viaChild), column(child, l.childColumn)));
        restrict(d.world, q, conds);
        return q;
    }
    bool childFirst = d.rng.chance(0.5);
    sql::Query q = select(std::move(items), childFirst ? child : parent);
    join(q, childFirst ? parent : child, onKeys(d, l));
    restrict(d.world, q, conds);
    return q;
}

Drawn related(Drawer &d)
{
    int l = d.anyLink();
    int e = d.link(l).parent;
    std::vector<Cond> conds = {d.relationCondition(e)};
    if (d.rng.chance(0.15))
        conds.push_back(d.condition(e, true));
    std::string what = d.rng.of<const char *>({"plain", "plain", "entity", "count"});
    std::vector<int> cols = d.selected(e, d.rng.of({1, 1, 2}));
    int label = d.entity(e).label;
    if (what == "entity" && (label < 0 || d.attribute(e, label).role != Role::Name))
        throw Skip();
    if (what == "entity")
        cols = {label};
    std::vector<sql::ExprPtr> items;
    for (int a : cols)
        items.push_back(d.col(e, a));
    if (what == "count")
        items = {countAll()};
    Drawn out;
    out.query = select(std::move(items), d.entity(e).table);
    restrict(d.world, out.query, conds);
    const Link &used = d.link(conds[0].link);
    bool direct = std::none_of(conds[0].inner.begin(), conds[0].inner.end(),
                               [](const Cond &c) { return c.op == "parent"; });
    if (what == "count" && conds.size() == 1 && conds[0].op == "have" && direct && !used.manyToMany() &&
        d.rng.chance(0.6)) {
        const std::string &child = d.entity(used.child).table;
        out.query = select({call("COUNT", {column(child, used.childColumn)}, true)}, child,
                           conjunction(conds[0].inner));
    }
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, what == "count" ? "one" : "list");
        s.slots.set("np", r.nounPhrase(e, conds));
        s.slots.set("cols", r.columns(e, cols));
        putVerbPhrase(r, s.slots, e, conds);
        return r.sentence("frames." + what, s.slots, s.context);
    };
    return out;
}

Drawn throughParent(Drawer &d)
{
    int l = d.anyLink(false);
    int e = d.link(l).child;
    std::vector<Cond> conds = {d.parentCondition(e, d.rng.of({1, 1, 1, 2, 2, 3}))};
    if (d.rng.chance(0.3))
        conds.push_back(d.condition(e, true));
    std::string what = d.rng.of<const char *>({"plain", "plain", "count", "count", "agg", "distinct"});
    std::vector<int> cols = d.selected(e, d.rng.of({1, 2, 2, 3}));
    std::string f;
    int a = -1;
    std::vector<sql::ExprPtr> items;
    if (what == "agg") {
        std::tie(f, a) = drawAggregate(d, e);
        items = {call(aggregateSql(f), {d.col(e, a)})};
    } else if (what == "count") {
        items = {countAll()};
    } else if (what == "distinct") {
        cols = {d.group(e)};
        items = {d.col(e, cols[0])};
    } else {
        for (int c : cols)
            items.push_back(d.col(e, c));
    }
    Drawn out;
    out.query = select(std::move(items), d.entity(e).table);
    out.query.cores[0].distinct = what == "distinct";
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, what == "plain" || what == "distinct" ? "list" : "one");
        s.slots.set("np", r.nounPhrase(e, conds));
        s.slots.set("cols", r.columns(e, cols));
        s.context.set("bare", false);
        s.context.set("role", std::string(roleName(r.attribute(e, cols[0]).role)));
        if (what == "agg") {
            s.slots.set("agg", r.aggregate(f, e, a));
            s.slots.set("is_agg", "is");
            s.context.set("role", std::string(roleName(r.attribute(e, a).role)));
        }
        if (what == "count")
            putVerbPhrase(r, s.slots, e, conds);
        return r.sentence("frames." + what, s.slots, s.context);
    };
    return out;
}

Drawn withColumns(Drawer &d)
{
    const Link &l = d.link(d.anyLink());
    int e = l.child, p = l.parent;
    if (e == p)
        throw Skip();
    std::vector<int> cols = d.selected(e, d.rng.of({1, 1, 2}));
    int other = d.rng.chance(0.6) && d.entity(p).label >= 0
                    ? d.entity(p).label
                    : d.attributeOf(p, {Role::Name, Role::Category, Role::Place, Role::Code});
    if (d.attribute(p, other).key == "key")
        throw Skip(); // the child holds it already
    std::vector<Cond> conds;
    if (d.rng.chance(0.55))
        conds.push_back(d.anyCondition(e));
    Order order;
    if (d.rng.chance(0.2))
        order = {d.attributeOf(e, {Role::Measure, Role::Count, Role::Time}), d.rng.chance(0.5)};
    std::vector<sql::ExprPtr> items;
    for (int a : cols)
        items.push_back(d.col(e, a));
    items.push_back(d.col(p, other));
    Drawn out;
    out.query = joinedQuery(d, l, std::move(items), conds);
    if (order.attribute >= 0)
        orderBy(out.query, d.col(e, order.attribute), order.descending);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        s.slots.set("cols", r.columns(e, cols));
        r.nameOf(p, other);
        s.slots.set("cols2", r.ownedName(p, other));
        s.slots.set("entity2", r.noun(p));
        s.context.set("bare", conds.empty());
        s.context.set("class2", r.classOf(p).name);
        std::vector<std::vector<std::string>> needed;
        if (order.attribute >= 0) {
            s.slots.set("tail", r.tail(e, order));
            needed.push_back({"tail"});
        }
        return r.sentence("joins.with_cols", s.slots, s.context, needed);
    };
    return out;
}

/// Counts or sums of the children for each parent, for the first parent, or for those with enough.
Drawn perParent(Drawer &d)
{
    const Link l = d.link(d.anyLink());
    int e = l.child, p = l.parent;
    int label = d.entity(p).label;
    if (e == p || label < 0)
        throw Skip();
    if (l.oneToOne || (d.attribute(p, label).key == "key" && d.rng.chance(0.6)))
        throw Skip();
    std::vector<Cond> conds;
    if (d.rng.chance(0.4))
        conds.push_back(d.anyCondition(e, true));
    std::string what = d.rng.of<const char *>(
        {"count", "count", "agg", "agg", "top", "top", "topagg", "topk", "having", "having"});
    bool down = d.rng.chance(0.85);
    int n = d.rng.of({2, 2, 3, 3, 4, 5});
    int k = d.rng.of({3, 3, 5});
    std::string op = d.rng.of<const char *>({"gt", "ge", "ge"});
    bool measured = what == "agg" || what == "topagg" || what == "topk";
    std::string f = "count";
    int a = -1;
    if (measured)
        std::tie(f, a) = drawAggregate(d, e, false);
    else
        a = d.measure(e);
    if ((what == "topagg" || what == "topk") && (f == "max" || f == "min"))
        throw Skip();
    sql::ExprPtr agg = measured ? call(aggregateSql(f), {d.col(e, a)}) : countAll();
    std::vector<sql::ExprPtr> items = {d.col(p, label)};
    if (what == "count" || what == "agg")
        items.push_back(agg);
    int order = (what == "count" || what == "agg") && d.rng.chance(0.35) ? (down ? 1 : 2) : 0;
    Drawn out;
    out.query = joinedQuery(d, l, std::move(items), conds, measured);
    // names may repeat: one group per key
    bool nameUnique = d.attribute(p, label).key == "key";
    out.query.cores[0].groupBy = {keyOf(d, l)};
    if (!nameUnique && d.rng.chance(0.6))
        out.query.cores[0].groupBy.push_back(d.col(p, label));
    if (what == "having")
        out.query.cores[0].having = binary(op == "gt" ? ">" : ">=", countAll(), number(std::to_string(n)));
    if (what == "top" || what == "topagg" || what == "topk") {
        orderBy(out.query, agg, down);
        limit(out.query, what == "topk" ? k : 1);
    } else if (order) {
        orderBy(out.query, agg, order == 1);
    }
    out.say = [=, f = f, a = a](Renderer &r) {
        SlotsAndContext s = r.base(e, what == "top" || what == "topagg" ? "one" : "list");
        s.slots.set("np", r.nounPhrase(e, conds, "and", true, true));
        const std::string &cls = r.classOf(p).name;
        Role role = cls == "place" ? Role::Place : cls == "person" ? Role::Person : Role::Category;
        // 고객별 or 고객 이름별
        std::string name = r.noun(p);
        bool spelled = r.rng().chance(0.3);
        if (spelled) {
            r.nameOf(p, label);
            name += " " + r.ownedName(p, label);
        }
        SlotsAndContext g = r.group(p, {name}, role, conds.empty(), true);
        s.slots.merge(g.slots);
        std::string own = s.context.facts["class"];
        s.context.merge(g.context);
        s.context.set("class", own);
        s.context.set("np", true);
        if (r.korean())
            s.slots.set("gwh", spelled ? r.questionWord(Role::Category) : r.questionWord(p));
        std::vector<std::vector<std::string>> needed;
        if (what == "count" || what == "agg") {
            if (what == "agg") {
                s.slots.set("agg", r.aggregate(f, e, a, order != 0));
                s.slots.set("is_agg", "is");
            }
            if (order) {
                SlotsAndContext t;
                if (what == "agg")
                    t = r.attributeSlots(e, a, order == 1 ? "desc" : "asc");
                else {
                    t.slots.set("hilo", r.korean() ? (order == 1 ? "많은" : "적은")
                                                   : (order == 1 ? "highest" : "lowest"));
                    t.slots.set("hilo_opp", r.korean() ? (order == 1 ? "적은" : "많은")
                                                       : (order == 1 ? "lowest" : "highest"));
                }
                t.slots.set("agg", what == "agg" ? s.slots.text("agg") : r.aggregate("count", e, -1, true));
                t.slots.set("g", name);
                s.slots.set("tail", r.nominal().say(order == 1 ? "order_by.agg_desc" : "order_by.agg_asc",
                                                    t.slots, t.context));
                needed.push_back({"tail"});
            }
            return r.sentence(what == "agg" ? "frames.group" : "frames.group_count", s.slots, s.context,
                              needed);
        }
        if (what == "top" || what == "topagg" || what == "topk") {
            SlotsAndContext t = r.attributeSlots(e, a, down ? "desc" : "asc");
            for (const char *slot : {"hilo", "~hilo", "most", "~most", "greatest", "topbot", "maxrank"})
                if (auto it = t.slots.values.find(std::string_view(slot)); it != t.slots.values.end())
                    s.slots.values[slot] = it->second;
            s.context.set("dir", down ? "desc" : "asc");
            if (!conds.empty())
                needed.push_back({"np"});
            if (what == "top")
                return r.sentence("frames.group_top_count", s.slots, s.context, needed);
            s.slots.set("k", r.korean() ? std::to_string(k) : r.small(k));
            s.slots.set("agg", r.aggregate(f, e, a, true));
            return r.sentence(what == "topk" ? "frames.group_topk" : "frames.group_top", s.slots, s.context,
                              needed);
        }
        s.context.set("op", op);
        r.compareSlots(s.slots, op, n, r.korean() ? r.counter(e) : "", false);
        PickOptions groups, verb;
        groups.forms = {"gnp"};
        verb.forms = {"gvp"};
        if (!conds.empty())
            groups.needed = verb.needed = {{"np"}};
        std::string gnp = r.say("having.count", s.slots, s.context, groups);
        s.slots.set("gnp", gnp);
        if (r.korean()) {
            s.context.set("gfinal", finalOf(gnp) != Final::Vowel);
        } else {
            try {
                std::string gvp = r.say("having.count", s.slots, s.context, verb);
                s.slots.set("gvp", gvp);
                s.slots.set("gvp1", thirdPerson(gvp));
            } catch (const Skip &) {
            }
        }
        return r.sentence("frames.having", s.slots, s.context);
    };
    return out;
}

/// The name of each parent and how many children it has: name and number of orders.
Drawn columnsWithCount(Drawer &d)
{
    const Link l = d.link(d.anyLink());
    int e = l.child, p = l.parent;
    int label = d.entity(p).label;
    if (e == p || label < 0)
        throw Skip();
    if (l.oneToOne)
        throw Skip();
    std::vector<Cond> conds;
    if (d.rng.chance(0.3))
        conds.push_back(d.anyCondition(p, true));
    Drawn out;
    out.query = joinedQuery(d, l, {d.col(p, label), countAll()}, conds, false);
    out.query.cores[0].groupBy = {keyOf(d, l)};
    bool outer = d.rng.chance(0.35) && !l.manyToMany();
    if (outer) {
        sql::ExprPtr childKey = d.entity(e).primaryKey.empty()
                                    ? column(d.entity(e).table, l.childColumn)
                                    : column(d.entity(e).table, d.entity(e).primaryKey);
        out.query = select({d.col(p, label), call("COUNT", {childKey})}, d.entity(p).table);
        join(out.query, d.entity(e).table, onKeys(d, l), sql::JoinKind::Left);
        restrict(d.world, out.query, conds);
        out.query.cores[0].groupBy = {keyOf(d, l)};
    }
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(p);
        s.slots.set("np", r.nounPhrase(p, conds));
        Slots t;
        t.set("entity", r.noun(p));
        t.set("entity2", r.noun(e));
        t.set("np2", r.nounPhrase(e, {}, "and", true));
        if (r.korean())
            t.set("cnt2", r.counter(e));
        Context w;
        w.set("class2", r.classOf(e).name);
        Register plainer = r.reg() == Register::Casual ? Register::Imperative : r.reg();
        std::string counted = r.as(plainer).say("relations.count_cols", t, w);
        s.slots.set("cols", r.list({r.nameOf(p, label), counted}));
        s.context.set("bare", conds.empty());
        std::string text = r.sentence("frames.plain", s.slots, s.context);
        return outer ? withAside(r, std::move(text), "including those with none", "including zero counts",
                                 "없는 경우도 0으로 포함", "0건 포함")
                     : text;
    };
    return out;
}

/// A column of the parent of the extreme child: the name of the customer of the largest order.
Drawn follow(Drawer &d)
{
    const Link l = d.link(d.anyLink(false));
    int e = l.child, p = l.parent;
    if (e == p)
        throw Skip();
    int a = d.attributeOf(e, {Role::Measure, Role::Count, Role::Time});
    bool down = d.rng.chance(0.65);
    if (!down && d.attribute(e, a).nulls > 0)
        throw Skip();
    int c = d.rng.chance(0.65) && d.entity(p).label >= 0
                ? d.entity(p).label
                : d.attributeOf(p, {Role::Name, Role::Category, Role::Place, Role::Code});
    Drawn out;
    out.query = select({d.col(p, c)}, d.entity(e).table);
    join(out.query, d.entity(p).table, onKeys(d, l));
    orderBy(out.query, d.col(e, a), down);
    limit(out.query, 1);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.slots.set("np_one", r.superlative(e, {}, {a, down}, 1, 1));
        s.slots.set("entity2", r.noun(p));
        r.nameOf(p, c);
        s.slots.set("col", r.ownedName(p, c));
        s.context.set("class2", r.classOf(p).name);
        if (r.korean()) {
            s.slots.set("wh2", r.questionWord(p));
            if (const EventVerb *v = r.event(l); v && v->side == "actor")
                r.eventSlots(s.slots, s.context, v);
        }
        return r.sentence("follow", s.slots, s.context);
    };
    return out;
}

} // namespace

const std::vector<Shape> &relatedShapes()
{
    static const std::vector<Shape> shapes = {{"related", 10, related},
                                              {"through_parent", 18, throughParent},
                                              {"with_columns", 12, withColumns},
                                              {"per_parent", 16, perParent},
                                              {"count_columns", 3, columnsWithCount},

                                              {"follow", 4, follow}};
    return shapes;
}

} // namespace mureum::datasets::synth
