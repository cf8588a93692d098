#include "datasets/synth/morphology.h"
#include "datasets/synth/renderer.h"

#include <algorithm>
#include <cctype>

namespace mureum::datasets::synth {

namespace {

bool wordIn(const std::string &word, const std::string &phrase)
{
    std::size_t at = phrase.find(word);
    while (at != std::string::npos) {
        bool left = at == 0 || !std::isalnum(static_cast<unsigned char>(phrase[at - 1]));
        std::size_t end = at + word.size();
        bool right = end == phrase.size() || !std::isalnum(static_cast<unsigned char>(phrase[end]));
        if (left && right)
            return true;
        at = phrase.find(word, at + 1);
    }
    return false;
}

/// How well a family's words fit the names of an attribute; 0: not at all.
double fit(const std::array<std::vector<std::string>, 2> &match, const Attribute &attribute, bool substring)
{
    double best = 0;
    for (int lang = 0; lang < 2; ++lang)
        for (const std::string &word : match[static_cast<std::size_t>(lang)])
            for (const std::string &phrase : attribute.phrases(lang == 1)) {
                if (word == "*")
                    best = std::max(best, 0.1);
                else if (word == phrase)
                    best = std::max(best, 100.0 + static_cast<double>(word.size()));
                else if (substring   ? phrase.find(word) != std::string::npos
                         : lang == 0 ? wordIn(word, phrase)
                                     : phrase.ends_with(word))
                    best = std::max(best, static_cast<double>(word.size()));
            }
    return best;
}

} // namespace

const Adjective *Renderer::adjective(const Attribute &attribute, bool descending) const
{
    const Adjective *best = nullptr;
    double score = 0;
    std::string role(roleName(attribute.role));
    for (const Adjective &a : grammar_.adjectives) {
        if (a.descending != descending || std::find(a.roles.begin(), a.roles.end(), role) == a.roles.end())
            continue;
        double s = fit(a.match, attribute, false);
        if (s > score) {
            score = s;
            best = &a;
        }
    }
    return best;
}

const TimeVerb *Renderer::timeVerb(int e, const Attribute &attribute) const
{
    const TimeVerb *best = nullptr;
    double score = 0;
    for (const TimeVerb &v : grammar_.timeVerbs) {
        bool fits = std::find(v.classes.begin(), v.classes.end(), "*") != v.classes.end() ||
                    std::find(v.classes.begin(), v.classes.end(), classOf(e).name) != v.classes.end();
        if (!fits)
            continue;
        double s = fit(v.match, attribute, true);
        if (s > score) {
            score = s;
            best = &v;
        }
    }
    return best;
}

std::string Renderer::noun(int e)
{
    auto [it, added] = nouns_->emplace(e, "");
    if (added) {
        const auto &names = entity(e).nouns(korean());
        *unknown_ += !(korean() ? entity(e).koKnown : entity(e).enKnown);
        it->second = rng_.chance(0.7) ? names[0] : rng_.pick(names);
    }
    return it->second;
}

std::string Renderer::nameOf(int e, int a)
{
    auto [it, added] = names_->emplace(std::make_pair(e, a), "");
    if (!added)
        return it->second;
    const Attribute &attr = attribute(e, a);
    *unknown_ += !(korean() ? attr.koKnown : attr.enKnown);
    // users type column names as they stand, above all in keywords
    if (rng_.chance(terse() ? 0.1 : 0.03)) {
        it->second = attr.column;
        return it->second;
    }
    std::string owner = noun(e);
    std::vector<std::string> free;
    for (const std::string &phrase : attr.phrases(korean()))
        if (!phrase.starts_with(owner))
            free.push_back(phrase);
    if (free.empty()) {
        std::string stripped = ownedName(e, a);
        it->second = rng_.chance(0.75) ? stripped : rng_.pick(attr.phrases(korean()));
    } else {
        it->second = rng_.chance(0.6) ? free[0] : rng_.pick(free);
    }
    return it->second;
}

std::string Renderer::ownedName(int e, int a)
{
    auto it = names_->find({e, a});
    std::string name =
        it != names_->end() && !it->second.empty() ? it->second : attribute(e, a).phrases(korean())[0];
    for (const std::string &owner : entity(e).nouns(korean())) {
        if (!name.starts_with(owner) || name.size() == owner.size())
            continue;
        std::string rest = name.substr(owner.size());
        if (!korean() && rest[0] != ' ')
            continue;
        while (!rest.empty() && rest[0] == ' ')
            rest.erase(0, 1);
        if (rest == "명")
            return "이름";
        if (rest.size() <= 3 && korean()) // one syllable does not stand alone
            continue;
        return rest;
    }
    return name;
}

std::string Renderer::counter(int e) const
{
    const EntityClass &cls = classOf(e);
    const EntityClass &thing = grammar_.classes.back();
    if (cls.name == "thing") {
        const std::string &noun = entity(e).en[0];
        std::size_t space = noun.rfind(' ');
        auto it = thing.specialCounters.find(space == std::string::npos ? noun : noun.substr(space + 1));
        if (it != thing.specialCounters.end())
            return it->second;
    }
    return cls.counter;
}

std::string Renderer::questionWord(int e) const
{
    const std::string &w = classOf(e).question;
    return w == "무엇" && reg_ == Register::Casual ? "뭐" : w;
}

std::string Renderer::questionWord(Role role) const
{
    if (role == Role::Place)
        return "어디";
    if (role == Role::Person)
        return "누구";
    return reg_ == Register::Casual ? "뭐" : "무엇";
}

std::string Renderer::list(const std::vector<std::string> &items)
{
    if (items.size() == 1)
        return items[0];
    std::string head;
    for (std::size_t i = 0; i + 1 < items.size(); ++i)
        head += (i ? ", " : "") + items[i];
    if (!korean() && !terse())
        return title() && rng_.chance(0.3) ? head + ", " + items.back() : head + " and " + items.back();
    Slots slots;
    slots.set("a", head);
    slots.set("b", items.back());
    return say("joiners.list", slots);
}

std::string Renderer::columns(int e, const std::vector<int> &attributes)
{
    std::vector<std::string> names;
    for (int a : attributes) {
        names.push_back(nameOf(e, a));
        if (std::count(names.begin(), names.end(), names.back()) > 1)
            throw Skip();
    }
    return list(names);
}

void Renderer::requestSlots(Slots &slots, std::string_view use)
{
    std::vector<const Phrase *> fitting;
    for (const Phrase &p : grammar_.section(lang_, "requests"))
        if (p.reg == reg_ && !(use != "list" && p.use == "list") && !(use == "list" && p.use == "one") &&
            (!korean() || p.object.empty()))
            fitting.push_back(&p);
    if (fitting.empty())
        return;
    const Phrase *p = rng_.pick(fitting);
    slots.set("req", p->text);
    if (!korean())
        slots.set("end", p->hasEnd ? p->end : std::string(reg_ == Register::Casual ? "" : "."));
}

SlotsAndContext Renderer::base(int e, std::string_view use)
{
    SlotsAndContext out;
    out.slots.set("entity", noun(e));
    out.slots.set("who", classOf(e).who);
    out.slots.set("tail", "");
    out.slots.set("having", "");
    out.context.set("class", classOf(e).name);
    out.context.set("plural", true);
    requestSlots(out.slots, use);
    if (korean()) {
        std::string cnt = counter(e);
        out.slots.set("cnt", cnt);
        out.slots.set("gen", classOf(e).generic);
        out.slots.set("wh", questionWord(e));
        out.context.set("cntfinal", finalOf(cnt) != Final::Vowel);
    }
    return out;
}

bool Renderer::speaksForItself(int e, const Attribute &attribute, const Adjective &adjective) const
{
    if (adjective.family.starts_with("generic"))
        return false;
    for (const Attribute &other : entity(e).attributes) {
        if (&other == &attribute)
            continue;
        const Adjective *of = this->adjective(other, adjective.descending);
        if (of && of->family == adjective.family)
            return false;
    }
    return true;
}

void Renderer::directionSlots(Slots &slots, int e, const Attribute &attribute, bool descending)
{
    bool d = descending;
    if (korean()) {
        slots.set("dir_n", d ? "내림차순" : "오름차순");
        slots.set("topbot", d ? "상위" : "하위");
        slots.set("maxmin", d ? "최댓값" : "최솟값");
        slots.set("maxrank", d ? "1위" : "최하위");
        slots.set("most", d ? "가장 많은" : "가장 적은");
        slots.setPredicate("most", grammar_.conjugation(d ? "많다" : "적다"));
    } else {
        std::string dir = d ? "descending" : "ascending";
        slots.set("dir_n", dir);
        slots.set("dir_adv", "in " + dir + " order");
        slots.set("topbot", d ? "top" : "bottom");
        slots.set("maxmin", d ? "maximum" : "minimum");
        slots.set("most", d ? "most" : "fewest");
        slots.set("greatest", d ? rng_.of<const char *>({"greatest", "largest", "highest"})
                                : rng_.of<const char *>({"smallest", "lowest"}));
    }
    slots.set("dir_abbr", d ? "desc" : "asc");
    slots.set("maxmin_abbr", d ? "max" : "min");
    const Adjective *x = adjective(attribute, d), *y = adjective(attribute, !d);
    if (!x || !y)
        return;
    bool alone = speaksForItself(e, attribute, *x);
    if (!korean()) {
        if (alone && !x->superlatives.empty())
            slots.set("sup", rng_.pick(x->superlatives));
        if (alone && !y->superlatives.empty() && !x->superlatives.empty())
            slots.set("sup_opp", rng_.pick(y->superlatives));
        slots.set("hilo", x->hilo);
        slots.set("hilo_opp", y->hilo);
        if (alone && x->comparable && !x->comparatives.empty())
            slots.set("comp", rng_.pick(x->comparatives));
        static const std::map<std::string, std::string> words = {
            {"highest", "higher"},   {"lowest", "lower"},   {"largest", "larger"},   {"smallest", "smaller"},
            {"greatest", "greater"}, {"longest", "longer"}, {"shortest", "shorter"}, {"latest", "later"},
            {"earliest", "earlier"}, {"most", "more"},      {"fewest", "fewer"}};
        auto it = words.find(x->hilo);
        slots.set("cmp_word", it != words.end() ? it->second : d ? "higher" : "lower");
        return;
    }
    const Forms *up = grammar_.conjugation(x->koHilo), *down = grammar_.conjugation(y->koHilo);
    if (up && down) {
        slots.set("hilo", up->find("mod")->second);
        slots.set("hilo_opp", down->find("mod")->second);
        slots.setPredicate("hilo", up);
    }
    auto inside = [&](const std::vector<std::vector<Token>> &choices, std::string_view slot) {
        std::vector<const std::vector<Token> *> usable;
        for (const auto &tokens : choices)
            if (alone || std::any_of(tokens.begin(), tokens.end(),
                                     [](const Token &t) { return t.slot && t.text == "attr"; }))
                usable.push_back(&tokens);
        if (usable.empty())
            return;
        if (auto text = fill(grammar_, lang_, *rng_.pick(usable), slots))
            slots.set(slot, *text);
    };
    inside(x->koSuperlatives, "sup");
    inside(x->koComparatives, "adj");
    inside(x->koOrders, "order_adj");
    std::vector<const Adjective::Predicate *> usable;
    for (const auto &p : x->predicates)
        if ((alone && p.subjectText.empty()) || p.subjectText.ends_with("이") ||
            p.subjectText.ends_with("가") || p.subjectText.ends_with("}"))
            usable.push_back(&p);
    if (x->comparable && !usable.empty()) {
        const auto *p = rng_.pick(usable);
        std::string subject;
        if (!p->subjectText.empty())
            subject = fill(grammar_, lang_, p->subject, slots).value_or("");
        slots.setPredicate("comp", grammar_.conjugation(p->predicate), subject);
    }
}

SlotsAndContext Renderer::attributeSlots(int e, int a, std::string_view direction)
{
    const Attribute &attr = attribute(e, a);
    SlotsAndContext out;
    std::string name = nameOf(e, a);
    out.slots.set("attr", name);
    out.slots.set("entity", noun(e));
    out.slots.set("who", classOf(e).who);
    if (korean())
        out.slots.set("gen", classOf(e).generic);
    Context &w = out.context;
    w.set("class", classOf(e).name);
    w.set("role", std::string(roleName(attr.role)));
    w.set("type", std::string(attr.type == ColumnType::Date       ? "date"
                              : attr.type == ColumnType::DateTime ? "datetime"
                              : attr.type == ColumnType::Integer  ? "integer"
                                                                  : "text"));
    w.set("oneword", name.find(' ') == std::string::npos);
    if (attr.mass)
        w.set("mass", true);
    if (attr.money)
        w.set("money", true);
    w.phrases = attr.en;
    w.phrases.insert(w.phrases.end(), attr.ko.begin(), attr.ko.end());
    if (attr.role == Role::Time)
        if (const TimeVerb *v = timeVerb(e, attr)) {
            if (!korean()) {
                out.slots.set("tverb", v->participle);
                w.set("passive", v->passive);
                out.slots.setInflected("tvp", [grammar = &grammar_, v](std::string_view form) {
                    Slots number;
                    number.singular = form == "sg";
                    return fill(*grammar, Lang::En, v->phrase, number);
                });
            } else if (!v->verbs.empty()) {
                out.slots.setPredicate("tverb", &rng_.pick(v->verbs));
                if (!v->nouns.empty())
                    out.slots.set("tverb_n", rng_.pick(v->nouns));
            }
        }
    if (!direction.empty()) {
        directionSlots(out.slots, e, attr, direction == "desc");
        w.set("dir", std::string(direction));
    }
    return out;
}

} // namespace mureum::datasets::synth
