#include "datasets/linking/thesaurus.h"

#include "datasets/linking/data.h"
#include "datasets/text/fold.h"

#include <algorithm>

namespace mureum::datasets {
namespace {

template <class Fn>
void forEachLine(std::string_view text, Fn fn)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (!line.empty() && line.front() != '#')
            fn(line);
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

bool endsWith(std::string_view word, std::string_view ending)
{
    return word.size() > ending.size() && word.ends_with(ending);
}

bool isVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

bool hasVowel(std::string_view s) { return std::any_of(s.begin(), s.end(), isVowel); }

const std::vector<ConceptUse> none;
const std::vector<std::string> noSpellings;

} // namespace

std::string lemma(std::string_view word)
{
    std::string w(word);
    for (unsigned char c : w)
        if (c >= 0x80)
            return w;
    if (endsWith(w, "'s"))
        w.resize(w.size() - 2);
    if (w.size() > 3 && endsWith(w, "ies"))
        w.replace(w.size() - 3, 3, "y");
    else if (endsWith(w, "sses") || endsWith(w, "shes") || endsWith(w, "ches") || endsWith(w, "xes") || endsWith(w, "zes"))
        w.resize(w.size() - 2);
    else if (w.size() > 3 && w.back() == 's' && !endsWith(w, "ss") && !endsWith(w, "us") && !endsWith(w, "is"))
        w.pop_back();
    auto undouble = [&w] {
        const auto n = w.size();
        if (n > 3 && w[n - 1] == w[n - 2] && !isVowel(w[n - 1]) && w[n - 1] != 's' && w[n - 1] != 'l')
            w.pop_back();
    };
    if (w.size() > 5 && endsWith(w, "ing") && hasVowel(std::string_view(w).substr(0, w.size() - 3))) {
        w.resize(w.size() - 3);
        undouble();
    } else if (w.size() > 4 && endsWith(w, "ed") && hasVowel(std::string_view(w).substr(0, w.size() - 2)) &&
               !endsWith(w, "eed")) {
        w.resize(w.size() - 2);
        undouble();
    }
    if (w.size() > 4 && w.back() == 'e') // so that price/priced/pricing meet
        w.pop_back();
    return w;
}

std::string phraseKey(std::string_view phrase)
{
    const auto folded = fold(phrase);
    std::string key;
    bool lastHangul = false;
    for (auto word : split(folded, ' ')) {
        if (word.empty())
            continue;
        const auto points = toCodePoints(word);
        const bool hangul = std::any_of(points.begin(), points.end(), isHangul);
        if (!key.empty() && !(hangul && lastHangul))
            key += ' ';
        key += hangul ? std::string(word) : lemma(word);
        lastHangul = hangul;
    }
    return key;
}

const Thesaurus &Thesaurus::builtIn()
{
    static const Thesaurus instance = [] {
        Thesaurus t;
        t.addParticles(data::particles());
        t.addStopWords(data::stopWords());
        t.addNumbers(data::numbers());
        t.addConcepts(data::thesaurus());
        t.addValues(data::values());
        return t;
    }();
    return instance;
}

void Thesaurus::addUse(const std::string &key, int id, float strength)
{
    if (key.empty())
        return;
    auto &list = uses_[key];
    for (auto &use : list)
        if (use.id == id) {
            use.strength = std::max(use.strength, strength);
            return;
        }
    list.push_back({id, strength});
}

void Thesaurus::addConcepts(std::string_view tsv)
{
    forEachLine(tsv, [this](std::string_view line) {
        const auto fields = split(line, '\t');
        if (fields.size() < 3 || fields[0].empty())
            return;
        const int id = static_cast<int>(english_.size());
        english_.push_back(fold(fields[0]));
        koreanOf_.push_back(fold(split(fields[2], '|')[0]));
        addUse(phraseKey(fields[0]), id, 1.0f);
        for (auto word : split(fields[1], '|'))
            addUse(phraseKey(word), id, 0.7f);
        bool first = true;
        for (auto word : split(fields[2], '|')) {
            const auto key = phraseKey(word);
            addUse(key, id, first ? 1.0f : 0.9f);
            first = false;
            const auto points = toCodePoints(key);
            if (!points.empty() && std::all_of(points.begin(), points.end(), isHangul)) {
                korean_.insert(points);
                longestKorean_ = std::max(longestKorean_, points.size());
            }
        }
        if (fields.size() > 3)
            for (auto word : split(fields[3], '|'))
                if (!word.empty())
                    abbreviations_[fold(word)].push_back({id, 0.9f});
    });
}

void Thesaurus::addStopWords(std::string_view tsv)
{
    forEachLine(tsv, [this](std::string_view line) {
        const auto fields = split(line, '\t');
        if (fields.size() >= 2)
            stopWords_.insert(fold(fields[1]));
    });
}

void Thesaurus::addNumbers(std::string_view tsv)
{
    forEachLine(tsv, [this](std::string_view line) {
        const auto fields = split(line, '\t');
        if (fields.size() < 3 || (fields.size() > 3 && fields[3] == "multiplier"))
            return;
        try {
            numbers_.emplace(fold(fields[1]), std::stoll(std::string(fields[2])));
        } catch (const std::exception &) {
            return; // a heading line
        }
    });
}

void Thesaurus::addParticles(std::string_view tsv)
{
    forEachLine(tsv, [this](std::string_view line) {
        const auto points = toCodePoints(fold(split(line, '\t')[0]));
        if (points.empty())
            return;
        particles_.insert(points);
        longestParticle_ = std::max(longestParticle_, points.size());
    });
}

void Thesaurus::addValues(std::string_view tsv)
{
    forEachLine(tsv, [this](std::string_view line) {
        const auto fields = split(line, '\t');
        if (fields.size() < 2)
            return;
        const auto a = fold(fields[0]), b = fold(fields[1]);
        spellings_[a].push_back(b);
        spellings_[b].push_back(a);
    });
}

const std::vector<std::string> &Thesaurus::otherSpellings(const std::string &text) const
{
    const auto it = spellings_.find(text);
    return it == spellings_.end() ? noSpellings : it->second;
}

const std::vector<ConceptUse> &Thesaurus::concepts(const std::string &key) const
{
    const auto it = uses_.find(key);
    return it == uses_.end() ? none : it->second;
}

const std::vector<ConceptUse> &Thesaurus::abbreviation(const std::string &part) const
{
    const auto it = abbreviations_.find(part);
    return it == abbreviations_.end() ? none : it->second;
}

std::int64_t Thesaurus::number(const std::string &word) const
{
    const auto it = numbers_.find(word);
    return it == numbers_.end() ? -1 : it->second;
}

std::size_t Thesaurus::longestKorean(std::u32string_view text) const
{
    for (auto length = std::min(text.size(), longestKorean_); length > 0; --length) {
        if (length == 1 && text.size() > 1 && !isParticles(text.substr(1)))
            return 0;
        if (korean_.contains(std::u32string(text.substr(0, length))))
            return length;
    }
    return 0;
}

std::vector<std::size_t> Thesaurus::particleLengths(std::u32string_view text) const
{
    std::vector<std::size_t> lengths;
    for (auto length = std::min(text.size(), longestParticle_); length > 0; --length)
        if (particles_.contains(std::u32string(text.substr(text.size() - length))))
            lengths.push_back(length);
    return lengths;
}

bool Thesaurus::isParticles(std::u32string_view text) const
{
    if (text.empty())
        return true;
    for (auto length : particleLengths(text))
        if (isParticles(text.substr(0, text.size() - length)))
            return true;
    return false;
}

} // namespace mureum::datasets
