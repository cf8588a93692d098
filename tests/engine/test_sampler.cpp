#include "engine/core/error.h"
#include "engine/generate/sampler.h"
#include "engine/generate/scores.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using namespace mureum::engine;

namespace {

const float inf = std::numeric_limits<float>::infinity();
const float noNumber = std::numeric_limits<float>::quiet_NaN();

std::map<int, int> drawn(const SamplerOptions &options, const std::vector<float> &logits, int count,
                         const std::vector<int> &allowed = {}, const std::vector<int> &history = {})
{
    Sampler sampler(options);
    std::map<int, int> counts;
    for (int i = 0; i < count; ++i)
        ++counts[sampler.pick(logits, allowed, history)];
    return counts;
}

} // namespace

class TestSampler : public QObject
{
    Q_OBJECT

private slots:
    void logSumExpAgainstDoubles()
    {
        std::mt19937 random(3);
        std::normal_distribution<float> normal(0, 8);
        for (const std::size_t size : {1UL, 2UL, 3UL, 4UL, 5UL, 31UL, 1030UL, 8192UL}) {
            std::vector<float> logits(size);
            for (float &logit : logits)
                logit = normal(random);
            logits[size / 2] = 300; // far above the rest, which underflows
            for (const bool spread : {true, false}) {
                if (!spread)
                    logits[size / 2] = 1;
                double top = -1e300, sum = 0;
                for (const float logit : logits)
                    top = std::max(top, static_cast<double>(logit));
                for (const float logit : logits)
                    sum += std::exp(static_cast<double>(logit) - top);
                QVERIFY(std::fabs(logSumExp(logits) - (top + std::log(sum))) < 1e-5);
            }
        }
        const std::vector<float> damaged{noNumber, 1, -inf, 1, noNumber, -inf, noNumber, noNumber};
        QVERIFY(std::fabs(logSumExp(damaged) - (1 + std::log(2.0))) < 1e-6);
        const std::vector<float> none{noNumber, noNumber, -inf};
        QVERIFY_THROWS_EXCEPTION(Error, logSumExp(none));
        const std::vector<float> overflow{inf, 1};
        QVERIFY_THROWS_EXCEPTION(Error, logSumExp(overflow));
    }

    void greedy()
    {
        const std::vector<float> logits{1, 5, 5, noNumber, -2};
        Sampler sampler({});
        QCOMPARE(sampler.pick(logits, {}, {}), 1); // the lowest of equals
        QCOMPARE(sampler.pick(logits, std::vector<int>{4, 2, 0}, {}), 2);
        QCOMPARE(sampler.pick(logits, std::vector<int>{4}, {}), 4);
        QVERIFY_THROWS_EXCEPTION(Error, sampler.pick(std::vector<float>{noNumber, noNumber}, {}, {}));
        QVERIFY_THROWS_EXCEPTION(Error, sampler.pick(logits, std::vector<int>{3}, {}));
    }

    void repetitionPenalty()
    {
        SamplerOptions options;
        options.repetitionPenalty = 2;
        Sampler sampler(options);
        QCOMPARE(sampler.pick(std::vector<float>{4, 3, -1}, {}, std::vector<int>{0}), 1);
        // Negative scores are multiplied: they must not gain.
        QCOMPARE(sampler.pick(std::vector<float>{-1, -1.5F, -9}, {}, std::vector<int>{0, 0}), 1);
    }

    void distribution()
    {
        SamplerOptions options;
        options.temperature = 1;
        options.seed = 5;
        const std::vector<float> logits{std::log(0.5F), std::log(0.3F), std::log(0.2F), -inf};
        const auto counts = drawn(options, logits, 20000);
        QVERIFY(std::abs(counts.at(0) - 10000) < 300);
        QVERIFY(std::abs(counts.at(1) - 6000) < 300);
        QVERIFY(std::abs(counts.at(2) - 4000) < 300);
        QVERIFY(!counts.contains(3));
        options.temperature = 0.5; // squares the odds: 25 : 9 : 4
        const auto sharper = drawn(options, logits, 20000);
        QVERIFY(std::abs(sharper.at(0) - 20000 * 25 / 38) < 300);
    }

    void topKAndTopP()
    {
        SamplerOptions options;
        options.temperature = 1;
        const std::vector<float> logits{std::log(0.2F), std::log(0.5F), std::log(0.3F)};
        options.topK = 2;
        QVERIFY(!drawn(options, logits, 500).contains(0));
        options.topK = 1;
        QCOMPARE(drawn(options, logits, 100).size(), std::size_t(1));
        options.topK = 0;
        options.topP = 0.6; // 0.5 does not reach it, 0.8 does
        const auto counts = drawn(options, logits, 2000);
        QVERIFY(!counts.contains(0));
        QVERIFY(std::abs(counts.at(1) - 1250) < 150);
        options.topP = 0.4;
        QCOMPARE(drawn(options, logits, 100).size(), std::size_t(1));
        options.topP = 1;
        const auto limited = drawn(options, logits, 500, {0, 2});
        QVERIFY(!limited.contains(1) && limited.contains(0) && limited.contains(2));
    }

    void seeds()
    {
        const auto sequence = [](std::uint64_t seed) {
            SamplerOptions options;
            options.temperature = 1;
            options.seed = seed;
            Sampler sampler(options);
            std::vector<int> tokens;
            for (int i = 0; i < 50; ++i)
                tokens.push_back(sampler.pick(std::vector<float>(20, 0.0F), {}, {}));
            return tokens;
        };
        QCOMPARE(sequence(1), sequence(1));
        QVERIFY(sequence(1) != sequence(2));
    }

    void badOptions()
    {
        const auto refused = [](auto change) {
            SamplerOptions options;
            change(options);
            try {
                Sampler sampler(options);
            } catch (const Error &) {
                return true;
            }
            return false;
        };
        QVERIFY(refused([](SamplerOptions &o) { o.temperature = -1; }));
        QVERIFY(refused([](SamplerOptions &o) { o.temperature = std::nan(""); }));
        QVERIFY(refused([](SamplerOptions &o) { o.topK = -1; }));
        QVERIFY(refused([](SamplerOptions &o) { o.topP = 0; }));
        QVERIFY(refused([](SamplerOptions &o) { o.topP = 1.1; }));
        QVERIFY(refused([](SamplerOptions &o) { o.repetitionPenalty = 0; }));
    }
};

QTEST_GUILESS_MAIN(TestSampler)
#include "test_sampler.moc"
