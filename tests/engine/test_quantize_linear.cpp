#include "engine/backend/backend.h"
#include "engine/backend/cpu/quantized.h"
#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/quantize/quantized_matrix.h"
#include "tests/engine/error_message.h"
#include "tests/engine/op_reference.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

using namespace mureum::engine;
using reference::Doubles;
using reference::randomFloats;

namespace {

const char *const allTypes[] = {"q8_0",       "q4_0",     "q4_k",     "q6_k",      "int8",     "nf4",
                                "nf4_double", "int4_g32", "int4_g64", "int4_g128", "int8_g32", "int8_g64",
                                "int8_g128",  "f32",      "f16",      "bf16"};

Tensor filled(std::vector<int64_t> shape, unsigned seed, float scale)
{
    Tensor tensor(std::move(shape));
    const auto values = randomFloats(tensor.elements(), seed, scale);
    std::copy(values.begin(), values.end(), tensor.f32());
    return tensor;
}

/// What an activation becomes before it is multiplied: the definitions, in double.
Doubles roundedInput(const std::string &type, const float *x, int64_t k)
{
    Doubles result(x, x + k);
    const bool rows = type == "int8";
    if (type.starts_with("nf4") || type == "f32" || type == "f16" || type == "bf16")
        return result;
    const int64_t size = rows ? k : 32;
    for (int64_t begin = 0; begin < k; begin += size) {
        double most = 0;
        for (int64_t i = begin; i < begin + size; ++i)
            if (!rows || std::abs(x[i]) < 6.0F)
                most = std::max(most, static_cast<double>(std::abs(x[i])));
        for (int64_t i = begin; i < begin + size; ++i)
            if (most > 0 && (!rows || std::abs(x[i]) < 6.0F))
                result[static_cast<std::size_t>(i)] =
                    std::nearbyint(static_cast<double>(x[i]) * 127 / most) * most / 127;
    }
    return result;
}

/// x w^T with x rounded as the kernels do (exact) or not.
Doubles product(const std::string &type, const Tensor &x, const Tensor &w, bool roundInput)
{
    const int64_t m = x.dim(0), n = w.dim(0), k = w.dim(1);
    Doubles out(static_cast<std::size_t>(m * n));
    for (int64_t r = 0; r < m; ++r) {
        const Doubles input = roundInput ? roundedInput(type, x.f32() + r * k, k)
                                         : Doubles(x.f32() + r * k, x.f32() + (r + 1) * k);
        for (int64_t o = 0; o < n; ++o) {
            double sum = 0;
            for (int64_t i = 0; i < k; ++i)
                sum += input[static_cast<std::size_t>(i)] * static_cast<double>(w.f32()[o * k + i]);
            out[static_cast<std::size_t>(r * n + o)] = sum;
        }
    }
    return out;
}

/// Kernel sets of this machine, run straight.
Doubles runKernels(const cpu::QuantizedKernels &set, const QuantizedMatrix &w, const Tensor &x, int64_t begin,
                   int64_t end, bool add)
{
    const int64_t m = x.dim(0), n = end - begin, k = w.columns();
    const cpu::QuantizedKernel &kernel = set.find(w.type().id);
    cpu::QuantizedInputMemory memory;
    const cpu::QuantizedInput input = memory.input(kernel.form, m, k, x.f32(), k);
    // Whatever the memory held before must not matter.
    if (kernel.form & cpu::InputForm::blocks) {
        std::memset(input.codes, 0x5a, static_cast<std::size_t>(m * input.padded));
        for (int i = 0; i < 2; ++i) {
            std::fill_n(input.scales[i], m * cpu::grainCount(k, i == 0 ? 32 : 16), NAN);
            std::fill_n(input.sums[i], m * cpu::grainCount(k, i == 0 ? 32 : 16), NAN);
        }
    }
    set.prepare(input, kernel.form, m, k);
    std::vector<float> scratch(static_cast<std::size_t>(cpu::quantizedScratchFloats(k)), NAN);
    std::vector<float> out(static_cast<std::size_t>(m * n), add ? 1.0F : NAN);
    kernel.product(cpu::quantizedArgs(w), input, m, begin, end, out.data(), n, add, scratch.data());
    return Doubles(out.begin(), out.end());
}

void typeRows()
{
    QTest::addColumn<QString>("type");
    for (const char *type : allTypes)
        QTest::newRow(type) << QString(type);
}

} // namespace

class TestQuantizeLinear : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { setThreadCount(0); }

    void kernels_data()
    {
        QTest::addColumn<QString>("isa");
        QTest::addColumn<QString>("type");
        for (const auto *set : cpu::quantizedKernelSets())
            for (const char *type : allTypes)
                QTest::addRow("%s %s", set->name, type) << QString(set->name) << QString(type);
    }
    void kernels()
    {
        QFETCH(QString, isa);
        QFETCH(QString, type);
        const std::string name = type.toStdString();
        const GgufTensorType &row = ggufType(name);
        const cpu::QuantizedKernels *set = nullptr;
        for (const auto *candidate : cpu::quantizedKernelSets())
            if (isa == candidate->name)
                set = candidate;
        QVERIFY(set);
        unsigned seed = 1;
        for (const int64_t k :
             {int64_t{32}, int64_t{96}, int64_t{256}, int64_t{768}})
            for (const int64_t m : {1, 2, 3, 5, 16}) {
                if (k % row.blockElements != 0)
                    continue;
                const int64_t n = 5;
                Tensor x = filled({m, k}, ++seed, 1.5F);
                for (int64_t r = 0; r < m; ++r) // outliers, some of them negative
                    x.f32()[r * k + (7 * r + 3) % k] = r % 2 == 0 ? 30.0F : -8.0F;
                const QuantizedMatrix w = quantizeMatrix(filled({n, k}, ++seed, 0.05F), row);
                const Tensor floats = w.dequantize();
                const Doubles got = runKernels(*set, w, x, 0, n, false);
                VERIFY_CLOSE(got, product(name, x, floats, true), 1e-5);
                // And close to the product of the activations as they are.
                VERIFY_CLOSE(got, product(name, x, floats, false), 0.05);
                // A part of the rows, added; each row for itself.
                const Doubles some = runKernels(*set, w, x, 1, 4, true);
                for (int64_t r = 0; r < m; ++r)
                    for (int64_t o = 1; o < 4; ++o)
                        QCOMPARE(static_cast<float>(some[static_cast<std::size_t>(r * 3 + o - 1)]),
                                 1.0F + static_cast<float>(got[static_cast<std::size_t>(r * n + o)]));
                const Doubles alone = runKernels(*set, w, x.rows(m - 1, 1), 0, n, false);
                for (int64_t o = 0; o < n; ++o)
                    QCOMPARE(alone[static_cast<std::size_t>(o)],
                             got[static_cast<std::size_t>((m - 1) * n + o)]);
                // Tiles of floats.
                std::vector<float> scratch(static_cast<std::size_t>(cpu::quantizedScratchFloats(k)), NAN);
                Tensor tile({3, k}), half({3, k}, DType::BF16);
                std::fill_n(tile.f32(), 3 * k, NAN);
                set->find(row.id).tile(cpu::quantizedArgs(w), 1, 4, tile.raw(), false, scratch.data());
                set->find(row.id).tile(cpu::quantizedArgs(w), 1, 4, half.raw(), true, scratch.data());
                VERIFY_CLOSE(reference::valuesOf(tile), reference::valuesOf(floats.rows(1, 3)), 1e-6);
                VERIFY_CLOSE(reference::valuesOf(half), reference::valuesOf(floats.rows(1, 3)), 4e-3);
            }
    }

    /// The extremes of codes and activations, where sums of products overflow first.
    void extremes()
    {
        for (const auto *set : cpu::quantizedKernelSets())
            for (const char *type : allTypes) {
                const int64_t k = 512;
                Tensor x({2, k}), w({4, k});
                for (int64_t i = 0; i < k; ++i) {
                    x.f32()[i] = 5.0F;
                    x.f32()[k + i] = i % 2 == 0 ? 5.0F : -5.0F;
                    w.f32()[i] = 1.0F;
                    w.f32()[k + i] = -1.0F;
                    w.f32()[2 * k + i] = i % 2 == 0 ? 1.0F : -1.0F;
                    w.f32()[3 * k + i] = i % 2 == 0 ? -1.0F : 1.0F;
                }
                const QuantizedMatrix matrix = quantizeMatrix(w, ggufType(type));
                VERIFY_CLOSE(runKernels(*set, matrix, x, 0, 4, false),
                             product(type, x, matrix.dequantize(), true), 1e-5);
            }
    }

    void linear_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("ordered");
        for (const char *type : allTypes) {
            QTest::addRow("%s", type) << QString(type) << false;
            QTest::addRow("%s ordered", type) << QString(type) << true;
        }
    }
    /// Few and many rows, strides, BF16, adding up, column order, threads.
    void linear()
    {
        QFETCH(QString, type);
        QFETCH(bool, ordered);
        const std::string name = type.toStdString();
        const int64_t k = 256, total = 53, begin = 5, n = 41, stride = 50;
        QuantizedMatrix w = quantizeMatrix(filled({total, k}, 3, 0.05F), ggufType(name));
        if (ordered) {
            std::vector<int32_t> order(static_cast<std::size_t>(k));
            std::iota(order.begin(), order.end(), 0);
            std::mt19937 random(2);
            std::shuffle(order.begin(), order.end(), random);
            w.setOrder(order);
        }
        const Tensor floats = w.dequantize();
        for (const std::string &isa : cpuIsas()) {
            const auto backend = makeCpuBackend(isa);
            for (const int64_t m : {1, 6, 16, 17, 64}) {
                const Tensor x = filled({m, k}, static_cast<unsigned>(m), 1.0F);
                const Doubles expected = product(name, x, floats.rows(begin, n), false);
                Tensor first;
                for (const int threads : {1, 3}) {
                    setThreadCount(threads);
                    Tensor y({m, stride});
                    std::fill_n(y.f32(), m * stride, NAN);
                    backend->linearQuantized({y.f32(), stride}, x, w, begin, n, m);
                    Doubles got;
                    for (int64_t r = 0; r < m; ++r) {
                        got.insert(got.end(), y.f32() + r * stride, y.f32() + r * stride + n);
                        QVERIFY(std::isnan(y.f32()[r * stride + n]));
                    }
                    VERIFY_CLOSE(got, expected, 0.02);
                    if (threads == 1)
                        first = y;
                    else if (m <= 16)
                        QVERIFY(std::memcmp(first.raw(), y.raw(), static_cast<std::size_t>(y.byteSize())) ==
                                0);
                    // Added to what is there; from and to BF16.
                    Tensor sum({m, n}, DType::BF16);
                    const Tensor ones = [&] {
                        Tensor t({m, n});
                        std::fill_n(t.f32(), m * n, 1.0F);
                        return t.to(DType::BF16);
                    }();
                    std::memcpy(sum.raw(), ones.raw(), static_cast<std::size_t>(ones.byteSize()));
                    backend->linearQuantized(sum, x.to(DType::BF16), w, begin, n, m, true);
                    Doubles plusOne = expected;
                    for (double &value : plusOne)
                        value += 1;
                    VERIFY_CLOSE(reference::valuesOf(sum), plusOne, 0.03);
                }
            }
            QVERIFY(mentions(messageOf([&] {
                                 Tensor y({1, total}), x({1, k});
                                 backend->linearQuantized(y, x, w, 10, total, 1);
                             }),
                             "10"));
        }
    }

    void embedding_data() { typeRows(); }
    void embedding()
    {
        QFETCH(QString, type);
        const QuantizedMatrix table = quantizeMatrix(filled({9, 256}, 3, 1.0F), ggufType(type.toStdString()));
        const Tensor floats = table.dequantize();
        const auto backend = makeCpuBackend();
        const int32_t tokens[] = {8, 0, 3, 3};
        Tensor y({4, 256});
        std::fill_n(y.f32(), y.elements(), NAN);
        backend->embeddingQuantized(y, table, tokens, 4);
        for (int64_t i = 0; i < 4; ++i)
            QVERIFY(std::memcmp(y.f32() + i * 256, floats.f32() + tokens[i] * 256, 1024) == 0);
        const int32_t bad[] = {1, 9};
        QVERIFY(mentions(messageOf([&] { backend->embeddingQuantized(y, table, bad, 2); }), "9"));
    }
};

QTEST_GUILESS_MAIN(TestQuantizeLinear)
#include "test_quantize_linear.moc"
