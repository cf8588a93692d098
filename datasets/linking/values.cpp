#include "datasets/linking/values.h"

#include "datasets/linking/periods.h"
#include "datasets/slots/period.h"
#include "datasets/text/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace mureum::datasets {
namespace {

/// 2만 3천, 1억, 100만: the factor of a Korean unit right behind a number; 0 where none stands there.
double koreanUnit(std::string_view rest, std::size_t &length)
{
    static const std::pair<std::string_view, double> units[] = {
        {"천만", 1e7}, {"백만", 1e6}, {"십만", 1e5}, {"조", 1e12}, {"억", 1e8}, {"만", 1e4}, {"천", 1e3}, {"백", 1e2}};
    std::size_t skip = rest.starts_with(' ') ? 1 : 0;
    for (const auto &[word, factor] : units)
        if (rest.substr(skip).starts_with(word)) {
            length = skip + word.size();
            return factor;
        }
    length = 0;
    return 0;
}

/// million, billion, thousand, k, m right behind a number
double englishUnit(std::string_view rest, std::size_t &length)
{
    static const std::pair<std::string_view, double> units[] = {
        {" million", 1e6}, {" billion", 1e9}, {" thousand", 1e3}, {"million", 1e6}};
    for (const auto &[word, factor] : units)
        if (rest.starts_with(word)) {
            length = word.size();
            return factor;
        }
    length = 0;
    return 0;
}

std::string numberText(double value)
{
    if (std::abs(value) < 1e15 && value == std::floor(value))
        return fmt::format("{}", static_cast<long long>(value));
    return fmt::format("{}", value);
}

class Finder
{
public:
    Finder(std::string_view question, const std::vector<QuestionWord> &words, const ValueIndex *index,
           const Thesaurus &thesaurus)
        : question_(question), words_(words), index_(index), thesaurus_(thesaurus)
    {
    }

    std::vector<ValueMention> run()
    {
        for (auto &period : findPeriods(question_))
            add({ValueMention::Kind::Period, period.period, {}, period.begin, period.end});
        quoted();
        if (index_)
            cells();
        numbers();
        if (index_) {
            translated();
            for (const auto &word : words_)
                if (free(word.begin, word.end))
                    beginnings(word);
        }
        names();
        std::sort(found_.begin(), found_.end(), [](const auto &a, const auto &b) { return a.begin < b.begin; });
        return std::move(found_);
    }

private:
    bool free(std::size_t begin, std::size_t end) const
    {
        return std::none_of(found_.begin(), found_.end(),
                            [&](const ValueMention &v) { return begin < v.end && v.begin < end; });
    }

    void add(ValueMention value)
    {
        if (!value.text.empty() && free(value.begin, value.end))
            found_.push_back(std::move(value));
    }

    void addCells(std::size_t begin, std::size_t end, std::vector<ValueHit> hits)
    {
        ValueMention value{ValueMention::Kind::Cell, hits.front().value, {}, begin, end};
        value.cells = std::move(hits);
        add(std::move(value));
    }

    void quoted()
    {
        static const std::pair<std::string_view, std::string_view> marks[] = {
            {"\"", "\""}, {"'", "'"}, {"“", "”"}, {"‘", "’"}, {"「", "」"}, {"`", "`"}};
        for (const auto &[open, close] : marks)
            for (std::size_t at = 0; (at = question_.find(open, at)) != std::string_view::npos;) {
                const auto begin = at + open.size();
                const auto end = question_.find(close, begin);
                if (end == std::string_view::npos)
                    break;
                // An apostrophe inside a word is none of them.
                const bool apostrophe = open == "'" && at > 0 && std::isalnum(static_cast<unsigned char>(question_[at - 1]));
                if (!apostrophe && end > begin && end - begin <= 80) {
                    const auto text = question_.substr(begin, end - begin);
                    auto hits = index_ ? index_->equal(text) : std::vector<ValueHit>();
                    if (!hits.empty())
                        addCells(at, end + close.size(), std::move(hits));
                    else
                        add({ValueMention::Kind::Text, std::string(text), {}, at, end + close.size()});
                    at = end + close.size();
                } else
                    at = begin;
            }
    }

    /// past due, past-due and past_due are one
    std::vector<ValueHit> respelled(std::string_view text) const
    {
        for (char joint : {'_', '-', ' '}) {
            std::string other(text);
            for (char &c : other)
                if (c == ' ' || c == '-' || c == '_')
                    c = joint;
            if (auto hits = index_->equal(other); !hits.empty())
                return hits;
        }
        return {};
    }

    /// dogs -> dog, annually -> annual, cancelled -> cancel
    std::vector<ValueHit> uninflected(std::string_view text) const
    {
        for (std::string_view ending : {"s", "es", "ly", "ed", "d", "'s"})
            if (text.size() > ending.size() + 2 && text.ends_with(ending))
                if (auto hits = index_->equal(text.substr(0, text.size() - ending.size())); !hits.empty())
                    return hits;
        return {};
    }

    /// Whether a single word may be taken for a cell although it is short or common.
    bool plausible(const QuestionWord &word, std::string_view text, const std::vector<ValueHit> &hits) const
    {
        if (word.stop)
            return std::any_of(hits.begin(), hits.end(), [&](const ValueHit &h) { return word.capital && !word.initial && h.value == text; });
        if (word.hangul || text.size() > 2)
            return true;
        if (!word.concepts.empty()) // ID, no
            return false;
        return std::any_of(hits.begin(), hits.end(), [&](const ValueHit &h) { return h.value == text; });
    }

    void cells()
    {
        constexpr std::size_t longest = 8;
        for (std::size_t count = std::min(longest, words_.size()); count > 0; --count)
            for (std::size_t i = 0; i + count <= words_.size(); ++i) {
                const auto &first = words_[i];
                const auto &last = words_[i + count - 1];
                if (!free(first.begin, last.end))
                    continue;
                const std::array ends = {last.fullEnd, last.end};
                for (std::size_t e = ends[0] == ends[1] ? 1 : 0; e < ends.size(); ++e) {
                    const auto text = question_.substr(first.begin, ends[e] - first.begin);
                    auto hits = index_->equal(text);
                    if (hits.empty() && (count > 1 || text.find('-') != std::string_view::npos))
                        hits = respelled(text);
                    if (hits.empty() && count == 1 && !first.hangul && !first.stop)
                        hits = uninflected(text);
                    if (hits.empty() || (count == 1 && (first.number || !plausible(first, text, hits))))
                        continue;
                    addCells(first.begin, ends[e], std::move(hits));
                    break;
                }
            }
        for (const auto &word : words_) // an unknown Korean word whose stem was cut at the wrong place
            if (word.hangul && free(word.begin, word.fullEnd))
                stems(word);
    }

    void stems(const QuestionWord &word)
    {
        const auto points = toCodePoints(question_.substr(word.begin, word.fullEnd - word.begin));
        for (std::size_t length = points.size(); length >= 2; --length) {
            const std::u32string_view all = points;
            if (!thesaurus_.isParticles(all.substr(length)))
                continue;
            const auto text = toUtf8(all.substr(0, length));
            auto hits = index_->equal(text);
            if (hits.empty())
                continue;
            addCells(word.begin, word.begin + text.size(), std::move(hits));
            return;
        }
    }

    void numbers()
    {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const auto &word = words_[i];
            if (!free(word.begin, word.end))
                continue;
            if (word.number) {
                std::string digits;
                for (char c : word.text)
                    if (c != ',')
                        digits += c;
                double value = std::strtod(digits.c_str(), nullptr);
                auto end = word.end;
                bool scaled = false;
                for (double total = 0;;) {
                    std::size_t length = 0;
                    double factor = koreanUnit(question_.substr(end), length);
                    if (factor == 0)
                        factor = englishUnit(question_.substr(end), length);
                    if (factor == 0)
                        break;
                    scaled = true;
                    end += length;
                    total += value * factor;
                    value = total;
                    // 2만 3천: another number may follow the unit
                    std::size_t next = end;
                    while (next < question_.size() && question_[next] == ' ')
                        ++next;
                    std::size_t stop = next;
                    while (stop < question_.size() && std::isdigit(static_cast<unsigned char>(question_[stop])))
                        ++stop;
                    std::size_t unit = 0;
                    if (stop == next || koreanUnit(question_.substr(stop), unit) == 0)
                        break;
                    value = std::strtod(std::string(question_.substr(next, stop - next)).c_str(), nullptr);
                    end = stop;
                    const double more = value * koreanUnit(question_.substr(end), unit);
                    end += unit;
                    value = total + more;
                    break;
                }
                ValueMention mention{ValueMention::Kind::Number, scaled ? numberText(value) : digits, {}, word.begin, end};
                if (!scaled && digits.size() == 4 && isPeriod(digits) && digits >= "1900" && digits <= "2100")
                    mention.kind = ValueMention::Kind::Period;
                if (index_ && !scaled)
                    mention.cells = index_->equal(word.text);
                if (question_.substr(0, word.begin).ends_with('-') &&
                    (word.begin == 1 || question_[word.begin - 2] == ' '))
                    mention.text.insert(0, 1, '-');
                add(std::move(mention));
            } else if (const auto value = thesaurus_.number(word.text); value >= 0) {
                // "one of", "한 명": small number words are literals only where counting is likely; offering one too many is cheap
                add({ValueMention::Kind::Number, std::to_string(value), {}, word.begin, word.end});
            }
        }
    }

    /// Seoul -> a cell '서울', 완료 -> a cell 'completed', 여자 -> a cell 'F'
    void translated()
    {
        for (std::size_t count = std::min<std::size_t>(3, words_.size()); count > 0; --count)
            for (std::size_t i = 0; i + count <= words_.size(); ++i) {
                const auto begin = words_[i].begin, end = words_[i + count - 1].end;
                if (!free(begin, end) || (count == 1 && (words_[i].stop || words_[i].number)))
                    continue;
                auto others = thesaurus_.otherSpellings(fold(question_.substr(begin, end - begin)));
                if (count == 1)
                    for (const auto &use : words_[i].concepts)
                        if (use.strength >= 0.85f)
                            others.insert(others.end(), {thesaurus_.english(use.id), thesaurus_.korean(use.id)});
                std::vector<ValueHit> hits;
                for (const auto &other : others)
                    if (!other.empty() && other != words_[i].text) {
                        auto more = index_->equal(other);
                        hits.insert(hits.end(), more.begin(), more.end());
                    }
                if (hits.empty())
                    continue;
                for (auto &hit : hits)
                    hit.score = 0.8;
                addCells(begin, end, std::move(hits));
            }
    }

    /// 서울 -> a cell 서울특별시: unknown or capitalised words only
    void beginnings(const QuestionWord &word)
    {
        if (word.stop || word.number || (!word.hangul && (!word.capital || word.initial || word.text.size() < 4)) ||
            (word.hangul && (!word.concepts.empty() || toCodePoints(word.text).size() < 2)))
            return;
        auto hits = index_->startingWith(word.text, 4);
        std::erase_if(hits, [&](const ValueHit &hit) {
            return hit.value.size() < word.text.size() || hit.value.size() > word.text.size() * 3 + 6;
        });
        if (!hits.empty())
            addCells(word.begin, word.end, std::move(hits));
    }

    /// Capitalised names that no cell equals
    void names()
    {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            auto eligible = [&](std::size_t at) {
                const auto &w = words_[at];
                return w.capital && !(w.stop && at == i) && !(w.initial && (w.stop || !w.concepts.empty())) &&
                       free(w.begin, w.end);
            };
            if (!eligible(i))
                continue;
            auto last = i;
            while (last + 1 < words_.size() && words_[last + 1].begin == words_[last].end + 1 && eligible(last + 1))
                ++last;
            // A sentence's first word is capital for another reason; AVG, ID and the like are no names.
            if (last == i && (words_[i].initial || !words_[i].concepts.empty()))
                continue;
            const auto begin = words_[i].begin, end = words_[last].end;
            add({ValueMention::Kind::Text, std::string(question_.substr(begin, end - begin)), {}, begin, end});
            i = last;
        }
    }

    std::string_view question_;
    const std::vector<QuestionWord> &words_;
    const ValueIndex *index_;
    const Thesaurus &thesaurus_;
    std::vector<ValueMention> found_;
};

} // namespace

std::vector<ValueMention> findValues(std::string_view question, const std::vector<QuestionWord> &words,
                                     const ValueIndex *index, const Thesaurus &thesaurus)
{
    return Finder(question, words, index, thesaurus).run();
}

} // namespace mureum::datasets
