#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

/// Links that lead from a child up, one to three steps, over different tables.
std::vector<Link> drawChain(Drawer &d, int e)
{
    std::vector<Link> chain;
    std::vector<int> seen = {e};
    int steps = d.rng.of({1, 1, 1, 2, 2, 3});
    for (int at = e; static_cast<int>(chain.size()) < steps; at = chain.back().parent) {
        try {
            chain.push_back(d.link(d.linkTo(at)));
        } catch (const Skip &) {
            break;
        }
        if (std::find(seen.begin(), seen.end(), chain.back().parent) != seen.end())
            throw Skip();
        seen.push_back(chain.back().parent);
    }
    if (chain.empty())
        throw Skip();
    return chain;
}

/// Children grouped by a column of their parent or of its parent: orders per customer city.
Drawn byParentColumn(Drawer &d)
{
    int e = d.anyEntity();
    std::vector<Link> chain = drawChain(d, e);
    int p = chain.back().parent;
    int g = d.group(p);
    std::vector<Cond> conds;
    if (d.rng.chance(0.35))
        conds.push_back(d.anyCondition(e, true));
    bool counted = d.rng.chance(0.45);
    std::string f = "count";
    int a = -1;
    if (!counted)
        std::tie(f, a) = drawAggregate(d, e, false);
    sql::ExprPtr agg = counted ? countAll() : call(aggregateSql(f), {d.col(e, a)});
    int decimals = f == "avg" && d.rng.chance(0.3) ? d.rng.of({1, 2}) : 0;
    int order = d.rng.chance(0.3) ? d.rng.of({1, 1, 2}) : 0;
    Drawn out;
    out.query = select({d.col(p, g), decimals ? rounded(agg, decimals) : agg}, d.entity(e).table);
    for (const Link &l : chain)
        joinParent(d.world, out.query, l);
    restrict(d.world, out.query, conds);
    out.query.cores[0].groupBy = {d.col(p, g)};
    if (order)
        orderBy(out.query, agg, order == 1);
    out.say = [=, f = f, a = a](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds, "and", true, true));
        r.nameOf(p, g);
        std::string name = r.noun(p) + " " + r.ownedName(p, g);
        SlotsAndContext gr = r.group(p, {name}, r.attribute(p, g).role, conds.empty(), true);
        std::string own = s.context.facts["class"];
        s.slots.merge(gr.slots);
        s.context.merge(gr.context);
        s.context.set("class", own);
        std::vector<std::vector<std::string>> needed;
        if (!counted) {
            s.slots.set("agg", r.aggregate(f, e, a, order != 0));
            s.slots.set("is_agg", "is");
        }
        if (order) {
            SlotsAndContext t;
            if (counted) {
                t.slots.set("hilo", r.korean() ? (order == 1 ? "많은" : "적은")
                                               : (order == 1 ? "highest" : "lowest"));
                t.slots.set("hilo_opp", r.korean() ? (order == 1 ? "적은" : "많은")
                                                   : (order == 1 ? "lowest" : "highest"));
            } else {
                t = r.attributeSlots(e, a, order == 1 ? "desc" : "asc");
            }
            t.slots.set("agg", counted ? r.aggregate("count", e, -1, true) : s.slots.text("agg"));
            t.slots.set("g", name);
            s.slots.set("tail", r.nominal().say(order == 1 ? "order_by.agg_desc" : "order_by.agg_asc",
                                                t.slots, t.context));
            needed.push_back({"tail"});
        }
        std::string text =
            r.sentence(counted ? "frames.group_count" : "frames.group", s.slots, s.context, needed);
        return decimals ? withRounding(r, std::move(text), decimals) : text;
    };
    return out;
}

/// Own columns beside columns of two tables further up: order number, customer name, customer's city name.
Drawn acrossTables(Drawer &d)
{
    int e = d.anyEntity();
    std::vector<Link> chain = drawChain(d, e);
    std::vector<Link> links = chain;
    if (d.rng.chance(0.6)) { // another parent of the same child
        Link other = d.link(d.linkTo(e));
        bool known =
            std::any_of(links.begin(), links.end(), [&](const Link &l) { return l.parent == other.parent; });
        if (!known)
            links.push_back(other);
    }
    std::vector<std::pair<int, int>> named; // entity, attribute
    for (const Link &l : links)
        if (&l == &links.back() || d.rng.chance(0.5)) {
            int label = d.entity(l.parent).label;
            int a = label >= 0 && d.rng.chance(0.6)
                        ? label
                        : d.attributeOf(l.parent,
                                        {Role::Name, Role::Category, Role::Place, Role::Measure, Role::Time});
            if (d.attribute(l.parent, a).key == "key")
                throw Skip();
            named.emplace_back(l.parent, a);
        }
    std::vector<int> cols = d.selected(e, 1);
    std::vector<Cond> conds;
    if (d.rng.chance(0.6))
        conds.push_back(d.anyCondition(e, true));
    std::vector<sql::ExprPtr> items = {d.col(e, cols[0])};
    for (auto [p, a] : named)
        items.push_back(d.col(p, a));
    Drawn out;
    out.query = select(std::move(items), d.entity(e).table);
    for (const Link &l : links)
        joinParent(d.world, out.query, l);
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds));
        std::vector<std::string> names = {r.nameOf(e, cols[0])};
        for (auto [p, a] : named) {
            r.nameOf(p, a);
            names.push_back(r.noun(p) + " " + r.ownedName(p, a));
        }
        s.slots.set("cols", r.list(names));
        s.context.set("bare", conds.empty());
        s.context.set("role", "name");
        return r.sentence("frames.plain", s.slots, s.context);
    };
    return out;
}

/// How many children a parent has on average: AVG over counts.
Drawn averagePerParent(Drawer &d)
{
    const Link l = d.link(d.anyLink(false));
    int e = l.child, p = l.parent;
    if (e == p || l.oneToOne || l.childNulls)
        throw Skip(); // rows without a parent would count as one
    std::vector<Cond> conds;
    if (d.rng.chance(0.3))
        conds.push_back(d.condition(e, true));
    int decimals = d.rng.of({0, 1, 1, 2});
    bool most = d.rng.chance(0.25);
    sql::ExprPtr key = column(d.entity(e).table, l.childColumn);
    sql::Query inner = select({key, countAll()}, d.entity(e).table, conjunction(conds));
    inner.cores[0].items.erase(inner.cores[0].items.begin());
    std::string alias = d.rng.of<const char *>({"cnt", "n", "total"});
    inner.cores[0].items[0].alias = alias;
    inner.cores[0].groupBy = {key};
    sql::ExprPtr value = call(most ? "MAX" : "AVG", {column("", alias)});
    if (most)
        decimals = 0;
    Drawn out;
    out.query = selectFrom({decimals ? rounded(value, decimals) : value}, std::move(inner));
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        NounPhrase np = r.nounPhrase(e, conds, "and", true, true);
        std::string owner = r.noun(p);
        if (r.korean())
            s.slots.set("agg_e", most ? owner + " 하나당 최대 " + np.plural + " 수"
                                      : owner + "당 평균 " + np.plural + " 수");
        else
            s.slots.set("agg_e", most ? "largest number of " + np.plural + " for a single " + owner
                                      : "average number of " + np.plural + " per " + owner);
        s.slots.set("is_agg", "is");
        std::string text = r.sentence("frames.agg_bare", s.slots, s.context);
        return decimals ? withRounding(r, std::move(text), decimals) : text;
    };
    return out;
}

} // namespace

const std::vector<Shape> &chainShapes()
{
    static const std::vector<Shape> shapes = {{"by_parent_column", 16, byParentColumn},
                                              {"across_tables", 16, acrossTables},
                                              {"average_per_parent", 0.7, averagePerParent}};
    return shapes;
}

} // namespace mureum::datasets::synth
