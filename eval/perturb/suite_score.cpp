#include "eval/perturb/suite_score.h"

#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "eval/score/results.h"

#include <algorithm>

namespace mureum::eval {

namespace sql = datasets::sql;

namespace {

sql::ExprPtr number(std::size_t value)
{
    auto expr = std::make_shared<sql::Expr>();
    expr->kind = sql::ExprKind::Number;
    expr->text = std::to_string(value);
    return expr;
}

bool sameText(const sql::Expr &a, const sql::Expr &b)
{
    const std::string x = sql::print(a), y = sql::print(b);
    return x.size() == y.size() && std::equal(x.begin(), x.end(), y.begin(), [](char p, char q) {
               const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; };
               return lower(p) == lower(q);
           });
}

/// Breaks ties one way or the other: `first` takes the least of what may come.
class TieBreaker
{
public:
    explicit TieBreaker(bool first) : first_(first) {}
    bool changed = false;

    void apply(sql::Query &query, std::size_t columns)
    {
        for (sql::CommonTable &common : query.with)
            if (common.query)
                apply(*common.query, 0);
        for (sql::SelectCore &core : query.cores)
            apply(core, query);
        if (!query.limit)
            return;
        if (columns == 0 && !query.cores.empty()) {
            columns = query.cores.front().items.size();
            for (const sql::SelectItem &item : query.cores.front().items)
                if (item.expr->kind == sql::ExprKind::Star)
                    columns = 0;
        }
        for (std::size_t i = 1; i <= columns; ++i) {
            query.orderBy.push_back({number(i), !first_, std::nullopt});
            changed = true;
        }
    }

private:
    void apply(sql::SelectCore &core, sql::Query &query)
    {
        for (sql::Source &source : core.from)
            apply(source);
        for (sql::SelectItem &item : core.items)
            nested(*item.expr);
        for (const sql::ExprPtr *expr : {&core.where, &core.having})
            if (*expr)
                nested(**expr);
        bareColumns(core, query);
    }
    void apply(sql::Source &source)
    {
        if (source.query)
            apply(*source.query, 0);
        for (sql::Source &inner : source.nested)
            apply(inner);
        if (source.on)
            nested(*source.on);
    }
    void nested(sql::Expr &expr)
    {
        if (expr.query)
            apply(*expr.query, 0);
        for (const sql::ExprPtr &arg : expr.args)
            nested(*arg);
        for (const sql::ExprPtr *inner : {&expr.subject, &expr.otherwise, &expr.filter})
            if (*inner)
                nested(**inner);
    }

    /// SELECT a, b ... GROUP BY a: which b is shown is not defined, unless a lone MIN or MAX picks the row.
    void bareColumns(sql::SelectCore &core, sql::Query &query)
    {
        int aggregates = 0, extremes = 0;
        const auto count = [&](const sql::Expr &expr) {
            if (sql::hasAggregate(expr)) {
                ++aggregates;
                extremes += expr.kind == sql::ExprKind::Function && expr.args.size() == 1 &&
                            (sqlName(expr.text) == "MIN" || sqlName(expr.text) == "MAX");
            }
        };
        for (const sql::SelectItem &item : core.items)
            count(*item.expr);
        if (core.having)
            count(*core.having);
        for (const sql::OrderTerm &term : query.orderBy)
            if (query.cores.size() == 1)
                count(*term.expr);
        if ((core.groupBy.empty() && aggregates == 0) || (aggregates == 1 && extremes == 1))
            return;
        const auto grouped = [&](const sql::Expr &expr) {
            return std::any_of(core.groupBy.begin(), core.groupBy.end(),
                               [&](const sql::ExprPtr &key) { return sameText(*key, expr); });
        };
        for (sql::SelectItem &item : core.items)
            if (item.expr->kind == sql::ExprKind::Column && !grouped(*item.expr))
                item.expr = extreme(item.expr);
        if (query.cores.size() != 1)
            return;
        for (sql::OrderTerm &term : query.orderBy) {
            const bool alias =
                std::any_of(core.items.begin(), core.items.end(), [&](const sql::SelectItem &item) {
                    return !item.alias.empty() && item.alias == term.expr->text;
                });
            if (term.expr->kind == sql::ExprKind::Column && !grouped(*term.expr) && !alias)
                term.expr = extreme(term.expr);
        }
    }
    static std::string sqlName(std::string text)
    {
        for (char &c : text)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        return text;
    }
    sql::ExprPtr extreme(const sql::ExprPtr &column)
    {
        changed = true;
        auto call = std::make_shared<sql::Expr>();
        call->kind = sql::ExprKind::Function;
        call->text = first_ ? "MIN" : "MAX";
        call->args = {column};
        return call;
    }

    bool first_;
};

} // namespace

bool ambiguous(SqlRunner &runner, const GoldRun &gold, const RunLimits &limits, std::stop_token stop)
{
    if (!gold.result)
        return false;
    std::vector<ResultSet> results;
    for (const bool first : {true, false}) {
        try {
            // A tree of its own each time, as it is changed in place.
            sql::Query query = sql::parse(gold.sql);
            TieBreaker breaker(first);
            breaker.apply(query, gold.result->columns.size());
            if (!breaker.changed)
                return false;
            results.push_back(runner.run(sql::print(query), limits, stop));
        } catch (const datasets::Error &) {
            return false;
        } catch (const RunError &error) {
            if (error.kind() == RunFailure::Cancelled)
                throw;
            return false;
        }
    }
    return results[0].columns.size() != results[1].columns.size() ||
           compareRows(results[0].rows, results[1].rows) != Match::Same;
}

SuiteScore scoreSuite(const ExecutionScore &original, std::size_t variants,
                      const std::function<VariantGolds(std::size_t)> &variant, const std::string &prediction,
                      const RunLimits &limits, std::stop_token stop)
{
    SuiteScore suite;
    suite.verdict = original.ex;
    suite.reason = original.reason;
    if (original.ex == Verdict::Wrong ||
        (original.ex == Verdict::Inconclusive && original.kind != ErrorKind::BothEmpty))
        return suite;
    for (std::size_t i = 0; i < variants; ++i) {
        const VariantGolds on = variant(i);
        if (!on.runner) {
            ++suite.inconclusive;
            continue;
        }
        const ExecutionScore score = scoreExecution(*on.runner, on.golds, prediction, limits, stop);
        if (score.ex == Verdict::Right) {
            ++suite.right;
            continue;
        }
        // Another number of columns is wrong whatever ties.
        const bool decided = score.ex == Verdict::Wrong && (score.failed || score.kind == ErrorKind::Columns);
        if (score.ex == Verdict::Inconclusive ||
            (!decided && std::any_of(on.golds.begin(), on.golds.end(), [&](const GoldRunPtr &gold) {
                return ambiguous(*on.runner, *gold, limits, stop);
            }))) {
            ++suite.inconclusive;
            continue;
        }
        ++suite.wrong;
        suite.verdict = Verdict::Wrong;
        suite.reason = score.reason;
        return suite;
    }
    if (suite.right > 0)
        suite.verdict = Verdict::Right;
    if (suite.verdict == Verdict::Right)
        suite.reason.clear();
    return suite;
}

} // namespace mureum::eval
