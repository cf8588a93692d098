#include "engine/core/error.h"
#include "tests/engine/op_reference.h"

using namespace mureum::engine;
using namespace mureum::engine::reference;

namespace {

constexpr int64_t rowCount = 19;
constexpr int64_t classes = 53;

Doubles softmaxOf(const Doubles &x, std::size_t row)
{
    Doubles p(classes);
    double top = -INFINITY, sum = 0;
    for (std::size_t j = 0; j < classes; ++j)
        top = std::max(top, x[row * classes + j]);
    for (std::size_t j = 0; j < classes; ++j)
        sum += p[j] = std::exp(x[row * classes + j] - top);
    for (double &value : p)
        value /= sum;
    return p;
}

double lossOf(const Doubles &x, const std::vector<int32_t> &targets, double smoothing)
{
    double loss = 0;
    for (std::size_t r = 0; r < targets.size(); ++r) {
        if (targets[r] < 0)
            continue;
        const Doubles p = softmaxOf(x, r);
        for (std::size_t j = 0; j < classes; ++j) {
            const double q =
                smoothing / classes + (static_cast<int32_t>(j) == targets[r] ? 1.0 - smoothing : 0.0);
            loss -= q * std::log(p[j]);
        }
    }
    return loss;
}

std::vector<int32_t> someTargets()
{
    std::vector<int32_t> targets;
    for (int32_t r = 0; r < rowCount; ++r)
        targets.push_back(r % 4 == 1 ? -1 : (r * 17 + 52) % static_cast<int32_t>(classes));
    return targets;
}

} // namespace

class TestOpsLosses : public QObject
{
    Q_OBJECT
private slots:
    void softmax_data() { isaRows(); }
    void softmax()
    {
        const auto backend = fetchBackend();
        Sample x({rowCount, classes}, DType::F32, 1, 8.0F);
        x.tensor.f32()[5] = 200.0F; // one dominating logit
        const Doubles input = valuesOf(x.tensor);
        backend->softmax(x.tensor.f32(), rowCount, classes);
        Doubles expected;
        for (std::size_t r = 0; r < rowCount; ++r) {
            const Doubles p = softmaxOf(input, r);
            expected.insert(expected.end(), p.begin(), p.end());
        }
        VERIFY_CLOSE(valuesOf(x.tensor), expected, 2e-6);
    }

    void crossEntropy_data()
    {
        QTest::addColumn<QString>("isa");
        QTest::addColumn<int>("out");
        QTest::addColumn<double>("smoothing");
        QTest::addColumn<bool>("inPlace");
        for (const std::string &isa : cpuIsas())
            for (const double smoothing : {0.0, 0.1}) {
                const auto name = QString::fromStdString(isa);
                QTest::addRow("%s f32 %g", isa.c_str(), smoothing)
                    << name << static_cast<int>(DType::F32) << smoothing << false;
                QTest::addRow("%s in place %g", isa.c_str(), smoothing)
                    << name << static_cast<int>(DType::F32) << smoothing << true;
                QTest::addRow("%s bf16 %g", isa.c_str(), smoothing)
                    << name << static_cast<int>(DType::BF16) << smoothing << false;
            }
    }
    void crossEntropy()
    {
        QFETCH(double, smoothing);
        QFETCH(bool, inPlace);
        const auto backend = fetchBackend();
        Sample logits({rowCount, classes}, DType::F32, 1, 3.0F);
        const std::vector<int32_t> targets = someTargets();
        Tensor gradient({rowCount, classes}, fetchType("out"));
        const double loss =
            backend->crossEntropy(inPlace ? Mat(logits.tensor) : Mat(gradient), logits.tensor.f32(),
                                  targets.data(), rowCount, classes, static_cast<float>(smoothing));
        const double expectedLoss = lossOf(logits.values, targets, smoothing);
        QVERIFY(std::abs(loss - expectedLoss) < 1e-5 * expectedLoss);

        Doubles byLogits(logits.values.size()), x = logits.values;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double kept = x[i], step = 1e-5;
            x[i] = kept + step;
            const double above = lossOf(x, targets, smoothing);
            x[i] = kept - step;
            const double below = lossOf(x, targets, smoothing);
            x[i] = kept;
            byLogits[i] = (above - below) / (2 * step);
        }
        VERIFY_CLOSE(valuesOf(inPlace ? logits.tensor : gradient), byLogits,
                     1e-5 + tolerance(gradient.dtype()));
    }

    void crossEntropyByRows_data() { isaRows(); }
    void crossEntropyByRows()
    {
        const auto backend = fetchBackend();
        const Sample logits({rowCount, classes}, DType::F32, 1, 3.0F);
        const std::vector<int32_t> targets = someTargets();
        Tensor plain({rowCount, classes}), weighted({rowCount, classes});
        std::vector<float> weights;
        for (int64_t r = 0; r < rowCount; ++r)
            weights.push_back(static_cast<float>(r) * 0.25F - 1.5F);
        std::vector<double> losses(rowCount, -1.0);
        const float smoothing = 0.1F;
        const double loss = backend->crossEntropy(plain, logits.tensor.f32(), targets.data(), rowCount,
                                                  classes, smoothing, losses.data());
        QCOMPARE(backend->crossEntropy(weighted, logits.tensor.f32(), targets.data(), rowCount, classes,
                                       smoothing, nullptr, weights.data()),
                 loss);
        double sum = 0;
        for (std::size_t r = 0; r < targets.size(); ++r) {
            std::vector<int32_t> one(targets.size(), -1);
            one[r] = targets[r];
            const double expected = lossOf(logits.values, one, 0.1);
            QVERIFY(std::abs(losses[r] - expected) < 1e-5 * (1 + expected));
            sum += losses[r];
        }
        QVERIFY(std::abs(sum - loss) < 1e-9 * loss);
        Doubles expected = valuesOf(plain);
        for (std::size_t i = 0; i < expected.size(); ++i)
            expected[i] *= static_cast<double>(weights[i / classes]);
        VERIFY_CLOSE(valuesOf(weighted), expected, 1e-6);
    }

    void crossEntropyRefusesTargetsOutside()
    {
        const auto backend = makeCpuBackend();
        Tensor logits({1, 4});
        const int32_t target = 4;
        QVERIFY_EXCEPTION_THROWN(backend->crossEntropy(logits, logits.f32(), &target, 1, 4, 0.0F), Error);
    }

    void adamw_data() { isaRows(); }
    void adamw()
    {
        const auto backend = fetchBackend();
        const int64_t count = 2065;
        Sample p({count}, DType::F32, 1), g({count}, DType::F32, 2);
        Tensor m({count}), v({count}), shadow({count}, DType::BF16);
        Doubles pd = p.values, md(pd.size()), vd(pd.size());
        for (int64_t step = 1; step <= 3; ++step) {
            backend->adamw(p.tensor.f32(), m.f32(), v.f32(), g.tensor.f32(), shadow.bf16(), count,
                           {0.01F, 0.9F, 0.95F, 1e-8F, 0.1F, 0.5F, step});
            for (std::size_t i = 0; i < pd.size(); ++i) {
                const double gradient = g.values[i] * 0.5;
                md[i] = 0.9 * md[i] + 0.1 * gradient;
                vd[i] = 0.95 * vd[i] + 0.05 * gradient * gradient;
                const double mHat = md[i] / (1 - std::pow(0.9, step)),
                             vHat = vd[i] / (1 - std::pow(0.95, step));
                pd[i] -= 0.01 * (mHat / (std::sqrt(vHat) + 1e-8) + 0.1 * pd[i]);
            }
        }
        VERIFY_CLOSE(valuesOf(p.tensor), pd, 3e-6);
        VERIFY_CLOSE(valuesOf(m), md, 3e-6);
        VERIFY_CLOSE(valuesOf(v), vd, 3e-6);
        QVERIFY(valuesOf(shadow) == valuesOf(p.tensor.to(DType::BF16)));
    }

    void sumOfSquares_data() { isaRows(); }
    void sumOfSquares()
    {
        const auto backend = fetchBackend();
        const Sample x({100003}, DType::F32, 1);
        double expected = 0;
        for (const double value : x.values)
            expected += value * value;
        QVERIFY(std::abs(backend->sumOfSquares(x.tensor.f32(), 100003) / expected - 1) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestOpsLosses)
#include "test_ops_losses.moc"
