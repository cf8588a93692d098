#include "datasets/schema/connection.h"
#include "datasets/schema/schema.h"
#include "datasets/schema/value_index.h"
#include "test_schema_files.h"

#include <QMap>
#include <QFileInfo>
#include <QDir>
#include <QElapsedTimer>
#include <QtTest>

using namespace mureum::datasets;

class TestSchema : public QObject
{
    Q_OBJECT
private slots:
    void readsTablesAndColumns();
    void findsNamesIgnoringAsciiCase();
    void readsForeignKeys();
    void leavesOutKeysIntoNowhere();
    void readsViews();
    void leavesOutSystemAndShadowTables();
    void sniffsTypes_data();
    void sniffsTypes();
    void samplesAreDistinctAndInRowOrder();
    void repairsTextButKeepsWhatIsValid();
    void readsComments();
    void countsRows();
    void opensPathsWithOddNames();
    void opensWriteAheadLog();
    void neverChangesTheFile();
    void leavesNothingBesideAWriteAheadLog();
    void opensFiveHundredTablesQuickly();
    void aSlowViewDoesNotHoldUpOpening();

private:
    DatabaseFiles files_;
};

namespace {

const Column &column(const Schema &schema, const char *table, const char *name)
{
    const auto &found = schema.tables.at(static_cast<std::size_t>(schema.find(table)));
    return found.columns.at(static_cast<std::size_t>(found.find(name)));
}

QString keyText(const Schema &schema, const ForeignKey &key)
{
    const auto end = [&](int table, int at) {
        const Table &found = schema.tables.at(static_cast<std::size_t>(table));
        return QString::fromStdString(found.name + "." + found.columns.at(static_cast<std::size_t>(at)).name);
    };
    return end(key.fromTable, key.fromColumn) + ">" + end(key.toTable, key.toColumn) + "#" +
           QString::number(key.group);
}

QStringList keyTexts(const Schema &schema)
{
    QStringList texts;
    for (const ForeignKey &key : schema.foreignKeys)
        texts << keyText(schema, key);
    return texts;
}

} // namespace

void TestSchema::readsTablesAndColumns()
{
    const auto file = files_.make("판매 기록.sqlite", R"(
        CREATE TABLE zebra (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, price DECIMAL(10,2));
        CREATE TABLE "a ""quoted"" name" ("select" TEXT, "b c" INT);
        CREATE TABLE gen (a INTEGER, twice INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL);
        INSERT INTO zebra VALUES (1, 'x', 2.5);)");
    const Schema schema = readSchema(file);
    QCOMPARE(schema.databaseId, std::string("판매 기록"));
    QCOMPARE(schema.tables.size(), std::size_t(3));
    QCOMPARE(schema.tables[0].name, std::string("zebra")); // as created, not by name
    QCOMPARE(schema.tables[1].name, std::string("a \"quoted\" name"));
    QCOMPARE(schema.tables[1].columns[0].name, std::string("select"));
    QCOMPARE(schema.tables[2].columns.size(), std::size_t(2));
    const Column &id = column(schema, "zebra", "id"), &named = column(schema, "zebra", "name");
    QVERIFY(id.primaryKey && !named.primaryKey && named.notNull && !id.notNull);
    QCOMPARE(named.declaredType, std::string("VARCHAR(20)"));
    QCOMPARE(column(schema, "zebra", "price").samples, std::vector<std::string>{"2.5"});
}

void TestSchema::findsNamesIgnoringAsciiCase()
{
    Schema schema;
    schema.tables = {Table{"Orders", false, {}, {}}, Table{"고객", false, {}, {}}};
    schema.tables[0].columns.resize(2);
    schema.tables[0].columns[1].name = "Total";
    QCOMPARE(schema.find("ORDERS"), 0);
    QCOMPARE(schema.find("고객"), 1);
    QCOMPARE(schema.find("order"), -1);
    QCOMPARE(schema.tables[0].find("tOTAL"), 1);
    QCOMPARE(schema.tables[0].find("missing"), -1);
    QCOMPARE(std::string(name(ColumnType::DateTime)), std::string("datetime"));
}

void TestSchema::readsForeignKeys()
{
    const auto file = files_.make("keys.sqlite", R"(
        CREATE TABLE Parent (ID INTEGER PRIMARY KEY, code TEXT UNIQUE);
        CREATE TABLE pair (b INT, a INT, PRIMARY KEY (a, b));
        CREATE TABLE child (
            p INT REFERENCES PARENT,
            c TEXT REFERENCES parent(CODE),
            x INT, y INT,
            boss INT REFERENCES child(p),
            FOREIGN KEY (x, y) REFERENCES pair);)");
    // The composite key names no target: it means (a, b), in the order of the primary key.
    const QStringList expected{"child.p>Parent.ID#0", "child.c>Parent.code#1", "child.boss>child.p#2",
                               "child.x>pair.a#3", "child.y>pair.b#3"};
    QCOMPARE(keyTexts(readSchema(file)), expected);
}

void TestSchema::leavesOutKeysIntoNowhere()
{
    const auto file = files_.make("nowhere.sqlite", R"(
        CREATE TABLE a (x INT REFERENCES missing(y), z INT REFERENCES b(nope), w INT REFERENCES b);
        CREATE TABLE b (y INT);)");
    QVERIFY(readSchema(file).foreignKeys.empty());
}

void TestSchema::readsViews()
{
    const auto file = files_.make("views.sqlite", R"(
        CREATE TABLE t (a INTEGER, b TEXT); CREATE TABLE gone (c);
        INSERT INTO t VALUES (1, '2024-01-02'), (2, '2024-02-03');
        CREATE VIEW v AS SELECT a + 0.5 AS half, b AS day FROM t;
        CREATE VIEW broken AS SELECT c FROM gone;
        DROP TABLE gone;)");
    const Schema schema = readSchema(file);
    QCOMPARE(schema.tables.size(), std::size_t(2));
    const Table &view = schema.tables[1];
    QVERIFY(view.view);
    QCOMPARE(view.name, std::string("v"));
    QCOMPARE(view.columns[0].type, ColumnType::Real);
    QCOMPARE(view.columns[1].type, ColumnType::Date);
}

void TestSchema::leavesOutSystemAndShadowTables()
{
    const auto file = files_.make("system.sqlite", R"(
        CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, sqliteish TEXT);
        INSERT INTO t (sqliteish) VALUES ('x');
        CREATE VIRTUAL TABLE docs USING fts5(title, body);)");
    const Schema schema = readSchema(file);
    QCOMPARE(schema.tables.size(), std::size_t(2));
    QCOMPARE(schema.tables[1].name, std::string("docs"));
    QCOMPARE(schema.tables[1].columns.size(), std::size_t(2)); // without the hidden ones
}

void TestSchema::sniffsTypes_data()
{
    QTest::addColumn<QString>("definition");
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *definition, const char *values, const char *expected) {
        QTest::newRow(QByteArray(definition) + " " + values) << definition << values << expected;
    };
    row("x INTEGER", "1,2", "integer");
    row("x BIGINT UNSIGNED", "", "integer");
    row("x VARCHAR(10)", "'a'", "text");
    row("x VARCHAR(10)", "", "text");
    row("x NVARCHAR2(10)", "'1','2'", "text");
    row("code TEXT", "'30','10'", "text");
    row("x DECIMAL(10,2)", "1,2", "real");
    row("x NUMBER(5)", "1,2", "integer");
    row("x NUMERIC", "1,2.5", "real");
    row("x DOUBLE PRECISION", "1", "real");
    row("x BLOB", "x'00'", "blob");
    row("x BOOLEAN", "0,1", "boolean");
    row("x BOOLEAN", "", "boolean");
    row("x DATE", "", "date");
    row("x DATETIME", "", "datetime");
    row("x TIMESTAMP", "'2024-01-02 03:04:05'", "datetime");
    row("x DATETIME", "'2024-01-02','2024-01-03'", "date");
    row("x DATE", "'2024-01-02 10:00'", "datetime");
    row("x DATE", "'5 Jan 2010'", "text");
    row("year DATE", "1999,2004", "integer");
    row("x TEXT", "'2024-01-02','2024-12-31',NULL,''", "date");
    row("x TEXT", "'2024-01-02','soon'", "text");
    row("x TEXT", "'2024-13-02'", "text");
    row("x TEXT", "'2024-01-02','2024-01-02T10:11:12Z'", "datetime");
    row("x TEXT", "'2024/01/02'", "date");
    row("ORD_YMD TEXT", "'20240102','20231231'", "date");
    row("order_date CHAR(8)", "'20240102'", "date");
    row("\"가입일\" TEXT", "'20240102'", "date");
    row("article TEXT", "'20240102'", "text");
    row("REG_DTM TEXT", "'20240102103000'", "datetime");
    row("start TIME", "'07:00'", "text");
    row("is_active INTEGER", "0,1,1", "boolean");
    row("IsRefunded INTEGER", "0", "boolean");
    row("\"수신여부\" INTEGER", "0,1", "boolean");
    row("is_active INTEGER", "0,1,2", "integer");
    row("is_active INTEGER", "", "integer");
    row("quantity INTEGER", "0,1", "integer");
    row("issue INTEGER", "0,1", "integer");
    row("x", "1,2", "integer");
    row("x", "1.5,2", "real");
    row("x", "'a','b'", "text");
    row("x", "'2024-01-02'", "date");
    row("x", "", "other");
    row("x INTEGER", "'n/a','none',3", "text");
    row("x GEOMETRY", "x'01'", "blob");
    row("x POINT", "'1,2'", "text");
}

void TestSchema::sniffsTypes()
{
    QFETCH(QString, definition);
    QFETCH(QString, values);
    QFETCH(QString, expected);
    std::string sql = "CREATE TABLE t (" + definition.toStdString() + ");";
    if (!values.isEmpty())
        sql += "INSERT INTO t VALUES (" + values.toStdString() + ");";
    // One row per value; a comma inside a quoted value is followed by no quote.
    for (std::size_t at;
         (at = sql.find(",", sql.find("VALUES"))) != std::string::npos && !values.contains("'1,2'");)
        sql.replace(at, 1, "\x01");
    for (std::size_t at; (at = sql.find('\x01')) != std::string::npos;)
        sql.replace(at, 1, "),(");
    QFile::remove(QString::fromStdString(files_.path("sniff.sqlite").string()));
    const Schema schema = readSchema(files_.make("sniff.sqlite", sql));
    const std::string_view got = name(schema.tables[0].columns[0].type);
    QCOMPARE(QString::fromUtf8(got.data(), static_cast<int>(got.size())), expected);
}

void TestSchema::samplesAreDistinctAndInRowOrder()
{
    const std::string prose(300, 'p');
    const auto file = files_.make("samples.sqlite", R"(
        CREATE TABLE t (a TEXT, b BLOB); CREATE INDEX by_a ON t (a);
        CREATE TABLE only_a (a TEXT); CREATE INDEX by_only ON only_a (a);
        INSERT INTO t VALUES (NULL, x'00'), (')" + prose +
                                                        R"(', x'01'), ('z', NULL), ('z', NULL), ('', NULL),
            ('y', NULL), ('x', NULL), ('w', NULL);
        INSERT INTO only_a VALUES ('b'), ('a');)");
    const Schema schema = readSchema(file);
    QCOMPARE(column(schema, "t", "a").samples, (std::vector<std::string>{"z", "y", "x"}));
    QVERIFY(column(schema, "t", "b").samples.empty());
    QCOMPARE(column(schema, "only_a", "a").samples, (std::vector<std::string>{"b", "a"}));

    SchemaOptions options;
    options.samplesPerColumn = 1;
    options.rowsToSniff = 1;
    QVERIFY(column(readSchema(file, options), "t", "a").samples.empty());
}

void TestSchema::repairsTextButKeepsWhatIsValid()
{
    const auto file = files_.make("bytes.sqlite", "CREATE TABLE t (a TEXT, b TEXT);"
                                                  "INSERT INTO t VALUES (CAST(x'BCADBFEF' AS TEXT), "
                                                  "'\u1109\u1165');");
    const Schema schema = readSchema(file);
    QCOMPARE(column(schema, "t", "a").samples, std::vector<std::string>{"\uFFFD\uFFFD\uFFFD\uFFFD"});
    // Decomposed as stored: in SQL only these bytes are equal to the cell.
    QCOMPARE(column(schema, "t", "b").samples, std::vector<std::string>{"\u1109\u1165"});

    const auto wide =
        files_.make("utf16.sqlite", "PRAGMA encoding = 'UTF-16le'; CREATE TABLE \"표\" (a TEXT);"
                                    "INSERT INTO \"표\" VALUES ('서울');");
    QCOMPARE(column(readSchema(wide), "표", "a").samples, std::vector<std::string>{"서울"});
}

void TestSchema::readsComments()
{
    const auto file = files_.make("comments.sqlite", R"(CREATE TABLE TB_DRG ( -- 약품
  DRG_CD TEXT PRIMARY KEY, -- 약품코드
  -- 단가
  UPRC NUMERIC(10, 2) DEFAULT (1 + 1),
  QTY INTEGER /* 수량 */, NOTE TEXT,
  LAST TEXT -- 끝
);)");
    const Schema schema = readSchema(file);
    QCOMPARE(schema.tables[0].comment, std::string("약품"));
    QCOMPARE(column(schema, "TB_DRG", "DRG_CD").comment, std::string("약품코드"));
    QCOMPARE(column(schema, "TB_DRG", "UPRC").comment, std::string("단가"));
    QCOMPARE(column(schema, "TB_DRG", "QTY").comment, std::string("수량"));
    QCOMPARE(column(schema, "TB_DRG", "NOTE").comment, std::string());
    QCOMPARE(column(schema, "TB_DRG", "LAST").comment, std::string("끝"));
}

void TestSchema::countsRows()
{
    const auto file = files_.make("count.sqlite", R"(CREATE TABLE "odd ""one" (a); INSERT INTO "odd ""one"
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1234) SELECT i FROM n;)");
    QCOMPARE(countRows(file, "odd \"one"), std::int64_t(1234));
    const QString error = errorOf([&] { countRows(file, "missing"); });
    QVERIFY2(error.contains("no such table"), qPrintable(error));
}

void TestSchema::opensPathsWithOddNames()
{
    for (const char *name :
         {"100%41 a?mode=rwc#x&y.sqlite", "한글 이름;'\".sqlite", "file:odd.sqlite", "뷁+~.db"}) {
        const auto file = files_.write(name, {});
        std::filesystem::copy_file(files_.make("plain.sqlite", "CREATE TABLE IF NOT EXISTS t (a);"), file,
                                   std::filesystem::copy_options::overwrite_existing);
        QCOMPARE(readSchema(file).tables.size(), std::size_t(1));
    }
    QCOMPARE(readOnlyUri("/a b/ñ?#%.db"), std::string("file:///a%20b/%C3%B1%3F%23%25.db?mode=ro"));
}

void TestSchema::opensWriteAheadLog()
{
    const auto file = files_.make("wal.sqlite", "PRAGMA journal_mode = WAL; CREATE TABLE t (a);");
    sqlite3 *writer = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &writer), SQLITE_OK);
    // Rows that are only in the log are read too, while the writer is in the middle of a transaction.
    QCOMPARE(sqlite3_exec(writer, "CREATE TABLE u (b); BEGIN IMMEDIATE; INSERT INTO t VALUES (1);", nullptr,
                          nullptr, nullptr),
             SQLITE_OK);
    QCOMPARE(readSchema(file).tables.size(), std::size_t(2));
    QCOMPARE(countRows(file, "t"), std::int64_t(0));
    sqlite3_close(writer);
}

void TestSchema::neverChangesTheFile()
{
    const auto file = files_.make("same.sqlite", "CREATE TABLE t (a); INSERT INTO t VALUES (1);");
    QFile before(QString::fromStdString(file.string()));
    QVERIFY(before.open(QIODevice::ReadOnly));
    const QByteArray bytes = before.readAll();
    before.close();
    readSchema(file);
    const DatabaseHandle database = openReadOnly(file);
    QVERIFY(sqlite3_exec(database.get(), "INSERT INTO t VALUES (2)", nullptr, nullptr, nullptr) != SQLITE_OK);
    QVERIFY(before.open(QIODevice::ReadOnly));
    QCOMPARE(before.readAll(), bytes);
}

void TestSchema::leavesNothingBesideAWriteAheadLog()
{
    const auto listing = [](const std::filesystem::path &folder) {
        QMap<QString, qint64> files;
        for (const QFileInfo &info : QDir(QString::fromStdString(folder.string())).entryInfoList(QDir::Files))
            files[info.fileName()] = info.size();
        return files;
    };
    // Its log was written back and is gone: a plain read-only connection would make -wal and -shm anew.
    DatabaseFiles closed;
    const auto file = closed.make("closed.sqlite", "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);");
    const auto before = listing(file.parent_path());
    QCOMPARE(before.size(), 1);
    QCOMPARE(readSchema(file).tables.size(), 1u);
    QCOMPARE(countRows(file, "t"), 1);
    ValueIndex::build(file, readSchema(file));
    QCOMPARE(listing(file.parent_path()), before);

    // Copied with a log but without its shared memory: what the log holds is read, and nothing is written.
    DatabaseFiles copied;
    sqlite3 *writer = nullptr;
    const auto source = closed.make("source.sqlite", "PRAGMA journal_mode = WAL; CREATE TABLE old (a);");
    sqlite3_open(source.c_str(), &writer);
    sqlite3_exec(writer, "PRAGMA wal_autocheckpoint = 0; CREATE TABLE logged (a, b)", nullptr, nullptr, nullptr);
    const auto copy = copied.path("copy.sqlite");
    std::filesystem::copy_file(source, copy);
    std::filesystem::copy_file(source.string() + "-wal", copy.string() + "-wal");
    sqlite3_close(writer);
    const auto both = listing(copy.parent_path());
    QCOMPARE(both.size(), 2);
    QVERIFY(readSchema(copy).find("logged") >= 0);
    QCOMPARE(listing(copy.parent_path()), both);
}

void TestSchema::opensFiveHundredTablesQuickly()
{
    std::string sql = "BEGIN;";
    for (int t = 0; t < 500; ++t) {
        sql += "CREATE TABLE t" + std::to_string(t) + " (id INTEGER PRIMARY KEY";
        for (int c = 0; c < 20; ++c)
            sql += ", c" + std::to_string(c) + " TEXT";
        if (t > 0)
            sql += ", up INT REFERENCES t" + std::to_string(t - 1);
        sql += ");INSERT INTO t" + std::to_string(t) + " (c1) VALUES ('a'), ('b');";
    }
    const auto file = files_.make("wide.sqlite", sql + "COMMIT;");
    QElapsedTimer timer;
    timer.start();
    const Schema schema = readSchema(file);
    const auto spent = timer.elapsed();
    QCOMPARE(schema.tables.size(), std::size_t(500));
    QCOMPARE(schema.foreignKeys.size(), std::size_t(499));
    QVERIFY2(spent < 3000, qPrintable(QString::number(spent) + " ms"));
}

void TestSchema::aSlowViewDoesNotHoldUpOpening()
{
    const auto file = files_.make("slow.sqlite", R"(CREATE TABLE t (a INTEGER);
        CREATE VIEW slow AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
            SELECT count(*) AS total FROM n;)");
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(readSchema(file).tables.size(), std::size_t(2));
    QVERIFY(timer.elapsed() < 5000);
}

QTEST_GUILESS_MAIN(TestSchema)
#include "test_schema.moc"
