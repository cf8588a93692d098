#include "datasets/synth/morphology.h"
#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

void hiloOnly(Renderer &r, Slots &slots, bool down)
{
    slots.set("hilo", r.korean() ? (down ? "많은" : "적은") : (down ? "highest" : "lowest"));
    slots.set("hilo_opp", r.korean() ? (down ? "적은" : "많은") : (down ? "lowest" : "highest"));
}

Drawn groupAggregate(Drawer &d)
{
    int e = d.anyEntity();
    auto [f, a] = drawAggregate(d, e, false);
    std::vector<int> groups = {d.group(e)};
    std::vector<Cond> conds;
    if (d.rng.chance(0.45))
        conds.push_back(d.anyCondition(e, false, {a, groups[0]}));
    if (d.rng.chance(0.18))
        groups.push_back(d.group(e, groups));
    int order = d.rng.chance(0.35) ? (d.rng.chance(0.6) ? 1 : 2) : 0;
    std::string having;
    double value = 0;
    if (d.rng.chance(0.2) && groups.size() == 1 && f != "sum") {
        having = d.rng.of<const char *>({"gt", "ge", "lt", "le"});
        value = d.threshold(d.attribute(e, a));
    }
    Drawn out;
    sql::ExprPtr agg = aggregateOf(d, f, e, a);
    std::vector<sql::ExprPtr> items;
    for (int g : groups)
        items.push_back(d.col(e, g));
    out.query = select(items, d.entity(e).table);
    out.query.cores[0].groupBy = items;
    int decimals = having.empty() ? drawDecimals(d, f) : 0;
    out.query.cores[0].items.push_back({decimals ? rounded(agg, decimals) : agg, {}});
    restrict(d.world, out.query, conds);
    if (!having.empty()) {
        std::string text = value == static_cast<double>(static_cast<long long>(value))
                               ? std::to_string(static_cast<long long>(value))
                               : std::to_string(value);
        if (text.find('.') != std::string::npos)
            while (text.ends_with("0"))
                text.pop_back();
        out.query.cores[0].having = binary(symbolOf(having), agg, number(text));
    }
    if (order)
        orderBy(out.query, agg, order == 1);
    out.say = [=, f = f, a = a](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        SlotsAndContext g = r.group(e, groups, conds.empty());
        s.slots.merge(g.slots);
        s.context.merge(g.context);
        s.slots.set("agg", r.aggregate(f, e, a, order || !having.empty()));
        s.slots.set("is_agg", "is");
        std::vector<std::vector<std::string>> needed;
        if (groups.size() == 2) {
            s.slots.erase("g");
            needed.push_back({"group", "group_adn"});
        }
        if (order) {
            SlotsAndContext t = r.attributeSlots(e, a, order == 1 ? "desc" : "asc");
            t.slots.set("agg", s.slots.text("agg"));
            if (groups.size() == 1)
                t.slots.set("g", s.slots.text("g"));
            s.slots.set("tail", r.nominal().say(order == 1 ? "order_by.agg_desc" : "order_by.agg_asc",
                                                t.slots, t.context));
            needed.push_back({"tail"});
        }
        if (!having.empty()) {
            r.havingValueSlots(s.slots, r.attribute(e, a), having, value);
            Context w = s.context;
            w.set("op", having);
            PickOptions options;
            options.forms = {"adv"};
            s.slots.set("having", r.nominal().say("having.agg", s.slots, w, options));
            needed.push_back({"having"});
        }
        return rounding(r, r.sentence("frames.group", s.slots, s.context, needed), decimals);
    };
    return out;
}

Drawn groupCount(Drawer &d)
{
    int e = d.anyEntity();
    std::string period;
    int g;
    std::vector<Cond> conds;
    if (d.rng.chance(0.3)) {
        period = d.rng.of<const char *>({"year", "month", "month"});
        g = d.timeOf(e);
        if (d.rng.chance(0.3))
            conds.push_back(d.anyCondition(e, true, {g}));
    } else {
        g = d.group(e);
        if (d.rng.chance(0.45))
            conds.push_back(d.anyCondition(e, false, {g}));
    }
    int order = d.rng.chance(0.45) ? 1 + d.rng.below(3) : 0; // desc, asc, by group
    std::string having;
    int n = d.rng.of({2, 3, 3, 5, 10});
    if (period.empty() && d.rng.chance(0.25))
        having = d.rng.of<const char *>({"gt", "ge", "lt"});
    sql::ExprPtr key = d.col(e, g);
    if (!period.empty())
        key = strftime(period == "year" ? "%Y" : "%Y-%m", key);
    Drawn out;
    out.query = select({key, countAll()}, d.entity(e).table);
    out.query.cores[0].groupBy = {key};
    restrict(d.world, out.query, conds);
    if (!having.empty())
        out.query.cores[0].having = binary(symbolOf(having), countAll(), number(std::to_string(n)));
    if (order)
        orderBy(out.query, order == 3 ? key : countAll(), order == 1);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        SlotsAndContext gr =
            period.empty() ? r.group(e, std::vector<int>{g}, conds.empty()) : r.groupByPeriod(e, g, period);
        s.slots.merge(gr.slots);
        s.context.merge(gr.context);
        std::vector<std::vector<std::string>> needed;
        if (!period.empty())
            needed.push_back({"group", "group_adn"});
        if (order == 3) {
            Slots t;
            std::string name = r.korean() ? (period == "year" ? "연도" : "월") : period;
            t.set("g", period.empty() ? s.slots.text("g") : name);
            Context w;
            w.set("role", std::string(roleName(r.attribute(e, g).role)));
            s.slots.set("tail", r.nominal().say("order_by.group", t, w));
            needed.push_back({"tail"});
        } else if (order) {
            Slots t;
            t.set("agg", r.aggregate("count", e, -1, true));
            if (period.empty())
                t.set("g", s.slots.text("g"));
            hiloOnly(r, t, order == 1);
            s.slots.set("tail", r.nominal().say(order == 1 ? "order_by.agg_desc" : "order_by.agg_asc", t));
            needed.push_back({"tail"});
        }
        if (!having.empty()) {
            s.context.set("op", having);
            r.compareSlots(s.slots, having, n, r.korean() ? r.counter(e) : "", false);
            Slots t = s.slots;
            t.set("np", r.nounPhrase(e, {}, "and", true));
            PickOptions options;
            options.forms = {"adv"};
            s.slots.set("having", r.nominal().say("having.count", t, s.context, options));
            needed.push_back({"having"});
        }
        return r.sentence("frames.group_count", s.slots, s.context, needed);
    };
    return out;
}

/// Number and average, lowest and highest ... of each group or period.
Drawn groupSeveral(Drawer &d)
{
    int e = d.anyEntity();
    std::string period;
    int g;
    if (d.rng.chance(0.4)) {
        period = d.rng.of<const char *>({"year", "month", "month"});
        g = d.timeOf(e);
    } else {
        g = d.group(e);
    }
    std::vector<Cond> conds;
    if (d.rng.chance(0.35))
        conds.push_back(d.anyCondition(e, true, {g}));
    std::vector<std::pair<std::string, int>> wanted;
    bool single = !period.empty() && d.rng.chance(0.6);
    if (!single && d.rng.chance(0.6))
        wanted.emplace_back("count", -1);
    while (wanted.size() < (single ? 1u : 2u)) {
        auto next = drawAggregate(d, e, false);
        if (std::find(wanted.begin(), wanted.end(), next) == wanted.end())
            wanted.push_back(next);
    }
    bool ordered = !period.empty() && d.rng.chance(0.5);
    sql::ExprPtr key = d.col(e, g);
    if (!period.empty())
        key = strftime(period == "year" ? "%Y" : "%Y-%m", key);
    Drawn out;
    out.query = select({key}, d.entity(e).table);
    for (const auto &[f, a] : wanted)
        out.query.cores[0].items.push_back({f == "count" ? countAll() : aggregateOf(d, f, e, a), {}});
    out.query.cores[0].groupBy = {key};
    restrict(d.world, out.query, conds);
    if (ordered)
        orderBy(out.query, key, false);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        SlotsAndContext gr =
            period.empty() ? r.group(e, std::vector<int>{g}, conds.empty()) : r.groupByPeriod(e, g, period);
        s.slots.merge(gr.slots);
        s.context.merge(gr.context);
        std::vector<std::string> names;
        for (const auto &[f, a] : wanted)
            names.push_back(r.aggregate(f, e, a, true));
        s.slots.set("agg", r.list(names));
        s.slots.set("is_agg", names.size() > 1 ? "are" : "is");
        std::vector<std::vector<std::string>> needed = {{"agg"}};
        if (!period.empty())
            needed.push_back({"group", "group_adn"});
        if (ordered) {
            Slots t;
            t.set("g", r.korean() ? (period == "year" ? "연도" : "월") : period);
            Context w;
            w.set("role", "time");
            s.slots.set("tail", r.nominal().say("order_by.group", t, w));
            needed.push_back({"tail"});
        }
        return r.sentence("frames.group", s.slots, s.context, needed);
    };
    return out;
}

Drawn havingOnly(Drawer &d)
{
    int e = d.anyEntity();
    int g = d.group(e);
    std::vector<Cond> conds;
    if (d.rng.chance(0.35))
        conds.push_back(d.anyCondition(e, false, {g}));
    bool measured = d.rng.chance(0.35);
    std::string op = measured ? d.rng.of<const char *>({"gt", "ge", "lt"})
                              : d.rng.of<const char *>({"gt", "ge", "ge", "lt", "eq"});
    int n = d.rng.of({2, 3, 3, 4, 5, 8, 10});
    std::string f = "count";
    int a = -1;
    double value = n;
    if (measured) {
        std::tie(f, a) = drawAggregate(d, e, false);
        if (f == "sum")
            throw Skip();
        value = d.threshold(d.attribute(e, a));
        if (value != static_cast<double>(static_cast<long long>(value)))
            value = static_cast<double>(static_cast<long long>(value));
        if (value == 0)
            throw Skip();
    }
    bool withValue = d.rng.chance(0.4);
    sql::ExprPtr agg = measured ? aggregateOf(d, f, e, a) : countAll();
    Drawn out;
    out.query = select({d.col(e, g)}, d.entity(e).table);
    if (withValue)
        out.query.cores[0].items.push_back({agg, {}});
    out.query.cores[0].groupBy = {d.col(e, g)};
    out.query.cores[0].having =
        binary(symbolOf(op), agg, number(std::to_string(static_cast<long long>(value))));
    restrict(d.world, out.query, conds);
    out.say = [=, f = f, a = a](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        s.slots.set("g", r.nameOf(e, g));
        s.context.set("role", std::string(roleName(r.attribute(e, g).role)));
        s.context.set("op", op);
        s.context.set("bare", conds.empty());
        s.context.set("gowns", false);
        if (measured) {
            s.slots.set("agg", r.aggregate(f, e, a, true));
            r.havingValueSlots(s.slots, r.attribute(e, a), op, value);
            s.context.set("agg", "measure");
        } else {
            r.compareSlots(s.slots, op, n, r.korean() ? r.counter(e) : "", false);
            s.slots.set("agg", r.aggregate("count", e, -1));
        }
        std::string section = measured ? "having.agg" : "having.count";
        PickOptions groups, verb;
        groups.forms = {"gnp"};
        verb.forms = {"gvp"};
        if (!conds.empty() && !measured)
            groups.needed = verb.needed = {{"np"}};
        std::string gnp = r.say(section, s.slots, s.context, groups);
        s.slots.set("gnp", gnp);
        if (r.korean()) {
            s.slots.set("gwh", r.questionWord(r.attribute(e, g).role));
            s.context.set("gfinal", finalOf(gnp) != Final::Vowel);
        } else {
            try {
                std::string gvp = r.say(section, s.slots, s.context, verb);
                s.slots.set("gvp", gvp);
                s.slots.set("gvp1", thirdPerson(gvp));
            } catch (const Skip &) {
            }
        }
        s.slots.set("is_agg", "is");
        std::vector<std::vector<std::string>> needed;
        if (!conds.empty() && measured)
            needed.push_back({"np"});
        return r.sentence(withValue ? "frames.having_agg" : "frames.having", s.slots, s.context, needed);
    };
    return out;
}

Drawn groupTop(Drawer &d)
{
    int e = d.anyEntity();
    int g = d.group(e);
    std::vector<Cond> conds;
    if (d.rng.chance(0.35))
        conds.push_back(d.anyCondition(e, false, {g}));
    bool down = d.rng.chance(0.7);
    int k = d.rng.of({1, 1, 1, 3, 5});
    bool counted = d.rng.chance(0.45) && k == 1;
    bool shown = d.rng.chance(0.35);
    auto [f, a] = drawAggregate(d, e, false);
    if (!counted && (f == "max" || f == "min"))
        throw Skip(); // the largest highest number
    sql::ExprPtr agg = counted ? countAll() : aggregateOf(d, f, e, a);
    Drawn out;
    out.query = select({d.col(e, g)}, d.entity(e).table);
    if (shown)
        out.query.cores[0].items.push_back({agg, {}});
    out.query.cores[0].groupBy = {d.col(e, g)};
    restrict(d.world, out.query, conds);
    orderBy(out.query, agg, down);
    limit(out.query, k);
    out.say = [=, f = f, a = a](Renderer &r) {
        SlotsAndContext s = r.base(e, k == 1 ? "one" : "list");
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        s.slots.set("g", r.nameOf(e, g));
        SlotsAndContext t = r.attributeSlots(e, a, down ? "desc" : "asc");
        for (const char *slot : {"hilo", "~hilo", "most", "~most", "greatest", "topbot", "maxrank"})
            if (auto it = t.slots.values.find(std::string_view(slot)); it != t.slots.values.end())
                s.slots.values[slot] = it->second;
        s.context.set("role", std::string(roleName(r.attribute(e, g).role)));
        s.context.set("dir", down ? "desc" : "asc");
        s.context.set("bare", conds.empty());
        s.context.set("np", true);
        s.context.set("gowns", false);
        s.slots.set("k", r.korean() ? std::to_string(k) : r.small(k));
        if (r.korean())
            s.slots.set("gwh", r.questionWord(r.attribute(e, g).role));
        std::vector<std::vector<std::string>> needed;
        if (!conds.empty())
            needed.push_back({"np"});
        if (!counted)
            s.slots.set("agg", r.aggregate(f, e, a, true));
        std::string text = r.sentence(counted  ? "frames.group_top_count"
                                      : k == 1 ? "frames.group_top"
                                               : "frames.group_topk",
                                      s.slots, s.context, needed);
        if (!shown)
            return text;
        std::string value = counted ? r.aggregate("count", e, -1, true) : s.slots.text("agg");
        return withColumnsNamed(r, std::move(text), {s.slots.text("g"), value});
    };
    return out;
}

Drawn mode(Drawer &d)
{
    int e = d.anyEntity();
    int g = d.group(e);
    std::vector<Cond> conds;
    if (d.rng.chance(0.45))
        conds.push_back(d.anyCondition(e, false, {g}));
    bool down = d.rng.chance(0.75);
    Drawn out;
    out.query = select({d.col(e, g)}, d.entity(e).table);
    out.query.cores[0].groupBy = {d.col(e, g)};
    restrict(d.world, out.query, conds);
    orderBy(out.query, countAll(), down);
    limit(out.query, 1);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        s.slots.set("attr", r.nameOf(e, g));
        s.context.set("bare", conds.empty());
        s.context.set("role", std::string(roleName(r.attribute(e, g).role)));
        if (r.korean())
            s.slots.set("gwh", r.questionWord(r.attribute(e, g).role));
        std::vector<std::vector<std::string>> needed;
        if (!conds.empty())
            needed.push_back({"np"});
        return r.sentence(down ? "mode" : "mode_least", s.slots, s.context, needed);
    };
    return out;
}

} // namespace

const std::vector<Shape> &groupShapes()
{
    static const std::vector<Shape> shapes = {
        {"group", 6, groupAggregate}, {"group_count", 6, groupCount}, {"group_several", 4, groupSeveral},
        {"having", 4, havingOnly},    {"group_top", 4, groupTop},     {"mode", 2, mode}};
    return shapes;
}

} // namespace mureum::datasets::synth
