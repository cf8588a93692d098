#pragma once
#include <string>
#include <string_view>

namespace mureum::datasets::synth {

// English
std::string pluralOf(std::string_view phrase); ///< plural of the head: numbers of seats, amounts paid
bool isPluralOrMass(std::string_view phrase);  ///< takes no article: reward points, stock
bool isPlural(std::string_view phrase);
std::string withArticle(std::string_view phrase); ///< a / an + phrase
std::string thirdPerson(std::string_view verb);
bool hasDeterminer(std::string_view phrase);

// Korean
enum class Final { Vowel, Rieul, Consonant };
Final finalOf(std::string_view text);
/// The form of a particle pair (은는, 이가, 을를, 과와, 으로로, 이나나, 이랑랑, 이라라) that fits after text.
std::string particleFor(std::string_view text, std::string_view pair);

} // namespace mureum::datasets::synth
