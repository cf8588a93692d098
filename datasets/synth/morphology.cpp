#include "datasets/synth/morphology.h"

#include "datasets/error.h"
#include "datasets/text/fold.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

namespace mureum::datasets::synth {

namespace {

const std::set<std::string, std::less<>> uncountable = {
    "stock",       "information",   "data",     "equipment", "staff",      "aircraft",  "series",
    "species",     "revenue",       "traffic",  "feedback",  "energy",     "fuel",      "rainfall",
    "humidity",    "precipitation", "news",     "progress",  "personnel",  "livestock", "cargo",
    "freight",     "inventory",     "consent",  "overtime",  "mileage",    "tuition",   "electricity",
    "usage",       "consumption",   "turnover", "workforce", "downtime",   "headcount", "experience",
    "merchandise", "software",      "luggage",  "baggage",   "attendance", "storage",   "memory",
    "capital",     "debt",          "pay",      "spend",     "spending",   "sales",     "people",
    "goods",       "premises",      "earnings", "income",    "footage",    "wind",      "snowfall"};

const std::map<std::string, std::string, std::less<>> irregular = {
    {"person", "people"}, {"child", "children"},  {"man", "men"},           {"woman", "women"},
    {"foot", "feet"},     {"tooth", "teeth"},     {"analysis", "analyses"}, {"criterion", "criteria"},
    {"medium", "media"},  {"wife", "wives"},      {"life", "lives"},        {"shelf", "shelves"},
    {"leaf", "leaves"},   {"half", "halves"},     {"index", "indexes"},     {"quiz", "quizzes"},
    {"fish", "fish"},     {"sheep", "sheep"},     {"deer", "deer"},         {"staff", "staff"},
    {"hero", "heroes"},   {"potato", "potatoes"}, {"basis", "bases"},       {"crisis", "crises"}};

const std::set<std::string, std::less<>> participles = {
    "sold", "paid",   "spent", "lost",  "won",    "kept",  "taken",    "given", "made",  "held",    "written",
    "sent", "built",  "left",  "grown", "drawn",  "read",  "borrowed", "owed",  "shown", "found",   "caught",
    "run",  "worked", "met",   "known", "driven", "flown", "hit",      "set",   "due",   "required"};

const std::set<std::string, std::less<>> stops = {
    "of",   "in",     "per",   "on",   "with",  "for",     "from",  "to",   "at",    "by",
    "this", "last",   "they",  "it",   "since", "before",  "after", "when", "where", "under",
    "over", "during", "until", "that", "who",   "without", "above", "below"};

bool ends(std::string_view s, std::string_view tail)
{
    return s.size() >= tail.size() && s.substr(s.size() - tail.size()) == tail;
}

bool vowel(char c)
{
    return std::string_view("aeiou").find(c) != std::string_view::npos;
}

bool alreadyPlural(std::string_view w)
{
    if (w == "people" || w == "children" || w == "feet" || w == "data" || w == "media")
        return true;
    return w.size() > 3 && ends(w, "s") && !ends(w, "ss") && !ends(w, "us") && !ends(w, "is") && w != "bus" &&
           w != "gas" && w != "class" && w != "lens" && w != "canvas" && w != "atlas";
}

std::string pluralWord(std::string_view w)
{
    std::string lower(w);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    if (auto it = irregular.find(lower); it != irregular.end())
        return it->second;
    // a column name as it stands in the database
    bool identifier =
        w.find('_') != std::string_view::npos ||
        std::any_of(w.begin(), w.end(), [](unsigned char c) { return std::isdigit(c); }) ||
        std::any_of(w.begin() + !w.empty(), w.end(), [](unsigned char c) { return std::isupper(c); });
    if (identifier && w != "ID")
        return std::string(w);
    if (uncountable.contains(lower) || alreadyPlural(lower) || w.empty() ||
        static_cast<unsigned char>(w.back()) >= 0x80)
        return std::string(w);
    if (ends(lower, "s") || ends(lower, "x") || ends(lower, "z") || ends(lower, "ch") || ends(lower, "sh"))
        return std::string(w) + "es";
    if (ends(lower, "y") && lower.size() > 1 && !vowel(lower[lower.size() - 2]))
        return std::string(w.substr(0, w.size() - 1)) + "ies";
    return std::string(w) + "s";
}

/// Where the head word of a noun phrase stands: [begin, end).
std::pair<std::size_t, std::size_t> headOf(std::string_view phrase)
{
    std::size_t begin = 0, end = phrase.size();
    std::size_t at = 0, lastBegin = 0, lastEnd = phrase.size();
    bool any = false;
    while (at <= phrase.size()) {
        std::size_t space = phrase.find(' ', at);
        if (space == std::string_view::npos)
            space = phrase.size();
        std::string word(phrase.substr(at, space - at));
        std::transform(word.begin(), word.end(), word.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        bool participle = any && (participles.contains(word) || (word.size() > 4 && ends(word, "ed")));
        if (any && (stops.contains(word) || (participle && space == phrase.size()) || word[0] == '(')) {
            begin = lastBegin;
            end = lastEnd;
            return {begin, end};
        }
        lastBegin = at;
        lastEnd = space;
        any = true;
        at = space + 1;
        if (space == phrase.size())
            break;
    }
    return {lastBegin, lastEnd};
}

} // namespace

std::string pluralOf(std::string_view phrase)
{
    if (phrase.empty())
        return {};
    auto [begin, end] = headOf(phrase);
    return std::string(phrase.substr(0, begin)) + pluralWord(phrase.substr(begin, end - begin)) +
           std::string(phrase.substr(end));
}

bool isPlural(std::string_view phrase)
{
    auto [begin, end] = headOf(phrase);
    return alreadyPlural(phrase.substr(begin, end - begin)) && phrase.find(" and ") == std::string_view::npos;
}

bool isPluralOrMass(std::string_view phrase)
{
    auto [begin, end] = headOf(phrase);
    std::string_view head = phrase.substr(begin, end - begin);
    return alreadyPlural(head) || uncountable.contains(head);
}

std::string withArticle(std::string_view phrase)
{
    if (phrase.empty() || isPluralOrMass(phrase) || hasDeterminer(phrase))
        return std::string(phrase);
    std::size_t space = phrase.find(' ');
    std::string_view word = phrase.substr(0, space);
    while (!word.empty() && std::string_view("'\"(").find(word[0]) != std::string_view::npos)
        word.remove_prefix(1);
    if (word.empty())
        return std::string(phrase);
    std::string lower(word);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    bool an = vowel(lower[0]);
    for (std::string_view soft : {"uni", "use", "usa", "eu", "one", "once", "uti"})
        if (lower.starts_with(soft))
            an = false;
    for (std::string_view hard : {"unin", "unim", "hour", "honest", "honor", "heir", "8", "11", "18"})
        if (lower.starts_with(hard))
            an = true;
    bool acronym = word.size() > 1 &&
                   std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isupper(c); });
    if (acronym)
        an = std::string_view("AEFHILMNORSX").find(word[0]) != std::string_view::npos;
    return (an ? "an " : "a ") + std::string(phrase);
}

std::string thirdPerson(std::string_view verb)
{
    std::size_t space = verb.find(' ');
    std::string head(verb.substr(0, space));
    std::string rest = space == std::string_view::npos ? "" : std::string(verb.substr(space));
    if (head == "be" || head == "are")
        return "is" + rest;
    if (head == "were")
        return "was" + rest;
    if (head == "have")
        return "has" + rest;
    if (head == "do")
        return "does" + rest;
    if (head == "can" || head == "cannot" || head == "will" || head == "may" || head == "must" ||
        ends(head, "ed"))
        return std::string(verb);
    if (ends(head, "s") || ends(head, "x") || ends(head, "z") || ends(head, "ch") || ends(head, "sh") ||
        ends(head, "o"))
        return head + "es" + rest;
    if (ends(head, "y") && head.size() > 1 && !vowel(head[head.size() - 2]))
        return head.substr(0, head.size() - 1) + "ies" + rest;
    return head + "s" + rest;
}

bool hasDeterminer(std::string_view phrase)
{
    std::string_view word = phrase.substr(0, phrase.find(' '));
    std::string lower(word);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    static const std::set<std::string, std::less<>> determiners = {"the",   "all", "any",   "every", "each",
                                                                   "those", "a",   "an",    "our",   "just",
                                                                   "only",  "no",  "these", "this",  "that"};
    return determiners.contains(lower) && word.size() < phrase.size();
}

Final finalOf(std::string_view text)
{
    std::string s(text);
    // a gloss in brackets is not read: 서울(Seoul)에
    while (!s.empty() && s.back() == ')') {
        std::size_t open = s.rfind('(');
        if (open == std::string::npos || open == 0)
            break;
        s.resize(open);
    }
    while (!s.empty() && (s.back() == ' ' || s.back() == '\'' || s.back() == '"'))
        s.pop_back();
    struct Unit
    {
        std::string_view text;
        Final final;
    };
    static constexpr std::array<Unit, 16> units = {{{"%", Final::Vowel},
                                                    {"km/h", Final::Vowel},
                                                    {"kWh", Final::Vowel},
                                                    {"MWh", Final::Vowel},
                                                    {"kg", Final::Consonant},
                                                    {"km", Final::Vowel},
                                                    {"cm", Final::Vowel},
                                                    {"mm", Final::Vowel},
                                                    {"ml", Final::Vowel},
                                                    {"GB", Final::Vowel},
                                                    {"MB", Final::Vowel},
                                                    {"㎡", Final::Vowel},
                                                    {"℃", Final::Vowel},
                                                    {"$", Final::Vowel},
                                                    {"g", Final::Consonant},
                                                    {"m", Final::Vowel}}};
    for (const Unit &unit : units)
        if (ends(s, unit.text)) {
            std::size_t at = s.size() - unit.text.size();
            while (at > 0 && s[at - 1] == ' ')
                --at;
            if (at > 0 && std::isdigit(static_cast<unsigned char>(s[at - 1])))
                return unit.final;
            if (static_cast<unsigned char>(unit.text[0]) >= 0x80 || unit.text == "%")
                return unit.final;
        }
    if (!endsInConsonant(s))
        return Final::Vowel;
    return endsInRieul(s) ? Final::Rieul : Final::Consonant;
}

std::string particleFor(std::string_view text, std::string_view pair)
{
    static const std::map<std::string, std::pair<std::string, std::string>, std::less<>> pairs = {
        {"은는", {"은", "는"}},     {"이가", {"이", "가"}},     {"을를", {"을", "를"}},
        {"과와", {"과", "와"}},     {"으로로", {"으로", "로"}}, {"이나나", {"이나", "나"}},
        {"이랑랑", {"이랑", "랑"}}, {"이라라", {"이라", "라"}}};
    auto it = pairs.find(pair);
    if (it == pairs.end())
        throw Error("phrase grammar: unknown particle '" + std::string(pair) + "'");
    Final f = finalOf(text);
    return f == Final::Vowel || (f == Final::Rieul && pair == "으로로") ? it->second.second
                                                                        : it->second.first;
}

} // namespace mureum::datasets::synth
