#pragma once
#include "datasets/sql/ast.h"
#include "datasets/sql/tokenizer.h"

#include <initializer_list>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mureum::datasets::sql {

/// SQLite's operator precedence, loosest first (the %left/%right table of its grammar). Parser and printer
/// share it.
enum Precedence {
    AnyPrecedence = 0,
    OrPrecedence,
    AndPrecedence,
    NotPrecedence,
    EqualityPrecedence, ///< = != IS LIKE BETWEEN IN ISNULL ...
    ComparePrecedence,
    BitPrecedence,
    AddPrecedence,
    MultiplyPrecedence,
    ConcatPrecedence,
    CollatePrecedence,
    UnaryPrecedence,
    PrimaryPrecedence
};

/// Precedence of a binary operator in upper case; AnyPrecedence where it is none.
Precedence binaryPrecedence(std::string_view op);

/// Recursive descent over the tokens of one statement; expressions by operator precedence.
class Parser
{
public:
    explicit Parser(std::string_view text) : tokens_(tokenize(text)) {}

    /// One query up to the end of the text, with an optional semicolon.
    Query statement();

private:
    class Level;

    // parser.cpp
    QueryPtr query();
    bool isSetOperator() const;
    SetOp setOperator();
    void orderAndLimit(Query &query);
    void wrap(Query &query);
    SelectCore selectStar(Source source);
    void withClause(Query &query);
    SelectCore core();
    void valuesCore(SelectCore &core);
    SelectItem item();
    std::vector<Source> joinList();
    bool joinOperator(Source &source);
    void joinConstraint(Source &source);
    Source source();
    Source parenthesizedSource();
    std::string alias();
    std::string name(std::string_view what);
    std::vector<OrderTerm> orderTerms();
    std::vector<std::string> nameList();

    // parse_expression.cpp
    ExprPtr expr(int minimum = AnyPrecedence);
    std::vector<ExprPtr> exprList();
    ExprPtr prefix();
    ExprPtr parenthesized();
    ExprPtr nameOrCall();
    ExprPtr call(std::string function);
    ExprPtr caseExpr();
    ExprPtr castExpr();
    bool extend(ExprPtr &left, int minimum);
    bool extendByWord(ExprPtr &left, int minimum);
    void finishLike(ExprPtr &left, bool negated);
    void finishBetween(ExprPtr &left, bool negated);
    void finishIn(ExprPtr &left, bool negated);
    Window windowBody();
    std::string frame();
    std::string frameBound();
    /// Every node goes through here: keeps the height of the tree bounded.
    ExprPtr seal(Expr expr);

    // Tokens
    const Token &peek(std::size_t ahead = 0) const;
    bool isWord(std::string_view keyword, std::size_t ahead = 0) const;
    bool isOperator(std::string_view op, std::size_t ahead = 0) const;
    bool isName(std::size_t ahead = 0) const;
    bool isQueryStart(std::size_t ahead = 0) const;
    bool acceptWord(std::string_view keyword);
    bool acceptOperator(std::string_view op);
    void expectWord(std::string_view keyword);
    void expectOperator(std::string_view op);
    [[noreturn]] void fail(std::string_view expected) const;

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int level_ = 0;
    std::unordered_map<const Expr *, int> heights_;
    int lastQueryHeight_ = 0; ///< of the query parsed last
    int tallest_ = 0;         ///< highest expression of the query being parsed
};

/// One level of nesting for as long as it lives; throws at the limit.
class Parser::Level
{
public:
    explicit Level(Parser &parser);
    ~Level() { --parser_.level_; }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;

private:
    Parser &parser_;
};

} // namespace mureum::datasets::sql
