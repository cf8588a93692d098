#include "datasets/error.h"
#include "eval/validate/validate.h"

#include <QTest>

#include <QFile>
#include <QTemporaryDir>
#include <sqlite3.h>

#include <set>

using namespace mureum::eval;
using namespace mureum::datasets;
namespace fs = std::filesystem;

namespace {

void write(const fs::path &file, const QByteArray &bytes)
{
    QFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("cannot write");
}

std::set<std::string> findings(const ValidationReport &report, Severity severity)
{
    std::set<std::string> out;
    for (const Finding &one : report.findings)
        if (one.severity == severity)
            out.insert(one.kind + " " + std::to_string(one.line));
    return out;
}

QByteArray line(const char *db, const char *question, const char *query)
{
    return QByteArray("{\"db_id\":\"") + db + "\",\"question\":\"" + question + "\",\"query\":\"" + query +
           "\"}\n";
}

} // namespace

class TestValidate : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(folder_.isValid());
        root_ = folder_.path().toStdString();
        fs::create_directories(root_ / "databases");
        sqlite3 *db = nullptr;
        sqlite3_open((root_ / "databases/shop.sqlite").c_str(), &db);
        QCOMPARE(sqlite3_exec(db,
                              "CREATE TABLE item (name, price); INSERT INTO item VALUES ('a', 1), ('b', 2)",
                              nullptr, nullptr, nullptr),
                 SQLITE_OK);
        sqlite3_close(db);
        write(root_ / "databases/junk.sqlite", "this is not a database at all, not at all");
        write(root_ / "data.jsonl",
              line("shop", "How many items?", "SELECT count(*) FROM item") +               // 1
                  line("shop", "how  many ITEMS", "SELECT COUNT(*) FROM item") +           // 2 duplicate
                  line("shop", "How many items?", "SELECT max(price) FROM item") +         // 3 conflict
                  line("shop", "Which cost 9?", "SELECT name FROM item WHERE price = 9") + // 4 empty
                  line("shop", "Which colour?", "SELECT colour FROM item") +               // 5 fails
                  line("nowhere", "What?", "SELECT 1") +                                   // 6 missing
                  line("nowhere", "What else?", "SELECT 2") + // 7 missing, told once
                  line("junk", "What now?", "SELECT 1") +     // 8 broken
                  "{\"db_id\":\"shop\"}\n" +                  // 9 bad
                  line("shop", "For ever?",
                       "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM "
                       "c") +                                                  // 10
                  line("shop", "Delete?", "DELETE FROM item") +                // 11
                  line("shop", "물건은 몇 개?", "SELECT count(*) FROM item") + // 12 another wording
                  line("shop", "No answer?", "") +                             // 13
                  "{\"db_id\":\"shop\",\"question\":\"영어?\",\"query\":\"SELECT name FROM item WHERE price "
                  "> 1\",\"lang\":\"en\"}\n"); // 14
        write(root_ / "other.jsonl", line("shop", "how many items ?", "SELECT 3") +
                                         line("x", "Others?", "SELECT name FROM item WHERE price > 700") +
                                         line("x", "Shape?", "SELECT max(age) FROM people"));
    }

    void everyKind()
    {
        ValidateOptions options;
        options.data = root_ / "data.jsonl";
        options.time = std::chrono::milliseconds(200);
        options.threads = 2;
        options.against = {root_ / "other.jsonl"};
        options.tokens = [](std::string_view text) { return text.size() / 4; };
        std::size_t last = 0;
        const ValidationReport report = validateExamples(options, [&](std::size_t done, std::size_t total) {
            QVERIFY(done == last + 1 && done <= total);
            last = done;
        });
        QCOMPARE(findings(report, Severity::Error),
                 (std::set<std::string>{"bad_line 9", "broken_database 8", "gold_fails 5", "gold_fails 11",
                                        "gold_times_out 10", "missing_database 6", "no_query 13"}));
        QCOMPARE(findings(report, Severity::Warning),
                 (std::set<std::string>{"duplicate 2", "conflict 3", "gold_empty 4", "gold_not_parsed 11",
                                        "language 14", "overlap 1", "overlap 2", "overlap 3",
                                        "shared_databases 0"}));
        QCOMPARE(report.examples, std::size_t{13});
        QCOMPARE(report.databases, std::size_t{3});
        QVERIFY(report.ran && report.complete);
        QCOMPARE(report.goldsRun, last);
        QCOMPARE(report.sameQuery, std::size_t{1});
        QCOMPARE(report.byLanguage.at("ko"), std::size_t{2});
        QCOMPARE(report.byHardness.at("unknown"), std::size_t{2});
        // Errors first, each by line.
        QCOMPARE(report.findings.front().line, std::size_t{5});
        QCOMPARE(report.overlaps.size(), std::size_t{1});
        const Overlap &overlap = report.overlaps.front();
        QCOMPARE(overlap.questions, std::size_t{3});
        QCOMPARE(overlap.queries, std::size_t{0});
        QCOMPARE(overlap.templates, std::size_t{4}); // 6, 7 and 8 are SELECT 3 but for the value; 14
        QCOMPARE(overlap.shapes, std::size_t{5});    // and 3, SELECT max(c) FROM t
        QCOMPARE(overlap.databases, (std::vector<std::string>{"shop"}));
        QVERIFY(report.lengths.contains("question_tokens"));
        QCOMPARE(report.lengths.at("query").count, std::size_t{13});

        const auto json = report.json();
        QCOMPARE(json["error_count"].get<int>(), 7);
        QCOMPARE(json["counts"]["error"]["gold_fails"].get<int>(), 2);
        QCOMPARE(json["errors"].size(), std::size_t{7});
        const std::string text = report.text();
        QVERIFY(text.find("7 errors") != std::string::npos);
        QVERIFY(text.find("line 10") != std::string::npos);
        // One statement that says nowhere is missing, with both examples.
        QVERIFY(text.find("(2 examples)") != std::string::npos);
    }

    void clean()
    {
        write(root_ / "good.jsonl", line("shop", "How many items?", "SELECT count(*) FROM item"));
        ValidateOptions options;
        options.data = root_ / "good.jsonl";
        const ValidationReport report = validateExamples(options);
        QVERIFY(report.findings.empty());
        QCOMPARE(report.goldsRun, std::size_t{1});
    }

    void withoutDatabases()
    {
        QTemporaryDir alone;
        const fs::path file = fs::path(alone.path().toStdString()) / "x.jsonl";
        write(file, line("shop", "How many?", "SELECT count( FROM item") +
                        line("shop", "Which?", "SELECT a FROM b"));
        ValidateOptions options;
        options.data = file;
        const ValidationReport report = validateExamples(options);
        QVERIFY(!report.ran);
        QCOMPARE(findings(report, Severity::Error), (std::set<std::string>{"gold_not_parsed 1"}));
        QCOMPARE(findings(report, Severity::Warning), (std::set<std::string>{"not_run 0"}));
        // A context is a database of its own.
        write(file,
              "{\"question\":\"q?\",\"query\":\"SELECT a FROM t\",\"context\":\"CREATE TABLE t (a)\"}\n");
        QCOMPARE(findings(validateExamples(options), Severity::Warning),
                 (std::set<std::string>{"gold_empty 1"}));
        QVERIFY_THROWS_EXCEPTION(
            Error, validateExamples({fs::path("none"), {}, {}, std::chrono::milliseconds(1), 0, {}}));
    }

    void stopped()
    {
        ValidateOptions options;
        options.data = root_ / "data.jsonl";
        std::stop_source stop;
        stop.request_stop();
        const ValidationReport report = validateExamples(options, {}, stop.get_token());
        QVERIFY(!report.complete);
        QCOMPARE(report.goldsRun, std::size_t{0});
    }

    void templates()
    {
        QCOMPARE(queryTemplate("select a from t where b = 5 and c='x'"),
                 queryTemplate("SELECT a FROM t WHERE b = 77 AND c = \n'long'"));
        QVERIFY(queryTemplate("SELECT a FROM t") != queryTemplate("SELECT b FROM t"));
        QCOMPARE(queryShape(
                     "SELECT T1.a FROM t AS T1 JOIN u AS T2 ON T1.x = T2.y WHERE T2.z IN (SELECT q FROM w)"),
                 queryShape("SELECT B.k FROM m AS B JOIN n ON B.i = n.j WHERE n.l IN (SELECT r FROM s)"));
        QVERIFY(queryShape("SELECT a FROM t") != queryShape("SELECT a, b FROM t"));
        QVERIFY(queryTemplate("SELECT FROM").empty());
        QCOMPARE(normalQuestion(" How  MANY? "), normalQuestion("how many"));
        const Lengths lengths = Lengths::of({1, 2, 3, 8, 100});
        QCOMPARE(lengths.histogram, (std::vector<std::size_t>{1, 2, 0, 1, 0, 0, 1}));
        QCOMPARE(lengths.median, std::size_t{3});
        QCOMPARE(lengths.most, std::size_t{100});
        QCOMPARE(Lengths::of({}).count, std::size_t{0});
    }

private:
    QTemporaryDir folder_;
    fs::path root_;
};

QTEST_APPLESS_MAIN(TestValidate)
#include "test_validate.moc"
