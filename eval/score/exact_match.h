#pragma once
#include "datasets/schema/schema.h"

#include <string>
#include <vector>

namespace mureum::eval {

/// How much of one clause was right, as Spider's partial scores count it.
struct ClauseScore
{
    std::string clause; ///< select, select(no AGG), where, where(no OP), group(no Having), group, order,
                        ///< and/or, IUEN, keywords
    int gold = 0;      ///< elements in the right answer
    int predicted = 0; ///< elements in the prediction
    int matched = 0;   ///< of both
};

/// Exact match of one prediction with one right answer.
struct ExactMatch
{
    bool em = false;       ///< Spider's exact set match without values, bugs included
    bool emStrict = false; ///< ours: values, ON, LIMIT, DISTINCT, order and direction compared too
    bool goldParsed = true, predictionParsed = true; ///< by the rules of Spider's own parser
    std::vector<ClauseScore> clauses;                ///< in the order given above, all ten
};

/// Exact match as evaluation.py of Spider counts it (https://github.com/taoyds/spider; Yu et al. 2018), with
/// the foreign-key map of the schema. Never throws: what cannot be parsed is wrong.
ExactMatch scoreExactMatch(const datasets::Schema &schema, const std::string &gold,
                           const std::string &prediction);

} // namespace mureum::eval
