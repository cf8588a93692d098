#include "datasets/error.h"
#include "datasets/importers/build_database.h"
#include "datasets/importers/dialect.h"
#include "datasets/importers/fill.h"
#include "datasets/schema/schema.h"
#include "import_files.h"

#include <QTest>

#include <random>

using namespace mureum::datasets;
using namespace test;

namespace {

const char *const postgres = R"(
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE public.users (
    id serial NOT NULL,
    name character varying(50) DEFAULT 'x'::character varying,
    meta jsonb, tags text[], score double precision,
    born date, seen timestamp with time zone DEFAULT now(),
    CONSTRAINT positive CHECK (score > 0)
);
CREATE TABLE public.orders (id bigint, user_id integer, total numeric(10,2), paid boolean);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
COMMENT ON TABLE public.users IS '회원';
COMMENT ON COLUMN public.users.seen IS 'last visit';
INSERT INTO public.users (id, name) VALUES (7, 'kim');
)";

const char *const mysql = R"(
DROP TABLE IF EXISTS `item`;
CREATE TABLE `item` (
  `id` int(11) unsigned NOT NULL AUTO_INCREMENT COMMENT '번호',
  `kind` enum('a','b') CHARACTER SET utf8 COLLATE utf8_bin DEFAULT 'a',
  `price` decimal(8,2) NOT NULL DEFAULT '0.00',
  `at` datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (`id`), UNIQUE KEY `u` (`kind`), KEY `k` (`price`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8 COMMENT='상품';
)";

std::vector<std::string> columnTypes(const TranslatedDdl &ddl, std::size_t table)
{
    std::vector<std::string> types;
    for (const auto &column : ddl.tables.at(table).columns)
        types.push_back(column.type);
    return types;
}

} // namespace

class TestImportDdl : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(folder_.isValid()); }

    void postgresTables()
    {
        const TranslatedDdl ddl = translateDdl(postgres);
        QVERIFY(!ddl.native);
        QCOMPARE(ddl.tables.size(), std::size_t{2});
        QCOMPARE(columnTypes(ddl, 0), (std::vector<std::string>{"INTEGER", "VARCHAR(50)", "TEXT", "TEXT",
                                                                "REAL", "date", "TIMESTAMP"}));
        QCOMPARE(ddl.tables[0].primaryKey, (std::vector<std::string>{"id"}));
        QCOMPARE(ddl.tables[0].comment, std::string("회원"));
        QCOMPARE(ddl.tables[1].references.size(), std::size_t{1});
        QCOMPARE(ddl.tables[1].references[0].table, std::string("users"));

        const fs::path file = pathOf(folder_) / "pg.sqlite";
        QVERIFY(buildDatabase(file, {sqliteDdl(ddl.tables), ddl.statements, {}}).empty());
        QCOMPARE(rows(file, "SELECT id, name FROM users"), std::string("7:kim"));
        const Schema schema = readSchema(file);
        QCOMPARE(schema.foreignKeys.size(), std::size_t{1});
        QCOMPARE(schema.tables[static_cast<std::size_t>(schema.find("users"))].columns[6].comment,
                 std::string("last visit"));
    }

    void mysqlTables()
    {
        const TranslatedDdl ddl = translateDdl(mysql);
        QCOMPARE(ddl.tables.size(), std::size_t{1});
        QCOMPARE(ddl.tables[0].comment, std::string("상품"));
        QCOMPARE(ddl.tables[0].columns[0].comment, std::string("번호"));
        QCOMPARE(ddl.tables[0].columns[1].type, std::string("TEXT"));
        const fs::path file = pathOf(folder_) / "my.sqlite";
        const synth::Cell a{synth::CellKind::Text, "a", 0}, two{synth::CellKind::Integer, "2", 2};
        buildDatabase(file, {sqliteDdl(ddl.tables), {}, {{"item", {"kind", "price"}, {{a, two}}}}});
        // INTEGER PRIMARY KEY counts by itself; "int(11)" would stay NULL.
        QCOMPARE(rows(file, "SELECT id, kind FROM item"), std::string("1:a"));
    }

    void types()
    {
        QCOMPARE(sqliteType("BIGSERIAL"), std::string("INTEGER"));
        QCOMPARE(sqliteType("STRING"), std::string("TEXT"));
        QCOMPARE(sqliteType("uuid"), std::string("TEXT"));
        QCOMPARE(sqliteType("interval"), std::string("TEXT"));
        QCOMPARE(sqliteType("timestamptz"), std::string("TIMESTAMP"));
        QCOMPARE(sqliteType("bytea"), std::string("BLOB"));
        QCOMPARE(sqliteType("VARCHAR(20)"), std::string("VARCHAR(20)"));
        QCOMPARE(sqliteType(""), std::string(""));
    }

    /// Keys of columns that are not there, reserved words, broken text.
    void oddDdl()
    {
        for (const char *ddl :
             {"CREATE TABLE t (a int, PRIMARY KEY (nope), FOREIGN KEY (zip) REFERENCES u(x))",
              "CREATE TABLE \"order\" (\"select\" text, group int)", "create table t(a,b,",
              "CREATE TABLE t (a int); CREATE TABLE t (b int)"}) {
            const TranslatedDdl translated = translateDdl(ddl);
            QVERIFY(!translated.tables.empty());
            buildDatabase(pathOf(folder_) / "odd.sqlite", {sqliteDdl(translated.tables), {}, {}});
        }
        QVERIFY(translateDdl("SELECT 1").tables.empty());
        QVERIFY(translateDdl("").tables.empty());
    }

    void hostileDdl()
    {
        const fs::path file = pathOf(folder_) / "bad.sqlite", other = pathOf(folder_) / "other.sqlite";
        const std::string create = "CREATE TABLE t (a);";
        for (const std::string &evil :
             {"ATTACH '" + other.string() + "' AS o; CREATE TABLE o.x (a);",
              "VACUUM INTO '" + other.string() + "';", std::string("PRAGMA writable_schema = 1;"),
              std::string("CREATE VIRTUAL TABLE v USING fts5(a);"),
              std::string("CREATE TABLE big AS WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM "
                          "c) SELECT x FROM c;"),
              std::string("DROP TABLE t;")}) {
            QVERIFY2(!runsInSqlite(create + evil), evil.c_str());
            QVERIFY(!fs::exists(other));
        }
        QVERIFY(runsInSqlite(create));
        QVERIFY_THROWS_EXCEPTION(Error, buildDatabase(file, {"SELECT 1", {}, {}}));
        QVERIFY_THROWS_EXCEPTION(Error, buildDatabase(file, {"", {}, {}}));
        QVERIFY(!fs::exists(file));
        const auto failures =
            buildDatabase(file, {create, {"INSERT INTO t VALUES (1)", "INSERT INTO nope VALUES (1)"}, {}});
        QCOMPARE(failures.size(), std::size_t{1});
        QCOMPARE(rows(file, "SELECT a FROM t"), std::string("1"));
    }

    /// Every gold finds rows; keys hold; the same seed gives the same rows.
    void fill()
    {
        const TranslatedDdl ddl = translateDdl(
            "CREATE TABLE student (id INTEGER PRIMARY KEY, name VARCHAR, age INTEGER, dept VARCHAR, born "
            "DATE);"
            "CREATE TABLE enrol (student_id INTEGER REFERENCES student(id), course_id INTEGER, grade REAL,"
            " PRIMARY KEY (student_id, course_id));"
            "CREATE TABLE course (id INTEGER PRIMARY KEY, title VARCHAR, room VARCHAR)");
        const std::vector<std::string> golds{
            "SELECT name FROM student WHERE dept = 'Zymurgy' AND age > 91",
            "SELECT s.name FROM student s JOIN enrol e ON s.id = e.student_id JOIN course c ON e.course_id = "
            "c.id "
            "WHERE c.title = 'Alchemy' AND e.grade < 0.25",
            "SELECT name FROM student WHERE name LIKE '%qux%' OR age = 123",
            "SELECT name FROM student WHERE dept = 'A1' INTERSECT SELECT name FROM student WHERE dept = 'B2'",
            "SELECT title FROM course WHERE id IN (SELECT course_id FROM enrol WHERE grade BETWEEN 6.5 AND "
            "6.6)",
            "SELECT c.title FROM course c JOIN enrol e ON c.id = e.course_id GROUP BY c.id HAVING count(*) "
            ">= 9",
            "SELECT name FROM student WHERE born > '2031-05-05'",
            "SELECT name FROM student WHERE strftime('%Y', born) = '1961'",
            "SELECT title FROM course WHERE room = \"X 99\"",
            "SELECT name FROM student WHERE id = 4711",
            "SELECT name FROM student WHERE id NOT IN (SELECT student_id FROM enrol WHERE grade > 1)",
            "SELECT dept FROM student GROUP BY dept HAVING count(*) = 13",
            "SELECT name FROM student WHERE age IS NULL"};
        const fs::path source = MUREUM_SOURCE_DIR;
        const RowInventor inventor(source / "datasets/lexicon", source / "datasets/synth/phrases.json");
        const auto made = inventor.invent("school", ddl.tables, golds, 12, 3);
        const fs::path file = pathOf(folder_) / "school.sqlite", again = pathOf(folder_) / "again.sqlite",
                       other = pathOf(folder_) / "other_seed.sqlite";
        buildDatabase(file, {sqliteDdl(ddl.tables), {}, made});
        for (const std::string &gold : golds)
            QVERIFY2(!rows(file, gold).empty() && rows(file, gold).find("error") != 0, gold.c_str());
        QCOMPARE(rows(file, "SELECT count(*) FROM enrol WHERE student_id NOT IN (SELECT id FROM student)"),
                 std::string("0"));
        QVERIFY(std::stoi(rows(file, "SELECT count(*) FROM student")) >= 12);
        QCOMPARE(rows(file, "SELECT count(*) > 1 FROM (SELECT DISTINCT dept FROM student)"),
                 std::string("1"));
        buildDatabase(again,
                      {sqliteDdl(ddl.tables), {}, inventor.invent("school", ddl.tables, golds, 12, 3)});
        QVERIFY(read(file) == read(again));
        buildDatabase(other,
                      {sqliteDdl(ddl.tables), {}, inventor.invent("school", ddl.tables, golds, 12, 4)});
        QVERIFY(read(file) != read(other));
        QVERIFY(!rows(file, "SELECT id FROM student WHERE id NOT IN (SELECT student_id FROM enrol)").empty());
        // Columns that only a gold's join ties share values too.
        const TranslatedDdl loose = translateDdl("CREATE TABLE review (u_id VARCHAR, rating VARCHAR); "
                                                 "CREATE TABLE useracct (name VARCHAR, u_id VARCHAR)");
        const std::string join = "SELECT count(*) FROM useracct AS T1 JOIN review AS T2 ON T1.u_id = T2.u_id";
        const fs::path tied = pathOf(folder_) / "tied.sqlite";
        buildDatabase(tied,
                      {sqliteDdl(loose.tables), {}, inventor.invent("tied", loose.tables, {join}, 10, 1)});
        QVERIFY(std::stoi(rows(tied, join)) >= 5);
        const std::string without = "SELECT name FROM useracct WHERE NOT u_id IN (SELECT u_id FROM review)";
        const fs::path lone = pathOf(folder_) / "lone.sqlite";
        buildDatabase(lone,
                      {sqliteDdl(loose.tables), {}, inventor.invent("lone", loose.tables, {without}, 10, 1)});
        QVERIFY(!rows(lone, without).empty());
        QVERIFY(!rows(lone, "SELECT 1 FROM useracct WHERE u_id IN (SELECT u_id FROM review)").empty());
        // Numbers in text columns are compared as texts.
        const TranslatedDdl texts = translateDdl("CREATE TABLE t (a VARCHAR, b VARCHAR, c VARCHAR)");
        const std::string compared = "SELECT a FROM t WHERE a > 9 AND b < 100 AND c LIKE \"%Monadic%\"";
        const fs::path text = pathOf(folder_) / "text.sqlite";
        buildDatabase(
            text, {sqliteDdl(texts.tables), {}, inventor.invent("text", texts.tables, {compared}, 10, 1)});
        QVERIFY(!rows(text, compared).empty());
    }

    /// Any text: tables or none, and what is made of them runs.
    void fuzz()
    {
        std::mt19937 random(5);
        const std::vector<std::string> pieces{"CREATE",
                                              "TABLE",
                                              "t",
                                              "(",
                                              ")",
                                              ",",
                                              ";",
                                              "a",
                                              "int",
                                              "serial",
                                              "PRIMARY",
                                              "KEY",
                                              "REFERENCES",
                                              "u",
                                              "'",
                                              "\"",
                                              "`",
                                              "[",
                                              "]",
                                              "--",
                                              "/*",
                                              "\n",
                                              "ALTER",
                                              "ADD",
                                              "CONSTRAINT",
                                              "FOREIGN",
                                              "COMMENT",
                                              "ON",
                                              "COLUMN",
                                              "IS",
                                              "INSERT INTO t VALUES (1)",
                                              ".",
                                              "enum('a','b')",
                                              "\xEA\xB0\x80",
                                              "\xFF",
                                              "NOT NULL",
                                              "DEFAULT"};
        int made = 0;
        for (int round = 0; round < 1500; ++round) {
            std::string text = round % 2 ? "CREATE TABLE t (a int" : "";
            for (int at = static_cast<int>(random() % 40); at > 0; --at)
                text += " " + pieces[random() % pieces.size()];
            const TranslatedDdl translated = translateDdl(text);
            runsInSqlite(text);
            if (translated.tables.empty())
                continue;
            QVERIFY2(runsInSqlite(sqliteDdl(translated.tables)), text.c_str());
            ++made;
        }
        QVERIFY(made > 500);
    }

private:
    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestImportDdl)
#include "test_import_ddl.moc"
