#include "datasets/sql/parser.h"
#include "datasets/sql/parser_impl.h"

// Window definitions: https://www.sqlite.org/syntax/window-defn.html

namespace mureum::datasets::sql {

Window Parser::windowBody()
{
    Window window;
    expectOperator("(");
    const bool clause = isWord("PARTITION") || isWord("ROWS") || isWord("RANGE") || isWord("GROUPS");
    if (isName() && !clause)
        window.base = name("the name of a window");
    if (acceptWord("PARTITION")) {
        expectWord("BY");
        window.partitionBy = exprList();
    }
    if (acceptWord("ORDER")) {
        expectWord("BY");
        window.orderBy = orderTerms();
    }
    if (isWord("ROWS") || isWord("RANGE") || isWord("GROUPS"))
        window.frame = frame();
    expectOperator(")");
    return window;
}

std::string Parser::frame()
{
    std::string text = upperAscii(tokens_[at_++].text) + " ";
    if (acceptWord("BETWEEN")) {
        text += "BETWEEN " + frameBound() + " AND ";
        expectWord("AND");
    }
    text += frameBound();
    if (!acceptWord("EXCLUDE"))
        return text;
    text += " EXCLUDE ";
    if (acceptWord("NO")) {
        expectWord("OTHERS");
        return text + "NO OTHERS";
    }
    if (acceptWord("CURRENT")) {
        expectWord("ROW");
        return text + "CURRENT ROW";
    }
    if (!isWord("GROUP") && !isWord("TIES"))
        fail("NO OTHERS, CURRENT ROW, GROUP or TIES");
    return text + upperAscii(tokens_[at_++].text);
}

std::string Parser::frameBound()
{
    if (isWord("CURRENT") && isWord("ROW", 1)) {
        at_ += 2;
        return "CURRENT ROW";
    }
    // As BETWEEN's low end, a bound stops before AND.
    const std::string distance = acceptWord("UNBOUNDED") ? "UNBOUNDED" : print(*expr(NotPrecedence));
    if (!isWord("PRECEDING") && !isWord("FOLLOWING"))
        fail("PRECEDING or FOLLOWING");
    return distance + " " + upperAscii(tokens_[at_++].text);
}

} // namespace mureum::datasets::sql
