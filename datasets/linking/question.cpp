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
            while (end < points_.size() && continues(script, at, end))
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
    bool continues(Script script, std::size_t begin, std::size_t at) const
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
        (void)begin;
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
        words_.push_back(std::move(word));
    }

    bool isSuffixNoun(std::u32string_view rest) const
    {
        static constexpr std::u32string_view nouns = U"명일수액율률비료금자처값가량점층";
        return nouns.find(rest.front()) != std::u32string_view::npos && thesaurus_.isParticles(rest.substr(1)) &&
               !thesaurus_.concepts(toUtf8(rest.substr(0, 1))).empty();
    }

    /// Cuts known words off the front; the rest is particles, or an unknown word.
    void addKorean(std::size_t begin, std::size_t end)
    {
        const std::u32string_view all = points_;
        auto at = begin;
        while (at < end) {
            const auto rest = all.substr(at, end - at);
            if (at > begin && isSuffixNoun(rest)) { // 회사명, 가입일: a noun of one syllable closes the compound
                add(at, at + 1, end, false);
                return;
            }
            if (at > begin && thesaurus_.isParticles(rest)) {
                words_.back().fullEnd = bytes_[end];
                return;
            }
            const auto known = thesaurus_.longestKorean(rest);
            if (known == 0)
                break;
            add(at, at + known, at + known, false);
            at += known;
        }
        if (at >= end)
            return;
        const auto rest = all.substr(at, end - at);
        auto stem = rest.size();
        for (auto length : thesaurus_.particleLengths(rest))
            if (rest.size() - length >= 1) { // longest particle first
                stem = rest.size() - length;
                break;
            }
        if (stem == 1 && rest.size() > 1 && rest.size() < 4)
            stem = rest.size();
        add(at, at + stem, end, false);
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
