#include "eval/suite/compare.h"

#include "datasets/error.h"

#include <QTest>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>

using namespace mureum;
using namespace mureum::eval;
namespace fs = std::filesystem;

namespace {

EvaluationRecord record(const char *question, Verdict ex, std::optional<bool> em = {},
                        const char *query = "SELECT 1")
{
    EvaluationRecord one;
    one.databaseId = "shop";
    one.question = question;
    one.query = query;
    one.score.ex = ex;
    one.em = em;
    return one;
}

RunData run(std::vector<EvaluationRecord> records)
{
    RunData data;
    for (std::size_t i = 0; i < records.size(); ++i)
        records[i].index = i;
    data.records = std::move(records);
    return data;
}

const MetricComparison &metric(const RunComparison &comparison, const char *name)
{
    for (const MetricComparison &one : comparison.metrics)
        if (one.metric == name)
            return one;
    qFatal("%s was not compared", name);
}

void write(const fs::path &file, const QByteArray &bytes)
{
    QFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("cannot write");
}

constexpr auto R = Verdict::Right, W = Verdict::Wrong, I = Verdict::Inconclusive;

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT

private slots:
    void countsWhatTurned()
    {
        const RunData first = run({record("a", R, true), record("b", W, true), record("c", W), record("d", R),
                                   record("e", W), record("f", I), record("only here", R)});
        const RunData second = run({record("f", R), record("e", R), record("d", W), record("c", R),
                                    record("b", R, false), record("a", R, true), record("only there", W)});
        const RunComparison comparison = compareRuns(first, second);
        QCOMPARE(comparison.pairs.size(), std::size_t{6});
        QCOMPARE(comparison.onlyFirst, std::size_t{1});
        QCOMPARE(comparison.onlySecond, std::size_t{1});
        const MetricComparison &ex = metric(comparison, "ex");
        // f is inconclusive in the first run and counts in neither.
        QCOMPARE(ex.counts.bothRight, std::size_t{1});
        QCOMPARE(ex.counts.fixed, std::size_t{3});
        QCOMPARE(ex.counts.broken, std::size_t{1});
        QCOMPARE(ex.counts.bothWrong, std::size_t{0});
        QCOMPARE(ex.first, 2.0 / 5);
        QCOMPARE(ex.second, 4.0 / 5);
        QVERIFY(std::fabs(ex.difference - 0.4) < 1e-12);
        QCOMPARE(ex.pValue, 0.625); // 2 * (1 + 4) / 2^4
        QVERIFY(ex.ci95.first < 0.4 && 0.4 < ex.ci95.second);
        const MetricComparison &em = metric(comparison, "em");
        QCOMPARE(em.counts.total(), std::size_t{2});
        QCOMPARE(em.counts.broken, std::size_t{1});
        for (const MetricComparison &one : comparison.metrics)
            QVERIFY(one.metric != "ex_suite" && one.metric != "judge");
        std::string turned;
        for (const Flip &flip : comparison.flips)
            if (flip.metric == "ex")
                turned += first.records[flip.first].question + (flip.fixed ? "+" : "-") +
                          second.records[flip.second].question + " ";
        QCOMPARE(turned, std::string("b+b c+c d-d e+e "));
        const auto json = toJson(comparison, first, second);
        QCOMPARE(json["metrics"]["ex"]["fixed"].get<int>(), 3);
        QCOMPARE(json["flips"].size(), std::size_t{5});
    }

    void pairsRepeatedQuestions()
    {
        // The same question with two right answers, in another order; one right answer was corrected later.
        const RunData first = run({record("q", R, {}, "SELECT a"), record("q", W, {}, "SELECT b"),
                                   record("q", W, {}, "SELECT old"), record("q", R, {}, "SELECT a")});
        const RunData second = run({record("q", W, {}, "SELECT b"), record("q", R, {}, "SELECT a"),
                                    record("q", R, {}, "SELECT new")});
        const RunComparison comparison = compareRuns(first, second);
        QCOMPARE(comparison.pairs.size(), std::size_t{3});
        QCOMPARE(comparison.onlyFirst, std::size_t{1});
        const MetricComparison &ex = metric(comparison, "ex");
        QCOMPARE(ex.counts.bothRight, std::size_t{1});
        QCOMPARE(ex.counts.bothWrong, std::size_t{1});
        QCOMPARE(ex.counts.fixed, std::size_t{1});
    }

    void comparesJudgements()
    {
        RunData first = run({record("a", R), record("b", R)}), second = first;
        first.judgements[0].yes = true;
        first.judgements[1].yes = false;
        second.judgements[0].yes = true;
        second.judgements[1].yes = true;
        QCOMPARE(metric(compareRuns(first, second), "judge").counts.fixed, std::size_t{1});
    }

    void readsARunThatIsBeingWritten()
    {
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString(), one = root / "one", other = root / "other";
        QVERIFY_THROWS_EXCEPTION(datasets::Error, loadRun(root / "none"));
        QVERIFY(findRuns(root / "none").empty());
        for (const fs::path &path : {one, other})
            fs::create_directories(path);
        write(other / "config.json", "{\"format\":\"something else\"}");
        QVERIFY_THROWS_EXCEPTION(datasets::Error, loadRun(other));
        write(one / "config.json",
              "{\"format\":\"mureum evaluation 1\",\"examples\":5,\"about\":{\"databases\":\"/nowhere\"}}");
        RunData data = loadRun(one);
        QVERIFY(!data.complete && data.records.empty());
        QCOMPARE(data.total, std::size_t{5});
        QCOMPARE(data.about("databases"), std::string("/nowhere"));
        QCOMPARE(data.about("data"), std::string());

        auto first = record("첫째", R), second = record("second", W);
        first.index = 0;
        second.index = 1;
        second.queries = {"SELECT 1", "SELECT 2"};
        second.score.kind = ErrorKind::Values;
        const std::string whole = toJson(first).dump() + "\n" + toJson(second).dump() + "\n";
        write(one / "records.jsonl", QByteArray::fromStdString(whole) + "{\"db_id\":\"sh");
        write(one / "judge.jsonl", "{\"index\":1,\"verdict\":\"no\"}\n");
        data = loadRun(one);
        QCOMPARE(data.records.size(), std::size_t{2});
        QCOMPARE(data.unread, std::size_t{0});
        QCOMPARE(data.records[1].queries.size(), std::size_t{2});
        QCOMPARE(data.records[1].score.kind, ErrorKind::Values);
        QCOMPARE(data.judgement(data.records[1])->yes, std::optional(false));
        QVERIFY(!data.judgement(data.records[0]) && !data.database(data.records[0]));
        QCOMPARE(data.summary["ex"].get<double>(), 0.5);
        QCOMPARE(data.summary["judge"].get<double>(), 0.0);
        write(one / "summary.json", "{\"seconds\":3.5,\"bad_lines\":[{\"line\":7,\"reason\":\"no query\"}]}");
        write(one / "records.jsonl", QByteArray::fromStdString(whole) + "rubbish\n");
        data = loadRun(one);
        QVERIFY(data.complete);
        QCOMPARE(data.unread, std::size_t{1});
        QCOMPARE(data.summary["seconds"].get<double>(), 3.5);
        QCOMPARE(data.summary["bad_lines"][0]["line"].get<int>(), 7);
        QCOMPARE(findRuns(root), std::vector<fs::path>{one});
    }
};

QTEST_GUILESS_MAIN(TestCompare)
#include "test_compare.moc"
