#include "eval/suite/evaluation.h"
#include "eval/suite/predictions.h"
#include "eval/suite/run_data.h"
#include "eval/suite/summary.h"

#include "datasets/error.h"

#include <QTest>

#include <QFile>
#include <QTemporaryDir>
#include <sqlite3.h>

#include <atomic>
#include <cmath>
#include <map>

using namespace mureum::eval;
using namespace mureum::datasets;
namespace fs = std::filesystem;

namespace {

/// Answers from a table, and counts what it was asked.
class Scripted : public Answerer
{
public:
    std::map<std::string, std::string> sql;
    std::map<std::string, int> asked;
    std::string model = "scripted";
    std::stop_source *stopAt = nullptr;
    std::string stopQuestion;

    nlohmann::ordered_json description() const override { return {{"model", model}}; }
    Answer answer(const fs::path &, const std::string &question, std::stop_token) override
    {
        ++asked[question];
        if (stopAt && question == stopQuestion)
            stopAt->request_stop();
        const auto found = sql.find(question);
        if (found == sql.end())
            throw Error("the model does not know " + question);
        return {found->second, 0.5, 10, {}};
    }
};

QByteArray bytesOf(const fs::path &file)
{
    QFile in(QString::fromStdString(file.string()));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("missing");
}

void write(const fs::path &file, const QByteArray &bytes)
{
    QFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("cannot write");
}

/// Records without what differs from run to run.
std::vector<std::string> stable(const std::vector<EvaluationRecord> &records)
{
    std::vector<std::string> out;
    for (const EvaluationRecord &record : records) {
        auto json = toJson(record);
        json.erase("seconds");
        json.erase("answer_seconds");
        out.push_back(json.dump());
    }
    return out;
}

} // namespace

class TestEvaluation : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
        for (const char *id : {"shop", "zoo"}) {
            sqlite3 *db = nullptr;
            sqlite3_open((root_ / (std::string(id) + ".sqlite")).c_str(), &db);
            sqlite3_exec(db, "CREATE TABLE t(a, b); INSERT INTO t VALUES(1,'x'),(2,'y'),(3,'z')", nullptr,
                         nullptr, nullptr);
            sqlite3_close(db);
        }
        write(root_ / "data.jsonl",
              R"~({"db_id":"shop","question":"one","query":"SELECT a FROM t"}
{"db_id":"zoo","question":"둘","query":"SELECT count(*) FROM t WHERE a > 1 GROUP BY b"}
not json
{"db_id":"shop","question":"three","query":"SELECT b FROM t WHERE a = 9"}

{"db_id":"gone","question":"four","query":"SELECT 1"}
{"db_id":"shop","question":"five","query":"SELECT b FROM t"}
{"db_id":"zoo","question":"six","query":"SELECT max(a) FROM t","queries":["SELECT max(a) FROM t","SELECT min(a) FROM t"]}
{"db_id":"c","context":"CREATE TABLE k(v INT)","question":"seven","query":"SELECT count(*) FROM k"}
)~");
        options_ = {};
        options_.data = readExamples(root_ / "data.jsonl");
        options_.databases = root_;
        options_.threads = 3;
        answerer_ = {};
        answerer_.sql = {{"one", "select a from T"},
                         {"둘", "SELECT count(*) FROM t"},
                         {"three", "SELECT b FROM t WHERE a = 8"},
                         {"four", "SELECT 1"},
                         {"five", "SELECT nix FROM t"},
                         {"six", "SELECT min(a) FROM t"},
                         {"seven", "SELECT count(v) FROM k"}};
    }

    void scoresEveryExample()
    {
        const EvaluationResult result = runEvaluation(options_, answerer_);
        QVERIFY(result.complete);
        QCOMPARE(result.records.size(), std::size_t{7});
        const auto ex = [&](std::size_t i) { return std::string(name(result.records[i].score.ex)); };
        QCOMPARE(ex(0), std::string("right"));
        QVERIFY(result.records[0].exactString);
        QCOMPARE(ex(1), std::string("wrong"));
        QCOMPARE(result.records[1].language, std::string("ko"));
        QCOMPARE(result.records[1].hardness, std::string("medium"));
        QCOMPARE(ex(2), std::string("inconclusive"));
        QCOMPARE(ex(3), std::string("inconclusive"));
        QVERIFY(result.records[3].error.find("gone") != std::string::npos);
        QCOMPARE(ex(4), std::string("wrong"));
        QVERIFY(result.records[4].error.find("no such column: nix") != std::string::npos);
        QCOMPARE(ex(5), std::string("right"));
        QCOMPARE(ex(6), std::string("right"));

        const auto &summary = result.summary;
        QCOMPARE(summary["count"].get<int>(), 7);
        QVERIFY(summary["judge"].is_null() && summary["ex_suite"].is_null());
        // Of six whose database is there: "one", "three" (values do not count), "six" (its second right
        // answer).
        QCOMPARE(summary["em"].get<double>(), 3.0 / 6);
        QCOMPARE(summary["ex"].get<double>(), 3.0 / 5);
        QCOMPARE(summary["inconclusive"].get<int>(), 2);
        QCOMPARE(summary["failed"].get<int>(), 1);
        QCOMPARE(summary["errors"].get<int>(), 1);
        QCOMPARE(summary["by_database"]["shop"]["count"].get<int>(), 3);
        QCOMPARE(summary["by_database"]["shop"]["ex"].get<double>(), 0.5);
        QVERIFY(summary["by_database"]["gone"]["ex"].is_null());
        QCOMPARE(summary["by_language"]["ko"]["ex"].get<double>(), 0.0);
        QCOMPARE(summary["by_hardness"].begin().key(), std::string("easy"));
        QCOMPARE(summary["bad_lines"].size(), std::size_t{1});
        QCOMPARE(summary["bad_lines"][0]["line"].get<int>(), 3);
        // The example without a database is never asked.
        QVERIFY(!answerer_.asked.contains("four"));
        QVERIFY(std::fabs(summary["tokens_per_second"].get<double>() - 20.0) < 0.1);
    }

    void scoresOnPerturbedDatabases()
    {
        options_.suite = true;
        options_.suiteCache = root_ / "suites";
        options_.efficiency = true;
        const EvaluationResult result = runEvaluation(options_, answerer_);
        const auto suite = [&](std::size_t i) { return std::string(name(*result.records[i].exSuite)); };
        QCOMPARE(suite(0), std::string("right"));
        QCOMPARE(suite(1), std::string("wrong"));
        // a = 9 and a = 8 find nothing in the database itself.
        QCOMPARE(result.records[2].score.ex, Verdict::Inconclusive);
        QCOMPARE(suite(2), std::string("wrong"));
        QCOMPARE(result.records[2].score.kind, ErrorKind::Variant);
        QCOMPARE(suite(3), std::string("inconclusive"));
        QCOMPARE(suite(4), std::string("wrong"));
        QCOMPARE(result.records[4].score.kind, ErrorKind::UnknownName);
        // Any of several right answers, on every copy.
        QCOMPARE(suite(5), std::string("right"));
        QCOMPARE(result.records[5].queries.size(), std::size_t{2});
        // A table made of a context is empty; its copies are not, and hold NULL.
        QCOMPARE(result.records[6].score.ex, Verdict::Right);
        QCOMPARE(suite(6), std::string("wrong"));
        QCOMPARE(result.summary["ex_suite"].get<double>(), 2.0 / 6);
        QVERIFY(result.records[0].efficiency && !result.records[1].efficiency);
        QVERIFY(result.summary["efficiency"].get<double>() > 0);
        // Without a place for the copies nothing begins; where one set cannot be made, the rest is measured.
        options_.suiteCache = root_ / "data.jsonl" / "suites";
        QVERIFY_THROWS_EXCEPTION(Error, runEvaluation(options_, answerer_));
        // The originals are as they were.
        QCOMPARE(fs::file_size(root_ / "shop.sqlite"), fs::file_size(root_ / "zoo.sqlite"));
    }

    void survivesHostilePredictions()
    {
        write(root_ / "data.jsonl",
              QByteArray(R"({"db_id":"odd","question":"q","query":"SELECT a FROM t"})") + "\n");
        options_.data = readExamples(root_ / "data.jsonl");
        sqlite3 *db = nullptr;
        sqlite3_open((root_ / "odd.sqlite").c_str(), &db);
        sqlite3_exec(db,
                     "CREATE TABLE t(a, b); INSERT INTO t VALUES(CAST(x'c328ff' AS TEXT), 1), ('나무', 2)",
                     nullptr, nullptr, nullptr);
        sqlite3_close(db);
        const QByteArray before = bytesOf(root_ / "odd.sqlite");
        const std::vector<std::pair<std::string, ErrorKind>> predictions = {
            {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n",
             ErrorKind::Timeout},
            {"SELECT a.a FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t k, t l, t m, t n, t o, t p",
             ErrorKind::RowCount},
            {"DROP TABLE t", ErrorKind::NotAllowed},
            {"SELECT a FROM t; DELETE FROM t", ErrorKind::NotAllowed},
            {"SELEC a", ErrorKind::Syntax},
            {"SELECT hex(randomblob(300000000))", ErrorKind::RunFailure},
            {std::string("SELECT '\xff\xfe' FROM t"), ErrorKind::Values},
            {"", ErrorKind::NoAnswer},
            {"SELECT b, a FROM t", ErrorKind::Columns},
            {"SELECT a FROM t WHERE 0", ErrorKind::Empty},
            {"SELECT a FROM t ORDER BY b DESC", ErrorKind::None}};
        options_.data.examples.assign(predictions.size(), options_.data.examples.front());
        options_.limits.time = std::chrono::milliseconds(300);
        options_.runDirectory = root_ / "hostile";
        options_.about = {{"databases", root_.string()}};
        std::vector<std::string> sql;
        for (const auto &[text, kind] : predictions)
            sql.push_back(text);
        const EvaluationResult result = scorePredictions(options_, sql);
        for (std::size_t i = 0; i < predictions.size(); ++i)
            QVERIFY2(result.records[i].score.kind == predictions[i].second,
                     (sql[i] + ": " + result.records[i].score.reason).c_str());
        QCOMPARE(bytesOf(root_ / "odd.sqlite"), before);
        // All of it can be read again.
        const RunData run = loadRun(options_.runDirectory);
        QCOMPARE(run.records.size(), predictions.size());
        QCOMPARE(run.unread, std::size_t{0});
        QVERIFY(bytesOf(options_.runDirectory / "report.html").contains("나무"));
    }

    void recordsAModelsFailure()
    {
        answerer_.sql.erase("one");
        const EvaluationResult result = runEvaluation(options_, answerer_);
        QCOMPARE(result.records[0].score.ex, Verdict::Wrong);
        QCOMPARE(result.records[0].error, std::string("the model does not know one"));
        QCOMPARE(result.records[5].score.ex, Verdict::Right);
    }

    void writesARunDirectory()
    {
        options_.runDirectory = root_ / "runs" / "first";
        std::size_t calls = 0, last = 0;
        const EvaluationResult result =
            runEvaluation(options_, answerer_, [&](const EvaluationProgress &progress) {
                ++calls;
                last = progress.done;
            });
        QCOMPARE(calls, std::size_t{7});
        QCOMPARE(last, std::size_t{7});
        const QList<QByteArray> lines = bytesOf(options_.runDirectory / "records.jsonl").split('\n');
        QCOMPARE(lines.size(), 8);
        const auto record = nlohmann::json::parse(lines[1].toStdString());
        QCOMPARE(record["question"].get<std::string>(), std::string("둘"));
        QCOMPARE(record["ex"].get<std::string>(), std::string("wrong"));
        const auto summary =
            nlohmann::json::parse(bytesOf(options_.runDirectory / "summary.json").toStdString());
        QCOMPARE(summary["ex"].get<double>(), result.summary["ex"].get<double>());
        QVERIFY(!fs::exists(options_.runDirectory / "answers.jsonl"));
        QVERIFY_THROWS_EXCEPTION(Error, runEvaluation(options_, answerer_));
        options_.resume = true;
        answerer_.asked.clear();
        QCOMPARE(stable(runEvaluation(options_, answerer_).records), stable(result.records));
        QVERIFY(answerer_.asked.empty());
        answerer_.model = "another";
        QVERIFY_THROWS_EXCEPTION(Error, runEvaluation(options_, answerer_));
    }

    void aStoppedRunGoesOn_data()
    {
        QTest::addColumn<QString>("question");
        for (const auto *question : {"one", "three", "seven"})
            QTest::newRow(question) << question;
    }
    void aStoppedRunGoesOn()
    {
        QFETCH(QString, question);
        const auto whole = stable(runEvaluation(options_, answerer_).records);
        answerer_.asked.clear();
        options_.runDirectory = root_ / "run";
        std::stop_source source;
        answerer_.stopAt = &source;
        answerer_.stopQuestion = question.toStdString();
        const EvaluationResult stopped = runEvaluation(options_, answerer_, {}, source.get_token());
        QVERIFY(!stopped.complete);
        QVERIFY(!fs::exists(options_.runDirectory / "summary.json"));
        answerer_.stopAt = nullptr;
        options_.resume = true;
        const EvaluationResult resumed = runEvaluation(options_, answerer_);
        QVERIFY(resumed.complete);
        QCOMPARE(stable(resumed.records), whole);
        // Only the question during which it was stopped is asked again.
        for (const auto &[asked, times] : answerer_.asked)
            QCOMPARE(times, asked == question.toStdString() ? 2 : 1);
    }

    void aKilledRunGoesOn()
    {
        options_.runDirectory = root_ / "run";
        const auto whole = stable(runEvaluation(options_, answerer_).records);
        // What kill -9 may leave: some records, one cut in the middle, and answers beyond them.
        const QByteArray records = bytesOf(options_.runDirectory / "records.jsonl");
        const auto second = records.indexOf('\n', records.indexOf('\n') + 1);
        write(options_.runDirectory / "records.jsonl", records.left(second + 30));
        write(options_.runDirectory / "answers.jsonl",
              "{\"index\":2,\"prediction\":\"SELECT b FROM t WHERE a = 8\",\"seconds\":0.5,\"new_tokens\":10,"
              "\"error\":\"\"}\n{\"index\":4,\"pred");
        fs::remove(options_.runDirectory / "summary.json");
        answerer_.asked.clear();
        options_.resume = true;
        QCOMPARE(stable(runEvaluation(options_, answerer_).records), whole);
        QCOMPARE(answerer_.asked.size(), std::size_t{3});
        QVERIFY(!answerer_.asked.contains("one") && !answerer_.asked.contains("three"));
    }

    void reportsAnUnusableRunDirectory()
    {
        write(root_ / "file", "x");
        options_.runDirectory = root_ / "file" / "run";
        QVERIFY_THROWS_EXCEPTION(Error, runEvaluation(options_, answerer_));
    }

    void survivesADatabaseThatVanishesOrIsDamaged()
    {
        write(root_ / "zoo.sqlite", "this was a database once");
        std::atomic<bool> removed = false;
        options_.threads = 1;
        options_.data.examples.assign(4, options_.data.examples.front());
        options_.data.examples.back().databaseId = "zoo";
        const EvaluationResult result = scorePredictions(
            options_, std::vector<std::string>(4, "SELECT a FROM t"), [&](const EvaluationProgress &) {
                if (!removed.exchange(true))
                    fs::remove(root_ / "shop.sqlite");
            });
        QCOMPARE(result.records[0].score.ex, Verdict::Right);
        for (std::size_t i = 1; i < 4; ++i) {
            QCOMPARE(result.records[i].score.ex, Verdict::Inconclusive);
            QVERIFY(!result.records[i].error.empty());
        }
    }

    void readsPredictions()
    {
        const fs::path file = root_ / "predictions.txt";
        const auto read = [&](const QByteArray &bytes) {
            write(file, bytes);
            return readPredictions(file, root_ / "data.jsonl", options_.data);
        };
        const std::vector<std::string> expected = {"a", "b", "", "d", "e", "f", "g"};
        QCOMPARE(read("a\nb\n\nd\ne\r\nf\ng\n"), expected);
        QCOMPARE(read("a\tshop\nb\nBAD LINE\n\nd\ne\nf\ng\n\n\n"), expected);
        QCOMPARE(read("{\"prediction\":\"a\"}\nb\n\nd\ne\nf\ng"), expected);
        QVERIFY_THROWS_EXCEPTION(Error, read("a\nb\n"));
        QVERIFY_THROWS_EXCEPTION(Error, read("{\"nothing\":1}\nb\n\nd\ne\nf\ng"));
        QVERIFY_THROWS_EXCEPTION(Error, readPredictions(root_ / "none", root_ / "data.jsonl", options_.data));
        QVERIFY_THROWS_EXCEPTION(Error, scorePredictions(options_, {"SELECT 1"}));
        const EvaluationResult result = scorePredictions(options_, expected);
        QCOMPARE(result.records[2].score.reason, std::string("no SQL"));
        QVERIFY(result.summary["tokens_per_second"].is_null());
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_;
    EvaluationOptions options_;
    Scripted answerer_;
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "test_evaluation.moc"
