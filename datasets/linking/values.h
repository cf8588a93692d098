#pragma once
#include "datasets/linking/question.h"
#include "datasets/schema/value_index.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mureum::datasets {

/// A literal the question names. How it is written in SQL depends on the column it is compared with.
struct ValueMention {
    enum class Kind {
        Number, ///< text = digits as SQL writes them
        Text,   ///< text = as written, quotes left out
        Cell,   ///< as Text, and equal to cells of the columns in `cells`
        Period  ///< text = canonical period, see datasets/slots/period.h
    };
    Kind kind = Kind::Text;
    std::string text;
    std::vector<ValueHit> cells;
    std::size_t begin = 0, end = 0; ///< bytes of the question
};

/// Numbers (1,200; 2만; three; 세 명), dates and periods (2024년 3월, Q3 2024, last month), quoted texts, cells of the
/// database, and capitalised names no cell equals. In order of appearance, never overlapping.
/// `index` may be null.
std::vector<ValueMention> findValues(std::string_view question, const std::vector<QuestionWord> &words,
                                     const ValueIndex *index, const Thesaurus &thesaurus);

} // namespace mureum::datasets
