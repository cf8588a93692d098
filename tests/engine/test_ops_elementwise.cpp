#include "engine/core/error.h"
#include "tests/engine/op_reference.h"

using namespace mureum::engine;
using namespace mureum::engine::reference;

namespace {

constexpr int64_t rowCount = 7;
constexpr int64_t width = 45; // not a multiple of any vector width

double silu(double x)
{
    return x / (1.0 + std::exp(-x));
}

/// y = x / sqrt(mean(x^2) + epsilon) * weight
Doubles normed(const Doubles &x, const Doubles &weight, double epsilon)
{
    const int64_t d = static_cast<int64_t>(weight.size()), m = static_cast<int64_t>(x.size()) / d;
    Doubles y(x.size());
    for (int64_t r = 0; r < m; ++r) {
        double squares = 0;
        for (int64_t i = 0; i < d; ++i)
            squares += x[static_cast<std::size_t>(r * d + i)] * x[static_cast<std::size_t>(r * d + i)];
        const double rstd = 1.0 / std::sqrt(squares / static_cast<double>(d) + epsilon);
        for (int64_t i = 0; i < d; ++i)
            y[static_cast<std::size_t>(r * d + i)] =
                x[static_cast<std::size_t>(r * d + i)] * rstd * weight[static_cast<std::size_t>(i)];
    }
    return y;
}

double dot(const Doubles &a, const Doubles &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

/// Central differences of sum(f(x) * dy) by every element of x.
template <typename Function>
Doubles differences(Doubles x, const Doubles &dy, Function f)
{
    Doubles gradient(x.size());
    const double step = 1e-5;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double kept = x[i];
        x[i] = kept + step;
        const double above = dot(f(x), dy);
        x[i] = kept - step;
        const double below = dot(f(x), dy);
        x[i] = kept;
        gradient[i] = (above - below) / (2 * step);
    }
    return gradient;
}

} // namespace

class TestOpsElementwise : public QObject
{
    Q_OBJECT
private slots:
    void rmsNorm_data() { isaAndTypeRows(); }
    void rmsNorm()
    {
        const auto backend = fetchBackend();
        const Sample x({rowCount, width}, fetchType("in"), 1), weight({width}, DType::F32, 2);
        Tensor y({rowCount, width}, fetchType("out")), rstd({rowCount});
        backend->rmsNorm(y, rstd.f32(), x.tensor, weight.tensor.f32(), rowCount, width, 1e-5F);
        VERIFY_CLOSE(valuesOf(y), normed(x.values, weight.values, 1e-5), tolerance(y.dtype()));
    }

    void addRmsNorm_data() { isaAndTypeRows(); }
    void addRmsNorm()
    {
        const auto backend = fetchBackend();
        const Sample x({rowCount, width}, DType::F32, 1), delta({rowCount, width}, fetchType("in"), 3),
            weight({width}, DType::F32, 2);
        Tensor y({rowCount, width}, fetchType("out")), sum({rowCount, width});
        backend->addRmsNorm(y, nullptr, sum.f32(), x.tensor.f32(), delta.tensor, weight.tensor.f32(),
                            rowCount, width, 1e-5F);
        Doubles expected = x.values;
        for (std::size_t i = 0; i < expected.size(); ++i)
            expected[i] += delta.values[i];
        VERIFY_CLOSE(valuesOf(sum), expected, 1e-6);
        VERIFY_CLOSE(valuesOf(y), normed(expected, weight.values, 1e-5), tolerance(y.dtype()));
    }

    void rmsNormBackward_data() { isaAndTypeRows(); }
    void rmsNormBackward()
    {
        const auto backend = fetchBackend();
        const Sample x({rowCount, width}, DType::F32, 1), dy({rowCount, width}, fetchType("in"), 3),
            weight({width}, DType::F32, 2);
        Tensor y({rowCount, width}), rstd({rowCount}), copy({rowCount, width}, fetchType("out"));
        backend->rmsNorm(y, rstd.f32(), x.tensor, weight.tensor.f32(), rowCount, width, 1e-5F);
        Sample dx({rowCount, width}, DType::F32, 9);
        std::vector<float> dweight(width, 0.5F);
        backend->rmsNormBackward(dx.tensor.f32(), copy, dweight.data(), dy.tensor, x.tensor.f32(), rstd.f32(),
                                 weight.tensor.f32(), rowCount, width, true);
        Doubles byX = differences(x.values, dy.values,
                                  [&](const Doubles &v) { return normed(v, weight.values, 1e-5); });
        for (std::size_t i = 0; i < byX.size(); ++i)
            byX[i] += dx.values[i];
        VERIFY_CLOSE(valuesOf(dx.tensor), byX, 1e-5);
        VERIFY_CLOSE(valuesOf(copy), byX, 1e-5 + tolerance(copy.dtype()));
        Doubles byWeight = differences(weight.values, dy.values,
                                       [&](const Doubles &v) { return normed(x.values, v, 1e-5); });
        for (double &value : byWeight)
            value += 0.5;
        VERIFY_CLOSE(Doubles(dweight.begin(), dweight.end()), byWeight, 1e-5);
    }

    void rope_data() { isaAndTypeRows(); }
    void rope()
    {
        const auto backend = fetchBackend();
        const int heads = 3, headDim = 10;
        const std::vector<int32_t> positions = {0, 1, 5, 1000, 700, 2, 3};
        Sample x({rowCount, heads * headDim}, fetchType("in"), 1);
        backend->rope(x.tensor, positions.data(), rowCount, heads, headDim, 10000.0F);
        Doubles expected(x.values.size());
        for (int64_t r = 0; r < rowCount; ++r)
            for (int h = 0; h < heads; ++h)
                for (int i = 0; i < headDim / 2; ++i) {
                    const double angle =
                        positions[static_cast<std::size_t>(r)] * std::pow(10000.0, -2.0 * i / headDim);
                    const int64_t at = (r * heads + h) * headDim + 2 * i;
                    expected[static_cast<std::size_t>(at)] =
                        x[at] * std::cos(angle) - x[at + 1] * std::sin(angle);
                    expected[static_cast<std::size_t>(at + 1)] =
                        x[at] * std::sin(angle) + x[at + 1] * std::cos(angle);
                }
        VERIFY_CLOSE(valuesOf(x.tensor), expected, tolerance(x.tensor.dtype()));
        // A rotation's backward is the rotation back.
        backend->rope(x.tensor, positions.data(), rowCount, heads, headDim, 10000.0F, true);
        VERIFY_CLOSE(valuesOf(x.tensor), x.values, 2 * tolerance(x.tensor.dtype()));
    }

    void ropeRefusesNegativePositions()
    {
        const auto backend = makeCpuBackend();
        Tensor x({1, 4});
        const int32_t position = -1;
        QVERIFY_EXCEPTION_THROWN(backend->rope(x, &position, 1, 1, 4, 10000.0F), Error);
    }

    void swiglu_data() { isaAndTypeRows(); }
    void swiglu()
    {
        const auto backend = fetchBackend();
        const Sample x({rowCount, 2 * width}, fetchType("in"), 1, 4.0F);
        Tensor y({rowCount, width}, fetchType("out"));
        backend->swiglu(y, x.tensor, rowCount, width);
        const auto forward = [](const Doubles &v) {
            Doubles result(v.size() / 2);
            for (std::size_t r = 0; r < rowCount; ++r)
                for (std::size_t i = 0; i < width; ++i)
                    result[r * width + i] = silu(v[r * 2 * width + i]) * v[r * 2 * width + width + i];
            return result;
        };
        VERIFY_CLOSE(valuesOf(y), forward(x.values), tolerance(y.dtype()));

        const Sample dy({rowCount, width}, fetchType("out"), 5);
        Tensor dx({rowCount, 2 * width}, fetchType("in"));
        backend->swigluBackward(dx, dy.tensor, x.tensor, rowCount, width);
        VERIFY_CLOSE(valuesOf(dx), differences(x.values, dy.values, forward), 1e-5 + tolerance(dx.dtype()));
    }

    void extremeActivationsStayFinite_data() { isaRows(); }
    void extremeActivationsStayFinite()
    {
        const auto backend = fetchBackend();
        Tensor x = Tensor::fromValues({1, 8}, std::vector<float>{-500, -88, 88, 500, 1, 1, 1, 1}), y({1, 4});
        backend->swiglu(y, x, 1, 4);
        VERIFY_CLOSE(valuesOf(y), (Doubles{0, 0, 88, 500}), 1e-6);
    }

    void embedding_data() { isaAndTypeRows(); }
    void embedding()
    {
        const auto backend = fetchBackend();
        const int64_t vocab = 11;
        const std::vector<int32_t> tokens = {3, 0, 10, 3, 3, 7, 0};
        const Sample table({vocab, width}, fetchType("in"), 1);
        Tensor y({rowCount, width}, fetchType("out"));
        backend->embedding(y, table.tensor, tokens.data(), rowCount, vocab, width);
        Doubles expected;
        for (const int32_t token : tokens)
            for (int64_t i = 0; i < width; ++i)
                expected.push_back(table[token * width + i]);
        VERIFY_CLOSE(valuesOf(y), expected, tolerance(y.dtype()));

        const Sample dy({rowCount, width}, DType::F32, 2);
        Tensor gradient({vocab, width});
        backend->embeddingBackward(gradient.f32(), dy.tensor.f32(), tokens.data(), rowCount, vocab, width);
        Doubles sums(static_cast<std::size_t>(vocab * width));
        for (int64_t r = 0; r < rowCount; ++r)
            for (int64_t i = 0; i < width; ++i)
                sums[static_cast<std::size_t>(tokens[static_cast<std::size_t>(r)] * width + i)] +=
                    dy[r * width + i];
        VERIFY_CLOSE(valuesOf(gradient), sums, 1e-6);

        const std::vector<int32_t> outside(rowCount, 11);
        QVERIFY_EXCEPTION_THROWN(backend->embedding(y, table.tensor, outside.data(), rowCount, vocab, width),
                                 Error);
    }

    void addScaleAndConvert_data() { isaAndTypeRows(); }
    void addScaleAndConvert()
    {
        const auto backend = fetchBackend();
        const Sample x({rowCount, width}, fetchType("in"), 1);
        Sample y({rowCount, width}, DType::F32, 2);
        backend->add(y.tensor.f32(), x.tensor, rowCount, width);
        backend->scale(y.tensor.f32(), 0.25F, rowCount * width);
        Doubles expected;
        for (int64_t i = 0; i < rowCount * width; ++i)
            expected.push_back((x[i] + y[i]) * 0.25);
        VERIFY_CLOSE(valuesOf(y.tensor), expected, 1e-6);

        Tensor converted({rowCount, width}, fetchType("out"));
        backend->convert(converted, x.tensor, rowCount, width);
        if (converted.dtype() == DType::BF16) // bit for bit the scalar conversion
            QVERIFY(valuesOf(converted) == valuesOf(x.tensor.to(DType::F32).to(DType::BF16)));
        else
            QVERIFY(valuesOf(converted) == x.values);
    }

    void scalesAndAddsRows_data() { isaAndTypeRows(); }
    void scalesAndAddsRows()
    {
        const auto backend = fetchBackend();
        const int64_t stride = width + 5;
        Sample x({rowCount, stride}, fetchType("in"), 1), y({rowCount, width}, fetchType("out"), 2);
        backend->scaleRows({x.tensor.raw(), x.tensor.dtype(), stride}, 0.5F, rowCount, width);
        Doubles expected = x.values, sum;
        for (int64_t r = 0; r < rowCount; ++r)
            for (int64_t i = 0; i < width; ++i) {
                expected[static_cast<std::size_t>(r * stride + i)] *= 0.5;
                sum.push_back(y[r * width + i] + expected[static_cast<std::size_t>(r * stride + i)]);
            }
        QVERIFY(valuesOf(x.tensor) == expected); // halving is exact
        backend->add(y.tensor, {x.tensor.raw(), x.tensor.dtype(), stride}, rowCount, width);
        VERIFY_CLOSE(valuesOf(y.tensor), sum, tolerance(y.tensor.dtype()));
    }

    void dropout_data() { isaAndTypeRows(); }
    void dropout()
    {
        const auto backend = fetchBackend();
        const int64_t rows = 200, columns = 133;
        Tensor ones({rows, columns}, fetchType("in"));
        for (int64_t i = 0; i < ones.elements(); ++i)
            ones.dtype() == DType::F32 ? ones.f32()[i] = 1.0F : (ones.bf16()[i] = BFloat16(1.0F), 1.0F);
        Tensor first({rows, columns}, fetchType("out")), second({rows, columns}, fetchType("out"));
        const auto reference = makeCpuBackend("generic");
        const auto kept = [&](uint64_t key, float rate) {
            backend->dropout(first, ones, rows, columns, rate, key);
            Doubles values = valuesOf(first);
            double count = 0;
            for (double &value : values) {
                const double wanted = value == 0 ? 0 : 1.0 / (1.0 - static_cast<double>(rate));
                if (std::abs(value - wanted) > 5e-3)
                    qFatal("%g, expected %g", value, wanted);
                count += value = value != 0;
            }
            // Four standard deviations of a fair draw.
            const double share = 1 - static_cast<double>(rate), total = static_cast<double>(rows * columns);
            if (std::abs(count / total - share) > 4 * std::sqrt(share * (1 - share) / total))
                qFatal("%g kept, expected %g", count / total, share);
            // The same coins on every instruction set, and again.
            reference->dropout(second, ones, rows, columns, rate, key);
            if (valuesOf(first) != valuesOf(second))
                qFatal("other coins than the generic kernels");
            return values;
        };
        const Doubles a = kept(1, 0.25F), b = kept(2, 0.25F);
        double both = 0, neighbours = 0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            both += a[i] * b[i];
            neighbours += a[i] * a[(i + static_cast<std::size_t>(columns)) % a.size()];
        }
        QVERIFY(std::abs(both / static_cast<double>(a.size()) - 0.5625) < 0.02); // keys are independent
        QVERIFY(std::abs(neighbours / static_cast<double>(a.size()) - 0.5625) < 0.02);
        for (const double value : kept(1, 0.0F))
            QCOMPARE(value, 1.0);
        QVERIFY_EXCEPTION_THROWN(backend->dropout(first, ones, rows, columns, 1.0F, 1), Error);
    }

    void bf16RoundsToEvenAndKeepsSpecials_data() { isaRows(); }
    void bf16RoundsToEvenAndKeepsSpecials()
    {
        const auto backend = fetchBackend();
        std::vector<float> values(32, 1.0F);
        values[0] = NAN;
        values[1] = INFINITY;
        values[2] = -INFINITY;
        values[3] = 1.00390625F; // half way between two bf16: rounds down to 1
        values[4] = 1.01171875F; // half way: rounds up to 1.015625
        Tensor x = Tensor::fromValues({1, 32}, values), y({1, 32}, DType::BF16);
        backend->convert(y, x, 1, 32);
        const Doubles result = valuesOf(y);
        QVERIFY(std::isnan(result[0]));
        QVERIFY(std::isinf(result[1]) && result[1] > 0);
        QVERIFY(std::isinf(result[2]) && result[2] < 0);
        QCOMPARE(result[3], 1.0);
        QCOMPARE(result[4], 1.015625);
    }
};

QTEST_GUILESS_MAIN(TestOpsElementwise)
#include "test_ops_elementwise.moc"
