#include "datasets/sql/parser.h"
#include "datasets/sql/parser_impl.h"

#include <algorithm>
#include <utility>

namespace mureum::datasets::sql {
namespace {

/// As SQLite's SQLITE_MAX_EXPR_DEPTH.
constexpr int maximumHeight = 1000;

Expr leaf(ExprKind kind, std::string text)
{
    Expr result;
    result.kind = kind;
    result.text = std::move(text);
    return result;
}

Expr node(ExprKind kind, std::string text, std::vector<ExprPtr> args)
{
    Expr result = leaf(kind, std::move(text));
    result.args = std::move(args);
    return result;
}

} // namespace

Precedence binaryPrecedence(std::string_view op)
{
    if (op == "OR")
        return OrPrecedence;
    if (op == "AND")
        return AndPrecedence;
    if (op == "=" || op == "!=" || op == "==" || op == "<>" || op == "IS" || op == "IS NOT")
        return EqualityPrecedence;
    if (op == "<" || op == "<=" || op == ">" || op == ">=")
        return ComparePrecedence;
    if (op == "&" || op == "|" || op == "<<" || op == ">>")
        return BitPrecedence;
    if (op == "+" || op == "-")
        return AddPrecedence;
    if (op == "*" || op == "/" || op == "%")
        return MultiplyPrecedence;
    if (op == "||" || op == "->" || op == "->>")
        return ConcatPrecedence;
    return AnyPrecedence;
}

ExprPtr Parser::seal(Expr expr)
{
    int below = expr.query ? lastQueryHeight_ : 0;
    const auto measure = [&](const ExprPtr &child) {
        if (child)
            below = std::max(below, heights_[child.get()]);
    };
    std::for_each(expr.args.begin(), expr.args.end(), measure);
    measure(expr.subject);
    measure(expr.otherwise);
    measure(expr.filter);
    if (expr.over) {
        std::for_each(expr.over->partitionBy.begin(), expr.over->partitionBy.end(), measure);
        for (const OrderTerm &term : expr.over->orderBy)
            measure(term.expr);
    }
    if (below >= maximumHeight)
        fail("an expression less than 1000 operators high");
    auto result = std::make_shared<Expr>(std::move(expr));
    heights_[result.get()] = below + 1;
    tallest_ = std::max(tallest_, below + 1);
    return result;
}

std::vector<ExprPtr> Parser::exprList()
{
    std::vector<ExprPtr> list;
    do
        list.push_back(expr());
    while (acceptOperator(","));
    return list;
}

ExprPtr Parser::expr(int minimum)
{
    ExprPtr left = prefix();
    while (extend(left, minimum)) {
    }
    return left;
}

/// Puts the operator that follows, if it binds at least as tightly as `minimum`, on top of `left`.
bool Parser::extend(ExprPtr &left, int minimum)
{
    const Token &token = peek();
    if (token.kind == TokenKind::Word)
        return extendByWord(left, minimum);
    if (token.kind != TokenKind::Operator)
        return false;
    const int precedence = binaryPrecedence(token.text);
    if (precedence == AnyPrecedence || precedence < minimum)
        return false;
    std::string op = token.text;
    ++at_;
    ExprPtr right = expr(precedence + 1);
    left = seal(node(ExprKind::Binary, std::move(op), {left, std::move(right)}));
    return true;
}

bool Parser::extendByWord(ExprPtr &left, int minimum)
{
    if (isWord("OR") || isWord("AND")) {
        std::string op = upperAscii(peek().text);
        const int precedence = binaryPrecedence(op);
        if (precedence < minimum)
            return false;
        ++at_;
        ExprPtr right = expr(precedence + 1);
        left = seal(node(ExprKind::Binary, std::move(op), {left, std::move(right)}));
        return true;
    }
    if (minimum <= CollatePrecedence && acceptWord("COLLATE")) {
        left = seal(node(ExprKind::Collate, name("the name of a collation"), {left}));
        return true;
    }
    if (minimum > EqualityPrecedence)
        return false;
    if (acceptWord("IS")) {
        bool negated = acceptWord("NOT");
        if (isWord("DISTINCT") && isWord("FROM", 1)) {
            at_ += 2;
            negated = !negated;
        }
        ExprPtr right = expr(EqualityPrecedence + 1);
        Expr test = right->kind == ExprKind::Null
                        ? node(ExprKind::IsNull, {}, {left})
                        : node(ExprKind::Binary, negated ? "IS NOT" : "IS", {left, std::move(right)});
        test.negated = negated && test.kind == ExprKind::IsNull;
        left = seal(std::move(test));
        return true;
    }
    const bool negated = isWord("NOT");
    const std::size_t ahead = negated ? 1 : 0;
    if ((!negated && (isWord("ISNULL") || isWord("NOTNULL"))) || (negated && isWord("NULL", 1))) {
        Expr test = node(ExprKind::IsNull, {}, {left});
        test.negated = !isWord("ISNULL");
        at_ += ahead + 1;
        left = seal(std::move(test));
        return true;
    }
    if (isWord("BETWEEN", ahead)) {
        at_ += ahead + 1;
        finishBetween(left, negated);
    } else if (isWord("IN", ahead)) {
        at_ += ahead + 1;
        finishIn(left, negated);
    } else if (isWord("LIKE", ahead) || isWord("GLOB", ahead) || isWord("REGEXP", ahead) ||
               isWord("MATCH", ahead)) {
        at_ += ahead;
        finishLike(left, negated);
    } else {
        return false;
    }
    return true;
}

void Parser::finishLike(ExprPtr &left, bool negated)
{
    std::string op = upperAscii(tokens_[at_++].text);
    Expr like = node(ExprKind::Like, std::move(op), {left, expr(EqualityPrecedence + 1)});
    if (acceptWord("ESCAPE"))
        like.args.push_back(expr(EqualityPrecedence + 1));
    like.negated = negated;
    left = seal(std::move(like));
}

void Parser::finishBetween(ExprPtr &left, bool negated)
{
    // The AND after the low end belongs to BETWEEN, so the low end stops before any AND.
    ExprPtr low = expr(NotPrecedence);
    expectWord("AND");
    ExprPtr high = expr(EqualityPrecedence + 1);
    Expr between = node(ExprKind::Between, {}, {left, std::move(low), std::move(high)});
    between.negated = negated;
    left = seal(std::move(between));
}

void Parser::finishIn(ExprPtr &left, bool negated)
{
    Expr in = node(ExprKind::In, {}, {left});
    in.negated = negated;
    if (acceptOperator("(")) {
        if (isQueryStart()) {
            in.query = query();
        } else if (!isOperator(")")) {
            const std::vector<ExprPtr> list = exprList();
            in.args.insert(in.args.end(), list.begin(), list.end());
        }
        expectOperator(")");
    } else {
        Source table;
        table.table = name("(a list), (SELECT ...) or a table name after IN");
        if (acceptOperator("."))
            table.schema = std::exchange(table.table, name("a table name"));
        if (acceptOperator("(")) {
            table.call = true;
            if (!isOperator(")"))
                table.arguments = exprList();
            expectOperator(")");
        }
        in.query = std::make_shared<Query>();
        in.query->cores.push_back(selectStar(std::move(table)));
        lastQueryHeight_ = tallest_ + 1;
    }
    left = seal(std::move(in));
}

ExprPtr Parser::prefix()
{
    const Token &token = peek();
    const auto literal = [&](ExprKind kind) {
        std::string text = kind == ExprKind::Null ? std::string() : token.text;
        ++at_;
        return seal(leaf(kind, std::move(text)));
    };
    switch (token.kind) {
    case TokenKind::Number:
        return literal(ExprKind::Number);
    case TokenKind::Blob:
        return literal(ExprKind::Blob);
    case TokenKind::Parameter:
        return literal(ExprKind::Parameter);
    case TokenKind::String:
        return isOperator(".", 1) ? nameOrCall() : literal(ExprKind::String);
    case TokenKind::Quoted:
        return nameOrCall();
    case TokenKind::Operator: {
        const Level level(*this);
        if (acceptOperator("("))
            return parenthesized();
        if (!isOperator("-") && !isOperator("+") && !isOperator("~"))
            fail("an expression");
        std::string op = token.text;
        ++at_;
        ExprPtr operand = expr(UnaryPrecedence);
        return seal(node(ExprKind::Unary, std::move(op), {std::move(operand)}));
    }
    case TokenKind::Word:
        break;
    case TokenKind::End:
        fail("an expression");
    }
    if (isWord("NULL"))
        return literal(ExprKind::Null);
    const Level level(*this);
    if (isWord("EXISTS") && isOperator("(", 1) && isQueryStart(2)) {
        at_ += 2;
        Expr exists = leaf(ExprKind::Exists, {});
        exists.query = query();
        expectOperator(")");
        return seal(std::move(exists));
    }
    if (acceptWord("NOT")) {
        ExprPtr operand = expr(NotPrecedence);
        if (operand->kind == ExprKind::Exists && !operand->negated) {
            operand->negated = true;
            return operand;
        }
        return seal(node(ExprKind::Unary, "NOT", {std::move(operand)}));
    }
    if (acceptWord("CASE"))
        return caseExpr();
    if (isWord("CAST") && isOperator("(", 1))
        return castExpr();
    return nameOrCall();
}

ExprPtr Parser::parenthesized()
{
    ExprPtr result;
    if (isQueryStart()) {
        Expr subquery = leaf(ExprKind::Subquery, {});
        subquery.query = query();
        result = seal(std::move(subquery));
    } else {
        result = expr();
        if (isOperator(",")) {
            Expr row = node(ExprKind::Row, {}, {std::move(result)});
            while (acceptOperator(","))
                row.args.push_back(expr());
            result = seal(std::move(row));
        }
    }
    expectOperator(")");
    return result;
}

ExprPtr Parser::nameOrCall()
{
    const Token &first = peek();
    if (first.kind == TokenKind::Word &&
        (isWord("CURRENT_DATE") || isWord("CURRENT_TIME") || isWord("CURRENT_TIMESTAMP"))) {
        ++at_;
        return seal(leaf(ExprKind::Function, upperAscii(first.text)));
    }
    if (isWord("CAST") || isWord("RAISE"))
        fail("an expression");
    Expr column = leaf(ExprKind::Column, name("an expression"));
    if (first.kind != TokenKind::String && acceptOperator("("))
        return call(std::move(column.text));
    column.doubleQuoted = first.doubleQuoted;
    while (column.schema.empty() && acceptOperator(".")) {
        column.schema = std::exchange(column.qualifier, std::exchange(column.text, name("a column name")));
        column.doubleQuoted = false;
    }
    return seal(std::move(column));
}

/// The rest of a function call; the opening parenthesis is behind.
ExprPtr Parser::call(std::string function)
{
    const Level level(*this);
    Expr result = leaf(ExprKind::Function, std::move(function));
    if (acceptOperator("*")) {
        result.star = true;
    } else if (!isOperator(")")) {
        result.distinct = acceptWord("DISTINCT");
        if (!result.distinct)
            acceptWord("ALL");
        if (!isOperator(")"))
            result.args = exprList();
    }
    expectOperator(")");
    if (isWord("FILTER") && isOperator("(", 1)) {
        at_ += 2;
        expectWord("WHERE");
        result.filter = expr();
        expectOperator(")");
    }
    if (isWord("OVER") && (isOperator("(", 1) || isName(1))) {
        ++at_;
        result.over = std::make_shared<Window>();
        if (isOperator("("))
            *result.over = windowBody();
        else
            result.over->name = name("the name of a window");
    }
    return seal(std::move(result));
}

ExprPtr Parser::caseExpr()
{
    Expr result = leaf(ExprKind::Case, {});
    if (!isWord("WHEN"))
        result.subject = expr();
    do {
        expectWord("WHEN");
        result.args.push_back(expr());
        expectWord("THEN");
        result.args.push_back(expr());
    } while (isWord("WHEN"));
    if (acceptWord("ELSE"))
        result.otherwise = expr();
    expectWord("END");
    return seal(std::move(result));
}

ExprPtr Parser::castExpr()
{
    at_ += 2;
    Expr result = node(ExprKind::Cast, {}, {expr()});
    expectWord("AS");
    while (isName()) {
        const std::string word = name("a type name");
        result.text += (result.text.empty() ? "" : " ") + quoteIdentifier(word);
    }
    if (acceptOperator("(")) {
        result.text += "(";
        do {
            const char *sign = isOperator("-") ? "-" : "";
            if (isOperator("-") || isOperator("+"))
                ++at_;
            if (peek().kind != TokenKind::Number)
                fail("a number in the type");
            result.text += sign + tokens_[at_++].text;
            if (isOperator(","))
                result.text += ", ";
        } while (acceptOperator(","));
        expectOperator(")");
        result.text += ")";
    }
    expectOperator(")");
    return seal(std::move(result));
}

} // namespace mureum::datasets::sql
