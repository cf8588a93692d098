#pragma once
#include "datasets/linking/thesaurus.h"

#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets {

/// A word of a question, or a part of a Korean compound (회원이름 -> 회원, 이름).
struct QuestionWord {
    std::size_t begin = 0, end = 0; ///< bytes of the question, particles left out of `end`
    std::size_t fullEnd = 0;        ///< end of the written word, particles included (parts: their own end)
    std::string text;               ///< folded, without particles
    std::string key;                ///< lemma, or the Korean word
    std::vector<ConceptUse> concepts;
    bool hangul = false;
    bool number = false;
    bool stop = false;
    bool capital = false; ///< begins with an upper-case Latin letter
    bool initial = false; ///< first word of the question
};

/// Splits a question (NFC) into words. Korean words are cut into known words, particles stripped; a Korean word
/// nobody knows keeps its shortest stem.
std::vector<QuestionWord> splitQuestion(std::string_view question, const Thesaurus &thesaurus);

/// Key of the words [first, first + count) as phraseKey() would give.
std::string keyOf(const std::vector<QuestionWord> &words, std::size_t first, std::size_t count);

} // namespace mureum::datasets
