#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

std::vector<sql::ExprPtr> columnsOf(Drawer &d, int e, const std::vector<int> &attributes)
{
    std::vector<sql::ExprPtr> out;
    for (int a : attributes)
        out.push_back(d.col(e, a));
    return out;
}

/// Nobody asks for the city of the customers in Seoul.
void refuseEcho(const std::vector<Cond> &conds, const std::vector<int> &cols)
{
    for (const Cond &c : conds)
        if (c.op == "eq" && std::find(cols.begin(), cols.end(), c.attribute) != cols.end())
            throw Skip();
}

int orderable(Drawer &d, int e, const std::vector<int> &except = {})
{
    int a = d.rng.chance(0.85) ? d.attributeOf(e, {Role::Measure, Role::Count, Role::Time}, except)
                               : d.attributeOf(e, {Role::Name}, except);
    return a;
}

Drawn plain(Drawer &d)
{
    int e = d.anyEntity();
    int count = d.rng.of({0, 1, 1, 1, 1, 2, 2, 3});
    d.identifying = count == 1;
    std::vector<Cond> conds = d.conditions(e, count);
    std::string op = conds.size() == 2 && d.rng.chance(0.5) ? "or" : "and";
    if (op == "or")
        for (const Cond &c : conds)
            if (d.attribute(e, c.attribute).role == Role::Flag)
                throw Skip();
    std::vector<int> cols = d.selected(e, d.rng.of({1, 2, 2, 2, 3, 3}));
    refuseEcho(conds, cols);
    Order first, second;
    if (d.rng.chance(0.33)) {
        first = {orderable(d, e), d.rng.chance(0.5)};
        if (d.rng.chance(0.2))
            second = {orderable(d, e, {first.attribute}), d.rng.chance(0.5)};
    }
    Drawn out;
    out.query = select(columnsOf(d, e, cols), d.entity(e).table);
    restrict(d.world, out.query, conds, op == "or" ? "OR" : "AND");
    for (const Order &o : {first, second})
        if (o.attribute >= 0)
            orderBy(out.query, d.col(e, o.attribute), o.descending);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds, op));
        s.slots.set("cols", r.columns(e, cols));
        std::vector<std::vector<std::string>> needed;
        if (first.attribute >= 0) {
            s.slots.set("tail", second.attribute >= 0 ? r.tail(e, first, second) : r.tail(e, first));
            needed.push_back({"tail"});
        }
        s.context.set("bare", conds.empty());
        s.context.set("role", std::string(roleName(r.attribute(e, cols[0]).role)));
        return r.sentence("frames.plain", s.slots, s.context, needed);
    };
    return out;
}

Drawn entityOnly(Drawer &d)
{
    int e = d.anyEntity();
    int label = d.entity(e).label;
    if (label < 0 || d.attribute(e, label).role != Role::Name)
        throw Skip();
    std::vector<Cond> conds = d.conditions(e, d.rng.of({1, 1, 2}));
    Drawn out;
    out.query = select({d.col(e, label)}, d.entity(e).table);
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds));
        putVerbPhrase(r, s.slots, e, conds);
        return r.sentence("frames.entity", s.slots, s.context);
    };
    return out;
}

Drawn everything(Drawer &d)
{
    int e = d.anyEntity();
    int count = d.rng.of({0, 1, 1, 2});
    d.identifying = count == 1;
    std::vector<Cond> conds = d.conditions(e, count);
    Drawn out;
    out.query = select({star()}, d.entity(e).table);
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds));
        s.context.set("bare", conds.empty());
        return r.sentence("frames.all", s.slots, s.context);
    };
    return out;
}

Drawn distinct(Drawer &d)
{
    int e = d.anyEntity();
    int a = d.group(e);
    std::vector<Cond> conds;
    if (d.rng.chance(0.55))
        conds.push_back(d.anyCondition(e, false, {a}));
    Drawn out;
    out.query = select({d.col(e, a)}, d.entity(e).table);
    out.query.cores[0].distinct = true;
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds));
        s.slots.set("cols", r.nameOf(e, a));
        s.context.set("role", std::string(roleName(r.attribute(e, a).role)));
        s.context.set("bare", conds.empty());
        return r.sentence("frames.distinct", s.slots, s.context);
    };
    return out;
}

Drawn topK(Drawer &d)
{
    int e = d.anyEntity();
    int a = d.attributeOf(e, {Role::Measure, Role::Count, Role::Measure, Role::Time});
    bool down = d.rng.chance(0.67);
    if (!down && d.attribute(e, a).nulls > 0)
        throw Skip(); // NULLs would come first
    int k = d.rng.of({2, 3, 3, 5, 5, 10});
    std::vector<Cond> conds;
    if (d.rng.chance(0.45))
        conds.push_back(d.anyCondition(e, true, {a}));
    std::vector<int> cols = d.selected(e, d.rng.of({1, 1, 2, 3}));
    refuseEcho(conds, cols);
    if (d.rng.chance(0.3) && std::find(cols.begin(), cols.end(), a) == cols.end())
        cols.push_back(a);
    Drawn out;
    out.query = select(columnsOf(d, e, cols), d.entity(e).table);
    restrict(d.world, out.query, conds);
    orderBy(out.query, d.col(e, a), down);
    limit(out.query, k);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("cols", r.columns(e, cols));
        if (r.rng().chance(0.65)) {
            s.slots.set("np", r.superlative(e, conds, {a, down}, k, 1));
            s.context.set("bare", false);
            return r.sentence("frames.plain", s.slots, s.context);
        }
        SlotsAndContext t = r.attributeSlots(e, a, down ? "desc" : "asc");
        s.slots.merge(t.slots);
        s.context.merge(t.context);
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        s.slots.set("k", r.korean() ? std::to_string(k) : r.small(k));
        if (r.korean())
            s.slots.set("k_cnt", std::to_string(k) + r.counter(e));
        return r.sentence("frames.topk", s.slots, s.context);
    };
    return out;
}

Drawn topOne(Drawer &d)
{
    int e = d.anyEntity();
    int a = d.attributeOf(e, {Role::Measure, Role::Count, Role::Measure, Role::Time});
    bool down = d.rng.chance(0.6);
    int rank = d.rng.of({1, 1, 1, 1, 1, 2, 3});
    std::vector<Cond> conds;
    if (d.rng.chance(0.4))
        conds.push_back(d.anyCondition(e, true, {a}));
    std::vector<int> cols = d.selected(e, d.rng.of({1, 1, 2, 2}));
    refuseEcho(conds, cols);
    Drawn out;
    out.query = select(columnsOf(d, e, cols), d.entity(e).table);
    restrict(d.world, out.query, conds);
    // the smallest NULL would come first
    if (!down && d.attribute(e, a).nulls > 0)
        throw Skip();
    orderBy(out.query, d.col(e, a), down);
    limit(out.query, 1, rank - 1);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.slots.set("cols", r.columns(e, cols));
        s.slots.set("np_one", r.superlative(e, conds, {a, down}, 1, rank));
        return r.sentence("frames.one", s.slots, s.context);
    };
    return out;
}

} // namespace

const std::vector<Shape> &listShapes()
{
    static const std::vector<Shape> shapes = {{"plain", 17, plain},   {"entity", 5, entityOnly},
                                              {"all", 2, everything}, {"distinct", 4, distinct},
                                              {"topk", 6, topK},      {"top1", 6, topOne}};
    return shapes;
}

} // namespace mureum::datasets::synth
