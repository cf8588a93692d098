#include "eval/answer/text_prompt.h"

#include <QTest>

#include <sqlite3.h>

#include <memory>

using namespace mureum;

class TestTextPrompt : public QObject
{
    Q_OBJECT

private slots:
    void writesKeysAsTheyAre()
    {
        const auto schema =
            datasets::schemaFromDdl("CREATE TABLE a(x INTEGER PRIMARY KEY, \"order by\" TEXT);"
                                    "CREATE TABLE b(p INTEGER, q TEXT, r, PRIMARY KEY (p, q),"
                                    " FOREIGN KEY (p) REFERENCES a(x));"
                                    "CREATE TABLE c(i INTEGER, j TEXT, k INTEGER REFERENCES a,"
                                    " FOREIGN KEY (i, j) REFERENCES b(p, q));",
                                    "keys");
        const std::string ddl = eval::schemaDdl(schema);
        QCOMPARE(ddl,
                 std::string("CREATE TABLE a (x INTEGER PRIMARY KEY, \"order by\" TEXT);\n"
                             "CREATE TABLE b (p INTEGER, q TEXT, r, PRIMARY KEY (p, q), "
                             "FOREIGN KEY (p) REFERENCES a(x));\n"
                             "CREATE TABLE c (i INTEGER, j TEXT, k INTEGER, "
                             "FOREIGN KEY (k) REFERENCES a(x), FOREIGN KEY (i, j) REFERENCES b(p, q));\n"));
        sqlite3 *raw = nullptr;
        QCOMPARE(sqlite3_open(":memory:", &raw), SQLITE_OK);
        const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, sqlite3_close);
        QCOMPARE(sqlite3_exec(raw, ddl.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    }

    void fillsTheTemplate()
    {
        const auto schema = datasets::schemaFromDdl("CREATE TABLE a(x INTEGER)", "a");
        QCOMPARE(eval::textPrompt("[{schema}] {question}", schema, "how many {schema}?"),
                 std::string("[CREATE TABLE a (x INTEGER);\n] how many {schema}?"));
    }
};

QTEST_GUILESS_MAIN(TestTextPrompt)
#include "test_text_prompt.moc"
