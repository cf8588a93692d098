#include "eval/suite/efficiency.h"
#include "eval/suite/summary.h"

#include <QTest>

#include <QFile>
#include <QTemporaryDir>
#include <sqlite3.h>

#include <cmath>

using namespace mureum::eval;

namespace {

bool near(double a, double b, double tolerance = 1e-9)
{
    return std::fabs(a - b) <= tolerance;
}

EvaluationRecord record(Verdict ex, std::optional<bool> em = {}, const char *hardness = "easy")
{
    EvaluationRecord one;
    one.databaseId = "shop";
    one.question = "how many customers are there";
    one.language = "en";
    one.hardness = hardness;
    one.score.ex = one.score.exBird = ex;
    one.score.kind = ex == Verdict::Right   ? ErrorKind::None
                     : ex == Verdict::Wrong ? ErrorKind::Values
                                            : ErrorKind::BothEmpty;
    one.em = em;
    return one;
}

/// Tango's statistic by brute force: the likelihood under a fixed difference is maximised over a grid.
double tangoByGrid(double n, double fixed, double broken, double delta)
{
    double best = -HUGE_VAL, rate = 0;
    for (double q = 0; q <= 1; q += 1e-5) { // the rate of "broken"; that of "fixed" is q + delta
        if (q + delta < 0 || 2 * q + delta > 1)
            continue;
        const auto term = [](double count, double p) { return count == 0 ? 0.0 : count * std::log(p); };
        const double value =
            term(fixed, q + delta) + term(broken, q) + term(n - fixed - broken, 1 - 2 * q - delta);
        if (value > best) {
            best = value;
            rate = q;
        }
    }
    return (fixed - broken - n * delta) / std::sqrt(n * (2 * rate + delta * (1 - delta)));
}

} // namespace

class TestSummary : public QObject
{
    Q_OBJECT

private slots:
    void wilsonMatchesPublishedValues()
    {
        const auto close = [](std::pair<double, double> interval, double low, double high) {
            return near(interval.first, low, 5e-5) && near(interval.second, high, 5e-5);
        };
        // Newcombe 1998, table I, method 3: 81/263, 15/148, 0/20, 1/29.
        QVERIFY(close(wilson95(81, 263), 0.2553, 0.3662));
        QVERIFY(close(wilson95(15, 148), 0.0624, 0.1605));
        QVERIFY(close(wilson95(0, 20), 0.0000, 0.1611));
        QVERIFY(close(wilson95(1, 29), 0.0061, 0.1718));
        QCOMPARE(wilson95(0, 0), std::make_pair(0.0, 1.0));
    }

    void mcnemarByHand()
    {
        QVERIFY(near(mcnemarExact(0, 0), 1.0));
        // 2 * (1/2)^5
        QVERIFY(near(mcnemarExact(5, 0), 2.0 / 32));
        QVERIFY(near(mcnemarExact(0, 5), 2.0 / 32));
        // 2 * (1 + 6) / 2^6
        QVERIFY(near(mcnemarExact(1, 5), 14.0 / 64));
        // 2 * (1 + 10 + 45) / 2^10
        QVERIFY(near(mcnemarExact(8, 2), 112.0 / 1024));
        QVERIFY(near(mcnemarExact(3, 3), 1.0));
        QVERIFY(mcnemarExact(5000, 4000) < 1e-20 && mcnemarExact(5000, 4000) > 0);
    }

    void pairedIntervalIsTangos()
    {
        // Nothing changed: the ends are +-z^2 / (n + z^2).
        const double z2 = 1.959963984540054 * 1.959963984540054;
        for (const std::size_t n : {1, 10, 44, 1000}) {
            const auto [low, high] = pairedDifference95({n, 0, 0, 0});
            const double expected = z2 / (static_cast<double>(n) + z2);
            QVERIFY(near(high, expected, 1e-6) && near(low, -expected, 1e-6));
        }
        for (const auto &[fixed, broken] : {std::pair<std::size_t, std::size_t>{12, 2}, {0, 7}, {30, 31}}) {
            const PairedCounts counts{40, fixed, broken, 20};
            const double n = static_cast<double>(counts.total());
            const auto [low, high] = pairedDifference95(counts);
            for (const auto &[delta, wanted] : {std::pair{low, 1.959964}, {high, -1.959964}})
                QVERIFY(near(tangoByGrid(n, static_cast<double>(fixed), static_cast<double>(broken), delta),
                             wanted, 2e-3));
            // The other way round it is the mirror image.
            const auto mirrored = pairedDifference95({40, broken, fixed, 20});
            QVERIFY(near(mirrored.first, -high, 1e-9) && near(mirrored.second, -low, 1e-9));
        }
        QCOMPARE(pairedDifference95({}), std::make_pair(-1.0, 1.0));
        const auto [low, high] = pairedDifference95({0, 5, 0, 0});
        QVERIFY(low > 0.1 && high > 0.999);
    }

    void kappaByHand()
    {
        // Cohen's: 20 both yes, 5 and 10 apart, 15 both no: (0.7 - 0.5) / (1 - 0.5).
        QVERIFY(near(*cohenKappa({20, 10, 5, 15}), 0.4));
        QVERIFY(near(*cohenKappa({10, 0, 0, 10}), 1.0));
        QVERIFY(near(*cohenKappa({5, 5, 5, 5}), 0.0));
        QVERIFY(!cohenKappa({}));
        QVERIFY(!cohenKappa({9, 0, 0, 0}));
    }

    void medians()
    {
        QCOMPARE(median({3, 1, 2}), 2.0);
        QCOMPARE(median({4, 1, 3, 2}), 2.5);
        QCOMPARE(median({}), 0.0);
    }

    void ratesHaveIntervalsAndGroups()
    {
        std::vector<EvaluationRecord> records = {record(Verdict::Right, true), record(Verdict::Wrong, false),
                                                 record(Verdict::Wrong, true, "hard"),
                                                 record(Verdict::Inconclusive, {}, "hard")};
        for (std::size_t i = 0; i < records.size(); ++i)
            records[i].index = i;
        records[0].exSuite = Verdict::Right;
        records[1].exSuite = Verdict::Wrong;
        records[0].efficiency = 2.0;
        records[2].question = "a b c d e f g h i j k l";
        records[2].difficulty = "moderate";
        Judgements judgements;
        judgements[0].yes = true;
        judgements[1].yes = true;
        judgements[2].yes = false;
        judgements[3].error = "no answer";
        const auto summary = summarize(records, {{4, "not JSON"}}, 12, judgements);
        QCOMPARE(summary["count"].get<int>(), 4);
        QVERIFY(near(summary["ex"], 1.0 / 3) && near(summary["em"], 2.0 / 3) &&
                near(summary["ex_suite"], 0.5));
        QVERIFY(near(summary["judge"], 2.0 / 3));
        QVERIFY(near(summary["ci95"]["ex"][0], wilson95(1, 3).first));
        QVERIFY(near(summary["ci95"]["em"][1], wilson95(2, 3).second));
        QVERIFY(summary["ci95"]["em_strict"].is_null() && summary["em_strict"].is_null());
        QCOMPARE(summary["right"].get<int>(), 1);
        QCOMPARE(summary["wrong"].get<int>(), 2);
        QCOMPARE(summary["inconclusive"].get<int>(), 1);
        QCOMPARE(summary["error_kinds"].dump(), std::string(R"({"wrong_values":2,"both_empty":1})"));
        QCOMPARE(summary["efficiency"].get<double>(), 2.0);
        // EX: right, wrong, wrong; the judge: yes, yes, no. (2/3 - 4/9) / (1 - 4/9).
        QVERIFY(near(summary["judge_kappa"], 0.4));
        QCOMPARE(summary["by_hardness"]["hard"]["count"].get<int>(), 2);
        QCOMPARE(summary["by_hardness"]["hard"]["ex"].get<double>(), 0.0);
        QCOMPARE(summary["by_hardness"]["hard"]["em"].get<double>(), 1.0);
        QCOMPARE(summary["by_length"].begin().key(), std::string("1-5 words"));
        QCOMPARE(summary["by_length"]["11-15 words"]["count"].get<int>(), 1);
        QCOMPARE(summary["by_difficulty"].size(), std::size_t{1});
        QCOMPARE(summary["bad_lines"][0]["line"].get<int>(), 4);
        QVERIFY(summarize({}, {}, 0)["ex"].is_null());
    }

    void clausesCountAsWholes()
    {
        std::vector<EvaluationRecord> records(3, record(Verdict::Right));
        records[0].clauses = {{"select", 2, 2, 2}, {"where", 0, 0, 0}, {"order", 0, 1, 0}};
        records[1].clauses = {{"select", 2, 2, 1}, {"where", 1, 0, 0}, {"order", 0, 0, 0}};
        records[2].clauses = {{"select", 1, 1, 1}, {"where", 1, 1, 1}, {"order", 0, 0, 0}};
        const auto clauses = summarize(records, {}, 0)["by_clause"];
        QCOMPARE(clauses.begin().key(), std::string("select"));
        QVERIFY(near(clauses["select"]["precision"], 2.0 / 3) && near(clauses["select"]["f1"], 2.0 / 3));
        QVERIFY(near(clauses["where"]["precision"], 1.0) && near(clauses["where"]["recall"], 0.5));
        QVERIFY(near(clauses["where"]["f1"], 2 * 1.0 * 0.5 / 1.5));
        QVERIFY(clauses["order"]["recall"].is_null());
        QCOMPARE(clauses["order"]["precision"].get<double>(), 0.0);
    }

    void readsJudgements()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("judge.jsonl");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "{\"index\":3,\"verdict\":\"yes\",\"error\":null,\"prompt_tokens\":7,\"completion_tokens\":2}\n"
            "{\"index\":1,\"verdict\":null,\"error\":\"timeout\"}\n[1]\n{\"verdict\":\"no\"}\n"
            "{\"index\":1,\"verdict\":\"no\"}\n{\"index\":9,\"verd");
        file.close();
        const Judgements judgements = readJudgements(path.toStdString());
        QCOMPARE(judgements.size(), std::size_t{2});
        QCOMPARE(judgements.at(3).yes, std::optional(true));
        QCOMPARE(judgements.at(3).promptTokens, 7);
        QCOMPARE(judgements.at(1).yes, std::optional(false));
        QVERIFY(readJudgements("/nowhere/judge.jsonl").empty());
    }

    void efficiencyTellsSlowFromFast()
    {
        QTemporaryDir folder;
        const std::string file = folder.filePath("t.sqlite").toStdString();
        sqlite3 *db = nullptr;
        sqlite3_open(file.c_str(), &db);
        sqlite3_exec(db, "CREATE TABLE t(a)", nullptr, nullptr, nullptr);
        sqlite3_close(db);
        SqlRunner runner(file);
        const std::string slow =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000) "
            "SELECT max(i) FROM n";
        QVERIFY(*measureEfficiency(runner, slow, "SELECT 20000", {}) > 5);
        QVERIFY(*measureEfficiency(runner, "SELECT 20000", slow, {}) < 0.2);
        QCOMPARE(measureEfficiency(runner, "SELECT 1", "select  1;", {}), std::optional(1.0));
        QVERIFY(!measureEfficiency(runner, "SELECT 1", "SELECT nix FROM nowhere", {}));
    }
};

QTEST_GUILESS_MAIN(TestSummary)
#include "test_summary.moc"
