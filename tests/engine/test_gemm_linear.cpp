#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "tests/engine/op_reference.h"

#include <cstring>

using namespace mureum::engine;
using namespace mureum::engine::reference;

namespace {

/// sum_p a(i, p) b(p, j), with the element readers given.
template <typename A, typename B>
Doubles product(int64_t m, int64_t n, int64_t k, A a, B b)
{
    Doubles c(static_cast<std::size_t>(m * n));
    for (int64_t i = 0; i < m; ++i)
        for (int64_t j = 0; j < n; ++j) {
            double sum = 0;
            for (int64_t p = 0; p < k; ++p)
                sum += a(i, p) * b(p, j);
            c[static_cast<std::size_t>(i * n + j)] = sum;
        }
    return c;
}

/// bf16 products round their operands, so an f32 operand beside a bf16 one loses its low bits.
double limitFor(DType x, DType w, DType y)
{
    return x == DType::BF16 || w == DType::BF16 || y == DType::BF16 ? 8e-3 : 4e-6;
}

void addCombinations(bool outputs)
{
    QTest::addColumn<QString>("isa");
    QTest::addColumn<int>("x");
    QTest::addColumn<int>("w");
    QTest::addColumn<int>("y");
    for (const std::string &isa : cpuIsas())
        for (const DType x : {DType::F32, DType::BF16})
            for (const DType w : {DType::F32, DType::BF16})
                for (const DType y : {DType::F32, DType::BF16}) {
                    if (y == DType::BF16 && !outputs)
                        continue;
                    QTest::addRow("%s %s %s -> %s", isa.c_str(), dtypeName(x).data(), dtypeName(w).data(),
                                  dtypeName(y).data())
                        << QString::fromStdString(isa) << static_cast<int>(x) << static_cast<int>(w)
                        << static_cast<int>(y);
                }
}

} // namespace

class TestGemmLinear : public QObject
{
    Q_OBJECT
private slots:
    void forward_data() { addCombinations(true); }
    void forward()
    {
        const auto backend = fetchBackend();
        const DType tx = fetchType("x"), tw = fetchType("w"), ty = fetchType("y");
        const int64_t n = 37, k = 51;
        for (const int64_t m : {1, 2, 3, 8, 13, 16, 17, 31, 48, 70, 131, 200}) {
            const Sample x({m, k}, tx, 1), w({n, k}, tw, 2);
            Tensor y({m, n}, ty);
            backend->linear(y, x.tensor, w.tensor, m, n, k);
            const Doubles expected = product(
                m, n, k, [&](int64_t i, int64_t p) { return x[i * k + p]; },
                [&](int64_t p, int64_t j) { return w[j * k + p]; });
            VERIFY_CLOSE(valuesOf(y), expected, limitFor(tx, tw, ty));
        }
    }

    void accumulateAndStrides_data() { isaRows(); }
    void accumulateAndStrides()
    {
        const auto backend = fetchBackend();
        const int64_t n = 20, k = 24, xStride = 40, yStride = 33;
        for (const int64_t m : {1, 5, 40}) {
            const Sample x({m, xStride}, DType::F32, 1), w({n, k}, DType::F32, 2);
            Sample y({m, yStride}, DType::F32, 3);
            backend->linear({y.tensor.raw(), DType::F32, yStride}, {x.tensor.raw(), DType::F32, xStride},
                            w.tensor, m, n, k, true);
            Doubles expected = y.values;
            for (int64_t i = 0; i < m; ++i)
                for (int64_t j = 0; j < n; ++j)
                    for (int64_t p = 0; p < k; ++p)
                        expected[static_cast<std::size_t>(i * yStride + j)] +=
                            x[i * xStride + p] * w[j * k + p];
            VERIFY_CLOSE(valuesOf(y.tensor), expected, 4e-6);
        }
    }

    void accumulatesIntoBf16_data() { isaRows(); }
    void accumulatesIntoBf16()
    {
        const auto backend = fetchBackend();
        const int64_t n = 20, k = 24;
        for (const int64_t m : {1, 5, 40})
            for (const DType type : {DType::F32, DType::BF16}) {
                const Sample x({m, k}, type, 1), w({n, k}, type, 2), dy({m, n}, type, 4);
                Sample y({m, n}, DType::BF16, 3), dx({m, k}, DType::BF16, 5);
                Doubles expected = y.values, back = dx.values;
                for (int64_t i = 0; i < m; ++i)
                    for (int64_t j = 0; j < n; ++j)
                        for (int64_t p = 0; p < k; ++p) {
                            expected[static_cast<std::size_t>(i * n + j)] += x[i * k + p] * w[j * k + p];
                            back[static_cast<std::size_t>(i * k + p)] += dy[i * n + j] * w[j * k + p];
                        }
                backend->linear(y.tensor, x.tensor, w.tensor, m, n, k, true);
                VERIFY_CLOSE(valuesOf(y.tensor), expected, 1e-2);
                backend->linearBackwardInput(dx.tensor, dy.tensor, w.tensor, m, n, k, true);
                VERIFY_CLOSE(valuesOf(dx.tensor), back, 1e-2);
            }
    }

    void backwards_data() { addCombinations(true); }
    void backwards()
    {
        const auto backend = fetchBackend();
        const DType tx = fetchType("x"), tw = fetchType("w"), ty = fetchType("y");
        const int64_t m = 70, n = 37, k = 51;
        const Sample x({m, k}, tx, 1), w({n, k}, tw, 2), dy({m, n}, ty, 3);
        // d/dx of sum(dy * x w^T) is dy w, d/dw is dy^T x; both are linear, so the product is the definition.
        Tensor dx({m, k}, tx), dw({n, k});
        backend->linearBackwardInput(dx, dy.tensor, w.tensor, m, n, k);
        const Doubles byX = product(
            m, k, n, [&](int64_t i, int64_t p) { return dy[i * n + p]; },
            [&](int64_t p, int64_t j) { return w[p * k + j]; });
        VERIFY_CLOSE(valuesOf(dx), byX, limitFor(ty, tw, tx));

        Doubles byW = product(
            n, k, m, [&](int64_t i, int64_t p) { return dy[p * n + i]; },
            [&](int64_t p, int64_t j) { return x[p * k + j]; });
        backend->linearBackwardWeight(dw, dy.tensor, x.tensor, m, n, k);
        VERIFY_CLOSE(valuesOf(dw), byW, limitFor(ty, tx, DType::F32));
        backend->linearBackwardWeight(dw, dy.tensor, x.tensor, m, n, k, true);
        for (double &value : byW)
            value *= 2;
        VERIFY_CLOSE(valuesOf(dw), byW, limitFor(ty, tx, DType::F32));
    }

    void fewRowsDoNotDependOnEachOther_data() { isaRows(); }
    void fewRowsDoNotDependOnEachOther()
    {
        const auto backend = fetchBackend();
        const int64_t n = 300, k = 100, all = 16;
        const Sample x({all, k}, DType::F32, 1), w({n, k}, DType::BF16, 2);
        Tensor together({all, n}), alone({1, n});
        backend->linear(together, x.tensor, w.tensor, all, n, k);
        for (int64_t row = 0; row < all; ++row) {
            backend->linear(alone, x.tensor.rows(row, 1), w.tensor, 1, n, k);
            QVERIFY(std::memcmp(alone.raw(), together.rows(row, 1).raw(), static_cast<std::size_t>(n) * 4) ==
                    0);
        }
    }

    void sameResultEveryTime_data() { isaRows(); }
    void sameResultEveryTime()
    {
        const auto backend = fetchBackend();
        const int64_t m = 200, n = 96, k = 64;
        const Sample x({m, k}, DType::F32, 1), dy({m, n}, DType::F32, 2);
        Tensor first({n, k}), second({n, k});
        backend->linearBackwardWeight(first, dy.tensor, x.tensor, m, n, k);
        backend->linearBackwardWeight(second, dy.tensor, x.tensor, m, n, k);
        QVERIFY(std::memcmp(first.raw(), second.raw(), static_cast<std::size_t>(first.byteSize())) == 0);
    }

    void wrongDtypesThrow()
    {
        const auto backend = makeCpuBackend();
        Tensor x({1, 4}), w({4, 4}, DType::I8), y({1, 4}), whole({1, 4}, DType::I32);
        QVERIFY_EXCEPTION_THROWN(backend->linear(y, x, w, 1, 4, 4), Error);
        QVERIFY_EXCEPTION_THROWN(backend->linear(whole, x, x, 1, 1, 4, true), Error);
    }
};

QTEST_GUILESS_MAIN(TestGemmLinear)
#include "test_gemm_linear.moc"
