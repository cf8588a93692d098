#pragma once
#include "datasets/explain/explain.h"
#include "datasets/sql/resolve.h"

#include <optional>
#include <string>
#include <vector>

namespace mureum::datasets::explaining {

/// Words for the parts of one query.
class ExpressionReader
{
public:
    /// Both have to outlive this.
    ExpressionReader(const sql::Query &query, const Schema &schema, ReadingLanguage language);

    bool korean() const { return korean_; }

    std::string condition(const sql::Expr &expr);
    std::string value(const sql::Expr &expr);
    std::string list(const std::vector<sql::ExprPtr> &exprs);
    std::string items(const sql::SelectCore &core);
    std::string sources(const sql::SelectCore &core);
    std::string order(const std::vector<sql::OrderTerm> &terms);
    std::string limit(const sql::Query &query);
    /// A whole query in one phrase.
    std::string inlined(const sql::Query &query);
    std::string inlined(const sql::SelectCore &core);

private:
    std::string pick(const char *english, const char *korean) const { return korean_ ? korean : english; }
    std::string column(const sql::Expr &expr) const;
    std::string literal(const sql::Expr &expr) const;
    std::string function(const sql::Expr &call);
    std::string aggregate(const sql::Expr &call);
    std::string overWindow(const sql::Expr &call, std::string text);
    std::string datePart(const sql::Expr &call);
    std::string caseOf(const sql::Expr &expr);
    std::string arithmetic(const sql::Expr &expr);
    std::string comparison(const sql::Expr &left, const std::string &op, const sql::Expr &right);
    std::string logical(const sql::Expr &expr);
    std::string pattern(const sql::Expr &expr);
    std::string membership(const sql::Expr &expr);
    /// 주문일이, 금액이: the subject of a Korean condition.
    std::string subject(const std::string &text) const;
    /// "this month" where the expression is the current period in that strftime format.
    std::optional<std::string> currentPeriod(const sql::Expr &expr) const;
    const sql::Expr *aliased(const sql::Expr &expr) const;

    const Schema &schema_;
    const bool korean_;
    sql::Resolution resolution_;
    bool severalTables_ = false;
};

} // namespace mureum::datasets::explaining
