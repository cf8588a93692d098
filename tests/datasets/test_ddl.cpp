#include "datasets/schema/schema.h"
#include "test_schema_files.h"

#include <QtTest>

using namespace mureum::datasets;

class TestDdl : public QObject
{
    Q_OBJECT
private slots:
    void readsPlainStatements();
    void readsOtherDialects_data();
    void readsOtherDialects();
    void readsKeysOfOtherDialects();
    void readsComments();
    void refusesAnythingElse_data();
    void refusesAnythingElse();
    void namesWhatItCannotRead();
};

namespace {

/// table(column type, ...) table(...), types as we name them
QString outline(const Schema &schema)
{
    QStringList tables;
    for (const Table &table : schema.tables) {
        QStringList columns;
        for (const Column &column : table.columns)
            columns << QString::fromStdString(column.name + " " + std::string(name(column.type)) +
                                              (column.primaryKey ? " key" : ""));
        tables << QString::fromStdString(table.name) + "(" + columns.join(", ") + ")";
    }
    return tables.join(" ");
}

} // namespace

void TestDdl::readsPlainStatements()
{
    const Schema schema =
        schemaFromDdl(R"(CREATE TABLE head (age INTEGER, born VARCHAR(20), salary DECIMAL(8,2));
        create table IF NOT EXISTS dep (id INT PRIMARY KEY, head INT REFERENCES head);
        CREATE VIEW old AS SELECT age FROM head WHERE age > 60;
        CREATE INDEX i ON dep (head))",
                      "department");
    QCOMPARE(schema.databaseId, std::string("department"));
    QCOMPARE(outline(schema),
             QString("head(age integer, born text, salary real) dep(id integer key, head integer) "
                     "old(age integer)"));
    QVERIFY(schema.foreignKeys.empty()); // head has no primary key to point to
    QVERIFY(schema.tables[2].view);
    QVERIFY(schema.tables[0].columns[0].samples.empty());
}

void TestDdl::readsOtherDialects_data()
{
    QTest::addColumn<QString>("ddl");
    QTest::addColumn<QString>("expected");
    QTest::newRow("reserved words") << "CREATE TABLE table_1 (group VARCHAR, order INTEGER, to VARCHAR)"
                                    << "table_1(group text, order integer, to text)";
    QTest::newRow("table called table") << "CREATE TABLE table (r VARCHAR, index INTEGER, key VARCHAR(20))"
                                        << "table(r text, index integer, key text)";
    QTest::newRow("signs in names")
        << "CREATE TABLE t (MIN VARCHAR, $10___1_10_oz VARCHAR, decay__s_−1__ INT, group INT)"
        << "t(MIN text, $10___1_10_oz text, decay__s_−1__ integer, group integer)";
    QTest::newRow("declared twice")
        << "CREATE TABLE person (age INTEGER); CREATE TABLE Person (age INTEGER, name VARCHAR)"
        << "person(age integer, name text)";
    QTest::newRow("column twice") << "CREATE TABLE p (Price INTEGER, price INTEGER)"
                                  << "p(Price integer)";
    QTest::newRow("MySQL")
        << "CREATE TABLE `shop`.`orders` (\n `id` int(11) unsigned NOT NULL AUTO_INCREMENT,\n"
           " `state` enum('a,(b','c''d') CHARACTER SET utf8 DEFAULT 'a',\n"
           " `at` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,\n"
           " PRIMARY KEY (`id`), KEY `by_state` (`state`(10)), UNIQUE KEY u (`at`)\n"
           ") ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8;"
        << "orders(id integer key, state text, at datetime)";
    QTest::newRow("PostgreSQL")
        << "CREATE TABLE public.users (id bigserial PRIMARY KEY, name character varying(20) "
           "DEFAULT 'x'::character varying, joined timestamp with time zone DEFAULT now(), "
           "ok boolean);"
        << "users(id integer key, name text, joined datetime, ok boolean)";
    QTest::newRow("SQL Server")
        << "CREATE TABLE [dbo].[Order Details] ([Order ID] INT IDENTITY(1,1) NOT NULL, "
           "[Note] NVARCHAR(MAX), CONSTRAINT [PK_x] PRIMARY KEY CLUSTERED ([Order ID] ASC)) "
           "ON [PRIMARY]"
        << "Order Details(Order ID integer key, Note text)";
    QTest::newRow("Oracle")
        << "CREATE TABLE EMP (EMPNO NUMBER(4) NOT NULL ENABLE, ENAME VARCHAR2(10 BYTE), HIRED DATE)"
        << "EMP(EMPNO real, ENAME text, HIRED date)";
    QTest::newRow("Hangul") << "CREATE TABLE 고객 (고객번호 INTEGER PRIMARY KEY, order VARCHAR)"
                            << "고객(고객번호 integer key, order text)";
    QTest::newRow("cut off") << "CREATE TABLE t (a INTEGER, b VARCHAR(20"
                             << "t(a integer, b text)";
}

void TestDdl::readsOtherDialects()
{
    QFETCH(QString, ddl);
    QFETCH(QString, expected);
    QCOMPARE(outline(schemaFromDdl(ddl.toStdString(), "x")), expected);
}

void TestDdl::readsKeysOfOtherDialects()
{
    const Schema schema = schemaFromDdl(R"(
        CREATE TABLE `a` (`x` int, `y` int, PRIMARY KEY (`x`,`y`)) ENGINE=InnoDB;
        CREATE TABLE `b` (`id` int REFERENCES c, `p` int, `q` int,
            CONSTRAINT `fk` FOREIGN KEY (`p`, `q`) REFERENCES `a` (`x`, `y`) ON DELETE CASCADE) ENGINE=InnoDB;
        CREATE TABLE c (group INT PRIMARY KEY);)",
                                        "x");
    QCOMPARE(schema.foreignKeys.size(), std::size_t(3));
    const ForeignKey &first = schema.foreignKeys[0], &last = schema.foreignKeys[2];
    QCOMPARE(first.fromTable, 1);
    QCOMPARE(first.toTable, 2);
    QCOMPARE(first.toColumn, 0);
    QCOMPARE(last.fromColumn, 2);
    QCOMPARE(last.toTable, 0);
    QCOMPARE(last.toColumn, 1);
    QCOMPARE(last.group, schema.foreignKeys[1].group);
}

void TestDdl::readsComments()
{
    const Schema schema = schemaFromDdl("CREATE TABLE t (a int COMMENT '나이', b int, -- 이름\n"
                                        "c int DEFAULT 0 /* 수 */) ENGINE=InnoDB COMMENT='회원';",
                                        "x");
    QCOMPARE(schema.tables[0].comment, std::string("회원"));
    QCOMPARE(schema.tables[0].columns[0].comment, std::string("나이"));
    QCOMPARE(schema.tables[0].columns[1].comment, std::string("이름"));
    QCOMPARE(schema.tables[0].columns[2].comment, std::string("수"));
}

void TestDdl::refusesAnythingElse_data()
{
    QTest::addColumn<QString>("ddl");
    for (const char *statement :
         {"INSERT INTO t VALUES (1)", "DROP TABLE t", "DELETE FROM t",
          "ATTACH '/tmp/mureum_attached.db' AS x", "PRAGMA user_version = 3", "SELECT 1",
          "CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END",
          "CREATE VIRTUAL TABLE f USING fts5(a)", "CREATE TABLE u AS SELECT 1",
          "VACUUM INTO '/tmp/mureum_vacuum.db'", "CREATE TEMP TABLE x (a)",
          "-- CREATE\nVACUUM INTO '/tmp/mureum_vacuum.db'", "WITH d AS (SELECT 1) DELETE FROM t"})
        QTest::newRow(statement) << QString("CREATE TABLE t (a INT); ") + statement + ";";
}

void TestDdl::refusesAnythingElse()
{
    QFETCH(QString, ddl);
    const QString error = errorOf([&] { schemaFromDdl(ddl.toStdString(), "x"); });
    QVERIFY2(error.contains("only CREATE TABLE"), qPrintable(error));
    QVERIFY(!error.contains('\n'));
    QVERIFY(!QFile::exists("/tmp/mureum_attached.db"));
    QVERIFY(!QFile::exists("/tmp/mureum_vacuum.db"));
}

void TestDdl::namesWhatItCannotRead()
{
    QString error = errorOf([] { schemaFromDdl("CREATE TABEL t (a)", "x"); });
    QVERIFY2(error.contains("TABEL"), qPrintable(error));
    error = errorOf([] { schemaFromDdl("", "x"); });
    QVERIFY2(error.contains("no tables"), qPrintable(error));
    error = errorOf([] { schemaFromDdl("-- nothing\n;;", "x"); });
    QVERIFY2(error.contains("no tables"), qPrintable(error));
    for (const char *odd :
         {"CREATE TABLE", "CREATE TABLE (", "CREATE TABLE t", "CREATE TABLE t (", "CREATE TABLE t ()",
          "CREATE TABLE t (,)", "CREATE TABLE t (''", "\"", "/*", "CREATE TABLE t (a, PRIMARY KEY",
          "CREATE TABLE t (a, FOREIGN KEY (a) REFERENCES", "CREATE TABLE t (a REFERENCES", "\xFF(\xFE"})
        QVERIFY2(!errorOf([&] { schemaFromDdl(odd, "x"); }).contains('\n'), odd);
}

QTEST_GUILESS_MAIN(TestDdl)
#include "test_ddl.moc"
