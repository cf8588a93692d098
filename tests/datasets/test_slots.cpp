// "slots" is a word of ours here.
#define QT_NO_KEYWORDS
#include "datasets/prompt/prompt.h"
#include "datasets/slots/decode.h"
#include "datasets/slots/encode.h"
#include "datasets/slots/grammar.h"
#include "datasets/slots/literals.h"
#include "datasets/slots/period.h"
#include "datasets/sql/parser.h"

#include <QtTest>

#include <random>
#include <set>

using namespace mureum::datasets;

namespace {

struct Prompt {
    SchemaPrompt schema;
    QuestionPrompt question;
};

Prompt promptFor(const char *question, std::uint64_t seed = 3)
{
    static const auto database = openForPrompts(MUREUM_SOURCE_DIR "/resources/samples/shop.sqlite");
    PromptOptions options;
    options.seed = seed;
    Prompt prompt{buildSchemaPrompt(database, {}, options), {}};
    prompt.question = buildQuestionPrompt(prompt.schema, readQuestion(*database, question));
    return prompt;
}

std::string normal(const char *sql) { return sql::print(sql::parse(sql)); }

} // namespace

class TestSlots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("gold");
        QTest::addColumn<QString>("written"); // empty: as the gold
        auto row = [](const char *name, const char *question, const char *gold, const char *written = "") {
            QTest::newRow(name) << question << gold << written;
        };
        row("count", "How many customers?", "SELECT COUNT(*) FROM customers");
        row("number", "products cheaper than 10000", "SELECT product_name FROM products WHERE price < 10000");
        row("cell", "customers in 서울", "SELECT name FROM customers WHERE city = '서울'");
        row("case of a cell", "vip customers", "SELECT name FROM customers WHERE grade = 'VIP'");
        row("aliases go", "orders of 서울 customers",
            "SELECT T1.order_id FROM orders AS T1 JOIN customers AS T2 ON T1.customer_id = T2.customer_id WHERE T2.city = '서울'",
            "SELECT orders.order_id FROM orders JOIN customers ON orders.customer_id = customers.customer_id WHERE customers.city = '서울'");
        row("comma join", "orders of customers", "SELECT o.order_id FROM orders o, customers c WHERE o.customer_id = c.customer_id",
            "SELECT orders.order_id FROM orders JOIN customers ON orders.customer_id = customers.customer_id");
        row("left join", "customers without orders",
            "SELECT customers.name FROM customers LEFT JOIN orders ON customers.customer_id = orders.customer_id WHERE orders.order_id IS NULL");
        row("unusual join", "x", "SELECT COUNT(*) FROM customers JOIN stores ON customers.city = stores.city");
        row("group", "orders by status", "SELECT status, COUNT(*) FROM orders GROUP BY status HAVING COUNT(*) > 5 ORDER BY COUNT(*) DESC LIMIT 3");
        row("alias in order", "x", "SELECT status, COUNT(*) AS n FROM orders GROUP BY status ORDER BY n DESC",
            "SELECT status, COUNT(*) FROM orders GROUP BY status ORDER BY COUNT(*) DESC");
        row("ordinal", "x", "SELECT status, COUNT(*) FROM orders GROUP BY 1 ORDER BY 2",
            "SELECT status, COUNT(*) FROM orders GROUP BY status ORDER BY COUNT(*)");
        row("precedence", "서울 or 부산 over 100",
            "SELECT name FROM customers WHERE (city = '서울' OR city = '부산') AND points > 100");
        row("between", "from 10 to 20", "SELECT name FROM customers WHERE points BETWEEN 10 AND 20");
        row("in list", "서울 부산", "SELECT name FROM customers WHERE city IN ('서울', '부산')");
        row("not in", "never ordered", "SELECT name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders)");
        row("exists", "x", "SELECT name FROM customers WHERE NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = customers.customer_id)");
        row("scalar", "above average", "SELECT product_name FROM products WHERE price > (SELECT AVG(price) FROM products)");
        row("set", "x", "SELECT city FROM customers INTERSECT SELECT city FROM stores");
        row("like", "names with '코튼'", "SELECT product_name FROM products WHERE product_name LIKE '%코튼%'");
        row("starts", "names beginning with '베이직'", "SELECT product_name FROM products WHERE product_name LIKE '베이직%'");
        row("flag", "active products", "SELECT product_name FROM products WHERE is_active = 1");
        row("year", "orders in 2024", "SELECT COUNT(*) FROM orders WHERE strftime('%Y', order_date) = '2024'");
        row("month", "2024년 3월 주문", "SELECT COUNT(*) FROM orders WHERE strftime('%Y-%m', order_date) = '2024-03'");
        row("month by bounds", "2024년 3월 주문", "SELECT COUNT(*) FROM orders WHERE order_date BETWEEN '2024-03-01' AND '2024-03-31'",
            "SELECT COUNT(*) FROM orders WHERE strftime('%Y-%m', order_date) = '2024-03'");
        row("year by range", "orders in 2024", "SELECT COUNT(*) FROM orders WHERE order_date >= '2024-01-01' AND order_date < '2025-01-01'",
            "SELECT COUNT(*) FROM orders WHERE strftime('%Y', order_date) = '2024'");
        row("last month", "지난달 주문", "SELECT COUNT(*) FROM orders WHERE strftime('%Y-%m', order_date) = strftime('%Y-%m', 'now', 'start of month', '-1 month')");
        row("since", "orders since 2024", "SELECT COUNT(*) FROM orders WHERE order_date >= '2024-01-01'");
        row("after", "orders after 2024", "SELECT COUNT(*) FROM orders WHERE order_date > '2024-12-31'");
        row("ratio", "share of web", "SELECT ROUND(100.0 * SUM(CASE WHEN channel = 'web' THEN 1 ELSE 0 END) / COUNT(*), 1) FROM orders");
        row("arithmetic", "x", "SELECT SUM(quantity * unit_price - discount) FROM order_items");
        row("distinct", "x", "SELECT COUNT(DISTINCT customer_id) FROM orders");
        row("star of one", "x", "SELECT customers.* FROM customers JOIN orders ON customers.customer_id = orders.customer_id");
        row("null", "x", "SELECT name FROM customers WHERE email IS NOT NULL");
        row("julian", "x", "SELECT AVG(julianday(refunded_at) - julianday(paid_at)) FROM payments");
    }
    void roundTrips()
    {
        QFETCH(QString, question);
        QFETCH(QString, gold);
        QFETCH(QString, written);
        const auto prompt = promptFor(question.toUtf8());
        const auto &slots = *prompt.question.slots;
        const auto answer = encode(sql::parse(gold.toStdString()), slots);
        QCOMPARE(answer.back(), int(symEnd));
        const auto text = sql::print(decode(answer, slots));
        QCOMPARE(QString::fromStdString(text), QString::fromStdString(normal((written.isEmpty() ? gold : written).toUtf8())));
        SlotGrammar grammar(prompt.question.slots);
        for (const int symbol : answer)
            QVERIFY2(grammar.accept(symbol), symbolName(symbol).c_str());
        QVERIFY(grammar.finished());
    }

    void bridgesComeByThemselves()
    {
        const auto prompt = promptFor("categories of orders");
        const auto &slots = *prompt.question.slots;
        const auto &schema = *slots.schema;
        const std::vector<int> answer = {symFrom, tableSymbol(slots.slotOfTable(schema.find("categories"))),
                                         tableSymbol(slots.slotOfTable(schema.find("orders"))), symSelect, symCount, symStar, symEnd};
        const auto text = sql::print(decode(answer, slots));
        QVERIFY(text.find("JOIN products") != std::string::npos);
        QVERIFY(text.find("JOIN order_items") != std::string::npos);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("gold");
        QTest::newRow("self join") << "SELECT a.name FROM customers a JOIN customers b ON a.city = b.city";
        QTest::newRow("derived table") << "SELECT * FROM (SELECT name FROM customers)";
        QTest::newRow("window") << "SELECT RANK() OVER (ORDER BY points) FROM customers";
        QTest::newRow("with") << "WITH t AS (SELECT 1) SELECT * FROM t";
        QTest::newRow("literal not asked for") << "SELECT name FROM customers WHERE city = 'Atlantis'";
        QTest::newRow("unknown column") << "SELECT missing_column FROM customers";
        QTest::newRow("table inside itself")
            << "SELECT name FROM customers AS a WHERE points > (SELECT AVG(points) FROM customers AS b WHERE b.city = a.city)";
    }
    void refuses()
    {
        QFETCH(QString, gold);
        const auto prompt = promptFor("customers");
        QVERIFY_EXCEPTION_THROWN(encode(sql::parse(gold.toStdString()), *prompt.question.slots), NotEncodable);
    }

    /// Whatever the grammar lets through decodes into SQL that parses.
    void everyLegalAnswerDecodes()
    {
        const auto prompt = promptFor("서울 고객 10명 2024년 3월 지난달 주문 'abc'");
        std::mt19937 random(11);
        int finished = 0;
        std::vector<int> allowed;
        for (int round = 0; round < 400; ++round) {
            SlotGrammar grammar(prompt.question.slots);
            std::vector<int> answer;
            while (!grammar.finished() && answer.size() < 60) {
                grammar.allowed(allowed);
                QVERIFY(!allowed.empty());
                // Closing early where possible keeps most answers short.
                const bool canEnd = std::find(allowed.begin(), allowed.end(), int(symEnd)) != allowed.end();
                const int symbol = canEnd && random() % 3 == 0 ? int(symEnd) : allowed[random() % allowed.size()];
                QVERIFY(grammar.accept(symbol));
                answer.push_back(symbol);
            }
            if (!grammar.finished())
                continue;
            ++finished;
            const auto text = sql::print(decode(answer, *prompt.question.slots));
            sql::parse(text);
        }
        QVERIFY2(finished > 100, qPrintable(QString::number(finished)));
    }

    void grammarKeepsScopesAndTypes()
    {
        const auto prompt = promptFor("customers with 100 points in 서울");
        const auto slots = prompt.question.slots;
        const auto &schema = *slots->schema;
        auto column = [&](const char *table, const char *name) {
            const int t = schema.find(table);
            return columnSymbol(slots->slotOfColumn(t, schema.tables[static_cast<std::size_t>(t)].find(name)));
        };
        SlotGrammar grammar(slots);
        QVERIFY(!grammar.allows(symSelect));
        for (int s : {int(symFrom), tableSymbol(slots->slotOfTable(schema.find("customers"))), int(symSelect)})
            QVERIFY(grammar.accept(s));
        QVERIFY(grammar.allows(column("customers", "name")));
        QVERIFY(!grammar.allows(column("orders", "status")));
        auto sum = grammar;
        QVERIFY(sum.accept(symSum));
        QVERIFY(sum.allows(column("customers", "points")));
        QVERIFY(!sum.allows(column("customers", "name")));
        QVERIFY(!sum.allows(symStar));
        for (int s : {column("customers", "name"), int(symWhere), column("customers", "points"), int(symEq)})
            QVERIFY(grammar.accept(s));
        auto terms = grammar; // a literal there would be the number of a result column
        for (int s : {symbolOfLiteral(*slots, "100", false, -1, symEq), int(symGroup)})
            QVERIFY(terms.accept(s));
        for (int literal : {int(symNumber0) + 1, valueSymbol(0)})
            QVERIFY(!terms.allows(literal));
        for (int s : {column("customers", "city"), int(symOrder)})
            QVERIFY(terms.accept(s));
        for (int literal : {int(symNumber0) + 1, valueSymbol(0)})
            QVERIFY(!terms.allows(literal));
        QVERIFY(terms.allows(symCount));
        const auto copy = grammar;
        QVERIFY(!grammar.accept(symWhere)); // and nothing has changed
        for (std::size_t v = 0; v < slots->values.size(); ++v)
            QCOMPARE(grammar.allows(valueSymbol(static_cast<int>(v))), slots->values[v].text == "100");
        QVERIFY(!grammar.allows(valueSymbol(static_cast<int>(slots->values.size()))));
    }

    void brokenAnswersAreErrors()
    {
        const auto prompt = promptFor("customers");
        std::mt19937 random(5);
        for (int round = 0; round < 3000; ++round) {
            std::vector<int> answer(random() % 12);
            for (int &s : answer)
                s = static_cast<int>(random() % symbolCount);
            if (random() % 2)
                answer.insert(answer.begin(), symFrom);
            try {
                sql::print(decode(answer, *prompt.question.slots));
            } catch (const Error &) {
                continue;
            }
        }
    }

    void partialAnswersShow()
    {
        const auto prompt = promptFor("products cheaper than 10000");
        const auto &slots = *prompt.question.slots;
        const auto answer = encode(sql::parse("SELECT product_name FROM products WHERE price < 10000"), slots);
        std::size_t longest = 0;
        for (std::size_t n = 0; n <= answer.size(); ++n) {
            const auto text = decodeSoFar(std::span(answer).first(n), slots);
            QVERIFY(text.size() >= longest);
            longest = text.size();
        }
        QCOMPARE(decodeSoFar(answer, slots), normal("SELECT product_name FROM products WHERE price < 10000"));
    }

    void bounds()
    {
        QCOMPARE(boundOf("2024-02", true), std::string("2024-02-29"));
        QCOMPARE(boundOf("2023-02", true), std::string("2023-02-28"));
        QCOMPARE(boundOf("2024-Q3", false), std::string("2024-07-01"));
        QCOMPARE(boundOf("2024-H2", true), std::string("2024-12-31"));
        QVERIFY(!boundOf("now:month:-1", false));
        QCOMPARE(dayAfter("2023-12-31"), std::string("2024-01-01"));
        QCOMPARE(dayAfter("2024-02-29"), std::string("2024-03-01"));
    }

    void periodsAreSql()
    {
        for (const char *period : {"2024", "2024-03", "2024-03-05", "2024-Q3", "2024-H1", "now:year:-1", "now:month:0", "now:week:-1",
                                   "now:week:0", "now:day:-1", "now:last:30:day", "now:last:1:month"}) {
            QVERIFY(isPeriod(period));
            sql::parse("SELECT 1 WHERE " + periodCondition(period, "d", false));
        }
        for (const char *text : {"", "20", "2024-Q5", "2024-3", "abcd", "2024-03-05-01"})
            QVERIFY(!isPeriod(text));
        QCOMPARE(periodCondition("2024", "y", true), std::string("y = 2024"));
    }

    void promptsDealDifferentSlots()
    {
        const auto a = promptFor("customers", 1), b = promptFor("customers", 2), again = promptFor("customers", 1);
        QCOMPARE(a.schema.text, again.schema.text);
        QVERIFY(a.schema.text != b.schema.text);
        std::set<int> seen;
        for (int t = 0; t < static_cast<int>(a.schema.slots.schema->tables.size()); ++t)
            QVERIFY(seen.insert(a.schema.slots.slotOfTable(t)).second);
    }

    void piecesInAQuestionStayText()
    {
        const auto prompt = promptFor("compare <t0>, <C3> and <,> where a < b <sql>");
        for (const char *name : {"<t0>", "<c3>", "<,>", "<sql>"}) {
            const auto at = prompt.question.text.find(name);
            if (std::string(name) == "<sql>")
                QCOMPARE(at, prompt.question.text.size() - 5); // only the prompt's own, at its end
            else
                QCOMPARE(at, std::string::npos);
        }
        QVERIFY(prompt.question.text.find("a < b") != std::string::npos);
    }

    void largeSchemasShowWhatIsAskedFor()
    {
        std::string ddl;
        for (int i = 0; i < 200; ++i)
            ddl += "CREATE TABLE log_" + std::to_string(i) + " (id INTEGER PRIMARY KEY, host TEXT, level TEXT, line TEXT);\n";
        ddl += "CREATE TABLE author (author_id INTEGER PRIMARY KEY, name TEXT);"
               "CREATE TABLE writes (author_id INTEGER REFERENCES author(author_id), book_id INTEGER REFERENCES book(book_id));"
               "CREATE TABLE book (book_id INTEGER PRIMARY KEY, title TEXT);";
        const auto database = makeForPrompts(schemaFromDdl(ddl, "large"), nullptr);
        const auto read = readQuestion(*database, "names of the authors of each book");
        const auto tables = chooseTables(*database, read, {}, {});
        for (const char *name : {"author", "writes", "book"})
            QVERIFY2(std::find(tables.begin(), tables.end(), database->schema.find(name)) != tables.end(), name);
        QVERIFY(tables.size() < 60);
        const auto prompt = buildSchemaPrompt(database, tables, {});
        QVERIFY(prompt.slots.slotOfTable(database->schema.find("author")) >= 0);
    }
};

QTEST_GUILESS_MAIN(TestSlots)
#include "test_slots.moc"
