#pragma once
#include "datasets/sql/analysis.h"
#include "eval/score/exact_match.h"
#include "eval/score/spider_query.h"
#include "eval/score/spider_schema.h"

#include <vector>

namespace mureum::eval::spider {

/// As eval_hardness of Spider's evaluation.py (https://github.com/taoyds/spider) counts, on a query as
/// parsed.
datasets::sql::HardnessCounts countComponents(const Query &query);

/// Takes out of a parsed query what exact match does not look at: values, DISTINCT, and which of several
/// columns joined by foreign keys is meant.
void forget(Query &query, const Names &names);

/// The ten partial scores, as eval_partial_match; both queries after forget().
std::vector<ClauseScore> partialScores(const Query &prediction, const Query &gold);

/// As eval_exact_match: all ten right, and the same tables. False where the official evaluator stops with an
/// error (several different subqueries in one FROM).
bool exactMatch(const std::vector<ClauseScore> &scores, const Query &prediction, const Query &gold);

} // namespace mureum::eval::spider
