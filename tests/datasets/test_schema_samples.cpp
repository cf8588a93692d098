#include "datasets/schema/connection.h"
#include "datasets/schema/schema.h"
#include "datasets/schema/value_index.h"
#include "test_schema_files.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>

using namespace mureum::datasets;

/// The databases the application ships with, and the questions it offers on them.
class TestSchemaSamples : public QObject
{
    Q_OBJECT
private slots:
    void opens_data();
    void opens();
    void foreignKeysHold_data() { opens_data(); }
    void foreignKeysHold();
    void shopIsWhatAnAnalystExpects();
    void totalsAddUp();
    void everyQuestionHasAnAnswer_data();
    void everyQuestionHasAnAnswer();
    void questionsAreComplete();

private:
    static std::filesystem::path folder()
    {
        return std::filesystem::path(MUREUM_SOURCE_DIR) / "resources/samples";
    }
    static std::filesystem::path sample(const QString &id)
    {
        return folder() / (id.toStdString() + ".sqlite");
    }
    static QString value(const QString &id, const std::string &sql)
    {
        const DatabaseHandle database = openReadOnly(sample(id));
        Statement rows(database.get(), sql);
        return rows.step() ? QString::fromStdString(std::string(rows.text(0))) : QString("nothing");
    }
};

void TestSchemaSamples::opens_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("tables");
    QTest::addColumn<int>("keys");
    QTest::newRow("shop") << "shop" << 8 << 8;
    QTest::newRow("fitness_club") << "fitness_club" << 6 << 7;
    QTest::newRow("pharmacy_stock") << "pharmacy_stock" << 6 << 7;
}

void TestSchemaSamples::opens()
{
    QFETCH(QString, id);
    QFETCH(int, tables);
    QFETCH(int, keys);
    const Schema schema = readSchema(sample(id));
    QCOMPARE(static_cast<int>(schema.tables.size()), tables);
    QCOMPARE(static_cast<int>(schema.foreignKeys.size()), keys);
    for (const Table &table : schema.tables)
        QVERIFY(countRows(sample(id), table.name) > 0);
    QVERIFY(std::filesystem::file_size(sample(id)) < 1'000'000);
}

void TestSchemaSamples::foreignKeysHold()
{
    QFETCH(QString, id);
    QCOMPARE(value(id, "SELECT count(*) FROM pragma_foreign_key_check"), QString("0"));
    QCOMPARE(value(id, "PRAGMA integrity_check"), QString("ok"));
}

void TestSchemaSamples::shopIsWhatAnAnalystExpects()
{
    const Schema schema = readSchema(sample("shop"));
    const auto type = [&](const char *table, const char *column) {
        const Table &found = schema.tables.at(static_cast<std::size_t>(schema.find(table)));
        return found.columns.at(static_cast<std::size_t>(found.find(column))).type;
    };
    QCOMPARE(type("orders", "order_date"), ColumnType::Date);
    QCOMPARE(type("payments", "paid_at"), ColumnType::DateTime);
    QCOMPARE(type("products", "is_active"), ColumnType::Boolean);
    QCOMPARE(type("customers", "city"), ColumnType::Text);
    QCOMPARE(value("shop", "SELECT count(*) FROM orders"), QString("2000"));
    // Every month has orders, so that "last month" has rows whenever it is asked.
    QCOMPARE(value("shop", "SELECT count(DISTINCT substr(order_date, 1, 7)) FROM orders "
                           "WHERE order_date BETWEEN '2024-01-01' AND '2026-12-31'"),
             QString("36"));
    const auto index = ValueIndex::build(sample("shop"), schema);
    QVERIFY(!index->equal("서울").empty() && !index->equal("vip").empty() &&
            !index->equal("가전디지털").empty());
}

void TestSchemaSamples::totalsAddUp()
{
    QCOMPARE(value("shop", "SELECT count(*) FROM orders o WHERE total_amount <> shipping_fee + "
                           "(SELECT sum(quantity * unit_price - discount) FROM order_items i "
                           "WHERE i.order_id = o.order_id)"),
             QString("0"));
    QCOMPARE(value("shop", "SELECT count(*) FROM payments p JOIN orders o USING (order_id) "
                           "WHERE amount <> total_amount OR date(paid_at) <> order_date"),
             QString("0"));
    QCOMPARE(value("shop", "SELECT count(*) FROM orders o JOIN customers c USING (customer_id) "
                           "WHERE order_date < joined_on"),
             QString("0"));
    QCOMPARE(value("shop", "SELECT count(*) FROM reviews r WHERE NOT EXISTS (SELECT 1 FROM orders o "
                           "JOIN order_items i USING (order_id) WHERE o.customer_id = r.customer_id "
                           "AND i.product_id = r.product_id AND o.order_date < r.review_date)"),
             QString("0"));
}

void TestSchemaSamples::everyQuestionHasAnAnswer_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("sql");
    QTest::newRow("shop 0")
        << "shop" << 0
        << "SELECT grade, count(*) FROM customers GROUP BY 1 ORDER BY 2 DESC";
    QTest::newRow("shop 1") << "shop" << 1
                            << "SELECT count(*) FROM customers WHERE city = '서울'";
    QTest::newRow("shop 2") << "shop" << 2
                            << "SELECT product_name, price FROM products ORDER BY price DESC LIMIT 5";
    QTest::newRow("fitness_club 0")
        << "fitness_club" << 0 << "SELECT 등급, count(*) FROM 회원 GROUP BY 1";
    QTest::newRow("fitness_club 1") << "fitness_club" << 1
                                    << "SELECT 이름, 가입일 FROM 회원 WHERE 등급 = 'VIP'";
    QTest::newRow("fitness_club 2") << "fitness_club" << 2
                                    << "SELECT count(*) FROM 회원";
    QTest::newRow("pharmacy_stock 0")
        << "pharmacy_stock" << 0 << "SELECT MFR_NM, count(*) FROM TB_DRG GROUP BY 1";
    QTest::newRow("pharmacy_stock 1")
        << "pharmacy_stock" << 1 << "SELECT STR_NM, OPN_YMD FROM TB_STR WHERE SIDO_NM = '서울'";
    QTest::newRow("pharmacy_stock 2")
        << "pharmacy_stock" << 2 << "SELECT DRG_NM, UPRC FROM TB_DRG ORDER BY UPRC DESC LIMIT 5";
}

void TestSchemaSamples::everyQuestionHasAnAnswer()
{
    QFETCH(QString, id);
    QFETCH(QString, sql);
    const DatabaseHandle database = openReadOnly(sample(id));
    Statement rows(database.get(), sql.toStdString());
    int count = 0;
    while (rows.step())
        ++count;
    QVERIFY(rows.isValid() && !rows.failed());
    QVERIFY2(count >= 1, qPrintable(QString::number(count)));
}

void TestSchemaSamples::questionsAreComplete()
{
    std::ifstream in(folder() / "questions.json");
    const auto questions = nlohmann::json::parse(in);
    QCOMPARE(questions.size(), std::size_t(3));
    for (const char *id : {"shop", "fitness_club", "pharmacy_stock"})
        for (const char *language : {"ko", "en"})
            QCOMPARE(questions.at(id).at(language).size(), std::size_t(3));
}

QTEST_GUILESS_MAIN(TestSchemaSamples)
#include "test_schema_samples.moc"
