#pragma once
#include "datasets/schema/schema.h"
#include "datasets/sql/ast.h"
#include "datasets/sql/resolve.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mureum::eval {

/// A text that is the same for two queries exactly where they match strictly (see strictMatch). Throws
/// datasets::Error for queries nested so deep and repeatedly that it would take seconds.
std::string strictForm(const datasets::sql::Query &query, const datasets::Schema &schema);

/// Writes that text. Columns are written with what stands for their source: the SELECT's depth, the table
/// and, where a FROM clause has it several times, a number. Numbers are given out in every way, and the
/// smallest text is kept, so that it does not matter in which order the text names the sources.
class StrictForm
{
public:
    StrictForm(const datasets::Schema &schema, const datasets::sql::Resolution &resolution)
        : schema_(schema), resolution_(resolution)
    {
    }

    std::string query(const datasets::sql::Query &query);

private:
    using Texts = std::vector<std::string>;

    /// One source of a FROM clause, joins in brackets taken apart.
    struct FlatSource
    {
        const datasets::sql::Source *source = nullptr;
        std::string key; ///< what it is: equal for two uses of one table
    };

    /// A FROM clause laid out flat. Sources before `ordered` are a set.
    struct From
    {
        std::vector<FlatSource> sources;
        std::vector<const datasets::sql::Expr *> conditions; ///< of inner joins
        std::size_t ordered = 0;
        std::string shape; ///< kinds and brackets of the joins, in order
        bool leftOnly = true;
        bool nestedOuter = false;
        bool natural = false;
    };

    // strict_form.cpp
    std::string with(const datasets::sql::Query &query);
    std::string simple(const datasets::sql::Query &query);
    std::string compound(const datasets::sql::Query &query);
    std::string core(const datasets::sql::SelectCore &core, const datasets::sql::Query *owner);
    std::string coreWithLabels(const datasets::sql::SelectCore &core, const From &from,
                               const datasets::sql::Query *owner);
    std::string bounds(const datasets::sql::Query &query);
    std::string orderOf(const datasets::sql::Query &query, const datasets::sql::SelectCore &core);
    std::string fromText(const datasets::sql::SelectCore &core, const From &from, Texts &where);
    void usingConditions(const datasets::sql::SelectCore &core, const From &from, std::size_t at,
                         Texts &where);
    From flatten(const datasets::sql::SelectCore &core);
    void flatten(const std::vector<datasets::sql::Source> &sources, From &from, bool nested);
    std::string keyOf(const datasets::sql::Source &source);
    std::string columnNamed(const datasets::sql::SelectCore &core, const From &from, std::size_t at,
                            const std::string &name) const;

    // strict_expression.cpp
    std::string expression(const datasets::sql::Expr &expr);
    std::string compared(const datasets::sql::Expr &expr);
    std::string binary(const datasets::sql::Expr &expr);
    std::string comparison(std::string_view op, std::string left, std::string right) const;
    std::string negation(const datasets::sql::Expr &expr);
    std::string test(const datasets::sql::Expr &expr, bool negated);
    std::string function(const datasets::sql::Expr &expr);
    std::string column(const datasets::sql::Expr &expr);
    std::string window(const datasets::sql::Window &window);
    /// A term of GROUP BY or ORDER BY: a bare number is a column of the select list.
    std::string term(const datasets::sql::Expr &expr, const datasets::sql::SelectCore &core);
    std::string order(const datasets::sql::OrderTerm &term, std::string text) const;
    Texts texts(const std::vector<datasets::sql::ExprPtr> &list);
    /// The operands of a chain of AND or OR.
    void operands(const datasets::sql::Expr &expr, std::string_view op, Texts &out);

    const datasets::Schema &schema_;
    const datasets::sql::Resolution &resolution_;
    std::map<const datasets::sql::SelectCore *, Texts> labels_; ///< by position of the source
    std::vector<std::pair<std::string, std::string>> common_;   ///< WITH names in scope, innermost last
    const datasets::sql::SelectCore *current_ = nullptr;        ///< whose named windows are in scope
    int depth_ = 0;
    int queries_ = 0; ///< written so far
};

/// (op a b): parts with a name, in brackets.
std::string form(std::string_view name, const std::vector<std::string> &parts);
/// The same as a set: sorted, each part once.
std::string formOfSet(std::string_view name, std::vector<std::string> parts);

} // namespace mureum::eval
