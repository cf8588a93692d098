#include "datasets/text/fold.h"

#include <utf8proc.h>

namespace mureum::datasets {

namespace {

enum class Kind { Separator, Digit, Upper, Lower, Hangul };

Kind kindOf(char32_t c)
{
    if (isHangul(c))
        return Kind::Hangul;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_ND:
        return Kind::Digit;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return Kind::Upper;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return Kind::Lower;
    default:
        return Kind::Separator;
    }
}

/// The plural of an acronym (userIDs) is not a word of its own: the s after capitals, before a boundary.
bool isPluralOfAcronym(const std::u32string &text, std::size_t at)
{
    return at + 1 < text.size() && text[at + 1] == U's' && kindOf(text[at]) == Kind::Upper &&
           (at + 2 == text.size() || kindOf(text[at + 2]) != Kind::Lower);
}

bool startsPart(const std::u32string &text, std::size_t at)
{
    const Kind before = kindOf(text[at - 1]), here = kindOf(text[at]);
    if (here == before) {
        // The last capital of an acronym starts the next word: HTTP|Server.
        const bool lowerNext = at + 1 < text.size() && kindOf(text[at + 1]) == Kind::Lower;
        return here == Kind::Upper && lowerNext && !isPluralOfAcronym(text, at);
    }
    return !(before == Kind::Upper && here == Kind::Lower);
}

} // namespace

std::vector<std::string> identifierParts(std::string_view identifier)
{
    const std::u32string text = toCodePoints(nfc(identifier));
    std::vector<std::string> parts;
    std::u32string part;
    const auto finish = [&] {
        if (!part.empty())
            parts.push_back(fold(toUtf8(part)));
        part.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (kindOf(text[at]) == Kind::Separator) {
            finish();
            continue;
        }
        if (!part.empty() && startsPart(text, at))
            finish();
        part.push_back(text[at]);
    }
    finish();
    return parts;
}

} // namespace mureum::datasets
