#include "datasets/sql/parser.h"

#include "datasets/sql/parser_impl.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mureum::datasets::sql {
namespace {

constexpr int maximumLevel = 100;

/// A token as an error message may show it: one short line of printable text.
std::string shown(const Token &token)
{
    if (token.kind == TokenKind::End)
        return "the end of the text";
    std::string text = token.text.substr(0, 40);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
    return "'" + text + "'";
}

} // namespace

Parser::Level::Level(Parser &parser) : parser_(parser)
{
    if (parser_.level_ >= maximumLevel)
        parser_.fail(fmt::format("at most {} levels of nesting", maximumLevel));
    ++parser_.level_;
}

const Token &Parser::peek(std::size_t ahead) const
{
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

bool Parser::isWord(std::string_view keyword, std::size_t ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::Word && equalsKeyword(token.text, keyword);
}

bool Parser::isOperator(std::string_view op, std::size_t ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::Operator && token.text == op;
}

bool Parser::isName(std::size_t ahead) const
{
    const Token &token = peek(ahead);
    return token.kind == TokenKind::Quoted || token.kind == TokenKind::String ||
           (token.kind == TokenKind::Word && !isReserved(token.text));
}

bool Parser::isQueryStart(std::size_t ahead) const
{
    return isWord("SELECT", ahead) || isWord("WITH", ahead) || isWord("VALUES", ahead);
}

bool Parser::acceptWord(std::string_view keyword)
{
    const bool found = isWord(keyword);
    at_ += found;
    return found;
}

bool Parser::acceptOperator(std::string_view op)
{
    const bool found = isOperator(op);
    at_ += found;
    return found;
}

void Parser::expectWord(std::string_view keyword)
{
    if (!acceptWord(keyword))
        fail(keyword);
}

void Parser::expectOperator(std::string_view op)
{
    if (!acceptOperator(op))
        fail(op);
}

void Parser::fail(std::string_view expected) const
{
    throw Error(fmt::format("SQL at byte {}: expected {}, found {}", peek().offset, expected, shown(peek())));
}

std::string Parser::name(std::string_view what)
{
    if (!isName())
        fail(what);
    return tokens_[at_++].text;
}

std::vector<std::string> Parser::nameList()
{
    std::vector<std::string> names;
    expectOperator("(");
    do
        names.push_back(name("a column name"));
    while (acceptOperator(","));
    expectOperator(")");
    return names;
}

Query Parser::statement()
{
    const QueryPtr result = query();
    while (acceptOperator(";")) {
    }
    if (peek().kind != TokenKind::End)
        fail("the end of the query");
    return std::move(*result);
}

QueryPtr Parser::query()
{
    const Level level(*this);
    const int outerTallest = std::exchange(tallest_, 0);
    auto result = std::make_shared<Query>();
    if (acceptWord("WITH"))
        withClause(*result);
    bool wrapped = false;
    do {
        // Spider has golds with ... LIMIT 3 INTERSECT SELECT ...: what stands before the operator is then a
        // query of its own. SQLite wants it written as a subquery, and that is how it is kept. Once is
        // enough: nesting without parentheses would have no limit.
        if (!result->orderBy.empty() || result->limit) {
            if (std::exchange(wrapped, true))
                fail("one ORDER BY or LIMIT, after the last SELECT");
            wrap(*result);
        }
        if (!result->cores.empty())
            result->ops.push_back(setOperator());
        result->cores.push_back(core());
        while (isSetOperator()) {
            result->ops.push_back(setOperator());
            result->cores.push_back(core());
        }
        orderAndLimit(*result);
    } while (isSetOperator());
    lastQueryHeight_ = tallest_ + 1;
    tallest_ = std::max(outerTallest, lastQueryHeight_);
    return result;
}

bool Parser::isSetOperator() const
{
    return isWord("UNION") || isWord("INTERSECT") || isWord("EXCEPT");
}

SetOp Parser::setOperator()
{
    if (acceptWord("UNION"))
        return acceptWord("ALL") ? SetOp::UnionAll : SetOp::Union;
    if (acceptWord("INTERSECT"))
        return SetOp::Intersect;
    expectWord("EXCEPT");
    return SetOp::Except;
}

void Parser::orderAndLimit(Query &query)
{
    if (acceptWord("ORDER")) {
        expectWord("BY");
        query.orderBy = orderTerms();
    }
    if (acceptWord("LIMIT")) {
        query.limit = expr();
        if (acceptWord("OFFSET")) {
            query.offset = expr();
        } else if (acceptOperator(",")) {
            query.offset = std::move(query.limit);
            query.limit = expr();
        }
    }
}

/// Turns all of a query but its WITH into SELECT * FROM (query).
void Parser::wrap(Query &query)
{
    Source source;
    source.query = std::make_shared<Query>(std::move(query));
    query = Query();
    query.recursive = std::exchange(source.query->recursive, false);
    query.with = std::exchange(source.query->with, {});
    query.cores.push_back(selectStar(std::move(source)));
}

/// SELECT * FROM source
SelectCore Parser::selectStar(Source source)
{
    Expr star;
    star.kind = ExprKind::Star;
    SelectCore core;
    core.items.push_back({seal(std::move(star)), {}});
    core.from.push_back(std::move(source));
    return core;
}

void Parser::withClause(Query &query)
{
    query.recursive = acceptWord("RECURSIVE");
    do {
        CommonTable table;
        table.name = name("the name of a common table");
        if (isOperator("("))
            table.columns = nameList();
        expectWord("AS");
        if (acceptWord("NOT"))
            expectWord("MATERIALIZED");
        else
            acceptWord("MATERIALIZED");
        expectOperator("(");
        table.query = this->query();
        expectOperator(")");
        query.with.push_back(std::move(table));
    } while (acceptOperator(","));
}

SelectCore Parser::core()
{
    SelectCore core;
    if (acceptWord("VALUES")) {
        valuesCore(core);
        return core;
    }
    expectWord("SELECT");
    core.distinct = acceptWord("DISTINCT");
    if (!core.distinct)
        acceptWord("ALL");
    do
        core.items.push_back(item());
    while (acceptOperator(","));
    if (acceptWord("FROM"))
        core.from = joinList();
    if (acceptWord("WHERE"))
        core.where = expr();
    if (acceptWord("GROUP")) {
        expectWord("BY");
        core.groupBy = exprList();
    }
    if (acceptWord("HAVING"))
        core.having = expr();
    if (acceptWord("WINDOW")) {
        do {
            std::string defined = name("the name of a window");
            expectWord("AS");
            core.windows.push_back(windowBody());
            core.windows.back().name = std::move(defined);
        } while (acceptOperator(","));
    }
    return core;
}

void Parser::valuesCore(SelectCore &core)
{
    do {
        expectOperator("(");
        core.values.push_back(exprList());
        expectOperator(")");
    } while (acceptOperator(","));
}

SelectItem Parser::item()
{
    SelectItem result;
    Expr star;
    star.kind = ExprKind::Star;
    if (acceptOperator("*")) {
        result.expr = seal(std::move(star));
        return result;
    }
    if (isName() && isOperator(".", 1) && isOperator("*", 2)) {
        star.qualifier = peek().text;
        at_ += 3;
        result.expr = seal(std::move(star));
        return result;
    }
    result.expr = expr();
    result.alias = alias();
    return result;
}

std::string Parser::alias()
{
    if (acceptWord("AS"))
        return name("an alias");
    if (!isName())
        return {};
    if (peek().kind == TokenKind::Word) {
        const bool windowClause = isWord("WINDOW") && isName(1) && isWord("AS", 2);
        if (isJoinWord(peek().text) || isWord("INDEXED") || windowClause)
            return {};
    }
    return tokens_[at_++].text;
}

std::vector<OrderTerm> Parser::orderTerms()
{
    std::vector<OrderTerm> terms;
    do {
        OrderTerm term;
        term.expr = expr();
        term.descending = acceptWord("DESC");
        if (!term.descending)
            acceptWord("ASC");
        if (acceptWord("NULLS")) {
            term.nullsFirst = acceptWord("FIRST");
            if (!*term.nullsFirst)
                expectWord("LAST");
        }
        terms.push_back(std::move(term));
    } while (acceptOperator(","));
    return terms;
}

Query parse(std::string_view text)
{
    return Parser(text).statement();
}

} // namespace mureum::datasets::sql
