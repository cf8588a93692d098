#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace mureum::datasets {

/// How surely a word stands for a concept.
struct ConceptUse {
    int id = -1;
    float strength = 0; ///< 1 for the concept's own word or its Korean word, less for a synonym
};

/// The bilingual word list behind schema linking: concepts with their English words, Korean words and the
/// abbreviations identifiers use, question words that never link, number words, Korean particles.
/// Source: datasets/linking/data/*.tsv (written by hand for this project), compiled into the library.
class Thesaurus
{
public:
    static const Thesaurus &builtIn();

    /// Tab-separated text as in the data folder. Lines that do not have their fields are left out.
    void addConcepts(std::string_view tsv);
    void addStopWords(std::string_view tsv);
    void addNumbers(std::string_view tsv);
    void addParticles(std::string_view tsv);
    void addValues(std::string_view tsv);

    /// Concepts of a word or phrase key as phraseKey() makes it.
    const std::vector<ConceptUse> &concepts(const std::string &key) const;
    /// Concepts an identifier part may abbreviate (nm, qty).
    const std::vector<ConceptUse> &abbreviation(const std::string &part) const;
    /// The concept's main English word.
    const std::string &english(int concept_) const { return english_[static_cast<std::size_t>(concept_)]; }

    /// Its first Korean word; may be empty.
    const std::string &korean(int concept_) const { return koreanOf_[static_cast<std::size_t>(concept_)]; }

    /// What else a cell may say for the folded `text`: Seoul -> 서울, 여자 -> F.
    const std::vector<std::string> &otherSpellings(const std::string &text) const;

    bool isStopWord(const std::string &word) const { return stopWords_.contains(word); }
    /// Value of a number word (three, 세); -1 where it is none.
    std::int64_t number(const std::string &word) const;
    /// Longest known Korean word that `text` (code points, NFC) begins with; 0 where none. At least two syllables
    /// unless the whole text is one known syllable.
    std::size_t longestKorean(std::u32string_view text) const;
    bool isKoreanWord(std::u32string_view text) const { return korean_.contains(std::u32string(text)); }
    /// Lengths (code points) of the particles and endings `text` ends with, longest first.
    std::vector<std::size_t> particleLengths(std::u32string_view text) const;
    /// True where all of `text` is particles and endings.
    bool isParticles(std::u32string_view text) const;
    std::size_t size() const { return english_.size(); }

private:
    void addUse(const std::string &key, int id, float strength);

    std::vector<std::string> english_;
    std::vector<std::string> koreanOf_;
    std::unordered_map<std::string, std::vector<ConceptUse>> uses_;
    std::unordered_map<std::string, std::vector<ConceptUse>> abbreviations_;
    std::unordered_map<std::string, std::vector<std::string>> spellings_;
    std::unordered_set<std::string> stopWords_;
    std::unordered_map<std::string, std::int64_t> numbers_;
    std::unordered_set<std::u32string> korean_;
    std::size_t longestKorean_ = 0;
    std::unordered_set<std::u32string> particles_;
    std::size_t longestParticle_ = 0;
};

/// English word without plural, possessive and light verb endings: "cities" -> "city", "enrolled" -> "enrol".
/// Only ever compared with other lemmas, so it need not be a word.
std::string lemma(std::string_view word);

/// Key of a phrase in any of the two languages: folded, English lemmas joined by spaces, Hangul without spaces.
std::string phraseKey(std::string_view phrase);

} // namespace mureum::datasets
