#include "datasets/synth/slots.h"

#include "datasets/synth/morphology.h"

#include <array>
#include <cctype>

namespace mureum::datasets::synth {

void Slots::setPredicate(std::string_view name, const Forms *forms, std::string lead)
{
    if (!forms)
        return;
    setInflected("~" + std::string(name),
                 [forms, lead = std::move(lead)](std::string_view wanted) -> std::optional<std::string> {
                     auto it = forms->find(wanted);
                     if (it == forms->end())
                         return std::nullopt;
                     return lead.empty() ? it->second : lead + " " + it->second;
                 });
}

void Slots::erase(std::string_view name)
{
    if (auto it = values.find(name); it != values.end())
        values.erase(it);
}

void Slots::merge(const Slots &other)
{
    for (const auto &[name, slot] : other.values)
        values[name] = slot;
}

std::string Slots::text(std::string_view name) const
{
    auto it = values.find(name);
    return it == values.end() ? std::string() : it->second.text.plural;
}

namespace {

std::string pluralList(const std::string &list)
{
    std::string out, part;
    auto flush = [&](std::string_view glue) {
        out += pluralOf(part);
        out += glue;
        part.clear();
    };
    for (std::size_t i = 0; i < list.size();) {
        std::string_view rest = std::string_view(list).substr(i);
        if (rest.starts_with(", ")) {
            flush(", ");
            i += 2;
        } else if (rest.starts_with(" and ")) {
            flush(" and ");
            i += 5;
        } else {
            part += list[i++];
        }
    }
    flush("");
    return out;
}

std::string tidy(std::string_view text)
{
    std::string out;
    for (char c : text) {
        if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '('))
            continue;
        if (std::string_view("?.,:;!)").find(c) != std::string_view::npos && !out.empty() &&
            out.back() == ' ' && out.size() > 1)
            out.pop_back();
        out += c;
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

/// Makes "is" agree with a plural attribute: whose reward points are over 300.
std::string_view agree(std::string_view literal, std::string &replacement)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> swaps = {{
        {" is ", " are "},
        {" was ", " were "},
        {" has ", " have "},
        {" falls ", " fall "},
        {" exceeds ", " exceed "},
        {" does ", " do "},
        {" equals ", " equal "},
        {" lies ", " lie "},
        {" isn't ", " aren't "},
        {" stays ", " stay "},
    }};
    for (const auto &[from, to] : swaps)
        if (literal.starts_with(from)) {
            replacement = std::string(to) + std::string(literal.substr(from.size()));
            return replacement;
        }
    return literal;
}

bool replaceTail(std::string &text, std::string_view from, std::string_view to)
{
    if (text.size() < from.size() || text.compare(text.size() - from.size(), from.size(), from) != 0)
        return false;
    text.resize(text.size() - from.size());
    text += to;
    return true;
}

std::optional<std::string> englishSlot(const Token &token, const Slots &slots, bool &determined)
{
    const std::string &name = token.text;
    if (name == "v")
        return slots.singular ? thirdPerson(token.arg) : token.arg;
    if (name == "be")
        return slots.singular ? "is" : "are";
    if (name == "have")
        return slots.singular ? "has" : "have";
    if (name == "do")
        return slots.singular ? "does" : "do";
    if (name == "was")
        return slots.singular ? "was" : "were";
    bool one = false;
    auto it = slots.values.find(name);
    if (it == slots.values.end() && name.size() > 1 && name.back() == '1') {
        std::string base = name.substr(0, name.size() - (name.ends_with("_1") ? 2 : 1));
        it = slots.values.find(base);
        one = true;
    }
    if (it == slots.values.end())
        return std::nullopt;
    if (it->second.inflect)
        return it->second.inflect(slots.singular ? "sg" : "pl");
    determined = it->second.text.determined;
    if (one)
        return it->second.text.singular;
    return it->second.text.plural;
}

std::optional<std::string> fillEnglish(const std::vector<Token> &tokens, const Slots &slots)
{
    std::string out, swapped;
    bool plural = false;
    for (const Token &token : tokens) {
        if (!token.slot) {
            out += plural ? agree(token.text, swapped) : std::string_view(token.text);
            plural = false;
            continue;
        }
        bool determined = false;
        std::optional<std::string> value = englishSlot(token, slots, determined);
        if (!value)
            return std::nullopt;
        plural = false;
        if (value->empty())
            continue;
        bool pluralised = false;
        for (const std::string &m : token.modifiers) {
            if (m == "s") {
                pluralised = true;
                if (token.text.starts_with("entity")) {
                    if (!(slots.entitySingular && token.text == "entity"))
                        *value = pluralOf(*value);
                } else {
                    *value = pluralList(*value);
                }
            } else if (m == "the") {
                if (!determined && !hasDeterminer(*value))
                    *value = "the " + *value;
            } else if (m == "all") {
                if (!determined && !hasDeterminer(*value))
                    *value = "all " + *value;
            } else if (m == "a") {
                *value = withArticle(*value);
            } else if (m == "poss") {
                *value += value->ends_with("s") ? "'" : "'s";
            } else if (m == "cap") {
                (*value)[0] = static_cast<char>(std::toupper(static_cast<unsigned char>((*value)[0])));
            }
        }
        if (!pluralised && token.text.starts_with("attr") && isPlural(*value)) {
            plural = true;
            if (!replaceTail(out, " is the ", " are the "))
                if (!replaceTail(out, "What is the ", "What are the "))
                    replaceTail(out, "What was the ", "What were the ");
        }
        out += *value;
    }
    return tidy(out);
}

std::optional<std::string> fillKorean(const Grammar &grammar, const std::vector<Token> &tokens,
                                      const Slots &slots)
{
    std::string out;
    for (const Token &token : tokens) {
        if (!token.slot) {
            out += token.text;
            continue;
        }
        const std::string &form = token.arg.empty() ? slots.form : token.arg;
        if (token.predicate) {
            auto it = slots.values.find("~" + token.text);
            if (it != slots.values.end()) {
                std::optional<std::string> value =
                    it->second.inflect ? it->second.inflect(form) : std::optional(it->second.text.plural);
                if (!value)
                    return std::nullopt;
                out += *value;
                continue;
            }
            const Forms *forms = grammar.conjugation(token.text);
            if (!forms)
                return std::nullopt;
            auto f = forms->find(form);
            if (f == forms->end())
                return std::nullopt;
            // 차이다: the copula loses 이 nowhere in the modifier forms, so it is joined as it is
            out += f->second;
            continue;
        }
        auto it = slots.values.find(token.text);
        if (it == slots.values.end())
            return std::nullopt;
        std::string value;
        if (it->second.inflect) {
            std::string_view wanted = !token.arg.empty()  ? std::string_view(token.arg)
                                      : token.text == "b" ? std::string_view(slots.form)
                                                          : std::string_view("mod");
            std::optional<std::string> v = it->second.inflect(wanted);
            if (!v)
                return std::nullopt;
            value = *v;
        } else {
            value = it->second.text.plural;
        }
        if (!value.empty())
            for (const std::string &m : token.modifiers)
                value += particleFor(value, m);
        out += value;
    }
    return tidy(out);
}

} // namespace

std::optional<std::string> fill(const Grammar &grammar, Lang lang, const std::vector<Token> &tokens,
                                const Slots &slots)
{
    return lang == Lang::En ? fillEnglish(tokens, slots) : fillKorean(grammar, tokens, slots);
}

} // namespace mureum::datasets::synth
