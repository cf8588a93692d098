#include "datasets/sql/tokenizer.h"
#include "eval/score/spider_tokens.h"
#include "eval/score/strict_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace mureum::eval {

using namespace datasets::sql;

namespace {

/// Integers up to here are exact as doubles.
constexpr double kExact = 9007199254740992.0;

std::string textLiteral(std::string_view text)
{
    std::string out = "'";
    for (const char c : text)
        out.append(c == '\'' ? 2 : 1, c);
    return out + "'";
}

/// A number, its sign with it.
std::optional<std::string> literal(const Expr &expr)
{
    if (expr.kind == ExprKind::Number)
        return expr.text;
    if (expr.kind == ExprKind::Unary && expr.text == "-" && expr.args[0]->kind == ExprKind::Number)
        return "-" + expr.args[0]->text;
    return std::nullopt;
}

/// By value; 5 and 5.0 differ only where `typed`, because 5 / 2 and 5.0 / 2 do.
std::string number(const std::string &text, bool typed)
{
    const bool hexadecimal = text.find_first_of("xX") != std::string::npos;
    const auto value = hexadecimal ? std::nullopt : spider::toNumber(text);
    if (!value)
        return datasets::sql::lowerAscii(text);
    const bool real = text.find_first_of(".eE") != std::string::npos;
    if (!real && std::abs(*value) >= kExact)
        return text;
    return fmt::format("{}{}", *value == 0 ? 0 : *value, real && typed ? "r" : "");
}

/// The same comparison with its sides exchanged.
std::string_view exchanged(std::string_view op)
{
    return op == ">" ? "<" : op == ">=" ? "<=" : op;
}

/// What NOT makes of a comparison; empty for other operators.
std::string_view opposite(std::string_view op)
{
    static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"=", "!="}, {"!=", "="}, {"<", ">="},      {">=", "<"},
        {">", "<="}, {"<=", ">"}, {"IS", "IS NOT"}, {"IS NOT", "IS"}};
    for (const auto &[from, to] : pairs)
        if (op == from)
            return to;
    return {};
}

bool isComparison(std::string_view op)
{
    return !opposite(op).empty();
}

} // namespace

std::string form(std::string_view name, const std::vector<std::string> &parts)
{
    return fmt::format("({}{}{})", name, parts.empty() ? "" : " ", fmt::join(parts, " "));
}

std::string formOfSet(std::string_view name, std::vector<std::string> parts)
{
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return parts.size() == 1 && (name == "and" || name == "or") ? parts.front() : form(name, parts);
}

StrictForm::Texts StrictForm::texts(const std::vector<ExprPtr> &list)
{
    Texts out;
    for (const ExprPtr &expr : list)
        out.push_back(expression(*expr));
    return out;
}

void StrictForm::operands(const Expr &expr, std::string_view op, Texts &out)
{
    if (expr.kind == ExprKind::Binary && expr.text == op) {
        operands(*expr.args[0], op, out);
        operands(*expr.args[1], op, out);
    } else if (op == "AND" && expr.kind == ExprKind::Between && !expr.negated) {
        const std::string subject = compared(*expr.args[0]);
        out.push_back(comparison(">=", subject, compared(*expr.args[1])));
        out.push_back(comparison("<=", subject, compared(*expr.args[2])));
    } else {
        out.push_back(expression(expr));
    }
}

std::string StrictForm::compared(const Expr &expr)
{
    const auto value = literal(expr);
    return value ? number(*value, false) : expression(expr);
}

std::string StrictForm::comparison(std::string_view op, std::string left, std::string right) const
{
    if (op == ">" || op == ">=")
        std::swap(left, right);
    op = exchanged(op);
    const bool symmetric = op != "<" && op != "<=";
    if (symmetric && right < left)
        std::swap(left, right);
    return form(op, {left, right});
}

std::string StrictForm::binary(const Expr &expr)
{
    const Expr &left = *expr.args[0], &right = *expr.args[1];
    if (expr.text == "AND" || expr.text == "OR") {
        Texts parts;
        operands(expr, expr.text, parts);
        return formOfSet(expr.text == "AND" ? "and" : "or", std::move(parts));
    }
    if ((expr.text == "IS" || expr.text == "IS NOT") && right.kind == ExprKind::Null)
        return form(expr.text == "IS" ? "isnull" : "notnull", {expression(left)});
    if (isComparison(expr.text))
        return comparison(expr.text, compared(left), compared(right));
    Texts sides = {expression(left), expression(right)};
    if (expr.text == "+" || expr.text == "*")
        std::sort(sides.begin(), sides.end());
    return form(expr.text, sides);
}

std::string StrictForm::negation(const Expr &expr)
{
    switch (expr.kind) {
    case ExprKind::Like:
    case ExprKind::Between:
    case ExprKind::In:
    case ExprKind::IsNull:
    case ExprKind::Exists:
        return test(expr, !expr.negated);
    case ExprKind::Binary:
        if (isComparison(expr.text)) {
            Expr other = expr;
            other.text = opposite(expr.text);
            return binary(other);
        }
        break;
    default:
        break;
    }
    return form("not", {expression(expr)});
}

std::string StrictForm::test(const Expr &expr, bool negated)
{
    const std::string prefix = negated ? "not" : "";
    switch (expr.kind) {
    case ExprKind::Like:
        return form(prefix + datasets::sql::lowerAscii(expr.text), texts(expr.args));
    case ExprKind::Between: {
        if (!negated) {
            Expr plain = expr;
            plain.negated = false;
            Texts parts;
            operands(plain, "AND", parts);
            return formOfSet("and", std::move(parts));
        }
        return form("notbetween",
                    {compared(*expr.args[0]), compared(*expr.args[1]), compared(*expr.args[2])});
    }
    case ExprKind::In: {
        if (expr.query)
            return form(prefix + "in", {expression(*expr.args[0]), query(*expr.query)});
        Texts list;
        for (std::size_t i = 1; i < expr.args.size(); ++i)
            list.push_back(compared(*expr.args[i]));
        return form(prefix + "in", {compared(*expr.args[0]), formOfSet("list", std::move(list))});
    }
    case ExprKind::Exists:
        return form(prefix + "exists", {query(*expr.query)});
    default:
        return form(negated ? "notnull" : "isnull", texts(expr.args));
    }
}

std::string StrictForm::window(const Window &window)
{
    Texts parts;
    for (const std::string *name : {&window.name, &window.base}) {
        if (name->empty() || !current_)
            continue;
        for (const Window &defined : current_->windows)
            if (equalsName(defined.name, *name) && &defined != &window) {
                Window body = defined;
                body.name.clear();
                parts.push_back(this->window(body));
            }
    }
    parts.push_back(formOfSet("partition", texts(window.partitionBy)));
    for (const OrderTerm &term : window.orderBy)
        parts.push_back(order(term, expression(*term.expr)));
    if (!window.frame.empty())
        parts.push_back(window.frame);
    // OVER w and OVER (...) with w's words are the same.
    const bool onlyName = !window.name.empty() && parts.size() == 2 && window.orderBy.empty() &&
                          window.partitionBy.empty() && window.frame.empty();
    return onlyName ? parts.front() : form("window", parts);
}

std::string StrictForm::function(const Expr &expr)
{
    Texts parts = texts(expr.args);
    if (expr.star)
        parts.push_back("*");
    if (expr.filter)
        parts.push_back(form("filter", {expression(*expr.filter)}));
    if (expr.over)
        parts.push_back(form("over", {window(*expr.over)}));
    return form(datasets::sql::lowerAscii(expr.text) + (expr.distinct ? " distinct" : ""), parts);
}

std::string StrictForm::column(const Expr &expr)
{
    const ColumnReference *reference = resolution_.find(expr);
    const std::string unknown = "?" + datasets::sql::lowerAscii(expr.qualifier + "." + expr.text);
    if (!reference)
        return unknown;
    if (reference->binding == Binding::Literal) {
        if (expr.doubleQuoted)
            return textLiteral(expr.text);
        return equalsName(expr.text, "TRUE") ? "1" : "0";
    }
    if (reference->binding == Binding::Alias) {
        if (reference->output < 0)
            return unknown;
        return expression(*reference->core->items[static_cast<std::size_t>(reference->output)].expr);
    }
    const auto labels = labels_.find(reference->core);
    if (labels == labels_.end() || reference->source < 0 ||
        static_cast<std::size_t>(reference->source) >= labels->second.size())
        return unknown;
    const std::string &label = labels->second[static_cast<std::size_t>(reference->source)];
    if (reference->binding == Binding::TableColumn) {
        if (reference->column < 0)
            return label + ".rowid";
        const datasets::Table &table = schema_.tables[static_cast<std::size_t>(reference->table)];
        return label + "." +
               datasets::sql::lowerAscii(table.columns[static_cast<std::size_t>(reference->column)].name);
    }
    if (reference->binding == Binding::QueryColumn)
        return reference->output >= 0 ? fmt::format("{}#{}", label, reference->output)
                                      : label + "." + datasets::sql::lowerAscii(expr.text);
    return unknown;
}

std::string StrictForm::expression(const Expr &expr)
{
    switch (expr.kind) {
    case ExprKind::Column:
        return column(expr);
    case ExprKind::Star: {
        if (expr.qualifier.empty() || !current_)
            return "*";
        const auto labels = labels_.find(current_);
        std::size_t at = 0;
        for (const SourceReference &source : resolution_.sources) {
            if (source.core != current_ || source.index < 0)
                continue;
            const std::string &name =
                source.source->alias.empty() ? source.source->table : source.source->alias;
            at = static_cast<std::size_t>(source.index);
            if (equalsName(name, expr.qualifier) && labels != labels_.end() && at < labels->second.size())
                return labels->second[at] + ".*";
        }
        return "?" + datasets::sql::lowerAscii(expr.qualifier) + ".*";
    }
    case ExprKind::Number:
        return number(expr.text, true);
    case ExprKind::String:
        return textLiteral(expr.text);
    case ExprKind::Null:
        return "null";
    case ExprKind::Blob:
        return "x" + textLiteral(datasets::sql::lowerAscii(expr.text));
    case ExprKind::Parameter:
        return expr.text;
    case ExprKind::Unary:
        if (const auto value = literal(expr))
            return number(*value, true);
        return expr.text == "NOT" ? negation(*expr.args[0]) : form(expr.text, texts(expr.args));
    case ExprKind::Binary:
        return binary(expr);
    case ExprKind::Like:
    case ExprKind::Between:
    case ExprKind::In:
    case ExprKind::IsNull:
    case ExprKind::Exists:
        return test(expr, expr.negated);
    case ExprKind::Subquery:
        return query(*expr.query);
    case ExprKind::Function:
        return function(expr);
    case ExprKind::Case: {
        Texts parts = {expr.subject ? expression(*expr.subject) : "-"};
        for (std::string &text : texts(expr.args))
            parts.push_back(std::move(text));
        parts.push_back(expr.otherwise ? expression(*expr.otherwise) : "null");
        return form("case", parts);
    }
    case ExprKind::Cast:
        return form("cast", {expression(*expr.args[0]), datasets::sql::lowerAscii(expr.text)});
    case ExprKind::Collate:
        return form("collate", {expression(*expr.args[0]), datasets::sql::lowerAscii(expr.text)});
    case ExprKind::Row:
        return form("row", texts(expr.args));
    }
    return {};
}

std::string StrictForm::order(const OrderTerm &term, std::string text) const
{
    const bool nullsFirst = term.nullsFirst.value_or(!term.descending);
    return form(term.descending ? "desc" : "asc",
                {std::move(text), nullsFirst == term.descending ? "othernulls" : "nulls"});
}

std::string StrictForm::term(const Expr &expr, const SelectCore &core)
{
    if (expr.kind != ExprKind::Number)
        return expression(expr);
    std::size_t position = 0;
    const auto read = std::from_chars(expr.text.data(), expr.text.data() + expr.text.size(), position);
    const bool whole = read.ec == std::errc() && read.ptr == expr.text.data() + expr.text.size();
    if (!whole || position < 1 || position > core.items.size())
        return "#" + expr.text;
    const Expr &item = *core.items[position - 1].expr;
    const bool star = std::any_of(core.items.begin(), core.items.end(),
                                  [](const SelectItem &i) { return i.expr->kind == ExprKind::Star; });
    return star ? "#" + expr.text : expression(item);
}

} // namespace mureum::eval
