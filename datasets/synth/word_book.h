#pragma once
#include "datasets/lexicon/lexicon.h"
#include "datasets/linking/thesaurus.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::datasets::synth {

/// Reads identifiers as words: what CUST_NM or 고객등급 is called in the two languages. Knows the lexicon's
/// names and the abbreviations its column variants show, and the thesaurus of schema linking.
class WordBook
{
public:
    WordBook(const Lexicon &lexicon, const Thesaurus &thesaurus);

    struct Reading
    {
        std::vector<std::string> words; ///< lower case English, or Hangul
        bool hangul = false;
        bool known = true; ///< every part is a word or a known abbreviation
    };
    Reading read(std::string_view identifier) const;
    /// A table's name without TB_, _MST and the like, in the singular.
    Reading readTable(std::string_view identifier) const;

    /// "number of employees", "customer ID"
    std::string english(const Reading &reading) const;
    /// nullopt where a word has no Korean.
    std::optional<std::string> korean(const Reading &reading) const;
    /// English of a Hangul identifier; nullopt where a word is unknown.
    std::optional<std::string> translated(const Reading &reading) const;

    /// The lexicon's entity a table stands for; null where none fits. A name alone proves little (account,
    /// site): two columns must agree as well.
    const LexiconEntity *entity(std::string_view table, const std::vector<std::string> &columns) const;
    /// The lexicon's attribute of that name, of the entity first, else wherever it is common.
    const LexiconAttribute *attribute(const LexiconEntity *entity, std::string_view column,
                                      const Reading &reading) const;

private:
    std::string expand(const std::string &part, bool &known) const;
    std::optional<std::string> koreanWord(const std::string &phrase) const;

    const Lexicon &lexicon_;
    const Thesaurus &thesaurus_;
    std::map<std::string, std::string, std::less<>> abbreviations_;
    std::map<std::string, int, std::less<>> words_; ///< English words the lexicon writes out
    std::map<std::string, const LexiconEntity *, std::less<>> entities_;
    std::map<std::string, std::string, std::less<>> koreanPhrases_;
    std::map<std::string, const LexiconAttribute *, std::less<>> attributes_; ///< by normalised column name
};

/// "customers" -> "customer"; leaves what is no plural.
std::string singularOf(std::string_view word);

} // namespace mureum::datasets::synth
