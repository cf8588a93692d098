#include "datasets/synth/grammar.h"

#include "datasets/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace mureum::datasets::synth {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 5> registerNames = {"polite", "imperative", "casual", "terse",
                                                           "title"};

Register registerFrom(const std::string &name)
{
    for (std::size_t i = 0; i < registerNames.size(); ++i)
        if (registerNames[i] == name)
            return static_cast<Register>(i);
    throw Error("phrase grammar: unknown register '" + name + "'");
}

std::string scalar(const json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return value.get<bool>() ? "1" : "0";
    return value.dump();
}

void readFields(Phrase &phrase, const json &item)
{
    if (item.contains("register"))
        phrase.reg = registerFrom(item["register"]);
    if (item.contains("form"))
        phrase.form = item["form"];
    if (item.contains("weight"))
        phrase.weight =
            item["weight"].is_number() ? item["weight"].get<double>() : std::stod(scalar(item["weight"]));
    if (item.contains("core"))
        phrase.core = scalar(item["core"]) != "0";
    if (item.contains("end")) {
        phrase.end = item["end"];
        phrase.hasEnd = true;
    }
    if (item.contains("use"))
        phrase.use = item["use"];
    if (item.contains("obj"))
        phrase.object = item["obj"];
    if (item.contains("before"))
        phrase.before = item["before"];
    if (item.contains("when")) {
        phrase.when.clear();
        for (const auto &[key, value] : item["when"].items()) {
            Need need{key, {}};
            if (value.is_array())
                for (const json &v : value)
                    need.values.push_back(scalar(v));
            else
                need.values.push_back(scalar(value));
            phrase.when.push_back(std::move(need));
        }
    }
}

void readSection(std::map<std::string, std::vector<Phrase>, std::less<>> &out, const std::string &path,
                 const json &node)
{
    if (node.is_object()) {
        for (const auto &[key, value] : node.items())
            readSection(out, path.empty() ? key : path + "." + key, value);
        return;
    }
    std::vector<Phrase> phrases;
    for (const json &item : node) {
        Phrase phrase;
        phrase.text = item.at("t");
        phrase.tokens = tokenize(phrase.text);
        readFields(phrase, item);
        phrases.push_back(phrase);
        if (item.contains("also"))
            for (const json &extra : item["also"]) {
                Phrase copy = phrase;
                readFields(copy, extra);
                phrases.push_back(std::move(copy));
            }
    }
    out[path] = std::move(phrases);
}

std::vector<std::string> strings(const json &node)
{
    std::vector<std::string> out;
    if (node.is_array())
        for (const json &item : node)
            out.push_back(item.get<std::string>());
    else if (node.is_string() && !node.get<std::string>().empty())
        out.push_back(node.get<std::string>());
    return out;
}

std::vector<std::vector<Token>> tokenLists(const json &node)
{
    std::vector<std::vector<Token>> out;
    for (const std::string &text : strings(node))
        out.push_back(tokenize(text));
    return out;
}

Forms forms(const json &node)
{
    Forms out;
    for (const auto &[key, value] : node.items())
        if (value.is_string() && key != "pred")
            out[key] = value.get<std::string>();
    return out;
}

Adjective readAdjective(const json &item)
{
    Adjective a;
    a.family = item.at("family");
    a.roles = strings(item.at("roles"));
    a.match = {strings(item.at("match_en")), strings(item.at("match_ko"))};
    a.descending = item.at("dir") == "desc";
    a.comparable = item.value("comp_value", false);
    a.superlatives = strings(item.at("en").at("sup"));
    a.comparatives = strings(item.at("en").at("comp"));
    a.hilo = item.at("en").at("hilo");
    const json &ko = item.at("ko");
    for (const json &p : ko.at("pred"))
        a.predicates.push_back({tokenize(p.at("subj").get<std::string>()), p.at("subj"), p.at("pred")});
    a.koSuperlatives = tokenLists(ko.at("sup"));
    a.koComparatives = tokenLists(ko.at("comp"));
    a.koOrders = tokenLists(ko.at("order"));
    a.koHilo = ko.at("hilo");
    return a;
}

TimeVerb readTimeVerb(const json &item)
{
    TimeVerb v;
    v.match = {strings(item.at("match_en")), strings(item.at("match_ko"))};
    v.classes = strings(item.at("classes"));
    v.passive = scalar(item.at("passive")) == "1";
    v.participle = item.at("en").at("pp");
    v.phrase = tokenize(item.at("en").at("vp").get<std::string>());
    v.nouns = strings(item.at("nouns_ko"));
    for (const json &k : item.at("ko"))
        v.verbs.push_back(forms(k));
    return v;
}

EventVerb readEventVerb(const json &item)
{
    EventVerb v;
    v.match = {strings(item.at("match_en")), strings(item.at("match_ko"))};
    v.side = item.at("side");
    const json &en = item.at("en");
    v.past = en.at("past");
    v.participle = en.at("pp");
    v.base = en.at("base");
    v.pastTransitive = en.value("past_t", "");
    v.participleTransitive = en.value("pp_t", "");
    const json &ko = item.at("ko");
    v.noun = ko.at("noun");
    v.join = ko.at("join");
    v.negative = ko.at("ji");
    v.verb = forms(ko.at("v"));
    if (ko.at("v").at("pred") == "하다")
        v.verb["hada"] = "1";
    return v;
}

} // namespace

std::string_view registerName(Register reg)
{
    return registerNames[static_cast<std::size_t>(reg)];
}

std::vector<Token> tokenize(std::string_view text)
{
    std::vector<Token> out;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t open = text.find('{', at);
        if (open == std::string_view::npos)
            open = text.size();
        if (open > at) {
            Token literal;
            literal.text = text.substr(at, open - at);
            out.push_back(std::move(literal));
        }
        if (open == text.size())
            break;
        std::size_t close = text.find('}', open);
        if (close == std::string_view::npos)
            throw Error("phrase grammar: '{' without '}' in: " + std::string(text));
        std::string_view body = text.substr(open + 1, close - open - 1);
        Token token;
        token.slot = true;
        if (!body.empty() && body[0] == '~') {
            token.predicate = true;
            body.remove_prefix(1);
        }
        std::size_t bar = body.find('|');
        std::string_view head = body.substr(0, bar);
        std::size_t colon = head.find(':');
        token.text = head.substr(0, colon);
        if (colon != std::string_view::npos)
            token.arg = head.substr(colon + 1);
        while (bar != std::string_view::npos) {
            std::size_t next = body.find('|', bar + 1);
            token.modifiers.emplace_back(
                body.substr(bar + 1, next == std::string_view::npos ? next : next - bar - 1));
            bar = next;
        }
        out.push_back(std::move(token));
        at = close + 1;
    }
    return out;
}

bool Phrase::hasSlot(std::string_view name) const
{
    for (const Token &t : tokens)
        if (t.slot && t.text.starts_with(name) &&
            (t.text.size() == name.size() || t.text[name.size()] == '_' || t.text[name.size()] == '1'))
            return true;
    return false;
}

bool Phrase::startsWithSlot(std::string_view prefix) const
{
    return !tokens.empty() && tokens[0].slot && !tokens[0].predicate && tokens[0].text.starts_with(prefix);
}

Grammar Grammar::load(const std::filesystem::path &file)
{
    std::ifstream in(file);
    if (!in)
        throw Error(fmt::format("phrase grammar: cannot read {}; give the folder that holds phrases.json",
                                file.string()));
    Grammar g;
    try {
        json doc = json::parse(in);
        for (int lang = 0; lang < 2; ++lang) {
            const char *key = lang == 0 ? "en" : "ko";
            readSection(g.sections_[static_cast<std::size_t>(lang)], "", doc.at(key));
            for (const auto &[from, row] : doc.at("register_compat").at(key).items())
                for (const auto &[to, weight] : row.items())
                    g.compat_[lang][static_cast<int>(registerFrom(from))]
                             [static_cast<int>(registerFrom(to))] = weight;
            for (const json &q : doc.at("quotes").at(key))
                g.quotes[static_cast<std::size_t>(lang)].emplace_back(q.at("t"), q.value("weight", 1.0));
            for (const auto &[word, shorter] : doc.at("abbreviations").at(key).items())
                g.abbreviations[static_cast<std::size_t>(lang)][word] = strings(shorter);
            for (const json &rule : doc.at("noise").at(key))
                if (rule.at("name") == "common_misspelling")
                    for (const auto &[right, wrong] : rule.at("map").items())
                        g.misspellings[static_cast<std::size_t>(lang)][right] = wrong;
            for (const auto &[n, words] : doc.at("numbers").at(key).at("ordinals").items())
                g.ordinals[static_cast<std::size_t>(lang)][std::stoi(n)] = strings(words);
        }
        for (std::string_view name : registerNames)
            g.registerWeights_.push_back(doc.at("register_weights").at(std::string(name)));
        for (const auto &[key, value] : doc.at("conjugation").items())
            g.conjugations_[key] = forms(value);
        for (const json &item : doc.at("adjectives"))
            g.adjectives.push_back(readAdjective(item));
        for (const json &item : doc.at("time_verbs"))
            g.timeVerbs.push_back(readTimeVerb(item));
        for (const json &item : doc.at("event_verbs"))
            g.eventVerbs.push_back(readEventVerb(item));
        for (const auto &[particle, verbs] : doc.at("relation_particles").items())
            if (verbs.is_array())
                for (const std::string &verb : strings(verbs))
                    g.relationParticles[verb] = particle;
        for (const char *name : {"person", "org", "place", "event", "thing"}) {
            const json &c = doc.at("entity_classes").at(name);
            EntityClass e{name,
                          c.at("who"),
                          c.at("wh_ko"),
                          c.at("counter").at(0),
                          c.at("gen_ko"),
                          strings(c.at("head_nouns")),
                          {}};
            if (c.contains("special_counters"))
                for (const auto &[noun, counter] : c["special_counters"].items())
                    e.specialCounters[noun] = counter;
            g.classes.push_back(std::move(e));
        }
        g.months = strings(doc.at("dates").at("months_en"));
        for (int lang = 0; lang < 2; ++lang)
            for (const auto &[kind, list] : doc.at("dates").at(lang == 0 ? "en" : "ko").items())
                if (list.is_array())
                    readSection(g.sections_[static_cast<std::size_t>(lang)], "dates." + kind, list);
        for (const json &r : doc.at("dates").at("relative"))
            g.relative.push_back({r.at("key"),
                                  {strings(r.at("en")), strings(r.at("ko"))},
                                  r.value("in", ""),
                                  r.value("poss", ""),
                                  r.value("e", ""),
                                  r.value("span", 0) != 0,
                                  r.value("now", 0) != 0,
                                  r.value("future", 0) != 0});
        const json &numbers = doc.at("numbers");
        for (const auto &[n, word] : numbers.at("en").at("small").items())
            g.smallNumbers[std::stoi(n)] = word;
        for (const auto &[n, word] : numbers.at("ko").at("native").items())
            g.nativeNumbers[std::stoi(n)] = word;
        g.nativeCounters = strings(numbers.at("ko").at("native_counters"));
    } catch (const json::exception &e) {
        throw Error(fmt::format("phrase grammar {}: {}", file.string(), e.what()));
    }
    return g;
}

const std::vector<Phrase> &Grammar::section(Lang lang, std::string_view path) const
{
    const auto &all = sections_[static_cast<std::size_t>(lang)];
    auto it = all.find(path);
    if (it == all.end())
        throw Error(fmt::format("phrase grammar: no section '{}'", path));
    return it->second;
}

bool Grammar::hasSection(Lang lang, std::string_view path) const
{
    return sections_[static_cast<std::size_t>(lang)].contains(path);
}

const Forms *Grammar::conjugation(std::string_view predicate) const
{
    auto it = conjugations_.find(predicate);
    return it == conjugations_.end() ? nullptr : &it->second;
}

const EntityClass &Grammar::classOf(std::string_view englishNoun) const
{
    // "order line of the month" is headed by its last word before a preposition
    std::size_t cut = englishNoun.find(" of ");
    std::string_view head = englishNoun.substr(0, cut);
    std::size_t space = head.rfind(' ');
    std::string_view last = space == std::string_view::npos ? head : head.substr(space + 1);
    for (const EntityClass &c : classes)
        if (std::find(c.heads.begin(), c.heads.end(), last) != c.heads.end())
            return c;
    return classes.back();
}

} // namespace mureum::datasets::synth
