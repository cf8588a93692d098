#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Bilingual entity types, the raw material of invented databases: datasets/lexicon/*.jsonl, one JSON object a
// line. README.md in that folder says what the fields mean.

namespace mureum::datasets {

using Pair = std::pair<std::string, std::string>; ///< English, Korean

struct LexiconAttribute
{
    std::string key;
    std::vector<std::string> en, ko;  ///< what a user calls it
    std::vector<std::string> columns; ///< names in several styles
    std::string type;                 ///< text integer real date datetime boolean
    std::string role;                 ///< name code category measure count time place person flag text
    std::vector<Pair> values;
    double low = 0, high = 0; ///< numbers and years
    std::string from, to;     ///< dates
    std::string unitEn, unitKo;
    Pair whenTrue, whenFalse; ///< modifiers of flags
};

struct LexiconRelation
{
    std::string to; ///< entity key; `person` and `organization` have no entry
    std::string kind, column, en, ko, particle;
};

struct LexiconEntity
{
    std::string domain, key;
    std::vector<std::string> en, ko, tables;
    std::string plural;
    std::vector<LexiconAttribute> attributes;
    std::vector<LexiconRelation> relations;
};

class Lexicon
{
public:
    /// Reads every .jsonl file of the folder, in order of name. Throws Error with file and line where a field
    /// is missing, a role or type unknown, a range empty, or a key given twice.
    static Lexicon load(const std::filesystem::path &folder);

    const std::vector<LexiconEntity> &entities() const { return entities_; }
    const LexiconEntity *find(std::string_view key) const;

private:
    std::vector<LexiconEntity> entities_;
};

} // namespace mureum::datasets
