#include "datasets/error.h"
#include "datasets/examples/example.h"
#include "datasets/schema/schema.h"
#include "import_files.h"

#include <QTest>

#include <random>

using namespace mureum::datasets;
using namespace test;

namespace {

std::string problemsOf(const std::vector<ImportProblem> &problems)
{
    std::string out;
    for (const auto &problem : problems)
        out += problem.file + ":" + std::to_string(problem.line) + " " + problem.text + "\n";
    return out;
}

ImportOptions from(const fs::path &path)
{
    ImportOptions options;
    options.from = path;
    return options;
}

/// A table and questions in WikiSQL's own layout.
void writeWikiSql(const fs::path &folder)
{
    write(
        folder / "dev.tables.jsonl",
        R"({"id":"1-10-1","page_title":"Licence plates","header":["State/territory","Year","Notes",""],"types":["text","real","text","text"],"rows":[["South Australia",1998,"ÉTÉ","a"],["Victoria","1,999","sun","b"],["victoria",null,"x","c"]]})"
        "\n{\"id\":\"broken\"}\n"
        R"({"id":"2-20-2","header":["Name","name"],"types":["text","text"],"rows":[[1998,"q"]]})"
        "\n");
    write(
        folder / "dev.jsonl",
        R"({"phase":1,"question":"notes of south australia?","sql":{"conds":[[0,0,"SOUTH AUSTRALIA"]],"sel":2,"agg":0},"table_id":"1-10-1"})"
        "\n"
        R"({"phase":1,"question":"how many victorias","sql":{"conds":[[0,0,"Victoria"]],"sel":0,"agg":3},"table_id":"1-10-1"})"
        "\n"
        R"({"phase":1,"question":"after 1,998","sql":{"conds":[[1,1,"1,998 or so"]],"sel":0,"agg":0},"table_id":"1-10-1"})"
        "\n"
        R"({"phase":1,"question":"summer","sql":{"conds":[[2,0,"été"],[1,2,1998.5]],"sel":1,"agg":1},"table_id":"1-10-1"})"
        "\n"
        R"({"phase":1,"question":"bad column","sql":{"conds":[],"sel":9,"agg":0},"table_id":"1-10-1"})"
        "\n"
        R"({"phase":1,"question":"bad operator","sql":{"conds":[[0,3,"x"]],"sel":0,"agg":0},"table_id":"1-10-1"})"
        "\n"
        R"({"phase":1,"question":"no table","sql":{"conds":[],"sel":0,"agg":0},"table_id":"9"})"
        "\nnot json\n"
        R"({"phase":1,"question":"number in text","sql":{"conds":[[0,0,1998]],"sel":1,"agg":0},"table_id":"2-20-2"})"
        "\n");
}

} // namespace

class TestImport : public QObject
{
    Q_OBJECT

private slots:
    void spider()
    {
        QTemporaryDir temporary;
        const fs::path root = pathOf(temporary) / "spider", out = pathOf(temporary) / "out";
        makeDatabase(root / "database" / "shop" / "shop.sqlite",
                     "CREATE TABLE t (a); INSERT INTO t VALUES (5)");
        write(
            root / "train_spider.json",
            R"([{"db_id":"shop","question":"How many?","query":"SELECT count(*) FROM t","query_toks":["SELECT"],"sql":{"from":{}}},
{"db_id":"gone","question":"Which names?","query":"SELECT Full_Name FROM People"},
{"db_id":"nowhere","question":"What?","query":"SELECT 1"},
{"db_id":"../evil","question":"What?","query":"SELECT 1"}])");
        write(
            root / "dev.json",
            R"([{"db_id":"shop","SpiderQuestion":"Old?","SpiderSynQuestion":"New?","query":"SELECT a FROM t"}])");
        write(root / "tables.json",
              R"([{"db_id":"gone","table_names":["people","dog"],"table_names_original":["People","Dog"],
"column_names":[[-1,"*"],[0,"id"],[0,"name in full"],[1,"owner"]],"column_names_original":[[-1,"*"],[0,"ID"],[0,"Full_Name"],[1,"Owner"]],
"column_types":["text","number","text","number"],"primary_keys":[1],"foreign_keys":[[3,1]]},{"db_id":"x"}])");
        const QByteArray before = read(root / "database" / "shop" / "shop.sqlite");

        const ImportResult result = importDataset(from(root), out);
        QCOMPARE(result.format, std::string("spider"));
        QCOMPARE(result.count(), std::size_t{4});
        QCOMPARE(result.copied, std::size_t{1});
        QCOMPARE(result.created, std::size_t{1});
        QCOMPARE(result.missingDatabases, (std::vector<std::string>{"nowhere"}));
        const std::string problems = problemsOf(result.problems);
        QVERIFY2(problems.find("train_spider.json:4 \"../evil\" is not a database id") != std::string::npos,
                 problems.c_str());
        QVERIFY2(problems.find("tables.json:3") != std::string::npos, problems.c_str());
        QCOMPARE(rows(out / "databases" / "shop.sqlite", "SELECT a FROM t"), std::string("5"));
        QCOMPARE(rows(out / "databases" / "gone.sqlite", "SELECT count(Full_Name) FROM People"),
                 std::string("0"));
        const Schema schema = readSchema(out / "databases" / "gone.sqlite");
        QCOMPARE(schema.tables[0].columns[1].comment, std::string("name in full"));
        QCOMPARE(schema.foreignKeys.size(), std::size_t{1});
        const ExampleFile train = readExamples(out / "train_spider.jsonl");
        QCOMPARE(train.examples.size(), std::size_t{3});
        QCOMPARE(train.examples[0].query, std::string("SELECT count(*) FROM t"));
        QCOMPARE(readExamples(out / "dev.jsonl").examples[0].question, std::string("New?"));
        QCOMPARE(read(root / "database" / "shop" / "shop.sqlite"), before);
        QVERIFY(fs::exists(out / "import.json"));
        // Never over something that is there.
        QVERIFY_THROWS_EXCEPTION(Error, importDataset(from(root), out));

        ImportOptions options = from(root / "dev.json");
        options.mapping = {{"question", "SpiderQuestion"}};
        QCOMPARE(previewImport(options, 5).files[0].examples[0].question, std::string("Old?"));
    }

    void wikiSql()
    {
        QTemporaryDir temporary;
        const fs::path root = pathOf(temporary) / "wiki", out = pathOf(temporary) / "out";
        writeWikiSql(root);
        const ImportResult result = importDataset(from(root), out);
        QCOMPARE(result.format, std::string("wikisql"));
        QCOMPARE(result.count(), std::size_t{5});
        QCOMPARE(result.created, std::size_t{2});
        const std::string problems = problemsOf(result.problems);
        for (const char *line :
             {"dev.jsonl:5", "dev.jsonl:6", "dev.jsonl:7", "dev.jsonl:8", "dev.tables.jsonl:2"})
            QVERIFY2(problems.find(line) != std::string::npos, (std::string(line) + "\n" + problems).c_str());
        const auto examples = readExamples(out / "dev.jsonl").examples;
        // The cell's own spelling, and without it the comparison ignores case.
        QCOMPARE(examples[0].query,
                 std::string(R"(SELECT "Notes" FROM "table" WHERE "State/territory" = 'South Australia')"));
        QCOMPARE(examples[1].query,
                 std::string(
                     R"(SELECT COUNT("State/territory") FROM "table" WHERE "State/territory" = 'Victoria')"));
        QCOMPARE(examples[2].query,
                 std::string(R"(SELECT "State/territory" FROM "table" WHERE "Year" > 1998)"));
        QCOMPARE(examples[3].query,
                 std::string(R"(SELECT MAX("Year") FROM "table" WHERE "Notes" = 'ÉTÉ' AND "Year" < 1998.5)"));
        QCOMPARE(examples[4].query, std::string(R"x(SELECT "name (2)" FROM "table" WHERE "Name" = '1998')x"));
        const fs::path plates = out / "databases" / "1-10-1.sqlite";
        QCOMPARE(rows(plates, examples[0].query), std::string("ÉTÉ"));
        QCOMPARE(rows(plates, examples[1].query), std::string("2"));
        QCOMPARE(rows(plates, examples[2].query), std::string("Victoria"));
        QCOMPARE(rows(plates, examples[3].query), std::string("1998.0"));
        QCOMPARE(rows(out / "databases" / "2-20-2.sqlite", examples[4].query), std::string("q"));
        QCOMPARE(rows(plates, R"(SELECT typeof("Year"), typeof("column 4") FROM "table" LIMIT 1)"),
                 std::string("real:text"));
        QCOMPARE(readSchema(plates).tables[0].comment, std::string("licence plates"));
        // One file alone finds its tables too.
        QCOMPARE(previewImport(from(root / "dev.jsonl"), 2).files[0].examples.size(), std::size_t{2});
        fs::remove(root / "dev.tables.jsonl");
        ImportOptions forced = from(root / "dev.jsonl");
        forced.format = "wikisql";
        QVERIFY_THROWS_EXCEPTION(Error, previewImport(forced, 2));
    }

    void bird()
    {
        QTemporaryDir temporary;
        const fs::path root = pathOf(temporary) / "bird", out = pathOf(temporary) / "out";
        makeDatabase(root / "dev_databases" / "schools" / "schools.sqlite",
                     "CREATE TABLE frpm (n, k); INSERT INTO frpm VALUES (3, 4)");
        write(
            root / "dev.json",
            R"([{"question_id":0,"db_id":"schools","question":"What is the highest eligible free rate?","evidence":"Eligible free rate = n / k","SQL":"SELECT n * 1.0 / k FROM frpm;","difficulty":"simple"}])");
        write(root / "dev_tables.json", "[]");
        const ImportResult result = importDataset(from(root), out);
        QCOMPARE(result.format, std::string("bird"));
        QCOMPARE(result.copied, std::size_t{1});
        const Example example = readExamples(out / "dev.jsonl").examples.at(0);
        QCOMPARE(example.evidence, std::string("Eligible free rate = n / k"));
        QCOMPARE(example.difficulty, std::string("simple"));
        QCOMPARE(example.query, std::string("SELECT n * 1.0 / k FROM frpm"));
        QCOMPARE(askedQuestion(example),
                 std::string("What is the highest eligible free rate?\nEligible free rate = n / k"));
    }

    void defog()
    {
        QTemporaryDir temporary;
        const fs::path file = pathOf(temporary) / "questions_gen_sqlite.csv",
                       databases = pathOf(temporary) / "dbs", out = pathOf(temporary) / "out";
        makeDatabase(databases / "academic.sqlite", "CREATE TABLE author (aid, name)");
        write(file, "db_name,db_type,query_category,query,question,instructions\n"
                    "academic,sqlite,group_by,\"SELECT {author.name,author.aid} FROM author;SELECT name FROM "
                    "author;\","
                    "\"Which \"\"authors\"\"?\",Always filter names exactly\n"
                    "academic,sqlite,group_by,SELECT {} FROM author,Broken?,\n");
        ImportOptions options = from(file);
        options.databases = databases;
        const ImportResult result = importDataset(options, out);
        QCOMPARE(result.format, std::string("defog"));
        QCOMPARE(result.copied, std::size_t{1});
        QCOMPARE(result.problems.size(), std::size_t{1});
        QCOMPARE(result.problems[0].line, std::size_t{3});
        const Example example = readExamples(out / "questions_gen_sqlite.jsonl").examples.at(0);
        QCOMPARE(example.queries,
                 (std::vector<std::string>{"SELECT author.name FROM author", "SELECT author.aid FROM author",
                                           "SELECT author.name, author.aid FROM author",
                                           "SELECT name FROM author"}));
        QCOMPARE(example.question, std::string("Which \"authors\"?"));
        QCOMPARE(example.evidence, std::string("Always filter names exactly"));
    }

    void contexts()
    {
        QTemporaryDir temporary;
        const fs::path file = pathOf(temporary) / "data.csv", out = pathOf(temporary) / "out",
                       again = pathOf(temporary) / "again";
        write(file, "문맥;질문;정답\n"
                    "\"CREATE TABLE head (age INTEGER, name VARCHAR)\";몇 명?;SELECT COUNT(*) FROM head "
                    "WHERE age > 56\n"
                    "\"CREATE TABLE head (age INTEGER, name VARCHAR)\";누구?;SELECT name FROM head WHERE "
                    "name = '홍길동'\n"
                    "nothing;왜?;SELECT 1\n"
                    "\"CREATE TABLE `b` (id int NOT NULL AUTO_INCREMENT, PRIMARY KEY (id)) "
                    "ENGINE=InnoDB\";몇 개?;SELECT COUNT(*) FROM b\n");
        ImportOptions options = from(file);
        options.fill = 7;
        options.lexicon = fs::path(MUREUM_SOURCE_DIR) / "datasets/lexicon";
        options.phrases = fs::path(MUREUM_SOURCE_DIR) / "datasets/synth/phrases.json";
        std::vector<std::size_t> seen;
        const ImportResult result = importDataset(options, out, [&](const ImportProgress &now) {
            QCOMPARE(now.total, std::size_t{2});
            seen.push_back(now.done);
        });
        QCOMPARE(seen, (std::vector<std::size_t>{1, 2}));
        QCOMPARE(result.format, std::string("csv"));
        QCOMPARE(result.created, std::size_t{2});
        QCOMPARE(result.problems.size(), std::size_t{1});
        QCOMPARE(result.problems[0].line, std::size_t{4});
        const auto examples = readExamples(out / "data.jsonl").examples;
        QCOMPARE(examples.size(), std::size_t{3});
        QCOMPARE(examples[0].databaseId, examples[1].databaseId);
        QVERIFY(examples[0].databaseId.starts_with("head_"));
        QVERIFY(examples[0].context.empty());
        for (const Example &example : examples) {
            const fs::path database = out / "databases" / (example.databaseId + ".sqlite");
            QVERIFY2(!rows(database, example.query).empty() && rows(database, example.query) != "0",
                     example.query.c_str());
        }
        importDataset(options, again);
        for (const auto &entry : fs::recursive_directory_iterator(out))
            if (entry.is_regular_file())
                QVERIFY(read(entry.path()) == read(again / fs::relative(entry.path(), out)));
    }

    void jsonLines()
    {
        QTemporaryDir temporary;
        const fs::path file = pathOf(temporary) / "x.jsonl";
        write(file, "{\"db\":\"d\",\"nl\":\"q?\",\"sql\":\"SELECT 1\",\"queries\":[\"SELECT 2\",\"SELECT "
                    "1\"],\"n\":{\"deep\":[1]}}\n[]\n{\"db\":\"d\"\n");
        const ImportPreview preview = previewImport(from(file), 10);
        QCOMPARE(preview.format, std::string("jsonl"));
        QCOMPARE(preview.files[0].examples.at(0).queries, (std::vector<std::string>{"SELECT 1", "SELECT 2"}));
        QCOMPARE(preview.missingDatabases, (std::vector<std::string>{"d"}));
        QCOMPARE(preview.problems.size(), std::size_t{2});
        QCOMPARE(preview.problems[0].line, std::size_t{2});
        QCOMPARE(preview.mapping.at("question"), std::string("nl"));
        // Columns in place of a schema: the table the query reads has them.
        write(file, "{\"table_id\":\"1-2\",\"columns\":[\"a b\",\"c\"],\"question\":\"q\",\"query\":\"SELECT "
                    "\\\"a b\\\" FROM w\"}\n");
        importDataset(from(file), pathOf(temporary) / "columns");
        QCOMPARE(rows(pathOf(temporary) / "columns/databases/1-2.sqlite", "SELECT count(\"a b\") FROM w"),
                 std::string("0"));
    }

    void stopAndErrors()
    {
        QTemporaryDir temporary;
        const fs::path file = pathOf(temporary) / "x.csv", out = pathOf(temporary) / "out";
        write(file, "context,question,sql\nCREATE TABLE t (a),q?,SELECT a FROM t\n");
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(importDataset(from(file), out, {}, stop.get_token()).stopped);
        QVERIFY(!fs::exists(out));
        QCOMPARE(std::distance(fs::directory_iterator(pathOf(temporary)), {}), std::ptrdiff_t{1});
        QVERIFY_THROWS_EXCEPTION(Error, previewImport(from(pathOf(temporary) / "none"), 1));
        QVERIFY_THROWS_EXCEPTION(Error, previewImport(from(pathOf(temporary)), 1));
        ImportOptions options = from(file);
        options.format = "xml";
        QVERIFY_THROWS_EXCEPTION(Error, previewImport(options, 1));
        write(file, "context,question,sql\nx,q?,\n");
        QVERIFY_THROWS_EXCEPTION(Error, importDataset(from(file), out));
        write(file, "");
        QVERIFY_THROWS_EXCEPTION(Error, previewImport(from(file), 1));
        write(file, "ddl,zzz,sql\nCREATE TABLE t (a),wie viele,SELECT a FROM t\n");
        const ImportPreview unknown = previewImport(from(file), 5);
        QVERIFY(unknown.problems.at(0).text.find("question=COLUMN") != std::string::npos);
        QCOMPARE(unknown.columns, (std::vector<std::string>{"ddl", "zzz", "sql"}));
        fs::create_directories(out);
        write(file, "context,question,sql\nCREATE TABLE t (a),q?,SELECT a FROM t\n");
        QCOMPARE(importDataset(from(file), out / "").count(), std::size_t{1});
    }

    /// Damaged copies of every layout: an answer or an Error, never a crash.
    void fuzz()
    {
        QTemporaryDir temporary;
        const fs::path root = pathOf(temporary);
        writeWikiSql(root / "wiki");
        write(
            root / "bird" / "dev.json",
            R"([{"question_id":0,"db_id":"s","question":"W?","evidence":"e","SQL":"SELECT 1","difficulty":"x"}])");
        write(root / "defog" / "q.csv",
              "db_name,query_category,query,question\na,b,\"SELECT {x,y} FROM t;SELECT 1\",Why?\n");
        write(root / "csv" / "q.csv", "context,question,sql\n\"CREATE TABLE t (a int, b serial); INSERT INTO "
                                      "t VALUES (1,2)\",q?,SELECT a FROM t\n");
        write(
            root / "spider" / "tables.json",
            R"([{"db_id":"g","table_names":["p"],"table_names_original":["P"],"column_names":[[-1,"*"],[0,"i"]],"column_names_original":[[-1,"*"],[0,"I"]],"column_types":["text","number"],"primary_keys":[1],"foreign_keys":[[1,1]]}])");
        write(root / "spider" / "train.json", R"([{"db_id":"g","question":"q?","query":"SELECT I FROM P"}])");
        const std::vector<fs::path> files{
            root / "wiki/dev.tables.jsonl", root / "wiki/dev.jsonl", root / "bird/dev.json",
            root / "defog/q.csv",           root / "csv/q.csv",      root / "spider/tables.json",
            root / "spider/train.json"};
        const std::vector<std::string> formats{"wikisql", "wikisql", "bird",  "defog",
                                               "csv",     "spider",  "spider"};
        std::mt19937 random(7);
        int done = 0;
        for (std::size_t at = 0; at < files.size(); ++at) {
            const QByteArray good = read(files[at]);
            for (int round = 0; round < 32; ++round) {
                QByteArray bytes = good;
                if (round % 4 == 0)
                    bytes.truncate(static_cast<qsizetype>(random() % static_cast<unsigned>(good.size())));
                for (int change = static_cast<int>(random() % 6); change > 0 && !bytes.isEmpty(); --change) {
                    const auto place = static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size()));
                    static constexpr char pieces[] = "{}[]\",:;\n0-9xn\\\0\xff";
                    bytes[place] =
                        random() % 2 ? pieces[random() % (sizeof(pieces) - 1)] : static_cast<char>(random());
                }
                write(files[at], bytes);
                ImportOptions options =
                    from(files[at].filename() == "q.csv" ? files[at] : files[at].parent_path());
                options.format = formats[at];
                try {
                    // An import waits for the disk; a preview reads just as much.
                    if (round % 8 == 0)
                        importDataset(options, root / "out");
                    else
                        previewImport(options, 100);
                    ++done;
                } catch (const Error &error) {
                    QVERIFY(std::string(error.what()).find('\n') == std::string::npos);
                }
                fs::remove_all(root / "out");
            }
            write(files[at], good);
        }
        QVERIFY(done > 50);
    }
};

QTEST_APPLESS_MAIN(TestImport)
#include "test_import.moc"
