#include "datasets/synth/shapes.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

sql::ExprPtr oneOrZero(const sql::ExprPtr &when)
{
    return caseWhen(when, number("1"), number("0"));
}

sql::ExprPtr percent(sql::ExprPtr part, sql::ExprPtr whole, int decimals)
{
    sql::ExprPtr ratio = binary("/", binary("*", number("100.0"), std::move(part)), std::move(whole));
    return rounded(std::move(ratio), decimals);
}

Drawn nested(Drawer &d)
{
    int e = d.anyEntity();
    std::vector<Cond> conds = {d.nestedCondition(e)};
    if (conds[0].op != "same_as" && conds[0].op != "max_eq" && d.rng.chance(0.15))
        conds.push_back(d.condition(e, true, {conds[0].attribute}));
    std::string what = d.rng.of<const char *>({"plain", "plain", "entity", "count"});
    int label = d.entity(e).label;
    std::vector<int> cols = d.selected(e, d.rng.of({1, 1, 2}));
    if (what == "entity") {
        if (label < 0 || d.attribute(e, label).role != Role::Name)
            throw Skip();
        cols = {label};
    }
    std::vector<sql::ExprPtr> items;
    for (int a : cols)
        items.push_back(d.col(e, a));
    if (what == "count")
        items = {countAll()};
    Drawn out;
    out.query = select(std::move(items), d.entity(e).table);
    restrict(d.world, out.query, conds);
    if (conds[0].op == "same_as")
        out.literals.push_back(conds[0].raw);
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, what == "count" ? "one" : "list");
        s.slots.set("np", r.nounPhrase(e, conds));
        s.slots.set("cols", r.columns(e, cols));
        putVerbPhrase(r, s.slots, e, conds);
        return r.sentence("frames." + what, s.slots, s.context);
    };
    return out;
}

sql::SetOp setOpOf(const std::string &op)
{
    return op == "intersect" ? sql::SetOp::Intersect
           : op == "except"  ? sql::SetOp::Except
                             : sql::SetOp::Union;
}

Drawn setOperation(Drawer &d)
{
    std::string op = d.rng.of<const char *>({"intersect", "intersect", "except", "except", "union"});
    int e = d.anyEntity();
    int a = d.group(e);
    Cond left, right;
    if (d.rng.chance(0.5)) {
        int m = d.measure(e);
        double low = d.threshold(d.attribute(e, m)), high = d.threshold(d.attribute(e, m));
        if (low > high)
            std::swap(low, high);
        if (low == high)
            throw Skip();
        for (auto [cond, value, name] :
             {std::make_tuple(&left, high, "gt"), std::make_tuple(&right, low, "lt")}) {
            cond->entity = e;
            cond->attribute = m;
            cond->op = name;
            cond->low = value;
            double whole = static_cast<double>(static_cast<long long>(value));
            if (value != whole)
                throw Skip();
            cond->sql = binary(std::string_view(name) == "gt" ? ">" : "<", d.col(e, m),
                               number(std::to_string(static_cast<long long>(value))));
        }
    } else {
        std::vector<Cond> two = d.twoValues(e);
        if (two[0].attribute == a)
            throw Skip();
        left = two[0];
        right = two[1];
    }
    Drawn out;
    out.query = select({d.col(e, a)}, d.entity(e).table, left.sql);
    sql::Query other = select({d.col(e, a)}, d.entity(e).table, right.sql);
    out.query.cores.push_back(other.cores[0]);
    out.query.ops.push_back(setOpOf(op));
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("np_a", r.nounPhrase(e, {left}, "and", true, true));
        s.slots.set("np_b", r.nounPhrase(e, {right}, "and", true, true));
        s.slots.set("cols", r.nameOf(e, a));
        if (r.korean())
            s.slots.set("gwh", r.questionWord(r.attribute(e, a).role));
        s.context.set("role", std::string(roleName(r.attribute(e, a).role)));
        return r.sentence("set_ops." + op, s.slots, s.context);
    };
    return out;
}

Drawn setConditions(Drawer &d)
{
    std::string op = d.rng.of<const char *>({"intersect", "except"});
    int e = d.anyEntity();
    int label = d.entity(e).label;
    if (label < 0)
        throw Skip();
    Cond a = d.condition(e, true, {label}), b = d.condition(e, true, {label, a.attribute});
    Drawn out;
    out.query = select({d.col(e, label)}, d.entity(e).table, a.sql);
    sql::Query other = select({d.col(e, label)}, d.entity(e).table, b.sql);
    out.query.cores.push_back(other.cores[0]);
    out.query.ops.push_back(setOpOf(op));
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        s.slots.set("cols", r.nameOf(e, label));
        for (auto [name, cond] : {std::make_pair("a", &a), std::make_pair("b", &b)}) {
            if (!r.korean()) {
                for (const char *form : {"post", "vp", "short"})
                    try {
                        s.slots.set(std::string(form) + "_" + name, r.english(*cond, {form}).plural);
                    } catch (const Skip &) {
                    }
            } else {
                s.slots.setInflected(name, r.koreanCond(*cond, {"mod"}).inflect);
                try {
                    if (auto text = r.koreanCond(*cond, {"bare"}).inflect("mod"))
                        s.slots.set(std::string("bare_") + name, *text);
                } catch (const Skip &) {
                }
            }
        }
        return r.sentence("set_ops." + op + "_cond", s.slots, s.context);
    };
    return out;
}

Drawn ratio(Drawer &d)
{
    int e = d.anyEntity();
    std::string what = d.rng.of<const char *>({"ratio", "ratio", "ratio", "ratio_group", "ratio_sum"});
    Cond c = d.condition(e, true);
    int g = what == "ratio_group" ? d.group(e, {c.attribute}) : -1;
    int a = -1;
    if (what == "ratio_sum") {
        a = d.measure(e, {c.attribute});
        if (!d.attribute(e, a).summable)
            throw Skip();
    }
    int decimals = d.rng.of({1, 1, 1, 2});
    Drawn out;
    const std::string &table = d.entity(e).table;
    if (what == "ratio") {
        out.query = select({percent(call("SUM", {oneOrZero(c.sql)}), countAll(), decimals)}, table);
    } else if (what == "ratio_group") {
        sql::ExprPtr whole = subquery(select({countAll()}, table));
        out.query = select({d.col(e, g), percent(countAll(), whole, decimals)}, table);
        out.query.cores[0].groupBy = {d.col(e, g)};
    } else {
        sql::ExprPtr part = call("SUM", {caseWhen(c.sql, d.col(e, a), number("0"))});
        out.query = select({percent(part, call("SUM", {d.col(e, a)}), decimals)}, table);
    }
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.context.set("bare", what != "ratio_sum");
        s.context.set("samehead", true);
        NounPhrase whole = r.nounPhrase(e, {}, "and", true);
        if (r.korean() && what == "ratio" && r.rng().chance(0.7))
            whole.plural = "전체 " + whole.plural;
        s.slots.set("np", whole);
        s.slots.set("np_sub", r.nounPhrase(e, {c}, "and", true, true));
        if (!r.korean())
            if (auto vp = r.verbPhrase(e, {c}))
                s.slots.set("vp_sub", *vp);
        if (a >= 0) {
            SlotsAndContext t = r.attributeSlots(e, a);
            s.slots.set("attr", t.slots.text("attr"));
            s.context.phrases = t.context.phrases;
        }
        if (g >= 0) {
            SlotsAndContext t = r.group(e, std::vector<int>{g}, true);
            s.slots.merge(t.slots);
            s.context.merge(t.context);
        }
        return withRounding(r, r.sentence(what, s.slots, s.context), decimals);
    };
    return out;
}

Drawn difference(Drawer &d)
{
    int e = d.anyEntity();
    std::string what = d.rng.of<const char *>({"range", "two"});
    int a = d.measure(e);
    std::vector<Cond> conds;
    std::vector<Cond> two;
    sql::ExprPtr own = d.col(e, a);
    const std::string &table = d.entity(e).table;
    Drawn out;
    if (what == "range") {
        if (d.rng.chance(0.5))
            conds.push_back(d.condition(e, true, {a}));
        out.query = select({binary("-", call("MAX", {own}), call("MIN", {own}))}, table);
        restrict(d.world, out.query, conds);
    } else {
        if (d.attribute(e, a).rankLike)
            throw Skip();
        two = d.twoValues(e);
        auto side = [&](const Cond &c) { return subquery(select({call("AVG", {own})}, table, c.sql)); };
        out.query.cores.emplace_back();
        out.query.cores[0].items.push_back({binary("-", side(two[0]), side(two[1])), {}});
    }
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        SlotsAndContext t = r.attributeSlots(e, a, "desc");
        s.slots.set("attr", t.slots.text("attr"));
        for (const char *slot : {"hilo", "hilo_opp", "~hilo"})
            if (auto it = t.slots.values.find(std::string_view(slot)); it != t.slots.values.end())
                s.slots.values[slot] = it->second;
        s.slots.set("np", r.nounPhrase(e, conds, "and", true));
        s.context.set("bare", conds.empty());
        if (what == "two") {
            s.slots.set("np_a", r.nounPhrase(e, {two[0]}, "and", true, true));
            s.slots.set("np_b", r.nounPhrase(e, {two[1]}, "and", true, true));
            s.slots.set("agg", r.aggregate("avg", e, a));
        }
        std::vector<std::vector<std::string>> needed;
        if (!conds.empty())
            needed.push_back({"np"});
        return r.sentence("difference." + what, s.slots, s.context, needed);
    };
    return out;
}

Drawn caseCount(Drawer &d)
{
    int e = d.anyEntity();
    std::vector<Cond> two = d.twoValues(e);
    bool grouped = d.rng.chance(0.4);
    int g = grouped ? d.group(e, {two[0].attribute}) : -1;
    std::vector<sql::ExprPtr> items;
    if (grouped)
        items.push_back(d.col(e, g));
    for (const Cond &c : two)
        items.push_back(call("SUM", {oneOrZero(c.sql)}));
    Drawn out;
    out.query = select(std::move(items), d.entity(e).table);
    if (grouped)
        out.query.cores[0].groupBy = {d.col(e, g)};
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e, "one");
        s.slots.set("np_a", r.nounPhrase(e, {two[0]}, "and", true, true));
        s.slots.set("np_b", r.nounPhrase(e, {two[1]}, "and", true, true));
        if (!r.korean()) {
            if (auto vp = r.verbPhrase(e, {two[0]}))
                s.slots.set("vp_a", *vp);
            if (auto vp = r.verbPhrase(e, {two[1]}))
                s.slots.set("vp_b", *vp);
        }
        if (grouped) {
            SlotsAndContext t = r.group(e, std::vector<int>{g}, true);
            s.slots.merge(t.slots);
            s.context.merge(t.context);
        }
        return r.sentence(grouped ? "case_count_group" : "case_count", s.slots, s.context);
    };
    return out;
}

Drawn perGroupExtreme(Drawer &d)
{
    int e = d.anyEntity();
    int label = d.entity(e).label;
    if (label < 0)
        throw Skip();
    int a = d.measure(e), g = d.group(e, {label});
    bool down = d.rng.chance(0.7);
    bool valueOnly = d.rng.chance(0.3);
    sql::ExprPtr extreme = call(down ? "MAX" : "MIN", {d.col(e, a)});
    const std::string &table = d.entity(e).table;
    sql::Query inner = select({d.col(e, g), extreme}, table);
    inner.cores[0].groupBy = {d.col(e, g)};
    Drawn out;
    if (valueOnly) {
        out.query = inner;
    } else {
        auto row = std::make_shared<sql::Expr>();
        row->kind = sql::ExprKind::Row;
        row->args = {d.col(e, g), d.col(e, a)};
        out.query = select({d.col(e, g), d.col(e, label)}, table, inQuery(row, inner, false));
    }
    out.say = [=](Renderer &r) {
        SlotsAndContext s = r.base(e);
        SlotsAndContext t = r.attributeSlots(e, a, down ? "desc" : "asc");
        s.slots.merge(t.slots);
        s.context.merge(t.context);
        SlotsAndContext gr = r.group(e, std::vector<int>{g}, true);
        s.slots.merge(gr.slots);
        s.context.merge(gr.context);
        s.context.set("role",
                      std::string(roleName(r.korean() ? r.attribute(e, a).role : r.attribute(e, g).role)));
        s.context.set("bare", true);
        s.slots.set("np", r.nounPhrase(e, {}, "and", true));
        s.slots.set("cols", r.nameOf(e, label));
        return r.sentence(valueOnly ? "per_group_max_value" : "per_group_max", s.slots, s.context);
    };
    return out;
}

} // namespace

const std::vector<Shape> &nestedShapes()
{
    static const std::vector<Shape> shapes = {{"nested", 6, nested},
                                              {"set", 5, setOperation},
                                              {"set_cond", 1.5, setConditions},
                                              {"ratio", 2, ratio},
                                              {"difference", 2, difference},
                                              {"case_count", 2, caseCount},
                                              {"per_group", 2.5, perGroupExtreme}};
    return shapes;
}

} // namespace mureum::datasets::synth
