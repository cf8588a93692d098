#include "datasets/sql/parser.h"

#include <QTest>

#include <array>
#include <random>
#include <sqlite3.h>

using namespace mureum::datasets;
using namespace mureum::datasets::sql;

namespace {

/// The tree with parentheses around every operator: says what the parser understood.
std::string parenthesized(const Expr &expr)
{
    const auto arg = [&expr](std::size_t i) { return parenthesized(*expr.args[i]); };
    const std::string negation = expr.negated ? " NOT " : " ";
    switch (expr.kind) {
    case ExprKind::Unary:
        return "(" + expr.text + " " + arg(0) + ")";
    case ExprKind::Binary:
        return "(" + arg(0) + " " + expr.text + " " + arg(1) + ")";
    case ExprKind::Like:
        return "(" + arg(0) + negation + expr.text + " " + arg(1) +
               (expr.args.size() > 2 ? " ESCAPE " + arg(2) : "") + ")";
    case ExprKind::Between:
        return "(" + arg(0) + negation + "BETWEEN " + arg(1) + " AND " + arg(2) + ")";
    case ExprKind::In:
        return "(" + arg(0) + negation + "IN (" + arg(1) + "))";
    case ExprKind::IsNull:
        return "(" + arg(0) + (expr.negated ? " NOTNULL)" : " ISNULL)");
    case ExprKind::Collate:
        return "(" + arg(0) + " COLLATE " + expr.text + ")";
    default:
        return print(expr);
    }
}

/// Random expressions over constants with few parentheses.
class Generator
{
public:
    std::string next()
    {
        std::string text = operand();
        for (int i = 2 + pick(6); i > 0; --i) {
            if (pick(7) == 0) {
                text += (pick(2) ? " NOT BETWEEN " : " BETWEEN ") + operand() + " AND " + operand();
            } else {
                const std::string group = "(" + operand() + binary() + operand() + ")";
                text += binary() + (pick(8) == 0 ? group : operand());
            }
        }
        return "SELECT " + text;
    }

private:
    int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

    template <std::size_t N>
    std::string one(const std::array<const char *, N> &choices)
    {
        return choices[static_cast<std::size_t>(pick(static_cast<int>(N)))];
    }

    std::string binary()
    {
        static constexpr std::array<const char *, 26> operators = {
            "+",   "-",  "*",  "/",      "%", "||", "<",  "<=", ">",    ">=",       "=",    "!=",  "<>",
            "AND", "OR", "IS", "IS NOT", "&", "|",  "<<", ">>", "LIKE", "NOT LIKE", "GLOB", "AND", "OR"};
        return " " + one(operators) + " ";
    }

    std::string operand()
    {
        static constexpr std::array<const char *, 4> prefixes = {"NOT ", "- ", "~ ", "+ "};
        static constexpr std::array<const char *, 12> values = {"0",    "1",   "2",   "3",    "5",   "7",
                                                                "NULL", "'a'", "'A'", "'b%'", "'5'", "'1'"};
        static constexpr std::array<const char *, 8> suffixes = {
            " ISNULL",         " NOTNULL", " NOT NULL",     " IS NULL",
            " COLLATE nocase", " IN (1)",  " NOT IN ('a')", " LIKE 'a' ESCAPE 'b'"};
        std::string text;
        while (pick(4) == 0)
            text += one(prefixes);
        text += one(values);
        while (pick(6) == 0)
            text += one(suffixes);
        return text;
    }

    std::mt19937 random_{20240607};
};

} // namespace

/// SQLite itself is the judge of what an expression means.
class TestSqlPrecedence : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QCOMPARE(sqlite3_open(":memory:", &database_), SQLITE_OK); }
    void cleanupTestCase() { sqlite3_close(database_); }
    void agreesWithSqlite();
    void quotesEveryKeyword();

private:
    std::string valueOf(const std::string &query)
    {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v2(database_, query.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            return sqlite3_errmsg(database_);
        std::string value = "no row";
        if (sqlite3_step(statement) == SQLITE_ROW) {
            const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(statement, 0));
            value = std::to_string(sqlite3_column_type(statement, 0)) + ": " + (text ? text : "");
        }
        sqlite3_finalize(statement);
        return value;
    }

    sqlite3 *database_ = nullptr;
};

void TestSqlPrecedence::agreesWithSqlite()
{
    Generator generator;
    for (int i = 0; i < 20000; ++i) {
        const std::string text = generator.next();
        const Query query = parse(text);
        const Expr &expr = *query.cores[0].items[0].expr;
        const std::string expected = valueOf(text);
        const std::string understood = "SELECT " + parenthesized(expr);
        QVERIFY2(valueOf(understood) == expected, (text + "\n" + understood).c_str());
        const std::string again = print(query);
        QVERIFY2("SELECT " + parenthesized(*parse(again).cores[0].items[0].expr) == understood,
                 (text + "\n" + again).c_str());
        QVERIFY2(valueOf(again) == expected, (text + "\n" + again).c_str());
    }
}

void TestSqlPrecedence::quotesEveryKeyword()
{
    for (int i = 0; i < sqlite3_keyword_count(); ++i) {
        const char *start = nullptr;
        int size = 0;
        sqlite3_keyword_name(i, &start, &size);
        const std::string keyword(start, static_cast<std::size_t>(size));
        const std::string name = quoteIdentifier(keyword);
        const std::string query = "WITH " + name + "(" + name + ") AS (SELECT 7 AS " + name + ") SELECT " +
                                  name + " FROM " + name + " AS " + name + " WHERE " + name + "." + name +
                                  " = 7 AND NOT " + name + " IS NULL GROUP BY " + name + " ORDER BY " + name +
                                  " DESC";
        QVERIFY2(valueOf(query) == "1: 7", query.c_str());
        QVERIFY2(valueOf(print(parse(query))) == "1: 7", query.c_str());
    }
}

QTEST_GUILESS_MAIN(TestSqlPrecedence)
#include "test_sql_precedence.moc"
