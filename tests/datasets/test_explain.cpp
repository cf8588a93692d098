#include "datasets/explain/explain.h"

#include <QtTest>

using namespace mureum::datasets;

namespace {

const char *ddl = "CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES "
                  "customers(customer_id), "
                  "order_date DATE, -- 주문일\n"
                  "amount INTEGER, channel TEXT);"
                  "CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT, city TEXT -- 도시\n);";

} // namespace

class TestExplain : public QObject
{
    Q_OBJECT

    Schema schema_ = schemaFromDdl(ddl, "shop");

private slots:
    void readsSql_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("korean");
        const auto row = [](const char *name, const char *sql, const char *english, const char *korean) {
            QTest::newRow(name) << QString::fromUtf8(sql) << QString::fromUtf8(english)
                                << QString::fromUtf8(korean);
        };
        row("count", "SELECT COUNT(*) FROM orders", "Shows: number of rows\nFrom: orders",
            "표시: 행 수\n대상: orders");
        row("comparisons",
            "SELECT order_id FROM orders WHERE amount >= 1000 AND (channel = 'web' OR channel IS NULL)",
            "Shows: order_id\nFrom: orders\nWhere: amount is at least 1000, and (channel is 'web', or "
            "channel is empty)",
            "표시: order_id\n대상: orders\n조건: amount가 1000 이상, 그리고 (channel이 'web', 또는 channel이 "
            "비어 있음)");
        row("comment", "SELECT order_date FROM orders ORDER BY order_date DESC LIMIT 3",
            "Shows: order_date\nFrom: orders\nSorted by: order_date, highest first\nOnly: the first 3",
            "표시: 주문일(order_date)\n대상: orders\n정렬: 주문일(order_date) 높은 순\n개수: 처음 3개");
        row("join and group",
            "SELECT T2.city, SUM(T1.amount) FROM orders AS T1 JOIN customers AS T2 ON T1.customer_id = "
            "T2.customer_id "
            "WHERE strftime('%Y-%m', T1.order_date) = strftime('%Y-%m', 'now', 'start of month', '-1 month') "
            "GROUP BY T2.city HAVING COUNT(*) > 2",
            "Shows: customers.city, total of orders.amount\nFrom: orders, joined with customers\n"
            "Where: orders.order_date is last month\nFor each: customers.city\nOnly groups where: number of "
            "rows is above 2",
            "표시: 도시(customers.city), orders.amount 합계\n대상: orders, 이어서: customers\n"
            "조건: 주문일(orders.order_date)이 지난달\n묶음: 도시(customers.city)\n묶음 조건: 행 수가 2 "
            "초과");
        row("year",
            "SELECT COUNT(DISTINCT customer_id) FROM orders WHERE strftime('%Y', order_date) = '2024'",
            "Shows: number of different customer_id\nFrom: orders\nWhere: order_date is in 2024",
            "표시: 서로 다른 customer_id 수\n대상: orders\n조건: 주문일(order_date)이 2024년");
        row("alias in order", "SELECT channel, COUNT(*) AS n FROM orders GROUP BY channel ORDER BY n",
            "Shows: channel, number of rows\nFrom: orders\nFor each: channel\nSorted by: number of rows, "
            "lowest first",
            "표시: channel, 행 수\n대상: orders\n묶음: channel\n정렬: 행 수 낮은 순");
        row("share",
            "SELECT ROUND(100.0 * SUM(CASE WHEN channel = 'web' THEN 1 ELSE 0 END) / COUNT(*), 1) FROM "
            "orders",
            "Shows: (100.0 × number of rows where channel is 'web') ÷ number of rows (to 1 decimal)\nFrom: "
            "orders",
            "표시: (100.0 × (channel이 'web')인 행 수) ÷ 행 수 (소수 1자리)\n대상: orders");
        row("subquery",
            "SELECT name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders)",
            "Shows: customers.name\nFrom: customers\nWhere: customers.customer_id is not among "
            "[orders.customer_id of orders]",
            "");
        row("patterns", "SELECT name FROM customers WHERE name LIKE '%kim%' AND city NOT LIKE 'S%'",
            "Shows: name\nFrom: customers\nWhere: name contains 'kim', and city does not begin with 'S'",
            "표시: name\n대상: customers\n조건: name에 'kim' 포함, 그리고 도시(city)가 'S'(으)로 시작하지 "
            "않음");
        row("set operation", "SELECT city FROM customers EXCEPT SELECT channel FROM orders",
            "Takes: customers.city of customers\nWithout: orders.channel of orders", "");
        row("distinct", "SELECT DISTINCT city FROM customers",
            "Shows: city (without repeats)\nFrom: customers",
            "표시: 도시(city) (중복 제외)\n대상: customers");
    }
    void readsSql()
    {
        QFETCH(QString, sql);
        QFETCH(QString, english);
        QFETCH(QString, korean);
        const std::string text = sql.toStdString();
        QCOMPARE(QString::fromStdString(explain(text, schema_, ReadingLanguage::English)), english);
        if (!korean.isEmpty())
            QCOMPARE(QString::fromStdString(explain(text, schema_, ReadingLanguage::Korean)), korean);
    }

    void anythingThatParsesIsReadInBothLanguages()
    {
        for (const char *sql :
             {"WITH t AS (SELECT channel, RANK() OVER (PARTITION BY channel ORDER BY amount DESC) AS r FROM "
              "orders) SELECT * FROM t WHERE r = 1",
              "SELECT (SELECT MAX(amount) FROM orders) - AVG(amount) FROM orders", "VALUES (1, 2)",
              "SELECT CASE channel WHEN 'web' THEN 'a' ELSE 'b' END FROM orders",
              "SELECT * FROM nowhere WHERE x GLOB 'a*'",
              "SELECT name || ' ' || city FROM customers WHERE (name, city) IN (SELECT 'a', 'b')",
              "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM orders) UNION ALL SELECT -amount FROM orders LIMIT 2 "
              "OFFSET 4"})
            for (const auto language : {ReadingLanguage::English, ReadingLanguage::Korean})
                QVERIFY2(!explain(sql, schema_, language).empty(), sql);
        QVERIFY(explain("SELECT FROM", schema_, ReadingLanguage::English).empty());
    }
};

QTEST_GUILESS_MAIN(TestExplain)
#include "test_explain.moc"
