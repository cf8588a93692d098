#include "datasets/sql/analysis.h"
#include "datasets/sql/parser.h"
#include "datasets/sql/resolve.h"
#include "datasets/sql/tokenizer.h"

#include <QTest>

#include <array>
#include <random>

using namespace mureum::datasets;
using namespace mureum::datasets::sql;

namespace {

constexpr std::array<std::string_view, 10> seeds = {
    "SELECT T1.name, count(*) FROM singer AS T1 JOIN concert AS T2 ON T1.id = T2.sid WHERE T2.year >= 2014 "
    "GROUP BY T1.id HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 3",
    "SELECT a FROM t WHERE b IN (SELECT b FROM u WHERE u.c = t.c) UNION SELECT \"x y\" FROM [v w] EXCEPT "
    "SELECT 1",
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT * FROM n, (SELECT "
    "2) x",
    "SELECT CASE WHEN a BETWEEN 1 AND 2 THEN 'it''s' ELSE x'00ff' END, CAST(a AS DECIMAL(3, 1)) FROM t",
    "SELECT sum(a) FILTER (WHERE b) OVER (PARTITION BY c ORDER BY d ROWS BETWEEN 1 PRECEDING AND CURRENT "
    "ROW) FROM t "
    "WINDOW w AS (ORDER BY e)",
    "SELECT * FROM a LEFT JOIN (b NATURAL JOIN c) USING (k), json_each('[1]') WHERE NOT EXISTS (SELECT 1) "
    "AND d ISNULL",
    "SELECT (a, b) = (1, -2.5e3), ~c << 2 || d COLLATE nocase, e NOT LIKE '%\\%' ESCAPE '\\', ?1, :p FROM t",
    "SELECT 상품명 AS 이름 FROM 상품 WHERE 분류 = '과일' AND 가격 IS NOT NULL ORDER BY 이름 NULLS LAST",
    "SELECT a FROM t -- note\nWHERE b > = 3 /* and */ AND c ! = 4;",
    "VALUES (1, 2), (3, 4)"};

class TextMutator
{
public:
    std::string mutated()
    {
        std::string text(seeds[random_() % seeds.size()]);
        for (unsigned i = 1 + random_() % 4; i > 0; --i)
            mutateBytes(text);
        return text;
    }

    /// Swaps, drops, doubles and moves whole tokens: gets deeper into the grammar than bytes do.
    std::string reshuffled()
    {
        std::vector<std::string> parts = split(seeds[random_() % seeds.size()]);
        const std::vector<std::string> others = split(seeds[random_() % seeds.size()]);
        for (unsigned i = 1 + random_() % 4; i > 0; --i) {
            const auto at = static_cast<std::ptrdiff_t>(random_() % parts.size());
            const std::string &other = others[random_() % others.size()];
            switch (random_() % 3) {
            case 0:
                parts.insert(parts.begin() + at, other);
                break;
            case 1:
                parts[static_cast<std::size_t>(at)] = other;
                break;
            default:
                if (parts.size() > 1)
                    parts.erase(parts.begin() + at);
            }
        }
        std::string text;
        for (const std::string &part : parts)
            text += part + " ";
        return text;
    }

    std::string noise()
    {
        std::string text(random_() % 200, '\0');
        for (char &byte : text)
            byte = static_cast<char>(random_());
        return random_() % 2 ? "SELECT " + text : text;
    }

private:
    static std::vector<std::string> split(std::string_view text)
    {
        const std::vector<Token> tokens = tokenize(text);
        std::vector<std::string> parts;
        for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
            parts.emplace_back(text.substr(tokens[i].offset, tokens[i + 1].offset - tokens[i].offset));
        return parts;
    }

    void mutateBytes(std::string &text)
    {
        if (text.empty())
            return;
        const std::size_t at = random_() % text.size();
        switch (random_() % 4) {
        case 0:
            text[at] = static_cast<char>(random_());
            break;
        case 1:
            text.erase(at, 1 + random_() % 5);
            break;
        case 2:
            text.insert(at, text.substr(random_() % text.size(), random_() % 30));
            break;
        default:
            text.resize(at);
        }
    }

    std::mt19937 random_{7};
};

} // namespace

class TestSqlFuzz : public QObject
{
    Q_OBJECT

private slots:
    void survivesAnything();
};

void TestSqlFuzz::survivesAnything()
{
    const Schema schema =
        schemaFromDdl("CREATE TABLE t(a, b, c); CREATE TABLE u(b, c); CREATE TABLE singer(id, name)", "fuzz");
    TextMutator mutator;
    int parsed = 0;
    for (int i = 0; i < 30000; ++i) {
        const std::string text = i % 3 == 0   ? mutator.mutated()
                                 : i % 3 == 1 ? mutator.reshuffled()
                                              : mutator.noise();
        Query query;
        try {
            query = parse(text);
        } catch (const Error &error) {
            QVERIFY2(std::string_view(error.what()).starts_with("SQL at byte "), error.what());
            QVERIFY2(std::string_view(error.what()).find('\n') == std::string_view::npos, error.what());
            continue;
        }
        ++parsed;
        const std::string once = print(query);
        QVERIFY2(print(parse(once)) == once, once.c_str());
        const Resolution resolution = resolveColumns(query, schema);
        std::size_t columns = 0;
        forEachExpr(std::as_const(query), [&](const Expr &expr) {
            columns += expr.kind == ExprKind::Column;
            QCOMPARE(resolution.find(expr) != nullptr, expr.kind == ExprKind::Column);
        });
        QCOMPARE(resolution.columns.size(), columns);
        QVERIFY(!name(hardness(query)).empty());
    }
    QVERIFY(parsed > 1000);
}

QTEST_GUILESS_MAIN(TestSqlFuzz)
#include "test_sql_fuzz.moc"
