#include "datasets/synth/morphology.h"
#include "datasets/synth/renderer.h"
#include "datasets/text/fold.h"

#include <algorithm>

namespace mureum::datasets::synth {

NounPhrase Renderer::nounPhrase(int e, const std::vector<Cond> &conds, std::string_view op, bool bare,
                                bool noClause)
{
    if (korean())
        return {koreanPhrase(e, conds, op, bare), {}, false};
    return englishPhrase(e, conds, op, bare, noClause);
}

NounPhrase Renderer::englishPhrase(int e, const std::vector<Cond> &conds, std::string_view op, bool bare,
                                   bool noClause)
{
    std::string n = noun(e);
    if (conds.empty())
        return {pluralOf(n), n, false};
    Slots slots;
    slots.set("entity", n);
    slots.set("who", classOf(e).who);
    for (int tries = 0; tries < 10; ++tries) {
        std::string form;
        if (terse() || (title() && rng_.chance(0.6)))
            form = rng_.chance(0.85) ? "short" : "post";
        else
            form = std::vector<std::string>{"post", "vp", "clause",
                                            "pre"}[rng_.weighted({5, 3, noClause || bare ? 0.0 : 1.0, 1})];
        try {
            Slots plural = slots, singular = slots;
            std::string np = form;
            bool hasSingular = true;
            Context context;
            auto put = [&](const std::string &slot, const EnglishCond &c) {
                plural.set(slot, c.plural);
                if (c.singular)
                    singular.set(slot, *c.singular);
                else
                    hasSingular = false;
            };
            if (form == "pre") {
                if (op != "and")
                    continue;
                put("pre", english(conds[0], {"pre"}));
                if (conds.size() > 1) {
                    std::vector<EnglishCond> rest;
                    for (std::size_t i = 1; i < conds.size(); ++i)
                        rest.push_back(english(conds[i], {"post"}));
                    put("post", joined(std::move(rest), op));
                    np = "prepost";
                }
            } else {
                std::vector<EnglishCond> list;
                for (const Cond &c : conds)
                    list.push_back(english(c, {form}));
                EnglishCond j = joined(std::move(list), op);
                put(form, j);
                if (form == "short") {
                    const Cond &c = conds[0];
                    bool value = conds.size() == 1 && c.op == "eq" && !c.values.empty() &&
                                 (attribute(e, c.attribute).role == Role::Category ||
                                  attribute(e, c.attribute).role == Role::Place) &&
                                 j.plural.find(' ') == std::string::npos &&
                                 j.plural.find_first_of(":=") == std::string::npos;
                    context.set("value", value);
                    context.set("lead", j.lead);
                }
            }
            PickOptions options;
            options.forms = {np};
            Picked picked = pick("np", plural, context, options);
            NounPhrase out{picked.text, {}, hasDeterminer(picked.text)};
            if (hasSingular && picked.text.find("those") == std::string::npos) {
                singular.singular = singular.entitySingular = true;
                out.singular = fill(grammar_, lang_, picked.phrase->tokens, singular);
            }
            return out;
        } catch (const Skip &) {
        }
    }
    throw Skip();
}

std::string Renderer::koreanPhrase(int e, const std::vector<Cond> &conds, std::string_view op, bool bare)
{
    std::string n = noun(e);
    Slots slots;
    slots.set("entity", n);
    slots.set("gen", classOf(e).generic);
    PickOptions options;
    if (conds.empty()) {
        if (bare || title() || rng_.chance(0.75))
            return n;
        options.forms = {"all"};
        return say("np", slots, {}, options);
    }
    for (int tries = 0; tries < 10; ++tries) {
        try {
            if ((terse() && rng_.chance(0.85)) || (title() && rng_.chance(0.5))) {
                auto nominalEnd = [](const std::string &text) {
                    std::u32string points = toCodePoints(text);
                    // a modifier ends in ㄴ: 있는, 넘는
                    return !(isHangul(points.back()) && points.back() >= 0xAC00 &&
                             (points.back() - 0xAC00) % 28 == 4);
                };
                auto bareOf = [&](const Cond &c) {
                    auto text = koreanCond(c, {"bare"}).inflect("mod");
                    if (!text || text->empty())
                        throw Skip();
                    return *text;
                };
                std::string text = bareOf(conds[0]);
                for (std::size_t i = 1; i < conds.size(); ++i) {
                    Slots s;
                    s.set("a", text);
                    s.set("b", bareOf(conds[i]));
                    Context context;
                    context.set("nominal", nominalEnd(text));
                    text = say("joiners." + std::string(op), s, context);
                }
                slots.set("bare", text);
                Context context;
                context.set("nominal", nominalEnd(text));
                options.forms = {"bare"};
                return say("np", slots, context, options);
            }
            std::vector<KoreanCond> list;
            for (const Cond &c : conds)
                list.push_back(koreanCond(c, op == "or" ? std::vector<std::string>{"mod"}
                                                        : std::vector<std::string>{"mod", "fix"}));
            auto mods = joinedKorean(std::move(list), op).inflect("mod");
            if (!mods)
                continue;
            slots.set("mods", *mods);
            Context context;
            context.set("top", !bare);
            options.forms = {"mods"};
            Picked picked = pick("np", slots, context, options);
            if (!bare)
                topicOnly_ = picked.phrase->startsWithSlot("entity") &&
                             picked.phrase->text.find("{mods} {entity}") != std::string::npos;
            return picked.text;
        } catch (const Skip &) {
        }
    }
    throw Skip();
}

NounPhrase Renderer::superlative(int e, const std::vector<Cond> &conds, Order order, int k, int rank)
{
    SlotsAndContext s = attributeSlots(e, order.attribute, order.descending ? "desc" : "asc");
    s.slots.set("np", nounPhrase(e, conds, "and", true));
    s.context.set("bare", conds.empty());
    if (korean()) {
        s.slots.set("k", std::to_string(k));
        std::string cnt = counter(e);
        s.slots.set("k_cnt", counted(k, cnt));
        s.slots.set("cnt", cnt);
        s.context.set("cntfinal", finalOf(cnt) != Final::Vowel);
    } else {
        s.slots.set("k", small(k));
    }
    std::string section = k == 1 ? "superlatives.top1" : "superlatives.topk";
    if (rank > 1) {
        s.slots.set("ord", rng_.pick(grammar_.ordinals[static_cast<std::size_t>(lang_)].at(rank)));
        s.slots.set("rank", std::to_string(rank));
        section = "superlatives.second";
    }
    std::string text = say(section, s.slots, s.context);
    return {text, k == 1 ? std::optional(text) : std::nullopt, true};
}

std::string Renderer::tail(int e, Order order)
{
    SlotsAndContext s = attributeSlots(e, order.attribute, order.descending ? "desc" : "asc");
    return nominal().say(order.descending ? "order_by.desc" : "order_by.asc", s.slots, s.context);
}

std::string Renderer::tail(int e, Order first, Order second)
{
    SlotsAndContext s = attributeSlots(e, first.attribute, first.descending ? "desc" : "asc");
    SlotsAndContext t = attributeSlots(e, second.attribute, second.descending ? "desc" : "asc");
    s.slots.set("attr2", t.slots.text("attr"));
    for (const char *slot : {"dir_n", "dir_abbr", "dir_adv"})
        if (t.slots.has(slot))
            s.slots.set(std::string(slot) + "2", t.slots.text(slot));
    return nominal().say("order_by.two", s.slots, s.context);
}

std::string Renderer::aggregate(std::string_view function, int e, int a, bool core)
{
    PickOptions options;
    options.core = core;
    Renderer plain = core ? as(Register::Imperative) : *this;
    if (function == "count") {
        Slots slots;
        slots.set("entity", noun(e));
        slots.set("cnt", korean() ? counter(e) : "");
        Context context;
        context.set("class", classOf(e).name);
        return plain.say("aggregates.count.np", slots, context, options);
    }
    SlotsAndContext s = attributeSlots(e, a, function == "min" ? "asc" : "desc");
    if (function == "max" || function == "min")
        options.forms = {attribute(e, a).role == Role::Time ? "time" : "measure"};
    return plain.say("aggregates." + std::string(function) + ".np", s.slots, s.context, options);
}

SlotsAndContext Renderer::group(int, const std::vector<std::string> &names, Role role, bool bare, bool owns)
{
    SlotsAndContext out;
    Slots &s = out.slots;
    Context &w = out.context;
    s.set("g", names[0]);
    w.set("role", std::string(roleName(role)));
    w.set("single", names.size() == 1);
    w.set("gowns", owns);
    w.set("bare", bare);
    PickOptions adverb, adnominal;
    adverb.forms = {"adv"};
    adnominal.forms = {"adn"};
    if (names.size() == 2) {
        s.set("g2", names[1]);
        if (korean()) {
            std::string adv = say("group_by.two", s, w, adverb), adn = say("group_by.two", s, w, adnominal);
            s.set("group", adv);
            s.set("group_adn", adn);
        } else {
            s.set("group", say("group_by.two", s, w));
        }
        s.erase("g"); // one name alone would not say the grouping
        return out;
    }
    if (korean()) {
        std::string adv = say("group_by.adv", s, w), adn = say("group_by.adn", s, w);
        s.set("group", adv);
        s.set("group_adn", adn);
    } else {
        s.set("group", say("group_by.one", s, w));
    }
    return out;
}

SlotsAndContext Renderer::group(int e, const std::vector<int> &attributes, bool bare)
{
    std::vector<std::string> names;
    for (int a : attributes)
        names.push_back(nameOf(e, a));
    if (names.size() == 2 && names[0] == names[1])
        throw Skip();
    return group(e, names, attribute(e, attributes[0]).role, bare, false);
}

SlotsAndContext Renderer::groupByPeriod(int e, int a, std::string_view period)
{
    SlotsAndContext s = attributeSlots(e, a);
    std::string path = "group_by." + std::string(period);
    SlotsAndContext out;
    // with two dates about, the one grouped by is named
    int times = 0;
    for (const Attribute &attr : entity(e).attributes)
        times += attr.role == Role::Time && !attr.year;
    PickOptions options, adnominal;
    if (times > 1)
        options.needed = adnominal.needed = {{"attr", "tverb", "tvp", "tverb_n"}};
    if (!korean()) {
        out.slots.set("group", say(path, s.slots, s.context, options));
        return out;
    }
    options.forms = {"adv"};
    adnominal.forms = {"adn"};
    out.slots.set("group", say(path, s.slots, s.context, options));
    out.slots.set("group_adn", say(path, s.slots, s.context, adnominal));
    return out;
}

} // namespace mureum::datasets::synth
