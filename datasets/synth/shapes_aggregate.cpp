#include "datasets/synth/morphology.h"
#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

std::string aggregateSql(std::string_view function)
{
    return function == "avg"   ? "AVG"
           : function == "sum" ? "SUM"
           : function == "max" ? "MAX"
           : function == "min" ? "MIN"
                               : "COUNT";
}

std::pair<std::string, int> drawAggregate(Drawer &d, int e, bool times)
{
    for (int tries = 0; tries < 8; ++tries) {
        std::string f = d.rng.of<const char *>({"avg", "avg", "sum", "sum", "max", "min"});
        bool extreme = f == "max" || f == "min";
        int a = extreme && times && d.rng.chance(0.15) ? d.attributeOf(e, {Role::Time}) : d.measure(e);
        const Attribute &attr = d.attribute(e, a);
        if (attr.role == Role::Time && attr.key.find("birth") != std::string::npos)
            continue;
        if ((f == "sum" && !attr.summable) || (f == "avg" && attr.rankLike))
            continue;
        return {f, a};
    }
    throw Skip();
}

void putVerbPhrase(Renderer &r, Slots &slots, int e, const std::vector<Cond> &conds)
{
    if (auto vp = r.verbPhrase(e, conds))
        slots.set("vp", *vp);
}

sql::ExprPtr aggregateOf(Drawer &d, const std::string &function, int e, int a)
{
    return call(aggregateSql(function), {d.col(e, a)});
}

int drawDecimals(Drawer &d, const std::string &function)
{
    return function == "avg" && d.rng.chance(0.25) ? d.rng.of({1, 1, 2}) : 0;
}

std::string rounding(Renderer &r, std::string sentence, int decimals)
{
    return decimals ? withRounding(r, std::move(sentence), decimals) : sentence;
}

const char *symbolOf(const std::string &op)
{
    return op == "gt" ? ">" : op == "ge" ? ">=" : op == "lt" ? "<" : op == "le" ? "<=" : "=";
}

namespace {

Drawn count(Drawer &d)
{
    int e = d.anyEntity();
    std::vector<Cond> conds;
    if (d.rng.chance(0.2))
        conds = {d.anyCondition(e)};
    else
        conds = d.conditions(e, d.rng.of({0, 1, 1, 1, 2, 2}));
    Drawn out;
    out.query = select({countAll()}, d.entity(e).table);
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.slots.set("np", r.nounPhrase(e, conds));
        putVerbPhrase(r, s.slots, e, conds);
        s.context.set("bare", conds.empty());
        return r.sentence("frames.count", s.slots, s.context);
    };
    return out;
}

Drawn countDistinct(Drawer &d)
{
    int e = d.anyEntity();
    int a = d.group(e);
    std::vector<Cond> conds;
    if (d.rng.chance(0.5))
        conds.push_back(d.anyCondition(e, false, {a}));
    Drawn out;
    out.query = select({call("COUNT", {d.col(e, a)}, true)}, d.entity(e).table);
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.slots.set("np", r.nounPhrase(e, conds));
        s.slots.set("attr", r.nameOf(e, a));
        s.context.set("role", std::string(roleName(r.attribute(e, a).role)));
        std::string req = s.slots.text("req");
        s.context.set("need",
                      std::string(req == "Tell me" || req == "Show me" || req == "Find" ? "tell" : "0"));
        s.context.set("bare", conds.empty());
        return r.sentence("frames.count_distinct", s.slots, s.context);
    };
    return out;
}

Drawn aggregate(Drawer &d)
{
    int e = d.anyEntity();
    auto [f, a] = drawAggregate(d, e);
    std::vector<Cond> conds = {d.anyCondition(e, false, {a})};
    if (d.rng.chance(0.2))
        conds.push_back(d.condition(e, true, {a, conds[0].attribute}));
    bool bare = d.rng.chance(0.25) && d.attribute(e, a).role != Role::Time;
    if (bare)
        conds.clear();
    Drawn out;
    int decimals = drawDecimals(d, f);
    sql::ExprPtr value = aggregateOf(d, f, e, a);
    out.query = select({decimals ? rounded(value, decimals) : value}, d.entity(e).table);
    restrict(d.world, out.query, conds);
    out.say = [=, f = f, a = a](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        if (bare) {
            static const std::map<std::string, std::vector<std::string>> en = {
                {"avg", {"average", "mean"}},
                {"sum", {"total", "combined"}},
                {"max", {"maximum", "highest"}},
                {"min", {"minimum", "lowest"}}};
            static const std::map<std::string, std::vector<std::string>> ko = {
                {"avg", {"평균"}}, {"sum", {"총"}}, {"max", {"최고", "최대"}}, {"min", {"최저", "최소"}}};
            static const std::map<std::string, std::string> after = {
                {"avg", "평균"}, {"sum", "합계"}, {"max", "최댓값"}, {"min", "최솟값"}};
            Slots t;
            t.set("entity", r.noun(e));
            t.set("attr", r.ownedName(e, a));
            t.set("stat", r.rng().pick((r.korean() ? ko : en).at(f)));
            t.set("stat_n", after.at(f));
            Context w;
            w.set("agg", f);
            s.slots.set("agg_e", r.say("aggregates.e", t, w));
            s.slots.set("is_agg", "is");
            return rounding(r, r.sentence("frames.agg_bare", s.slots, s.context), decimals);
        }
        s.slots.set("np", r.nounPhrase(e, conds));
        if (r.rng().chance(0.3)) {
            SlotsAndContext t = r.attributeSlots(e, a, f == "min" ? "asc" : "desc");
            SlotsAndContext both = s;
            both.slots.merge(t.slots);
            both.context.merge(t.context);
            both.context.aggregate = true;
            try {
                return rounding(r, r.sentence("aggregates." + f + ".q", both.slots, both.context), decimals);
            } catch (const Skip &) {
            }
        }
        s.context.set("role", std::string(roleName(r.attribute(e, a).role)));
        s.slots.set("agg", r.aggregate(f, e, a));
        s.slots.set("is_agg", "is");
        return rounding(r, r.sentence("frames.agg", s.slots, s.context), decimals);
    };
    return out;
}

/// Average days from one date of a row to another, over all rows or per group.
Drawn dateGap(Drawer &d)
{
    int e = d.anyEntity();
    int from = d.timeOf(e), to = d.timeOf(e);
    if (from == to || d.attribute(e, from).dates[0] > d.attribute(e, to).dates[0])
        throw Skip();
    // a gap that runs backwards in half of the rows is none
    int forward = 0, rows = 0;
    for (const auto &row : d.entity(e).rows) {
        const Cell &a = row[static_cast<std::size_t>(from)], &b = row[static_cast<std::size_t>(to)];
        if (a.isNull() || b.isNull())
            continue;
        ++rows;
        forward += a.text.substr(0, 10) <= b.text.substr(0, 10);
    }
    if (rows < 3 || forward * 10 < rows * 9)
        throw Skip();
    bool grouped = d.rng.chance(0.45);
    int g = grouped ? d.group(e) : -1;
    std::vector<Cond> conds;
    if (d.rng.chance(0.4))
        conds.push_back(d.condition(e, true, {from, to, g}));
    int decimals = d.rng.of({0, 1, 1, 2});
    sql::ExprPtr value =
        call("AVG", {binary("-", call("julianday", {d.col(e, to)}), call("julianday", {d.col(e, from)}))});
    if (decimals)
        value = rounded(value, decimals);
    Drawn out;
    out.query =
        select(grouped ? std::vector<sql::ExprPtr>{d.col(e, g), value} : std::vector<sql::ExprPtr>{value},
               d.entity(e).table);
    if (grouped)
        out.query.cores[0].groupBy = {d.col(e, g)};
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, grouped ? "list" : "one");
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        std::string a = r.nameOf(e, from), b = r.nameOf(e, to);
        s.slots.set(
            "agg",
            r.korean()
                ? r.rng().pick(std::vector<std::string>{a + "부터 " + b + "까지의 평균 일수",
                                                        a + "에서 " + b + "까지 걸린 평균 일수"})
                : r.rng().pick(std::vector<std::string>{"average number of days from " + a + " to " + b,
                                                        "average days between " + a + " and " + b}));
        s.slots.set("is_agg", "is");
        s.context.set("role", "measure");
        if (!grouped)
            return rounding(r, r.sentence("frames.agg", s.slots, s.context, {{"np"}}), decimals);
        SlotsAndContext gr = r.group(e, std::vector<int>{g}, conds.empty());
        s.slots.merge(gr.slots);
        s.context.merge(gr.context);
        return rounding(r, r.sentence("frames.group", s.slots, s.context, {{"agg"}}), decimals);
    };
    return out;
}

Drawn minMax(Drawer &d)
{
    int e = d.anyEntity();
    int a = d.measure(e);
    std::vector<Cond> conds;
    conds.push_back(d.anyCondition(e, false, {a}));
    Drawn out;
    out.query = select({call("MIN", {d.col(e, a)}), call("MAX", {d.col(e, a)})}, d.entity(e).table);
    restrict(d.world, out.query, conds);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.slots.set("np", r.nounPhrase(e, conds));
        SlotsAndContext t = r.attributeSlots(e, a);
        s.slots.set("agg", r.say("aggregates.minmax.np", t.slots, t.context));
        s.slots.set("is_agg", "are");
        s.context.set("role", std::string(roleName(r.attribute(e, a).role)));
        return r.sentence("frames.agg", s.slots, s.context);
    };
    return out;
}

} // namespace

const std::vector<Shape> &aggregateShapes()
{
    static const std::vector<Shape> shapes = {{"count", 8, count},
                                              {"count_distinct", 2.5, countDistinct},
                                              {"agg", 8, aggregate},
                                              {"date_gap", 5, dateGap},
                                              {"minmax", 1.5, minMax}};
    return shapes;
}

} // namespace mureum::datasets::synth
