#pragma once
#include "datasets/linking/question.h"
#include "datasets/linking/thesaurus.h"
#include "datasets/schema/schema.h"

#include <string>
#include <vector>

namespace mureum::datasets {

/// A table or column a piece of the question seems to name.
struct ItemLink {
    int table = -1;
    int column = -1;                ///< -1: the table itself
    std::size_t begin = 0, end = 0; ///< bytes of the question
    float score = 0;                ///< 1 and above: the whole name was found
    bool exact() const { return score >= 0.8f; }
};

/// Matches the words of questions to the names of one schema, through lemmas, the thesaurus and abbreviations.
/// Published ablations put schema linking first among what moves accuracy (RAT-SQL, Wang et al. 2020).
class SchemaLinker
{
public:
    SchemaLinker(const Schema &schema, const Thesaurus &thesaurus);

    /// Best links first by position; at most three columns and two tables on one place.
    std::vector<ItemLink> link(const std::vector<QuestionWord> &words) const;

    /// The name in plain words, abbreviations written out, English where the thesaurus knows it: "customer name".
    const std::string &gloss(int table, int column = -1) const;

private:
    struct Part {
        std::string key;
        std::vector<ConceptUse> concepts;
        bool ownTable = false; ///< repeats the table's name; asks for nothing
        std::string gloss;
    };
    struct Item {
        int table = -1, column = -1;
        std::string folded;  ///< identifier as the user would paste it
        std::string compact; ///< its parts' keys without spaces
        std::vector<ConceptUse> phraseConcepts;
        std::vector<Part> parts;
        std::vector<float> weights;
        std::string gloss;
        bool foreignKey = false;
    };
    struct Gram;

    Item makeItem(const std::string &identifier, int table, int column) const;
    void weigh(Item &item) const;
    std::vector<Part> partsOf(const std::string &identifier) const;
    void scoreItem(const Item &item, const std::vector<QuestionWord> &words, const std::vector<Gram> &grams,
                   std::vector<ItemLink> &out) const;

    const Thesaurus &thesaurus_;
    std::vector<Item> items_;
    std::vector<Item> aliases_; ///< columns and tables by what their comments call them
    std::vector<std::vector<std::size_t>> itemOf_; ///< [table][column + 1] -> items_
};

} // namespace mureum::datasets
