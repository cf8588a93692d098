#include "eval/score/gold_order.h"

#include "datasets/sql/parser.h"
#include "eval/score/exact_string.h"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace mureum::eval {

namespace sql = datasets::sql;

namespace {

bool sameName(const std::string &a, const std::string &b)
{
    return a.size() == b.size() && sqlite3_strnicmp(a.c_str(), b.c_str(), static_cast<int>(a.size())) == 0;
}

bool sameColumn(const sql::Expr &a, const sql::Expr &b)
{
    return a.kind == sql::ExprKind::Column && b.kind == sql::ExprKind::Column && sameName(a.text, b.text) &&
           (a.qualifier.empty() || b.qualifier.empty() || sameName(a.qualifier, b.qualifier));
}

bool bareName(const sql::Expr &expr)
{
    return expr.kind == sql::ExprKind::Column && expr.qualifier.empty();
}

/// A deep copy in which names of result columns are replaced by what they stand for.
sql::ExprPtr withoutAliases(const sql::ExprPtr &expr, const std::vector<sql::SelectItem> &items)
{
    if (!expr)
        return nullptr;
    if (bareName(*expr))
        for (const sql::SelectItem &item : items)
            if (!item.alias.empty() && sameName(item.alias, expr->text))
                return item.expr;
    auto copy = std::make_shared<sql::Expr>(*expr);
    for (sql::ExprPtr &arg : copy->args)
        arg = withoutAliases(arg, items);
    copy->subject = withoutAliases(expr->subject, items);
    copy->otherwise = withoutAliases(expr->otherwise, items);
    copy->filter = withoutAliases(expr->filter, items);
    return copy;
}

/// The result column an ORDER BY term names: by number, by alias, or by being the same expression.
std::optional<int> namedColumn(const sql::Expr &term, const std::vector<sql::SelectItem> &items)
{
    if (term.kind == sql::ExprKind::Number) {
        int number = 0;
        const auto [end, error] =
            std::from_chars(term.text.data(), term.text.data() + term.text.size(), number);
        if (error == std::errc() && end == term.text.data() + term.text.size() && number >= 1)
            return number - 1;
    }
    const std::string text = normalizeSql(sql::print(term));
    for (std::size_t i = 0; i < items.size(); ++i) {
        const sql::SelectItem &item = items[i];
        // Behind a star the positions are not known without the schema.
        if (item.expr->kind == sql::ExprKind::Star)
            return std::nullopt;
        if ((bareName(term) && !item.alias.empty() && sameName(item.alias, term.text)) ||
            sameColumn(term, *item.expr) || normalizeSql(sql::print(*item.expr)) == text)
            return static_cast<int>(i);
    }
    return std::nullopt;
}

GoldOrder fromWords(const std::string &text)
{
    GoldOrder order;
    order.known = false;
    int depth = 0;
    std::string previous;
    for (const std::string &token : sqlTokens(text)) {
        if (token == "(")
            ++depth;
        else if (token == ")")
            --depth;
        else if (depth == 0 && previous == "order" && token == "by")
            order.ordered = true;
        previous = token;
    }
    return order;
}

} // namespace

GoldOrder goldOrder(const std::string &text)
{
    sql::Query query;
    try {
        query = sql::parse(text);
    } catch (const datasets::Error &) {
        return fromWords(text);
    }
    GoldOrder order;
    order.ordered = !query.orderBy.empty();
    if (!order.ordered || query.cores.empty())
        return order;
    sql::SelectCore &core = query.cores.front();
    const std::vector<sql::SelectItem> items = core.items;
    const bool mayAppend = query.cores.size() == 1 && !core.distinct && !items.empty();
    for (const sql::OrderTerm &term : query.orderBy) {
        if (const auto column = namedColumn(*term.expr, items)) {
            order.keys.push_back(*column);
            continue;
        }
        if (!mayAppend)
            break;
        core.items.push_back({withoutAliases(term.expr, items), {}});
        order.keys.push_back(-1 - order.appended++);
    }
    if (order.appended > 0)
        order.keyedSql = sql::print(query);
    return order;
}

} // namespace mureum::eval
