#include "datasets/text/fold.h"

#include <algorithm>

namespace mureum::datasets {

namespace {

enum class Ending { Vowel, Consonant, Rieul };

bool isDigit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}
bool isUpper(char32_t c)
{
    return c >= U'A' && c <= U'Z';
}
bool isLatin(char32_t c)
{
    return isUpper(c) || (c >= U'a' && c <= U'z');
}
char32_t lower(char32_t c)
{
    return isUpper(c) ? c + (U'a' - U'A') : c;
}
bool oneOf(char32_t c, std::u32string_view set)
{
    return set.find(c) != std::u32string_view::npos;
}
bool isVowelLetter(char32_t c)
{
    return oneOf(c, U"aeiouy");
}

/// Full-width forms, which Korean input methods produce, read as their ASCII twins.
char32_t narrow(char32_t c)
{
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

/// Last digit of a number read in Sino-Korean: trailing zeros are read as their unit (10 십, 100 백, 1000 천,
/// 만, 억 end in a consonant; 조, 10^12 to 10^15, does not).
Ending digitEnding(std::u32string_view text)
{
    const char32_t last = text.back();
    if (last != U'0')
        return oneOf(last, U"178") ? Ending::Rieul : oneOf(last, U"36") ? Ending::Consonant : Ending::Vowel;
    int zeros = 0;
    for (std::size_t at = text.size(); at-- > 0;) {
        if (text[at] == U',')
            continue;
        if (text[at] != U'0')
            break;
        ++zeros;
    }
    return zeros >= 12 && zeros <= 15 ? Ending::Vowel : Ending::Consonant;
}

/// A letter by its name: 엘 and 알 end in ㄹ, 엠 and 엔 in a consonant, the others in a vowel (에스, 티,
/// 엑스).
Ending letterEnding(char32_t letter)
{
    const char32_t c = lower(letter);
    return oneOf(c, U"lr") ? Ending::Rieul : oneOf(c, U"mn") ? Ending::Consonant : Ending::Vowel;
}

/// A word by its usual transcription: mail 메일, name 네임, market 마켓, desk 데스크, server 서버.
Ending wordEnding(std::u32string word)
{
    std::transform(word.begin(), word.end(), word.begin(), lower);
    const bool voiced =
        std::any_of(word.begin(), word.end() - 1, [](char32_t c) { return isVowelLetter(c); });
    if (word.size() > 2 && word.back() == U'e' && voiced && oneOf(word[word.size() - 2], U"lmn"))
        word.pop_back();
    const char32_t last = word.back();
    const char32_t before = word.size() > 1 ? word[word.size() - 2] : U' ';
    const char32_t third = word.size() > 2 ? word[word.size() - 3] : U' ';
    if (last == U'l')
        return Ending::Rieul;
    if (oneOf(last, U"mn") || (last == U'g' && before == U'n'))
        return Ending::Consonant;
    if (last == U'k' && before == U'c')
        return Ending::Consonant;
    if (last == U'k' && before == U'o' && third == U'o')
        return Ending::Consonant;
    if (last == U'p' && before == U'u' && third == U'o')
        return Ending::Consonant;
    const bool shortVowel = isVowelLetter(before) && !isVowelLetter(third);
    return oneOf(last, U"bckpt") && shortVowel ? Ending::Consonant : Ending::Vowel;
}

Ending latinEnding(std::u32string_view text)
{
    std::size_t begin = text.size();
    while (begin > 0 && isLatin(text[begin - 1]))
        --begin;
    const auto word = text.substr(begin);
    const bool acronym = std::all_of(word.begin(), word.end(), isUpper);
    const bool voiced =
        std::any_of(word.begin(), word.end(), [](char32_t c) { return isVowelLetter(lower(c)); });
    if (word.size() == 1 || !voiced || (acronym && word.size() <= 4))
        return letterEnding(word.back());
    return wordEnding(std::u32string(word));
}

bool isReadable(char32_t c)
{
    return isHangul(c) || isDigit(c) || isLatin(c) || c == U'%' || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xC0 && c < 0x250);
}

/// Cuts a bracketed aside that follows a readable word, then everything unreadable at the end.
std::u32string_view readablePart(std::u32string_view text)
{
    constexpr std::u32string_view openers = U"([{<（「『【〈《", closers = U")]}>）」』】〉》";
    for (;;) {
        while (!text.empty() && !isReadable(text.back()) && !oneOf(text.back(), closers))
            text.remove_suffix(1);
        if (text.empty() || isReadable(text.back()))
            return text;
        const char32_t opener = openers[closers.find(text.back())];
        const auto open = text.rfind(opener);
        text.remove_suffix(1);
        if (open != std::u32string_view::npos &&
            std::any_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open), isReadable))
            text = text.substr(0, open);
    }
}

Ending ending(std::string_view word)
{
    std::u32string points = toCodePoints(nfc(word));
    std::transform(points.begin(), points.end(), points.begin(), narrow);
    const auto text = readablePart(points);
    if (text.empty())
        return Ending::Vowel;
    const char32_t last = text.back();
    if (last >= 0xAC00 && last <= 0xD7A3) {
        constexpr int finals = 28, rieul = 8;
        const int jongseong = static_cast<int>(last - 0xAC00) % finals;
        return jongseong == 0 ? Ending::Vowel : jongseong == rieul ? Ending::Rieul : Ending::Consonant;
    }
    if (last >= 0x3131 && last <= 0x314E) // consonants by name: 기역 ... 히읗; 리을
        return last == U'ㄹ' ? Ending::Rieul : Ending::Consonant;
    if (isDigit(last))
        return digitEnding(text);
    if (isLatin(last))
        return latinEnding(text);
    return last == U'ん' || last == U'ン' ? Ending::Consonant : Ending::Vowel;
}

} // namespace

bool endsInConsonant(std::string_view word)
{
    return ending(word) != Ending::Vowel;
}

bool endsInRieul(std::string_view word)
{
    return ending(word) == Ending::Rieul;
}

} // namespace mureum::datasets
