#include "datasets/synth/morphology.h"
#include "datasets/synth/renderer.h"

#include <algorithm>

namespace mureum::datasets::synth {

namespace {

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> options)
{
    return std::find(options.begin(), options.end(), text) != options.end();
}

} // namespace

void Renderer::flagSlots(Slots &slots, Context &context, const Attribute &attribute, bool on)
{
    std::string phrase =
        korean() ? (on ? attribute.trueKo : attribute.falseKo) : (on ? attribute.trueEn : attribute.falseEn);
    if (phrase.empty())
        throw Skip();
    std::string key = on ? "flag" : "not_flag";
    context.set("present", korean() && phrase.find("중인") != std::string::npos);
    if (korean()) {
        slots.set(key, phrase);
        return;
    }
    std::size_t space = phrase.find(' ');
    std::string head = phrase.substr(0, space);
    if ((head != "that" && head != "who") || space == std::string::npos) {
        slots.set(key, phrase);
        return;
    }
    std::string body = phrase.substr(space + 1);
    std::string verb = body.substr(0, body.find(' '));
    std::string rest = verb.size() < body.size() ? body.substr(verb.size()) : "";
    std::string singular =
        isOneOf(verb, {"did",  "had",  "cannot", "can",  "was",   "got",   "went", "came", "fell",
                       "paid", "won",  "lost",   "left", "took",  "gave",  "made", "held", "sold",
                       "ran",  "kept", "met",    "sent", "began", "broke", "drew"})
            ? verb
            : thirdPerson(verb);
    auto agree = [body, singular, rest](std::string_view form) -> std::optional<std::string> {
        return form == "sg" ? singular + rest : body;
    };
    slots.setInflected(key + "_vp", agree);
    slots.setInflected(
        key, [head, agree](std::string_view form) { return std::optional(head + " " + *agree(form)); });
}

void Renderer::dateParts(const Cond &cond, Parts &p)
{
    const std::string &op = cond.op;
    const Attribute &attr = attribute(cond.entity, cond.attribute);
    if (op == "date_year")
        p.slots.set("year", date("year", cond.date));
    else if (op == "date_month")
        p.slots.set("month_year", date("month_year", cond.date));
    else if (op == "date_quarter")
        p.slots.set("quarter_year", date("quarter_year", cond.date, cond.n));
    else if (op == "date_last_n")
        p.slots.set("days", days(cond.n));
    else if (op == "date_relative") {
        const RelativeDate &known = relative(cond.word);
        std::string rel = rng_.pick(known.names[static_cast<std::size_t>(lang_)]);
        p.slots.set("rel", rel);
        p.context.set("span", known.span);
        p.context.set("now", known.now);
        if (korean()) {
            p.slots.set("rel_e", rel + known.ending);
        } else {
            p.slots.set("rel_in", known.in);
            if (!known.possessive.empty())
                p.slots.set("rel_poss", known.possessive);
        }
    } else { // before, after, since, until
        // "since 2024" is from its first day on, "before March" ends before its first day
        bool opens = (op == "date_since" || op == "date_before") && cond.date.day == 1;
        const char *kind = attr.year || (opens && cond.date.month == 1 && rng_.chance(0.7)) ? "year"
                           : opens && rng_.chance(0.4)                                      ? "month_year"
                                                                                            : "date";
        p.slots.set("date", date(kind, cond.date));
        if (attr.year)
            p.context.set("year", true);
    }
}

Renderer::Parts Renderer::parts(const Cond &cond)
{
    const std::string &op = cond.op;
    if (isOneOf(op, {"have", "never", "relcount"}))
        return relationParts(cond);
    if (op == "parent")
        return parentParts(cond);
    const Attribute &attr = attribute(cond.entity, cond.attribute);
    std::string direction;
    if (isOneOf(op, {"gt", "ge", "avg_gt"}))
        direction = "desc";
    else if (isOneOf(op, {"lt", "le", "avg_lt"}))
        direction = "asc";
    else if (isOneOf(op, {"max_eq", "cmp_other"}))
        direction = cond.word;
    if (!attr.isNumber() && op != "max_eq")
        direction.clear();
    SlotsAndContext base = attributeSlots(cond.entity, cond.attribute, direction);
    Parts p{{}, std::move(base.slots), std::move(base.context), {}};
    std::string role(roleName(attr.role));
    if (isOneOf(op, {"gt", "ge", "lt", "le"})) {
        p.slots.set("value", number(cond.low, attr));
        role = role == "count" ? "count" : "measure";
    } else if (op == "between") {
        if (attr.role == Role::Time && !attr.year) {
            Rng saved = rng_;
            p.slots.set("date_lo", date("date", cond.date));
            rng_ = saved; // both dates in one style
            p.slots.set("date_hi", date("date", cond.dateTo));
        } else if (attr.year) {
            p.slots.set("date_lo", date("year", cond.date));
            p.slots.set("date_hi", date("year", cond.dateTo));
        } else {
            Rng saved = rng_;
            std::string low = number(cond.low, attr);
            rng_ = saved;
            p.slots.set("hi", number(cond.high, attr));
            if (korean() && !attr.unitKo.empty() && low.ends_with(attr.unitKo) && rng_.chance(0.4))
                low.resize(low.size() - attr.unitKo.size());
            p.slots.set("lo", low);
            role = "measure";
        }
    } else if (isOneOf(op, {"eq", "neq"})) {
        if (attr.isNumber()) {
            p.slots.set("value", number(cond.low, attr));
            if (op == "neq")
                role = "measure";
        } else if (attr.role == Role::Time) {
            p.slots.set("date", date("date", cond.date));
        } else {
            std::string value = cond.values.empty() ? cond.raw : valueOf(attr, cond.values[0]);
            p.slots.set("value", quote(value));
            p.slots.set("value_raw", value);
            p.context.set("value", true);
        }
    } else if (isOneOf(op, {"in", "not_in"})) {
        std::vector<std::string> values;
        for (int v : cond.values)
            values.push_back(valueOf(attr, v));
        valueListSlots(p.slots, values);
        if (op == "not_in" && role != "place")
            role = "category";
    } else if (op.starts_with("like")) {
        p.slots.set("value", quote(cond.raw, true));
        p.slots.set("value_raw", cond.raw);
        role = "name";
    } else if (isOneOf(op, {"is_null", "not_null"})) {
        role = role == "time" && op == "is_null" && rng_.chance(0.5) ? "time" : "any";
    } else if (isOneOf(op, {"flag_true", "flag_false"})) {
        flagSlots(p.slots, p.context, attr, op == "flag_true");
        role = "flag";
    } else if (op.starts_with("date_")) {
        dateParts(cond, p);
    }
    if (isOneOf(op, {"avg_gt", "avg_lt", "max_eq", "cmp_other", "same_as"}))
        return nestedParts(cond, std::move(p));
    if (role == "text")
        role = "name";
    auto exists = [&](const std::string &r) {
        return grammar_.hasSection(lang_, "conditions." + op + "." + r);
    };
    if (!exists(role)) {
        static const std::map<std::string, std::string> nearest = {{"code", "name"},
                                                                   {"person", "category"},
                                                                   {"name", "category"},
                                                                   {"place", "category"},
                                                                   {"count", "measure"}};
        auto it = nearest.find(role);
        role = it == nearest.end() ? "any" : it->second;
    }
    if (!exists(role))
        role = exists("category") ? "category" : exists("name") ? "name" : "measure";
    if (!exists(role))
        throw Skip();
    p.path = "conditions." + op + "." + role;
    if (cond.named)
        p.needed.push_back(korean() ? std::vector<std::string>{"attr", "tverb", "tverb_n"}
                                    : std::vector<std::string>{"attr", "tverb", "tvp"});
    return p;
}

Renderer::Parts Renderer::nestedParts(const Cond &cond, Parts p)
{
    const Attribute &attr = attribute(cond.entity, cond.attribute);
    if (cond.op == "cmp_other") {
        NounPhrase other = nounPhrase(cond.entity, cond.inner, "and", true, true);
        p.slots.set("np_b", other);
        if (korean())
            p.slots.set("agg_b", aggregate(cond.stat, cond.entity, cond.attribute, true));
        else
            p.slots.set("stat_b", cond.stat == "avg"   ? "average"
                                  : cond.stat == "max" ? "maximum"
                                                       : "minimum");
        bool up = cond.word == "desc";
        p.slots.set("op", up ? ">" : "<");
        p.context.set("any", std::string(cond.stat == "avg"           ? "none"
                                         : (cond.stat == "max") == up ? "all"
                                                                      : "any"));
    } else if (cond.op == "same_as") {
        p.slots.set("ref", quote(cond.raw));
    } else if (cond.op == "max_eq" && attr.role == Role::Time && attr.dates.empty()) {
        throw Skip();
    }
    p.path = "nested." + cond.op;
    return p;
}

const EventVerb *Renderer::event(const Link &link) const
{
    const Entity &child = entity(link.child), &parent = entity(link.parent);
    std::string side;
    const std::string &cls = grammar_.classes[static_cast<std::size_t>(parent.cls)].name;
    static const std::vector<std::string> doers = {
        "placed by", "made by",     "written by",  "submitted by", "requested by", "filed by",
        "booked by", "ordered by",  "paid by",     "purchased by", "borrowed by",  "posted by",
        "opened by", "reserved by", "reported by", "applied by",   "left by",      "raised by",
        "sent by",   "issued to",   "started by"};
    if ((cls == "person" || cls == "org") && std::find(doers.begin(), doers.end(), link.en) != doers.end())
        side = "actor";
    else if (cls == "thing" && isOneOf(link.en, {"of", "for", "of the product", "of the item", "on"}))
        side = "patient";
    if (side.empty())
        return nullptr;
    for (const EventVerb &v : grammar_.eventVerbs) {
        if (v.side != side)
            continue;
        for (const std::string &word : v.match[0])
            for (const std::string &noun : child.en)
                if (noun == word || noun.ends_with(" " + word))
                    return &v;
    }
    return nullptr;
}

void Renderer::eventSlots(Slots &slots, Context &context, const EventVerb *v)
{
    if (!v)
        return;
    if (!korean()) {
        slots.set("ev", v->participle);
        slots.set("ev_base", v->base);
        std::string past = v->past;
        slots.setInflected("ev_past", [past](std::string_view form) -> std::optional<std::string> {
            return form == "sg" && past.starts_with("were ") ? "was " + past.substr(5) : past;
        });
        if (!v->pastTransitive.empty()) {
            slots.set("ev_t", v->pastTransitive);
            slots.set("ev_tpp", v->participleTransitive);
        }
        return;
    }
    std::string lead = v->noun;
    std::string glue;
    if (!v->join.empty()) {
        lead += isOneOf(v->join, {"을를", "이가", "과와", "은는", "으로로"}) ? particleFor(v->noun, v->join)
                                                                             : v->join;
        glue = " ";
    }
    const Forms *forms = &v->verb;
    slots.setInflected("~ev", [forms, lead, glue](std::string_view form) -> std::optional<std::string> {
        auto it = forms->find(form);
        if (it == forms->end())
            return std::nullopt;
        return lead + glue + it->second;
    });
    slots.setPredicate("ev_v", forms);
    slots.set("ev_ji", lead + glue + v->negative);
    slots.set("ev_n", v->noun);
    context.set("hada", forms->contains("hada"));
    context.set("split", v->side == "actor");
}

Renderer::Parts Renderer::relationParts(const Cond &cond)
{
    const Link &link = world_.links[static_cast<std::size_t>(cond.link)];
    Parts p;
    bool bare = cond.inner.empty();
    p.slots.set("entity", noun(cond.entity));
    p.slots.set("entity2", noun(link.child));
    p.slots.set("who", classOf(cond.entity).who);
    p.context.set("class", classOf(cond.entity).name);
    p.context.set("class2", classOf(link.child).name);
    p.context.set("bare2", bare);
    p.slots.set("np2", nounPhrase(link.child, cond.inner, "and", true));
    std::string cnt = korean() ? counter(link.child) : "";
    if (korean()) {
        p.slots.set("cnt2", cnt);
        p.slots.set("cnt2_one", "한 " + cnt);
    }
    const EventVerb *verb = event(link);
    if (bare || cond.op == "relcount")
        eventSlots(p.slots, p.context, verb);
    if (cond.op == "relcount") {
        p.context.set("op", cond.word);
        compareSlots(p.slots, cond.word, cond.n, cnt, true);
    }
    if (!bare)
        p.needed.push_back({"np2"});
    p.path = "relations." + std::string(cond.op == "relcount" ? "count" : cond.op);
    return p;
}

Renderer::Parts Renderer::parentParts(const Cond &cond)
{
    const Link &link = world_.links[static_cast<std::size_t>(cond.link)];
    if ((korean() ? link.ko : link.en).empty())
        throw Skip();
    NounPhrase np2 = nounPhrase(link.parent, cond.inner, "and", true, true);
    Parts p;
    p.slots.set("entity", noun(cond.entity));
    p.slots.set("entity2", noun(link.parent));
    p.slots.set("np2", np2);
    p.slots.set("who", classOf(cond.entity).who);
    p.context.set("class", classOf(cond.entity).name);
    p.context.set("class2", classOf(link.parent).name);
    if (!korean()) {
        std::string phrase = link.en;
        // "of the product" already names what {np2} names
        for (const std::string &name : entity(link.parent).en)
            if (phrase.ends_with(" the " + name))
                phrase.resize(phrase.size() - name.size() - 5);
        p.slots.set("rel_phrase", phrase);
        std::string head = phrase.substr(0, phrase.find(' '));
        bool participle =
            head.ends_with("ed") ||
            isOneOf(head, {"held",   "written", "run",   "made",   "paid", "sent",    "kept",   "given",
                           "grown",  "built",   "led",   "taught", "sold", "shown",   "drawn",  "taken",
                           "driven", "flown",   "found", "set",    "born", "located", "bought", "won"});
        p.context.set("relpp", participle);
        if (auto vp = [&]() -> std::optional<std::string> {
                try {
                    std::vector<EnglishCond> list;
                    for (const Cond &c : cond.inner)
                        list.push_back(english(c, {"vp"}));
                    return list.empty() ? std::nullopt : joined(std::move(list), "and").singular;
                } catch (const Skip &) {
                    return std::nullopt;
                }
            }())
            p.slots.set("vp2_1", *vp);
    } else {
        p.slots.set("rel_phrase", link.ko);
        p.context.set("relpp", true);
        std::string particle = link.koParticle;
        std::erase(particle, '/');
        if (particle.empty()) {
            auto it = grammar_.relationParticles.find(link.ko);
            particle = it == grammar_.relationParticles.end() ? "이가" : it->second;
        }
        std::string owner = np2.plural;
        if (particle == "_" || particle.empty())
            p.slots.set("rel_p", owner);
        else
            p.slots.set("rel_p", owner + (isOneOf(particle, {"이가", "을를", "과와", "은는", "으로로"})
                                              ? particleFor(owner, particle)
                                              : particle));
    }
    p.path = "joins.to_parent";
    return p;
}

EnglishCond Renderer::english(const Cond &cond, const std::vector<std::string> &forms)
{
    Parts p = parts(cond);
    p.context.set("plural", true);
    PickOptions options;
    options.forms = forms;
    options.needed = p.needed;
    Picked picked = pick(p.path, p.slots, p.context, options);
    EnglishCond out;
    out.form = picked.phrase->form;
    out.plural = picked.text;
    out.lead = picked.phrase->startsWithSlot("attr") ? "attr" : "";
    bool pluralOnly = std::any_of(picked.phrase->when.begin(), picked.phrase->when.end(),
                                  [](const Need &n) { return n.key == "plural"; });
    if (!pluralOnly) {
        p.slots.singular = true;
        out.singular = fill(grammar_, lang_, picked.phrase->tokens, p.slots);
    }
    return out;
}

EnglishCond Renderer::joined(std::vector<EnglishCond> parts, std::string_view op)
{
    EnglishCond a = std::move(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const EnglishCond &b = parts[i];
        auto put = [&](const std::vector<Token> &tokens, const std::string &left, const std::string &right) {
            Slots s;
            s.set("a", left);
            s.set("b", right);
            return fill(grammar_, lang_, tokens, s);
        };
        Slots s;
        s.set("a", a.plural);
        s.set("b", b.plural);
        Picked picked = pick("joiners." + std::string(op), s);
        std::vector<Token> tokens = picked.phrase->tokens;
        const std::string &text = picked.phrase->text;
        if (text.find("either") != std::string::npos && (a.form != "post" || parts.size() > 2))
            tokens = tokenize("{a} or {b}");
        if (text.find("both") != std::string::npos ||
            (text.find("also") != std::string::npos && a.form == "clause"))
            tokens = tokenize("{a} and {b}");
        EnglishCond joinedCond;
        joinedCond.form = a.form;
        joinedCond.lead = a.lead;
        joinedCond.plural = put(tokens, a.plural, b.plural).value();
        if (a.singular && b.singular)
            joinedCond.singular = put(tokens, *a.singular, *b.singular);
        a = std::move(joinedCond);
    }
    return a;
}

std::optional<std::string> Renderer::verbPhrase(int, const std::vector<Cond> &conds)
{
    if (conds.empty() || korean())
        return std::nullopt;
    try {
        std::vector<EnglishCond> list;
        for (const Cond &c : conds)
            list.push_back(english(c, {"vp"}));
        return joined(std::move(list), "and").plural;
    } catch (const Skip &) {
        return std::nullopt;
    }
}

KoreanCond Renderer::koreanCond(const Cond &cond, const std::vector<std::string> &forms)
{
    Parts p = parts(cond);
    PickOptions options;
    options.forms = forms;
    options.needed = p.needed;
    Picked picked = pick(p.path, p.slots, p.context, options);
    KoreanCond out;
    out.fixed = picked.phrase->form != "mod";
    out.inflect = [grammar = &grammar_, phrase = picked.phrase, slots = std::move(p.slots),
                   fixed = out.fixed](std::string_view form) -> std::optional<std::string> {
        if (fixed && form != "mod")
            return std::nullopt;
        Slots s = slots;
        s.form = std::string(form);
        return fill(*grammar, Lang::Ko, phrase->tokens, s);
    };
    return out;
}

KoreanCond Renderer::joinedKorean(std::vector<KoreanCond> parts, std::string_view op)
{
    // what has one form only comes last, next to the noun
    std::stable_sort(parts.begin(), parts.end(),
                     [](const KoreanCond &a, const KoreanCond &b) { return !a.fixed && b.fixed; });
    KoreanCond a = std::move(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        Slots s;
        s.setInflected("a", a.inflect);
        s.setInflected("b", parts[i].inflect);
        Register plain = terse() || title() ? Register::Imperative : reg_;
        Picked picked = as(plain).pick("joiners." + std::string(op), s);
        KoreanCond joinedCond;
        joinedCond.inflect = [grammar = &grammar_, phrase = picked.phrase, s](std::string_view form) {
            Slots inflected = s;
            inflected.form = std::string(form);
            return fill(*grammar, Lang::Ko, phrase->tokens, inflected);
        };
        a = std::move(joinedCond);
    }
    return a;
}

} // namespace mureum::datasets::synth
