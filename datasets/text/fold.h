#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// NFC; invalid UTF-8 becomes U+FFFD.
std::string nfc(std::string_view text);

/// NFC, Unicode case folded, runs of white space made one space, trimmed.
std::string fold(std::string_view text);

bool isValidUtf8(std::string_view text);

bool isHangul(char32_t c);

/// True where the last readable character of a Korean or mixed word ends in a consonant (받침), reading
/// digits and Latin letters as Koreans do (1 일: yes, 2 이: no; L 엘: yes). Quotes and brackets are looked
/// through: an aside in brackets after the word does not count, as in 바람(wind)은 (National Institute of
/// Korean Language).
bool endsInConsonant(std::string_view word);
/// True where that consonant is ㄹ (로 instead of 으로).
bool endsInRieul(std::string_view word);

std::u32string toCodePoints(std::string_view text);
std::string toUtf8(std::u32string_view text);

/// Parts of an identifier, lower case: "CustOrder_ID2" -> cust, order, id, 2; "고객등급" stays one part.
std::vector<std::string> identifierParts(std::string_view identifier);

} // namespace mureum::datasets
