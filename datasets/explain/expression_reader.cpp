#include "datasets/explain/expression_reader.h"

#include "datasets/sql/analysis.h"
#include "datasets/sql/tokenizer.h"
#include "datasets/synth/morphology.h"

#include <algorithm>
#include <array>

namespace mureum::datasets::explaining {

namespace {

using sql::Expr;
using sql::ExprKind;

bool isFunction(const Expr &expr, std::string_view name)
{
    return expr.kind == ExprKind::Function && sql::upperAscii(expr.text) == name;
}

/// CASE WHEN condition THEN 1 ELSE 0 END: the condition; else null.
const Expr *counted(const Expr &expr)
{
    const auto number = [](const sql::ExprPtr &e, std::string_view text) {
        return e && e->kind == ExprKind::Number && e->text == text;
    };
    if (expr.kind != ExprKind::Case || expr.subject || expr.args.size() != 2 || !number(expr.args[1], "1"))
        return nullptr;
    const bool zero =
        !expr.otherwise || number(expr.otherwise, "0") || expr.otherwise->kind == ExprKind::Null;
    return zero ? expr.args[0].get() : nullptr;
}

} // namespace

ExpressionReader::ExpressionReader(const sql::Query &query, const Schema &schema, ReadingLanguage language)
    : schema_(schema), korean_(language == ReadingLanguage::Korean),
      resolution_(sql::resolveColumns(query, schema))
{
    int first = -1;
    for (const auto &source : resolution_.sources) {
        severalTables_ = severalTables_ || (first >= 0 && source.table >= 0 && source.table != first);
        first = source.table >= 0 ? source.table : first;
    }
}

std::string ExpressionReader::column(const Expr &expr) const
{
    const auto *reference = resolution_.find(expr);
    if (reference && reference->binding == sql::Binding::Literal)
        return "'" + expr.text + "'";
    std::string name = expr.text;
    if (!reference || reference->table < 0 || reference->column < 0)
        return name;
    const Table &table = schema_.tables[static_cast<std::size_t>(reference->table)];
    const Column &known = table.columns[static_cast<std::size_t>(reference->column)];
    name = severalTables_ ? table.name + "." + known.name : known.name;
    if (korean_ && !known.comment.empty() && known.comment != known.name && known.comment.size() <= 40)
        name = known.comment + "(" + name + ")";
    return name;
}

std::string ExpressionReader::literal(const Expr &expr) const
{
    switch (expr.kind) {
    case ExprKind::String:
        return "'" + expr.text + "'";
    case ExprKind::Null:
        return pick("nothing", "빈 값");
    case ExprKind::Blob:
        return "x'" + expr.text + "'";
    default:
        return expr.text;
    }
}

/// The select item an alias in ORDER BY or HAVING stands for; else null.
const Expr *ExpressionReader::aliased(const Expr &expr) const
{
    const auto *reference = expr.kind == ExprKind::Column ? resolution_.find(expr) : nullptr;
    if (!reference || reference->binding != sql::Binding::Alias || !reference->core || reference->output < 0)
        return nullptr;
    return reference->core->items[static_cast<std::size_t>(reference->output)].expr.get();
}

std::string ExpressionReader::value(const Expr &expr)
{
    switch (expr.kind) {
    case ExprKind::Column:
        if (const Expr *meant = aliased(expr); meant && meant != &expr)
            return value(*meant);
        return column(expr);
    case ExprKind::Star:
        return pick("every column", "모든 컬럼");
    case ExprKind::Function:
        return function(expr);
    case ExprKind::Case:
        return caseOf(expr);
    case ExprKind::Cast:
    case ExprKind::Collate:
        return value(*expr.args[0]);
    case ExprKind::Subquery:
        return "[" + inlined(*expr.query) + "]";
    case ExprKind::Unary:
        return expr.text == "NOT" ? condition(expr) : expr.text + value(*expr.args[0]);
    case ExprKind::Binary:
        return arithmetic(expr);
    case ExprKind::Row: {
        std::string text;
        for (const auto &part : expr.args)
            text += (text.empty() ? "" : ", ") + value(*part);
        return "(" + text + ")";
    }
    case ExprKind::Like:
    case ExprKind::Between:
    case ExprKind::In:
    case ExprKind::IsNull:
    case ExprKind::Exists:
        return condition(expr);
    default:
        return literal(expr);
    }
}

std::string ExpressionReader::arithmetic(const Expr &expr)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> signs = {
        {{"+", " + "}, {"-", " - "}, {"*", " × "}, {"/", " ÷ "}, {"%", " mod "}}};
    const auto sign =
        std::find_if(signs.begin(), signs.end(), [&](const auto &s) { return s.first == expr.text; });
    if (sign == signs.end() && expr.text != "||")
        return condition(expr);
    const auto operand = [&](const Expr &e) {
        const std::string text = value(e);
        return e.kind == ExprKind::Binary ? "(" + text + ")" : text;
    };
    if (expr.text == "||")
        return operand(*expr.args[0]) + pick(" followed by ", " 뒤에 ") + operand(*expr.args[1]);
    return operand(*expr.args[0]) + std::string(sign->second) + operand(*expr.args[1]);
}

std::string ExpressionReader::caseOf(const Expr &expr)
{
    std::string text;
    for (std::size_t i = 0; i + 1 < expr.args.size(); i += 2) {
        const std::string when =
            expr.subject ? comparison(*expr.subject, "=", *expr.args[i]) : condition(*expr.args[i]);
        const std::string then = value(*expr.args[i + 1]);
        text += (text.empty() ? "" : ", ") + (korean_ ? when + "이면 " + then : then + " where " + when);
    }
    if (expr.otherwise)
        text += pick(", else ", ", 그 밖에는 ") + value(*expr.otherwise);
    return "(" + text + ")";
}

std::string ExpressionReader::aggregate(const Expr &call)
{
    const std::string name = sql::upperAscii(call.text);
    if (call.star || call.args.empty())
        return pick("number of rows", "행 수");
    const Expr &argument = *call.args[0];
    if (name == "SUM" || name == "COUNT" || name == "TOTAL")
        if (const Expr *when = counted(argument))
            return korean_ ? "(" + condition(*when) + ")인 행 수"
                           : "number of rows where " + condition(*when);
    const std::string what = value(argument);
    if (name == "COUNT")
        return call.distinct ? (korean_ ? "서로 다른 " + what + " 수" : "number of different " + what)
                             : (korean_ ? what + " 값이 있는 행 수" : "number of rows with " + what);
    if (name == "SUM" || name == "TOTAL")
        return korean_ ? what + " 합계" : "total of " + what;
    if (name == "AVG")
        return korean_ ? what + " 평균" : "average of " + what;
    if (name == "MAX")
        return korean_ ? what + " 최댓값" : "largest " + what;
    if (name == "MIN")
        return korean_ ? what + " 최솟값" : "smallest " + what;
    return korean_ ? what + "을(를) 이어 붙인 것" : "all " + what + " in a list";
}

std::string ExpressionReader::overWindow(const Expr &call, std::string text)
{
    const sql::Window &window = *call.over;
    std::string how;
    if (!window.partitionBy.empty())
        how = pick("within each ", "묶음 ") + list(window.partitionBy);
    if (!window.orderBy.empty())
        how += (how.empty() ? "" : ", ") + pick("in order of ", "순서 ") + order(window.orderBy);
    return how.empty() ? text : std::move(text) + " (" + how + ")";
}

/// strftime and date of a column: which part of it.
std::string ExpressionReader::datePart(const Expr &call)
{
    const bool formatted = isFunction(call, "STRFTIME");
    const std::size_t at = formatted ? 1 : 0;
    if (call.args.size() <= at)
        return pick("today", "오늘");
    if (const auto now = currentPeriod(call))
        return *now;
    const std::string what = value(*call.args[at]);
    if (!formatted)
        return korean_ ? what + "의 날짜" : "day of " + what;
    struct Part
    {
        std::string_view format;
        const char *english, *korean;
    };
    static constexpr std::array<Part, 7> parts = {{{"%Y", "year of ", "의 연도"},
                                                   {"%m", "month of ", "의 월"},
                                                   {"%Y-%m", "month of ", "의 연월"},
                                                   {"%d", "day of the month of ", "의 일"},
                                                   {"%H", "hour of ", "의 시"},
                                                   {"%w", "weekday of ", "의 요일"},
                                                   {"%Y-%m-%d", "day of ", "의 날짜"}}};
    const std::string &format = call.args[0]->text;
    const auto part =
        std::find_if(parts.begin(), parts.end(), [&](const Part &p) { return p.format == format; });
    if (part == parts.end())
        return korean_ ? what + "을(를) " + format + " 형식으로 쓴 것" : what + " written as " + format;
    return korean_ ? what + part->korean : part->english + what;
}

std::optional<std::string> ExpressionReader::currentPeriod(const Expr &expr) const
{
    const bool formatted = isFunction(expr, "STRFTIME");
    if (!formatted && !isFunction(expr, "DATE") && !isFunction(expr, "DATETIME"))
        return std::nullopt;
    const std::size_t at = formatted ? 1 : 0;
    if (expr.args.size() <= at || expr.args[at]->kind != ExprKind::String || expr.args[at]->text != "now")
        return std::nullopt;
    std::string shift;
    for (std::size_t i = at + 1; i < expr.args.size(); ++i)
        if (expr.args[i]->kind == ExprKind::String &&
            expr.args[i]->text.find("start of") == std::string::npos && expr.args[i]->text != "localtime")
            shift += (shift.empty() ? "" : ", ") + expr.args[i]->text;
    const std::string format = formatted ? expr.args[0]->text : "%Y-%m-%d";
    const auto named = [&](const char *unit, const char *now, const char *last, const char *nowKo,
                           const char *lastKo) -> std::optional<std::string> {
        if (shift.empty())
            return pick(now, nowKo);
        if (shift == std::string("-1 ") + unit)
            return pick(last, lastKo);
        return std::nullopt;
    };
    std::optional<std::string> text;
    if (format == "%Y")
        text = named("year", "this year", "last year", "올해", "작년");
    else if (format == "%Y-%m")
        text = named("month", "this month", "last month", "이번 달", "지난달");
    else if (format == "%Y-%m-%d")
        text = named("day", "today", "yesterday", "오늘", "어제");
    if (text)
        return text;
    return korean_ ? "오늘에서 " + shift : "today " + shift;
}

std::string ExpressionReader::function(const Expr &call)
{
    const std::string name = sql::upperAscii(call.text);
    if (call.over) {
        std::string text = sql::isAggregate(call) || name == "SUM" || name == "COUNT" || name == "AVG" ||
                                   name == "MIN" || name == "MAX"
                               ? aggregate(call)
                           : name == "ROW_NUMBER" || name == "RANK" || name == "DENSE_RANK"
                               ? pick("rank", "순위")
                               : call.text;
        return overWindow(call, std::move(text));
    }
    if (sql::isAggregate(call))
        return aggregate(call);
    if (name == "STRFTIME" || name == "DATE" || name == "DATETIME")
        return datePart(call);
    if (name == "ROUND" && !call.args.empty()) {
        const std::string places = call.args.size() > 1 ? value(*call.args[1]) : "0";
        return value(*call.args[0]) + (korean_
                                           ? " (소수 " + places + "자리)"
                                           : " (to " + places + (places == "1" ? " decimal)" : " decimals)"));
    }
    if ((name == "COALESCE" || name == "IFNULL") && call.args.size() == 2)
        return value(*call.args[0]) + (korean_ ? "(없으면 " + value(*call.args[1]) + ")"
                                               : " (" + value(*call.args[1]) + " where empty)");
    if (name == "JULIANDAY" && call.args.size() == 1)
        return value(*call.args[0]);
    if ((name == "UPPER" || name == "LOWER" || name == "TRIM") && call.args.size() == 1)
        return value(*call.args[0]);
    if (name == "LENGTH" && call.args.size() == 1)
        return korean_ ? value(*call.args[0]) + " 길이" : "length of " + value(*call.args[0]);
    if (name == "ABS" && call.args.size() == 1)
        return korean_ ? value(*call.args[0]) + "의 절댓값" : "size of " + value(*call.args[0]);
    std::string arguments;
    for (const auto &argument : call.args)
        arguments += (arguments.empty() ? "" : ", ") + value(*argument);
    return call.text + "(" + arguments + ")";
}

std::string ExpressionReader::list(const std::vector<sql::ExprPtr> &exprs)
{
    std::string text;
    for (const auto &expr : exprs)
        text += (text.empty() ? "" : ", ") + value(*expr);
    return text;
}

std::string ExpressionReader::items(const sql::SelectCore &core)
{
    std::string text;
    for (const auto &item : core.items)
        text += (text.empty() ? "" : ", ") + value(*item.expr);
    if (!core.values.empty())
        text = pick("given values", "주어진 값");
    return core.distinct ? text + pick(" (without repeats)", " (중복 제외)") : text;
}

std::string ExpressionReader::sources(const sql::SelectCore &core)
{
    std::string text;
    for (const auto &source : core.from) {
        std::string name = source.query ? "[" + inlined(*source.query) + "]" : source.table;
        if (!source.nested.empty()) {
            sql::SelectCore inner;
            inner.from = source.nested;
            name = sources(inner);
        }
        const bool table = korean_ && !source.query && schema_.find(source.table) >= 0;
        if (table) {
            const std::string &comment =
                schema_.tables[static_cast<std::size_t>(schema_.find(source.table))].comment;
            if (!comment.empty() && comment != name && comment.size() <= 40)
                name = comment + "(" + name + ")";
        }
        if (text.empty()) {
            text = name;
            continue;
        }
        const bool optional = source.join == sql::JoinKind::Left || source.join == sql::JoinKind::Full;
        text += optional ? pick(", with what belongs to it of ", ", 있으면 함께: ")
                         : pick(", joined with ", ", 이어서: ");
        text += name;
    }
    return text;
}

std::string ExpressionReader::order(const std::vector<sql::OrderTerm> &terms)
{
    std::string text;
    for (const auto &term : terms)
        text += (text.empty() ? "" : ", ") + value(*term.expr) +
                (term.descending ? pick(", highest first", " 높은 순") : pick(", lowest first", " 낮은 순"));
    return text;
}

std::string ExpressionReader::limit(const sql::Query &query)
{
    std::string text = korean_ ? "처음 " + value(*query.limit) + "개" : "the first " + value(*query.limit);
    if (query.offset)
        text = korean_ ? "앞의 " + value(*query.offset) + "개를 건너뛰고 " + value(*query.limit) + "개"
                       : value(*query.limit) + " after the first " + value(*query.offset);
    return text;
}

std::string ExpressionReader::inlined(const sql::SelectCore &core)
{
    std::string text;
    if (korean_) {
        text = sources(core);
        if (core.where)
            text += " 중 " + condition(*core.where) + "인 행";
        if (!core.groupBy.empty())
            text += "을(를) " + list(core.groupBy) + "별로 묶고";
        if (core.having)
            text += " " + condition(*core.having) + "인 묶음";
        return text + (text.empty() ? "" : "의 ") + items(core);
    }
    text = items(core);
    if (!core.from.empty())
        text += " of " + sources(core);
    if (core.where)
        text += " where " + condition(*core.where);
    if (!core.groupBy.empty())
        text += " for each " + list(core.groupBy);
    if (core.having)
        text += " whose " + condition(*core.having);
    return text;
}

std::string ExpressionReader::inlined(const sql::Query &query)
{
    std::string text = inlined(query.cores[0]);
    for (std::size_t i = 1; i < query.cores.size(); ++i)
        text += (query.ops[i - 1] == sql::SetOp::Intersect ? pick(", also in ", ", 다음에도 있는 것: ")
                 : query.ops[i - 1] == sql::SetOp::Except  ? pick(", without ", ", 다음은 제외: ")
                                                           : pick(", and ", ", 그리고 ")) +
                inlined(query.cores[i]);
    if (!query.orderBy.empty())
        text += ", " + order(query.orderBy);
    if (query.limit)
        text += ", " + limit(query);
    return text;
}

} // namespace mureum::datasets::explaining
