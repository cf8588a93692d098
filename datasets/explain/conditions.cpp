#include "datasets/explain/expression_reader.h"
#include "datasets/synth/morphology.h"

#include <array>

// Conditions in words.

namespace mureum::datasets::explaining {

using sql::Expr;
using sql::ExprKind;

std::string ExpressionReader::subject(const std::string &text) const
{
    // 주문일(order_date)이: what stands in brackets is not spoken
    std::string spoken = text;
    if (const std::size_t open = spoken.rfind('(');
        spoken.ends_with(")") && open != std::string::npos && open > 0)
        spoken.resize(open);
    while (!spoken.empty() && (spoken.back() == ' ' || spoken.back() == '\'' || spoken.back() == ']'))
        spoken.pop_back();
    return text + synth::particleFor(spoken, "이가");
}

std::string ExpressionReader::condition(const Expr &expr)
{
    switch (expr.kind) {
    case ExprKind::Binary:
        if (expr.text == "AND" || expr.text == "OR")
            return logical(expr);
        for (const char *op : {"=", "!=", "<", "<=", ">", ">=", "IS", "IS NOT"})
            if (expr.text == op)
                return comparison(*expr.args[0], expr.text, *expr.args[1]);
        return arithmetic(expr);
    case ExprKind::Unary:
        if (expr.text == "NOT")
            return korean_ ? "(" + condition(*expr.args[0]) + ")이 아님"
                           : "not (" + condition(*expr.args[0]) + ")";
        return value(expr);
    case ExprKind::Like:
        return pattern(expr);
    case ExprKind::Between: {
        const std::string what = value(*expr.args[0]), low = value(*expr.args[1]),
                          high = value(*expr.args[2]);
        if (korean_)
            return subject(what) + " " + low + "부터 " + high + "까지" + (expr.negated ? "가 아님" : "");
        return what + (expr.negated ? " is not between " : " is between ") + low + " and " + high;
    }
    case ExprKind::In:
        return membership(expr);
    case ExprKind::IsNull: {
        const std::string what = value(*expr.args[0]);
        if (korean_)
            return expr.negated ? what + "에 값이 있음" : subject(what) + " 비어 있음";
        return what + (expr.negated ? " is filled in" : " is empty");
    }
    case ExprKind::Exists: {
        const std::string rows = inlined(*expr.query);
        if (korean_)
            return "[" + rows + "]에 해당하는 것이 " + (expr.negated ? "없음" : "있음");
        return (expr.negated ? "there is no [" : "there is a [") + rows + "]";
    }
    default:
        return value(expr);
    }
}

std::string ExpressionReader::logical(const Expr &expr)
{
    const bool all = expr.text == "AND";
    const auto side = [&](const Expr &part) {
        const bool other = part.kind == ExprKind::Binary && part.text == (all ? "OR" : "AND");
        return other ? "(" + condition(part) + ")" : condition(part);
    };
    return side(*expr.args[0]) + (all ? pick(", and ", ", 그리고 ") : pick(", or ", ", 또는 ")) +
           side(*expr.args[1]);
}

std::string ExpressionReader::comparison(const Expr &left, const std::string &op, const Expr &right)
{
    const auto isFormat = [](const Expr &e) {
        return e.kind == ExprKind::Function && e.args.size() == 2 &&
               (e.text == "strftime" || e.text == "STRFTIME") &&
               (e.args[0]->text == "%Y" || e.args[0]->text == "%Y-%m");
    };
    if (op == "=" && isFormat(left) && !currentPeriod(left)) {
        const std::string when = right.kind == ExprKind::String ? right.text : value(right);
        if (right.kind == ExprKind::String || currentPeriod(right))
            return korean_ ? subject(value(*left.args[1])) + " " + when +
                                 (left.args[0]->text == "%Y" && right.kind == ExprKind::String ? "년" : "")
                           : value(*left.args[1]) + (currentPeriod(right) ? " is " : " is in ") + when;
    }
    const std::string a = value(left);
    const std::string b =
        right.kind == ExprKind::String || right.kind == ExprKind::Number ? literal(right) : value(right);
    if (right.kind == ExprKind::Null)
        return korean_ ? (op == "IS NOT" ? a + "에 값이 있음" : subject(a) + " 비어 있음")
                       : a + (op == "IS NOT" ? " is filled in" : " is empty");
    struct Words
    {
        std::string_view op;
        const char *english, *korean;
    };
    static constexpr std::array<Words, 8> words = {{{"=", " is ", ""},
                                                    {"IS", " is ", ""},
                                                    {"!=", " is not ", " 아님"},
                                                    {"IS NOT", " is not ", " 아님"},
                                                    {">", " is above ", " 초과"},
                                                    {">=", " is at least ", " 이상"},
                                                    {"<", " is below ", " 미만"},
                                                    {"<=", " is at most ", " 이하"}}};
    for (const Words &w : words)
        if (w.op == op)
            return korean_ ? subject(a) + " " + b + w.korean : a + w.english + b;
    return a + " " + op + " " + b;
}

std::string ExpressionReader::pattern(const Expr &expr)
{
    const std::string what = value(*expr.args[0]);
    const Expr &pattern = *expr.args[1];
    const std::string &text = pattern.text;
    const bool simple = pattern.kind == ExprKind::String && expr.text == "LIKE";
    const bool starts = simple && text.size() > 1 && text.front() == '%',
               ends = simple && text.size() > 1 && text.back() == '%';
    std::string core = text;
    if (starts)
        core.erase(0, 1);
    if (ends && !core.empty())
        core.pop_back();
    const bool plain = simple && core.find_first_of("%_") == std::string::npos;
    const std::string no = korean_ ? (expr.negated ? "하지 않음" : "함") : "";
    if (!plain) {
        const std::string shape = pattern.kind == ExprKind::String ? "'" + text + "'" : value(pattern);
        return korean_ ? subject(what) + " " + shape + " 꼴" + (expr.negated ? "이 아님" : "")
                       : what + (expr.negated ? " does not look like " : " looks like ") + shape;
    }
    const std::string quoted = "'" + core + "'";
    if (starts && ends)
        return korean_ ? what + "에 " + quoted + (expr.negated ? " 없음" : " 포함")
                       : what + (expr.negated ? " does not contain " : " contains ") + quoted;
    if (ends)
        return korean_ ? subject(what) + " " + quoted + "(으)로 시작" + no
                       : what + (expr.negated ? " does not begin with " : " begins with ") + quoted;
    if (starts)
        return korean_ ? subject(what) + " " + quoted + "(으)로 끝" + (expr.negated ? "나지 않음" : "남")
                       : what + (expr.negated ? " does not end with " : " ends with ") + quoted;
    return korean_ ? subject(what) + " " + quoted + (expr.negated ? " 아님" : "")
                   : what + (expr.negated ? " is not " : " is ") + quoted;
}

std::string ExpressionReader::membership(const Expr &expr)
{
    const std::string what = value(*expr.args[0]);
    if (expr.query) {
        const std::string rows = "[" + inlined(*expr.query) + "]";
        return korean_ ? subject(what) + " " + rows + "에 " + (expr.negated ? "없음" : "있음")
                       : what + (expr.negated ? " is not among " : " is among ") + rows;
    }
    std::string values;
    for (std::size_t i = 1; i < expr.args.size(); ++i)
        values += (values.empty() ? "" : ", ") + value(*expr.args[i]);
    return korean_ ? subject(what) + " " + values + (expr.negated ? " 중 어느 것도 아님" : " 중 하나")
                   : what + (expr.negated ? " is none of " : " is one of ") + values;
}

} // namespace mureum::datasets::explaining
