#include "datasets/synth/morphology.h"
#include "datasets/synth/renderer.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace mureum::datasets::synth {

namespace {

std::string plainNumber(double v)
{
    if (v == std::floor(v) && std::fabs(v) < 1e15)
        return fmt::format("{:.0f}", v);
    std::string text = fmt::format("{:.4f}", v);
    while (text.ends_with("0"))
        text.pop_back();
    return text;
}

std::string withCommas(const std::string &digits)
{
    std::string out;
    std::size_t start = digits[0] == '-';
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > start && (digits.size() - i) % 3 == 0)
            out += ',';
        out += digits[i];
    }
    return out;
}

/// 12000 -> 1만 2천, 350000000 -> 3억 5000만
std::string byMyriads(long long v)
{
    long long eok = v / 100000000, man = v % 100000000 / 10000, thousand = v % 10000 / 1000;
    std::string out;
    auto add = [&](const std::string &part) { out += (out.empty() ? "" : " ") + part; };
    if (eok)
        add(fmt::format("{}억", eok));
    if (man)
        add(fmt::format("{}만", man));
    if (thousand)
        add(fmt::format("{}천", thousand));
    return out;
}

} // namespace

std::string Renderer::number(double value, const Attribute &attribute, bool bare)
{
    std::string text = plainNumber(value);
    bool whole = text.find('.') == std::string::npos && std::fabs(value) < 1e12;
    long long v = whole ? std::llround(value) : 0;
    std::string unit = korean() ? attribute.unitKo : attribute.unitEn;
    bool contained = false;
    for (const std::string &p : attribute.phrases(korean()))
        contained = contained || (!unit.empty() && p.find(unit) != std::string::npos && !korean());
    if (attribute.year)
        return korean() && !bare ? text + "년" : text;
    double style = rng_.uniform();
    if (!korean()) {
        if (whole && v >= 1000) {
            bool formal = reg_ == Register::Polite || reg_ == Register::Imperative || reg_ == Register::Title;
            if (v >= 1000000 && v % 100000 == 0 && style < 0.3)
                text = plainNumber(value / 1e6) + (formal || style < 0.15 ? " million" : "M");
            else if (!formal && v % 1000 == 0 && v < 1000000 && style < 0.35)
                text = fmt::format("{}k", v / 1000);
            else if (formal ? style < 0.6 : style < 0.15)
                text = withCommas(text);
        } else if (whole && v >= 1 && v <= 12 && reg_ == Register::Polite && style < 0.15) {
            text = grammar_.smallNumbers.at(static_cast<int>(v));
        }
        if (unit.empty() || bare || contained || unit == "floor")
            return text;
        if (unit == "%" || (unit == "percent" && rng_.chance(0.5)))
            return rng_.chance(0.8) ? text + "%" : text;
        if (!rng_.chance(terse() ? 0.3 : 0.65))
            return text;
        if (v == 1 && unit.ends_with("s") && whole)
            unit.pop_back();
        return text + " " + unit;
    }
    bool myriads = false;
    if (whole && v >= 10000 && v % 1000 == 0 && style < (terse() ? 0.35 : 0.45)) {
        text = byMyriads(v);
        myriads = true;
    } else if (whole && v >= 1000 && style > 0.7) {
        text = withCommas(text);
    }
    if (unit.empty() || bare)
        return text;
    if (unit == "세" && reg_ == Register::Casual && rng_.chance(0.4))
        unit = "살";
    if (unit == "원" && myriads)
        return text + rng_.of<const char *>({" 원", "원", ""});
    if (terse() && rng_.chance(0.25) && unit != "원")
        return text;
    if (unit == "퍼센트" && rng_.chance(0.6))
        unit = "%";
    if (unit == "제곱미터" && rng_.chance(0.4))
        unit = "㎡";
    return text + unit;
}

std::string Renderer::small(int n)
{
    if (!korean() && reg_ != Register::Terse && reg_ != Register::Title && rng_.chance(0.4))
        if (auto it = grammar_.smallNumbers.find(n); it != grammar_.smallNumbers.end() && n <= 20)
            return it->second;
    return std::to_string(n);
}

std::string Renderer::counted(int n, std::string_view counter)
{
    if (!korean())
        return std::to_string(n);
    auto it = grammar_.nativeNumbers.find(n);
    bool native = std::find(grammar_.nativeCounters.begin(), grammar_.nativeCounters.end(), counter) !=
                  grammar_.nativeCounters.end();
    if (it != grammar_.nativeNumbers.end() && n <= 12 && native && !terse() && !title() && rng_.chance(0.3))
        return it->second + " " + std::string(counter);
    return std::to_string(n) + std::string(counter);
}

std::string Renderer::date(std::string_view kind, const Date &date, int quarter)
{
    const std::vector<Phrase> &all = grammar_.section(lang_, "dates." + std::string(kind));
    std::vector<const Phrase *> fitting;
    for (Register wanted : {reg_, Register::Imperative}) {
        for (const Phrase &p : all)
            if (p.reg == wanted && (date.year >= 2000 || p.text.find("{yy}") == std::string::npos))
                fitting.push_back(&p);
        if (!fitting.empty())
            break;
    }
    if (fitting.empty())
        throw Skip();
    std::vector<double> weights;
    for (const Phrase *p : fitting)
        weights.push_back(p->weight);
    static const char *const order[] = {"first", "second", "third", "fourth"};
    Slots s;
    s.set("yyyy", std::to_string(date.year));
    s.set("yy", fmt::format("{:02d}", date.year % 100));
    s.set("m", std::to_string(date.month));
    s.set("mm", fmt::format("{:02d}", date.month));
    s.set("d", std::to_string(date.day));
    s.set("dd", fmt::format("{:02d}", date.day));
    const std::string &month = grammar_.months[static_cast<std::size_t>(date.month - 1)];
    s.set("Month", month);
    s.set("Mon", month.substr(0, 3));
    const char *suffix = date.day > 10 && date.day < 14 ? "th"
                         : date.day % 10 == 1           ? "st"
                         : date.day % 10 == 2           ? "nd"
                         : date.day % 10 == 3           ? "rd"
                                                        : "th";
    s.set("dth", std::to_string(date.day) + suffix);
    if (quarter > 0) {
        s.set("q", std::to_string(quarter));
        s.set("qord", order[quarter - 1]);
    }
    auto text = fill(grammar_, lang_, fitting[rng_.weighted(weights)]->tokens, s);
    if (!text)
        throw Skip();
    return *text;
}

const RelativeDate &Renderer::relative(std::string_view key) const
{
    const auto it = std::find_if(grammar_.relative.begin(), grammar_.relative.end(),
                                 [&](const RelativeDate &date) { return date.key == key; });
    if (it == grammar_.relative.end())
        throw Skip();
    return *it;
}

std::string Renderer::when(const Cond &cond)
{
    if (cond.op == "date_relative") {
        const RelativeDate &known = relative(cond.word);
        return korean() ? rng_.pick(known.names[1]) + " " : " " + known.in;
    }
    const std::string text = cond.op == "date_quarter" ? date("quarter_year", cond.date, cond.n)
                             : cond.op == "date_month" ? date("month_year", cond.date)
                                                       : date("year", cond.date);
    if (!korean())
        return (rng_.chance(0.85) ? " in " : " for ") + text;
    return text + (cond.op == "date_year" && !text.ends_with("년") ? "년 " : " ");
}

std::string Renderer::days(int n)
{
    std::vector<std::string> options = {korean() ? fmt::format("{}일", n) : fmt::format("{} days", n)};
    if (n % 7 == 0 && n > 7 && n < 50)
        options.push_back(korean() ? fmt::format("{}주", n / 7) : small(n / 7) + " weeks");
    if (n % 30 == 0 && n > 30)
        options.push_back(korean() ? fmt::format("{}개월", n / 30) : small(n / 30) + " months");
    if (n == 7)
        options.push_back(korean() ? "일주일" : "week");
    if (n == 30)
        options.push_back(korean() ? "한 달" : "month");
    return rng_.pick(options);
}

std::string Renderer::valueOf(const Attribute &attribute, int index)
{
    const Value &v = attribute.values[static_cast<std::size_t>(index)];
    const std::string &own = korean() ? v.ko : v.en;
    if (own == v.stored || attribute.role == Role::Code) {
        if (korean() || attribute.role == Role::Code || !(terse() || reg_ == Register::Casual) ||
            !rng_.chance(0.12))
            return v.stored;
        std::string lower = v.stored;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
        return lower;
    }
    // a database in the other language: as stored, now and then with a gloss, seldom translated
    double u = rng_.uniform();
    if (u < 0.85)
        return v.stored;
    if (u < 0.98)
        return own + (korean() ? "(" : " (") + v.stored + ")";
    return own;
}

std::string Renderer::quote(const std::string &value, bool like)
{
    if (like && quoteStyle_ == "{v}" && rng_.chance(0.5))
        return "'" + value + "'";
    std::size_t at = quoteStyle_.find("{v}");
    // a value with an apostrophe is quoted with the other mark or not at all
    if (quoteStyle_.size() > 3 && value.find_first_of("'\"(") != std::string::npos)
        return value;
    return quoteStyle_.substr(0, at) + value + quoteStyle_.substr(at + 3);
}

void Renderer::valueListSlots(Slots &slots, const std::vector<std::string> &values)
{
    std::vector<std::string> q;
    for (const std::string &v : values)
        q.push_back(quote(v));
    auto glue = [](const std::vector<std::string> &items, std::string_view between) {
        std::string out;
        for (std::size_t i = 0; i < items.size(); ++i)
            out += (i ? std::string(between) : std::string()) + items[i];
        return out;
    };
    std::vector<std::string> head(q.begin(), q.end() - 1);
    slots.set("values", glue(q, ", "));
    slots.set("values_slash", glue(values, "/"));
    if (!korean()) {
        slots.set("values_or", glue(head, ", ") + " or " + q.back());
        slots.set("values_and", glue(head, ", ") + " and " + q.back());
        slots.set("values_nor", glue(q, " nor "));
        slots.set("values_list", "(" + glue(q, ", ") + ")");
        return;
    }
    std::string before = glue(head, ", ");
    slots.set("values_or", rng_.chance(0.5) ? glue(q, " 또는 ")
                                            : before + particleFor(head.back(), "이나나") + " " + q.back());
    slots.set("values_and", before + particleFor(head.back(), "과와") + " " + q.back());
    slots.set("values_dot", glue(values, "·"));
    slots.set("values_list", "(" + glue(values, ", ") + ")");
}

void Renderer::compareSlots(Slots &slots, std::string_view op, int n, std::string_view counter, bool related)
{
    PickOptions wanted;
    wanted.forms = {std::string(op)};
    if (!korean()) {
        std::string text = small(n);
        slots.set("n", text);
        Slots s;
        s.set("n", text);
        Register plain = terse() || title() ? Register::Imperative : reg_;
        slots.set("cmp", as(plain).say("comparators.count", s, {}, wanted));
        static const std::map<std::string, std::string, std::less<>> symbols = {
            {"gt", "> "}, {"ge", ">= "}, {"lt", "< "}, {"le", "<= "}, {"eq", "= "}};
        slots.set("cmp_t", symbols.find(op)->second + std::to_string(n));
        s.set("value", text);
        slots.set("cmp_is_n", say("comparators.value", s, {}, wanted));
        return;
    }
    auto put = [&](const std::string &predicate, const std::string &adverb, const std::string &bare,
                   std::string_view cnt) {
        Slots s;
        s.set("n", std::to_string(n));
        s.set("n_cnt", terse() ? std::to_string(n) + std::string(cnt) : counted(n, cnt));
        Picked p = as(Register::Polite).pick("comparators.count", s, {}, wanted);
        const Grammar *grammar = &grammar_;
        slots.setInflected("~" + predicate, [grammar, phrase = p.phrase, s](std::string_view form) {
            Slots inflected = s;
            inflected.form = std::string(form);
            return fill(*grammar, Lang::Ko, phrase->tokens, inflected);
        });
        slots.set(adverb, as(Register::Polite).say("comparators.count_adv", s, {}, wanted));
        slots.set(bare, as(Register::Terse).say("comparators.count_bare", s, {}, wanted));
    };
    if (related) {
        put("cmp2", "cmp2_adv", "cmp2_b", counter);
        put("cmp_times", "cmp_times_adv", "cmp_times_b", rng_.of<const char *>({"번", "회"}));
    } else {
        put("cmp", "cmp_adv", "cmp_b", counter);
    }
}

void Renderer::havingValueSlots(Slots &slots, const Attribute &attribute, std::string_view op, double value)
{
    PickOptions wanted;
    wanted.forms = {std::string(op)};
    Slots s;
    s.set("value", number(value, attribute));
    slots.set("value", s.text("value"));
    if (!korean()) {
        slots.set("cmp_is", say("comparators.value", s, {}, wanted));
        return;
    }
    Picked p = as(Register::Polite).pick("comparators.value", s, {}, wanted);
    const Grammar *grammar = &grammar_;
    slots.setInflected("~cmpv", [grammar, phrase = p.phrase, s](std::string_view form) {
        Slots inflected = s;
        inflected.form = std::string(form);
        return fill(*grammar, Lang::Ko, phrase->tokens, inflected);
    });
    slots.set("cmpv_b", as(Register::Terse).say("comparators.value_bare", s, {}, wanted));
}

} // namespace mureum::datasets::synth
