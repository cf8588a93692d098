#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/quantize/gptq/cholesky.h"
#include "engine/quantize/gptq/gptq.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

using namespace mureum::engine;
using adapter_test::randomTensor;

namespace {

using Matrix = std::vector<double>; // square, row-major

/// Gauss-Jordan.
Matrix inverted(Matrix a, std::size_t k)
{
    Matrix b(k * k, 0.0);
    for (std::size_t i = 0; i < k; ++i)
        b[i * k + i] = 1;
    for (std::size_t i = 0; i < k; ++i) {
        const double pivot = a[i * k + i];
        for (std::size_t c = 0; c < k; ++c) {
            a[i * k + c] /= pivot;
            b[i * k + c] /= pivot;
        }
        for (std::size_t r = 0; r < k; ++r) {
            const double factor = a[r * k + i];
            if (r == i || factor == 0)
                continue;
            for (std::size_t c = 0; c < k; ++c) {
                a[r * k + c] -= factor * a[i * k + c];
                b[r * k + c] -= factor * b[i * k + c];
            }
        }
    }
    return b;
}

/// 2/n X^T X of correlated inputs.
Matrix hessianOf(const Tensor &x)
{
    const auto n = static_cast<std::size_t>(x.dim(0)), k = static_cast<std::size_t>(x.dim(1));
    Matrix h(k * k, 0.0);
    for (std::size_t r = 0; r < n; ++r)
        for (std::size_t i = 0; i < k; ++i)
            for (std::size_t j = 0; j < k; ++j)
                h[i * k + j] += 2.0 / static_cast<double>(n) * static_cast<double>(x.f32()[r * k + i]) *
                                static_cast<double>(x.f32()[r * k + j]);
    return h;
}

/// Channels of different size that share a few directions.
Tensor correlatedInputs(std::int64_t n, std::int64_t k, unsigned seed)
{
    std::mt19937 random(seed);
    const Tensor shared = randomTensor({n, 4}, random, 1.0F), mix = randomTensor({4, k}, random, 1.0F);
    Tensor x = randomTensor({n, k}, random, 0.3F);
    for (std::int64_t r = 0; r < n; ++r)
        for (std::int64_t c = 0; c < k; ++c) {
            for (std::int64_t d = 0; d < 4; ++d)
                x.f32()[r * k + c] += shared.f32()[r * 4 + d] * mix.f32()[d * k + c];
            x.f32()[r * k + c] *= 0.1F + static_cast<float>(c * 7 % 13) * 0.2F;
        }
    return x;
}

double outputError(const Tensor &w, const Tensor &q, const Matrix &h)
{
    const auto k = static_cast<std::size_t>(w.dim(1));
    double sum = 0;
    for (std::int64_t r = 0; r < w.dim(0); ++r) {
        std::vector<double> d(k);
        for (std::size_t c = 0; c < k; ++c) {
            const auto at = static_cast<std::size_t>(r) * k + c;
            d[c] = static_cast<double>(w.f32()[at]) - static_cast<double>(q.f32()[at]);
        }
        for (std::size_t i = 0; i < k; ++i)
            for (std::size_t j = 0; j < k; ++j)
                sum += d[i] * h[i * k + j] * d[j];
    }
    return sum;
}

/// The method in the form of Optimal Brain Quantization the paper starts from, column by column in a fixed
/// order (its equations 2 and 3): no Cholesky factor, no blocks, the inverse Hessian loses a row and a column
/// by elimination.
Tensor reference(const Tensor &w, Matrix h, const GptqOptions &options)
{
    const auto k = static_cast<std::size_t>(w.dim(1)), width = static_cast<std::size_t>(options.format.size);
    std::vector<std::size_t> order(k);
    std::iota(order.begin(), order.end(), 0);
    if (options.actOrder)
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return h[a * k + a] > h[b * k + b]; });
    std::vector<bool> dead(k);
    double mean = 0;
    for (std::size_t i = 0; i < k; ++i) {
        dead[i] = h[i * k + i] == 0;
        if (dead[i])
            h[i * k + i] = 1;
        mean += h[i * k + i] / static_cast<double>(k);
    }
    for (std::size_t i = 0; i < k; ++i)
        h[i * k + i] += options.damping * mean;
    const Matrix inverse = inverted(h, k);
    Tensor result(w.shape());
    for (std::int64_t r = 0; r < w.dim(0); ++r) {
        Matrix left = inverse;
        std::vector<double> row(k);
        for (std::size_t c = 0; c < k; ++c)
            row[c] = dead[c] ? 0.0 : static_cast<double>(w.f32()[static_cast<std::size_t>(r) * k + c]);
        GroupScale scale;
        for (std::size_t step = 0; step < k; ++step) {
            const std::size_t i = order[step];
            if (step % width == 0) {
                std::vector<float> values;
                for (std::size_t s = step; s < step + width; ++s)
                    values.push_back(static_cast<float>(row[order[s]]));
                scale = nearestScale(values, options.format, options.symmetric);
            }
            const double rounded =
                static_cast<double>(scale.value(scale.code(static_cast<float>(row[i]), options.format)));
            result.f32()[static_cast<std::size_t>(r) * k + i] = static_cast<float>(rounded);
            const double pivot = left[i * k + i], off = row[i] - rounded;
            for (std::size_t j = 0; j < k; ++j)
                row[j] -= off * left[i * k + j] / pivot;
            const Matrix before = left;
            for (std::size_t a = 0; a < k; ++a)
                for (std::size_t b = 0; b < k; ++b)
                    left[a * k + b] -= before[a * k + i] * before[i * k + b] / pivot;
        }
    }
    return result;
}

bool sameBytes(const QuantizedMatrix &a, const QuantizedMatrix &b)
{
    return a.bytes() == b.bytes() &&
           std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.bytes())) == 0;
}

} // namespace

class TestGptq : public QObject
{
    Q_OBJECT

private slots:
    void factorsTheInverse()
    {
        for (const std::int64_t k : {1, 2, 63, 64, 65, 150}) {
            const Matrix h = [&] {
                Matrix m = hessianOf(correlatedInputs(3 * k + 5, k, 3));
                for (std::int64_t i = 0; i < k; ++i)
                    m[static_cast<std::size_t>(i * k + i)] += 0.05;
                return m;
            }();
            const auto u = inverseCholesky(h, k);
            QVERIFY(u.has_value());
            // U^T U h = 1
            const auto size = static_cast<std::size_t>(k);
            Matrix product(size * size, 0.0);
            for (std::size_t r = 0; r < size; ++r)
                for (std::size_t i = 0; i < size; ++i)
                    for (std::size_t j = 0; j < size; ++j)
                        product[i * size + j] += (*u)[r * size + i] * (*u)[r * size + j];
            for (std::size_t i = 0; i < size; ++i)
                for (std::size_t j = 0; j < size; ++j) {
                    if (j < i)
                        QCOMPARE((*u)[i * size + j], 0.0);
                    double sum = 0;
                    for (std::size_t c = 0; c < size; ++c)
                        sum += product[i * size + c] * h[c * size + j];
                    QVERIFY2(std::abs(sum - (i == j)) < 1e-8,
                             qPrintable(QString("%1 at %2,%3").arg(sum).arg(i).arg(j)));
                }
        }
    }

    void refusesWhatIsNotPositiveDefinite()
    {
        QVERIFY(!inverseCholesky({1, 2, 2, 1}, 2));
        QVERIFY(!inverseCholesky({0, 0, 0, 0}, 2));
        QVERIFY(!inverseCholesky({1, 1, 1, 1}, 2)); // of rank one
        QVERIFY(!inverseCholesky({NAN, 0, 0, 1}, 2));
        QVERIFY(inverseCholesky({2, 1, 1, 2}, 2));
    }

    void isTheMethodOfThePaper_data()
    {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("group");
        QTest::addColumn<int>("columns");
        QTest::addColumn<bool>("symmetric");
        QTest::addColumn<bool>("actOrder");
        QTest::newRow("4 bit") << 4 << 32 << 96 << false << false;
        QTest::newRow("4 bit, over blocks") << 4 << 64 << 192 << false << false;
        QTest::newRow("symmetric") << 4 << 32 << 64 << true << false;
        QTest::newRow("act-order") << 4 << 32 << 160 << false << true;
        QTest::newRow("8 bit") << 8 << 128 << 128 << false << true;
    }

    void isTheMethodOfThePaper()
    {
        QFETCH(int, bits);
        QFETCH(int, group);
        QFETCH(int, columns);
        QFETCH(bool, symmetric);
        QFETCH(bool, actOrder);
        std::mt19937 random(5);
        const Tensor w = randomTensor({19, columns}, random, 0.2F);
        Tensor x = correlatedInputs(2 * columns, columns, 6);
        for (std::int64_t r = 0; r < x.dim(0); ++r)
            x.f32()[r * columns + 7] = 0; // a dead column
        const Matrix h = hessianOf(x);
        GptqOptions options;
        options.format = {bits, group};
        options.symmetric = symmetric;
        options.actOrder = actOrder;
        const GptqResult result = quantizeGptq(w, h, options, "w");
        QCOMPARE(result.dead, 1);
        QCOMPARE(result.damping, 0.01);
        QCOMPARE(result.matrix.order() != nullptr, actOrder);
        const Tensor got = result.matrix.dequantize(), wanted = reference(w, h, options);
        // A value exactly between two codes may go either way, and the rest of its row then differs.
        int rowsOff = 0;
        for (std::int64_t r = 0; r < w.dim(0); ++r) {
            bool same = true;
            for (std::int64_t c = 0; c < columns; ++c)
                same = same && std::abs(got.f32()[r * columns + c] - wanted.f32()[r * columns + c]) < 1e-6F;
            rowsOff += !same;
        }
        QVERIFY2(rowsOff <= 1, qPrintable(QString::number(rowsOff)));
        for (std::int64_t r = 0; r < w.dim(0); ++r)
            QCOMPARE(got.f32()[r * columns + 7], 0.0F);
    }

    void beatsRounding()
    {
        std::mt19937 random(8);
        const Tensor w = randomTensor({40, 256}, random, 0.2F);
        const Matrix h = hessianOf(correlatedInputs(600, 256, 9));
        for (const bool actOrder : {false, true}) {
            GptqOptions options;
            options.format = {4, 128};
            options.actOrder = actOrder;
            const double gptq = outputError(w, quantizeGptq(w, h, options, "w").matrix.dequantize(), h);
            const double rounded = outputError(w, quantizeMatrix(w, groupType({4, 128})).dequantize(), h);
            QVERIFY2(gptq < 0.5 * rounded, qPrintable(QString("%1 against %2").arg(gptq).arg(rounded)));
        }
    }

    void doesNotDependOnThreads()
    {
        std::mt19937 random(10);
        const Tensor w = randomTensor({50, 384}, random, 0.2F);
        const Matrix h = hessianOf(correlatedInputs(500, 384, 11));
        GptqOptions options;
        options.actOrder = true;
        setThreadCount(1);
        const GptqResult one = quantizeGptq(w, h, options, "w");
        setThreadCount(3);
        const GptqResult three = quantizeGptq(w, h, options, "w");
        setThreadCount(0);
        QVERIFY(sameBytes(one.matrix, three.matrix));
        QVERIFY(*one.matrix.order() == *three.matrix.order());
    }

    void raisesTheDamping()
    {
        // Two columns that are the same but for their sign, and an error that makes the Hessian indefinite.
        std::mt19937 random(12);
        const Tensor w = randomTensor({4, 32}, random, 0.2F);
        Matrix h(32 * 32, 0.0);
        for (std::size_t i = 0; i < 32; ++i)
            h[i * 32 + i] = 1;
        h[1] = h[32] = 1.05;
        GptqOptions options;
        options.format = {4, 32};
        const GptqResult result = quantizeGptq(w, h, options, "w");
        QCOMPARE(result.damping, 0.1);
        h[1] = h[32] = 500;
        const std::string message = messageOf([&] { quantizeGptq(w, h, options, "blk.0.attn_q"); });
        QVERIFY2(mentions(message, "positive definite") && mentions(message, "blk.0.attn_q"),
                 message.c_str());
    }

    void namesBadInput()
    {
        std::mt19937 random(13);
        Tensor w = randomTensor({4, 96}, random, 0.2F);
        Matrix h = hessianOf(correlatedInputs(200, 96, 14));
        GptqOptions options; // groups of 128
        QVERIFY(mentions(messageOf([&] { quantizeGptq(w, h, options, "w"); }), "128"));
        options.format.size = 32;
        QVERIFY(mentions(messageOf([&] { quantizeGptq(w, Matrix(9), options, "w"); }), "Hessian"));
        h[5 * 96 + 5] = NAN;
        QVERIFY(mentions(messageOf([&] { quantizeGptq(w, h, options, "w"); }), "not finite"));
        h[5 * 96 + 5] = 1;
        w.f32()[100] = INFINITY;
        QVERIFY(mentions(messageOf([&] { quantizeGptq(w, h, options, "w"); }), "row 1"));
    }
};

QTEST_GUILESS_MAIN(TestGptq)
#include "test_gptq.moc"
