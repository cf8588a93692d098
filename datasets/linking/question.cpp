#include "datasets/linking/question.h"

#include "datasets/text/fold.h"

#include <algorithm>

namespace mureum::datasets {
namespace {

bool isAsciiDigit(char32_t c) { return c >= '0' && c <= '9'; }

bool isWordChar(char32_t c)
{
    return isAsciiDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || c >= 0x3040;
}

enum class Script { Digit, Hangul, Other };

Script scriptOf(char32_t c)
{
    if (isAsciiDigit(c))
        return Script::Digit;
    return isHangul(c) ? Script::Hangul : Script::Other;
}

class Splitter
{
public:
    Splitter(std::string_view question, const Thesaurus &thesaurus)
        : points_(toCodePoints(question)), thesaurus_(thesaurus)
    {
        std::size_t byte = 0;
        for (auto c : points_) {
            bytes_.push_back(byte);
            byte += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        }
        bytes_.push_back(byte);
    }

    std::vector<QuestionWord> run()
    {
        std::size_t at = 0;
        while (at < points_.size()) {
            if (!isWordChar(points_[at])) {
                ++at;
                continue;
            }
            const auto script = scriptOf(points_[at]);
            auto end = at + 1;
            while (end < points_.size() && continues(script, end))
                ++end;
            if (script == Script::Hangul)
                addKorean(at, end);
            else
                add(at, end, end, script == Script::Digit);
            at = end;
        }
        return std::move(words_);
    }

private:
    bool continues(Script script, std::size_t at) const
    {
        const auto c = points_[at];
        if (script == Script::Digit) { // 1,234.5 is one number; 40RF and 3D are one word
            if (isAsciiDigit(c))
                return true;
            const bool digitFollows = at + 1 < points_.size() && isAsciiDigit(points_[at + 1]);
            if (c == '.' && digitFollows)
                return true;
            if (c == ',' && digitFollows)
                return at + 3 < points_.size() && isAsciiDigit(points_[at + 2]) && isAsciiDigit(points_[at + 3]) &&
                       (at + 4 >= points_.size() || !isAsciiDigit(points_[at + 4]));
            return isWordChar(c) && scriptOf(c) == Script::Other;
        }
        if (script == Script::Other && c == '\'' && at + 1 < points_.size() && points_[at + 1] == 's')
            return true;
        if (!isWordChar(c))
            return false;
        if (script == Script::Other)
            return scriptOf(c) != Script::Hangul;
        return scriptOf(c) == Script::Hangul;
    }

    void add(std::size_t begin, std::size_t end, std::size_t fullEnd, bool number)
    {
        QuestionWord word;
        word.begin = bytes_[begin];
        word.end = bytes_[end];
        word.fullEnd = bytes_[fullEnd];
        const auto raw = std::u32string_view(points_).substr(begin, end - begin);
        word.text = fold(toUtf8(raw));
        word.hangul = isHangul(raw.front());
        word.number = number && std::all_of(raw.begin(), raw.end(), [](char32_t c) {
                          return isAsciiDigit(c) || c == '.' || c == ',';
                      });
        word.key = word.hangul ? word.text : lemma(word.text);
        word.concepts = thesaurus_.concepts(word.key);
        word.stop = thesaurus_.isStopWord(word.text);
        word.capital = raw.front() >= 'A' && raw.front() <= 'Z';
        word.initial = words_.empty();
        // 세 명, 몇 개, 5건: what stands behind a number counts and names nothing
        if (word.hangul && raw.size() == 1 && !words_.empty() &&
            (words_.back().number || words_.back().text == "몇" || thesaurus_.number(words_.back().text) >= 0))
            word.stop = true;
        words_.push_back(std::move(word));
    }

    bool isSuffixNoun(std::u32string_view rest) const
    {
        static constexpr std::u32string_view nouns = U"명일수액율률비료금자처값가량점층";
        return nouns.find(rest.front()) != std::u32string_view::npos && thesaurus_.isParticles(rest.substr(1)) &&
               !thesaurus_.concepts(toUtf8(rest.substr(0, 1))).empty();
    }

    /// Ends of the known words that make up `text` but for particles at its end, as many words as possible: their
    /// combinations are looked up as phrases later, so the finest cut loses nothing (정산금액 -> 정산, 금액). Empty where
    /// none fits.
    std::vector<std::size_t> finestCut(std::u32string_view text) const
    {
        const auto n = text.size();
        std::vector<int> pieces(n + 1, -1); // most words that cover the first i characters
        std::vector<std::size_t> from(n + 1, 0);
        pieces[0] = 0;
        int most = 0;
        std::size_t best = 0;
        for (std::size_t end = 1; end <= n; ++end) {
            for (std::size_t begin = 0; begin < end; ++begin) {
                const auto piece = text.substr(begin, end - begin);
                const bool suffix = piece.size() == 1 && begin > 0 && isSuffixNoun(text.substr(begin));
                if (pieces[begin] < 0 || pieces[begin] + 1 <= pieces[end] || (!suffix && !thesaurus_.isKoreanWord(piece)))
                    continue;
                if (piece.size() == 1 && !suffix && n > 1 && !(begin == 0 && thesaurus_.isParticles(text.substr(1))))
                    continue;
                pieces[end] = pieces[begin] + 1;
                from[end] = begin;
            }
            if (pieces[end] > 0 && (pieces[end] > most || (pieces[end] == most && end > best)) &&
                thesaurus_.isParticles(text.substr(end))) {
                most = pieces[end];
                best = end;
            }
        }
        std::vector<std::size_t> ends;
        for (auto end = best; end > 0; end = from[end])
            ends.insert(ends.begin(), end);
        return ends;
    }

    void addKorean(std::size_t begin, std::size_t end)
    {
        const std::u32string_view all = points_;
        auto text = all.substr(begin, end - begin);
        auto cuts = finestCut(text);
        if (cuts.empty()) // at least what a known word begins
            if (const auto known = thesaurus_.longestKorean(text); known > 0)
                cuts = {known};
        std::size_t at = 0;
        for (const auto cut : cuts) {
            const bool last = cut == cuts.back() && thesaurus_.isParticles(text.substr(cut));
            add(begin + at, begin + cut, last ? end : begin + cut, false);
            at = cut;
        }
        if (at > 0 && thesaurus_.isParticles(text.substr(at)))
            return;
        const auto rest = text.substr(at);
        auto stem = rest.size();
        for (auto length : thesaurus_.particleLengths(rest)) // longest particle first
            if (rest.size() > length) {
                stem = rest.size() - length;
                break;
            }
        if (stem == 1 && rest.size() > 1 && rest.size() < 4)
            stem = rest.size();
        add(begin + at, begin + at + stem, end, false);
    }

    std::u32string points_;
    std::vector<std::size_t> bytes_;
    const Thesaurus &thesaurus_;
    std::vector<QuestionWord> words_;
};

} // namespace

std::vector<QuestionWord> splitQuestion(std::string_view question, const Thesaurus &thesaurus)
{
    return Splitter(question, thesaurus).run();
}

std::string keyOf(const std::vector<QuestionWord> &words, std::size_t first, std::size_t count)
{
    std::string key;
    for (std::size_t i = first; i < first + count && i < words.size(); ++i) {
        if (!key.empty() && !(words[i].hangul && words[i - 1].hangul))
            key += ' ';
        key += words[i].key;
    }
    return key;
}

} // namespace mureum::datasets
