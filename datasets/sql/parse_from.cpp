#include "datasets/sql/parser_impl.h"

#include <iterator>
#include <utility>

// The FROM clause: SQLite's join operators and what they join.

namespace mureum::datasets::sql {

std::vector<Source> Parser::joinList()
{
    std::vector<Source> sources;
    Source head; // carries the join operator read before the source it belongs to
    do {
        Source next = source();
        next.join = head.join;
        next.natural = head.natural;
        if (next.join != JoinKind::First)
            joinConstraint(next);
        // (a JOIN b) JOIN c is a JOIN b JOIN c: joins associate to the left.
        if (sources.empty() && !next.nested.empty())
            sources = std::move(next.nested);
        else
            sources.push_back(std::move(next));
        head = {};
    } while (joinOperator(head));
    return sources;
}

bool Parser::joinOperator(Source &source)
{
    if (acceptOperator(",")) {
        source.join = JoinKind::Comma;
        return true;
    }
    bool left = false, right = false, outer = false, inner = false, cross = false;
    const std::size_t start = at_;
    while (peek().kind == TokenKind::Word && isJoinWord(peek().text) && at_ - start < 3) {
        source.natural |= isWord("NATURAL");
        left |= isWord("LEFT") || isWord("FULL");
        right |= isWord("RIGHT") || isWord("FULL");
        outer |= isWord("OUTER");
        inner |= isWord("INNER");
        cross |= isWord("CROSS");
        ++at_;
    }
    if (at_ == start && !isWord("JOIN"))
        return false;
    const bool outward = left || right;
    if ((outward && (inner || cross)) || (outer && !outward)) {
        at_ = start;
        fail("a join: INNER, CROSS, LEFT, RIGHT or FULL [OUTER] JOIN");
    }
    expectWord("JOIN");
    source.join = left && right ? JoinKind::Full
                  : left        ? JoinKind::Left
                  : right       ? JoinKind::Right
                  : cross       ? JoinKind::Cross
                                : JoinKind::Inner;
    return true;
}

void Parser::joinConstraint(Source &source)
{
    if (acceptWord("ON"))
        source.on = expr();
    else if (acceptWord("USING"))
        source.usingColumns = nameList();
}

Source Parser::source()
{
    if (acceptOperator("("))
        return parenthesizedSource();
    Source result;
    result.table = name("a table name or (SELECT ...)");
    if (acceptOperator("."))
        result.schema = std::exchange(result.table, name("a table name"));
    if (acceptOperator("(")) {
        result.call = true;
        if (!isOperator(")"))
            result.arguments = exprList();
        expectOperator(")");
    }
    result.alias = alias();
    // An index hint changes the plan, never the rows: it is not kept.
    if (isWord("INDEXED") && isWord("BY", 1)) {
        at_ += 2;
        name("the name of an index");
    } else if (isWord("NOT") && isWord("INDEXED", 1)) {
        at_ += 2;
    }
    return result;
}

Source Parser::parenthesizedSource()
{
    Source result;
    if (isQueryStart()) {
        result.query = query();
        expectOperator(")");
        result.alias = alias();
        return result;
    }
    const Level level(*this);
    std::vector<Source> inner = joinList();
    expectOperator(")");
    std::string outerAlias = alias();
    if (inner.size() == 1) {
        result = std::move(inner.front());
        if (!outerAlias.empty())
            result.alias = std::move(outerAlias);
        return result;
    }
    if (outerAlias.empty()) {
        result.nested = std::move(inner);
        return result;
    }
    // SQLite reads (a JOIN b) AS x as (SELECT * FROM a JOIN b) AS x.
    result.query = std::make_shared<Query>();
    result.query->cores.push_back(selectStar({}));
    result.query->cores.front().from = std::move(inner);
    result.alias = std::move(outerAlias);
    return result;
}

} // namespace mureum::datasets::sql
