#pragma once
#include "datasets/schema/schema.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <vector>

namespace mureum::eval {

/// How much of one clause was right, as Spider's partial scores count it.
struct ClauseScore
{
    std::string clause; ///< select, select(no AGG), where, where(no OP), group(no Having), group, order,
                        ///< and/or, IUEN, keywords
    int gold = 0;       ///< elements in the right answer
    int predicted = 0;  ///< elements in the prediction
    int matched = 0;    ///< of both

    /// What Spider gives 1 for, else 0: accuracy, recall and F1 are the same.
    bool right() const { return gold == predicted && matched == predicted; }
};

/// Exact match of one prediction with one right answer.
struct ExactMatch
{
    bool em = false;       ///< Spider's exact set match without values, bugs included
    bool emStrict = false; ///< ours: values, ON, LIMIT, DISTINCT, order and direction compared too
    bool goldParsed = true, predictionParsed = true; ///< by the rules of Spider's own parser
    std::vector<ClauseScore> clauses;                ///< in the order given above, all ten
    /// Of the right answer: easy, medium, hard, extra. As Spider counts it where its parser reads the answer,
    /// else from our own syntax tree; "unknown" where that fails too.
    std::string hardness;
};

namespace spider {
class Names;
}

/// Exact match as evaluation.py of Spider counts it (https://github.com/taoyds/spider; Yu et al. 2018), for
/// one database. Thread-safe once made.
class ExactMatcher
{
public:
    /// Foreign keys are the schema's. The schema must outlive it.
    explicit ExactMatcher(const datasets::Schema &schema);
    /// Foreign keys are those of the database's entry in Spider's tables.json; throws datasets::Error where
    /// it cannot be read. They differ where a key names its column in another case, or not at all.
    ExactMatcher(const datasets::Schema &schema, const nlohmann::json &tablesEntry);
    ~ExactMatcher();
    ExactMatcher(ExactMatcher &&) noexcept;
    ExactMatcher &operator=(ExactMatcher &&) noexcept;

    /// Never throws: what cannot be parsed is wrong.
    ExactMatch score(const std::string &gold, const std::string &prediction) const;
    /// As ExactMatch::hardness.
    std::string hardness(const std::string &gold) const;

private:
    const datasets::Schema *schema_;
    std::unique_ptr<spider::Names> names_;
};

/// The same for a single pair.
ExactMatch scoreExactMatch(const datasets::Schema &schema, const std::string &gold,
                           const std::string &prediction);

} // namespace mureum::eval
