#include "eval/score/exact_match.h"

#include "datasets/error.h"
#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "eval/score/spider_match.h"
#include "eval/score/spider_parser.h"
#include "eval/score/spider_schema.h"
#include "eval/score/strict_match.h"

namespace mureum::eval {

namespace {

/// For what Spider's parser does not read.
std::string hardnessByTree(const std::string &gold)
{
    try {
        return std::string(datasets::sql::name(datasets::sql::hardness(datasets::sql::parse(gold))));
    } catch (const datasets::Error &) {
        return "unknown";
    }
}

std::string hardnessOf(const spider::Query *gold, const std::string &text)
{
    if (!gold)
        return hardnessByTree(text);
    return std::string(datasets::sql::name(datasets::sql::hardness(spider::countComponents(*gold))));
}

} // namespace

ExactMatcher::ExactMatcher(const datasets::Schema &schema)
    : schema_(&schema), names_(std::make_unique<spider::Names>(schema))
{
}

ExactMatcher::ExactMatcher(const datasets::Schema &schema, const nlohmann::json &tablesEntry)
    : ExactMatcher(schema)
{
    names_->useForeignKeys(tablesEntry);
}

ExactMatcher::~ExactMatcher() = default;
ExactMatcher::ExactMatcher(ExactMatcher &&) noexcept = default;
ExactMatcher &ExactMatcher::operator=(ExactMatcher &&) noexcept = default;

ExactMatch ExactMatcher::score(const std::string &gold, const std::string &prediction) const
{
    ExactMatch match;
    const spider::QueryPtr right = spider::parse(*names_, gold);
    spider::QueryPtr predicted = spider::parse(*names_, prediction);
    match.goldParsed = right != nullptr;
    match.predictionParsed = predicted != nullptr;
    match.hardness = hardnessOf(right.get(), gold);
    match.emStrict = strictMatch(*schema_, gold, prediction);
    // Spider scores the empty query in place of what it cannot parse.
    if (!predicted)
        predicted = std::make_shared<spider::Query>();
    const spider::Query empty;
    if (right)
        spider::forget(*right, *names_);
    spider::forget(*predicted, *names_);
    match.clauses = spider::partialScores(*predicted, right ? *right : empty);
    match.em = right && spider::exactMatch(match.clauses, *predicted, *right);
    return match;
}

std::string ExactMatcher::hardness(const std::string &gold) const
{
    return hardnessOf(spider::parse(*names_, gold).get(), gold);
}

ExactMatch scoreExactMatch(const datasets::Schema &schema, const std::string &gold,
                           const std::string &prediction)
{
    return ExactMatcher(schema).score(gold, prediction);
}

} // namespace mureum::eval
