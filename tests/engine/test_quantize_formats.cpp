#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/formats/gguf_reader.h"
#include "engine/formats/gguf_writer.h"
#include "engine/model/model.h"
#include "engine/quantize/group/group.h"
#include "engine/quantize/quantized_matrix.h"
#include "tests/engine/error_message.h"
#include "tests/engine/op_reference.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

using namespace mureum::engine;
using reference::Doubles;

namespace {

constexpr int64_t rows = 6, columns = 512;

const char *const allTypes[] = {"q8_0",     "q4_0",       "q4_k",     "q6_k",     "int8",
                                "nf4",      "nf4_double", "int4_g32", "int4_g64", "int4_g128",
                                "int8_g32", "int8_g64",   "int8_g128"};

Tensor sample(unsigned seed, int64_t n = rows, int64_t k = columns)
{
    Tensor tensor({n, k});
    const auto values = reference::randomFloats(n * k, seed, 0.1F);
    std::copy(values.begin(), values.end(), tensor.f32());
    return tensor;
}

double halfAt(const uint8_t *p)
{
    Float16 half;
    std::memcpy(&half.bits, p, 2);
    return static_cast<double>(static_cast<float>(half));
}

float floatAt(const uint8_t *p)
{
    float value;
    std::memcpy(&value, p, 4);
    return value;
}

// Blocks as the GGUF description and group.h have them, element by element.

double q40(const uint8_t *b, int i)
{
    const int code = i < 16 ? b[2 + i] & 15 : b[2 + i - 16] >> 4;
    return halfAt(b) * (code - 8);
}

double q4k(const uint8_t *b, int i)
{
    const uint8_t *s = b + 4;
    const int j = i / 32;
    const int scale = j < 4 ? s[j] & 63 : (s[j + 4] & 15) | (s[j - 4] >> 6 << 4);
    const int minimum = j < 4 ? s[j + 4] & 63 : s[j + 4] >> 4 | (s[j] >> 6 << 4);
    const int byte = b[16 + i / 64 * 32 + i % 32];
    const int code = i % 64 < 32 ? byte & 15 : byte >> 4;
    return halfAt(b) * scale * code - halfAt(b + 2) * minimum;
}

double q6k(const uint8_t *b, int i)
{
    const int half = i / 128, at = i % 128, l = at % 32, g = at / 32;
    const int lowByte = b[half * 64 + (g & 1) * 32 + l], highByte = b[128 + half * 32 + l];
    const int code = (g < 2 ? lowByte & 15 : lowByte >> 4) | ((highByte >> (2 * g)) & 3) << 4;
    return halfAt(b + 208) * static_cast<int8_t>(b[192 + i / 16]) * (code - 32);
}

double q80(const uint8_t *b, int i)
{
    return halfAt(b) * static_cast<int8_t>(b[2 + i]);
}

double group(const uint8_t *b, int i, int bits)
{
    const int byte = b[3 + (bits == 8 ? i : i / 32 * 16 + i % 16)];
    const int code = bits == 8 ? byte : i % 32 < 16 ? byte & 15 : byte >> 4;
    return halfAt(b) * (code - b[2]);
}

double nf4(const uint8_t *b, int i)
{
    static const double values[] = {-1.0,
                                    -0.6961928009986877,
                                    -0.5250730514526367,
                                    -0.39491748809814453,
                                    -0.28444138169288635,
                                    -0.18477343022823334,
                                    -0.09105003625154495,
                                    0.0,
                                    0.07958029955625534,
                                    0.16093020141124725,
                                    0.24611230194568634,
                                    0.33791524171829224,
                                    0.44070982933044434,
                                    0.5626170039176941,
                                    0.7229568362236023,
                                    1.0};
    const int byte = b[4 + i / 2];
    return values[i % 2 == 0 ? byte >> 4 : byte & 15] * static_cast<double>(floatAt(b));
}

double element(const std::string &type, const uint8_t *block, int i)
{
    if (type == "q8_0")
        return q80(block, i);
    if (type == "q4_0")
        return q40(block, i);
    if (type == "q4_k")
        return q4k(block, i);
    if (type == "q6_k")
        return q6k(block, i);
    if (type == "nf4")
        return nf4(block, i);
    return group(block, i, type.starts_with("int4") ? 4 : 8);
}

double rmsError(const Tensor &a, const Tensor &b)
{
    double sum = 0;
    for (int64_t i = 0; i < a.elements(); ++i) {
        const double d = static_cast<double>(a.f32()[i]) - static_cast<double>(b.f32()[i]);
        sum += d * d;
    }
    return std::sqrt(sum / static_cast<double>(a.elements()));
}

double rmsErrorOf(const std::string &type, const Tensor &tensor)
{
    return rmsError(quantizeMatrix(tensor, ggufType(type)).dequantize(), tensor);
}

bool sameBytes(const QuantizedMatrix &a, const QuantizedMatrix &b)
{
    return a.bytes() == b.bytes() &&
           std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.bytes())) == 0;
}

void typeRows()
{
    QTest::addColumn<QString>("type");
    for (const char *type : allTypes)
        QTest::newRow(type) << QString(type);
}

} // namespace

class TestQuantizeFormats : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { setThreadCount(0); }

    void blocksAsDescribed_data() { typeRows(); }
    /// Any bytes at all, decoded here from the descriptions.
    void blocksAsDescribed()
    {
        QFETCH(QString, type);
        const std::string name = type.toStdString();
        const GgufTensorType &row = ggufType(name);
        if (!row.toFloat)
            return; // rows of more than blocks have tests of their own
        std::mt19937 random(7);
        for (int round = 0; round < 20; ++round) {
            std::vector<uint8_t> block(static_cast<std::size_t>(row.blockBytes));
            for (uint8_t &byte : block)
                byte = static_cast<uint8_t>(random());
            // Scales of a reasonable size, so that nothing overflows.
            const std::vector<std::size_t> scales = name == "q6_k"   ? std::vector<std::size_t>{209}
                                                    : name == "q4_k" ? std::vector<std::size_t>{1, 3}
                                                    : name == "nf4"  ? std::vector<std::size_t>{3}
                                                                     : std::vector<std::size_t>{1};
            for (const std::size_t at : scales)
                block[at] = 0x28;
            std::vector<float> out(static_cast<std::size_t>(row.blockElements));
            row.toFloat(reinterpret_cast<const std::byte *>(block.data()), out.data(), row.blockElements);
            for (std::size_t i = 0; i < out.size(); ++i) {
                const double expected = element(name, block.data(), static_cast<int>(i));
                QVERIFY2(std::abs(static_cast<double>(out[i]) - expected) <= 1e-6 * std::abs(expected) + 1e-7,
                         qPrintable(QString("element %1: %2, expected %3").arg(i).arg(out[i]).arg(expected)));
            }
        }
    }

    void sizes_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<double>("bits");
        const std::pair<const char *, double> expected[] = {
            {"q8_0", 8.5},
            {"q4_0", 4.5},
            {"q4_k", 4.5},
            {"q6_k", 6.5625},
            {"nf4", 4.5},
            {"int4_g32", 4.75},
            {"int4_g64", 4.375},
            {"int4_g128", 4.1875},
            {"int8_g32", 8.75},
            {"int8_g64", 8.375},
            {"int8_g128", 8.1875},
            {"int8", 8.0 + 32.0 / 512},
            {"nf4_double", (33.0 * 8 * 6 * 8 + 8 * 8) / (6 * 512)}};
        for (const auto &[type, bits] : expected)
            QTest::newRow(type) << QString(type) << bits;
    }
    void sizes()
    {
        QFETCH(QString, type);
        QFETCH(double, bits);
        QCOMPARE(ggufType(type.toStdString()).bitsPerWeight(rows, columns), bits);
        QCOMPARE(quantizeMatrix(sample(1), ggufType(type.toStdString())).bitsPerWeight(), bits);
    }

    void errors()
    {
        const Tensor tensor = sample(3, 16, 1024);
        const double spread = 0.1;
        // Rounding to steps of absmax / 127 or so costs about step / sqrt(12).
        QVERIFY(rmsErrorOf("q8_0", tensor) < 0.008 * spread);
        QVERIFY(rmsErrorOf("int8", tensor) < 0.01 * spread);
        QVERIFY(rmsErrorOf("int8_g128", tensor) < 0.008 * spread);
        QVERIFY(rmsErrorOf("q6_k", tensor) < 0.02 * spread);
        QVERIFY(rmsErrorOf("q4_k", tensor) < 0.075 * spread);
        QVERIFY(rmsErrorOf("q4_0", tensor) < 0.095 * spread);
        QVERIFY(rmsErrorOf("nf4", tensor) < 0.1 * spread);
        QVERIFY(rmsErrorOf("nf4_double", tensor) < 0.1 * spread);
        QVERIFY(rmsErrorOf("nf4_double", tensor) > rmsErrorOf("nf4", tensor));
        QVERIFY(rmsErrorOf("q4_k", tensor) < rmsErrorOf("q4_0", tensor));
        QVERIFY(rmsErrorOf("int4_g32", tensor) < rmsErrorOf("int4_g64", tensor));
        QVERIFY(rmsErrorOf("int4_g64", tensor) < rmsErrorOf("int4_g128", tensor));
        QVERIFY(rmsErrorOf("int4_g128", tensor) < 0.13 * spread);
    }

    void nearestCodes_data() { typeRows(); }
    /// No other code of the same block scale would have come closer.
    void nearestCodes()
    {
        QFETCH(QString, type);
        const std::string name = type.toStdString();
        const GgufTensorType &row = ggufType(name);
        const Tensor tensor = sample(11);
        const QuantizedMatrix matrix = quantizeMatrix(tensor, row);
        const Tensor back = matrix.dequantize();
        double worst = 0;
        for (int64_t r = 0; r < rows; ++r)
            for (int64_t begin = 0; begin < columns; begin += 16) {
                // The step is at most twice the largest error of values inside the range; outside there is
                // clamping, which the search of the k types trades on purpose.
                const float *x = tensor.f32() + r * columns + begin, *y = back.f32() + r * columns + begin;
                std::vector<float> levels(y, y + 16);
                for (int i = 0; i < 16; ++i)
                    for (const float level : levels)
                        worst = std::max(worst,
                                         static_cast<double>(std::abs(y[i] - x[i]) - std::abs(level - x[i])));
            }
        // These two choose codes by the scale before it is rounded, as their definitions say.
        const double limit = name == "nf4_double" ? 1e-3 : name == "q8_0" ? 1e-4 : 1e-5;
        QVERIFY2(worst < limit, qPrintable(QString::number(worst)));
    }

    void extremes_data() { typeRows(); }
    void extremes()
    {
        QFETCH(QString, type);
        const GgufTensorType &row = ggufType(type.toStdString());
        Tensor zeros({2, columns});
        const Tensor back = quantizeMatrix(zeros, row).dequantize();
        for (int64_t i = 0; i < back.elements(); ++i)
            QCOMPARE(back.f32()[i], 0.0F);
        // One sign only, one element only.
        Tensor lonely({2, columns});
        lonely.f32()[5] = -3.0F;
        for (int64_t i = 0; i < columns; ++i)
            lonely.f32()[columns + i] = 2.0F + 0.001F * static_cast<float>(i % 7);
        const Tensor got = quantizeMatrix(lonely, row).dequantize();
        QVERIFY(std::abs(got.f32()[5] + 3.0F) < 0.03F);
        for (int64_t i = 0; i < columns; ++i) {
            QVERIFY(i == 5 || std::abs(got.f32()[i]) < 1e-3F);
            QVERIFY(std::abs(got.f32()[columns + i] - lonely.f32()[columns + i]) < 0.16F);
        }
        lonely.f32()[9] = NAN;
        QVERIFY(mentions(messageOf([&] { quantizeMatrix(lonely, row); }), "not finite"));
        lonely.f32()[9] = INFINITY;
        QVERIFY(mentions(messageOf([&] { quantizeMatrix(lonely, row); }), "not finite"));
        if (row.blockElements > 1)
            QVERIFY(mentions(messageOf([&] { quantizeMatrix(Tensor({2, columns + 16}), row); }), "blocks"));
    }

    void threadsDoNotMatter_data() { typeRows(); }
    void threadsDoNotMatter()
    {
        QFETCH(QString, type);
        const GgufTensorType &row = ggufType(type.toStdString());
        const Tensor tensor = sample(5, 37);
        setThreadCount(1);
        const QuantizedMatrix one = quantizeMatrix(tensor, row);
        setThreadCount(3);
        QVERIFY(sameBytes(one, quantizeMatrix(tensor, row)));
        // Rows by themselves are what they are in the whole.
        std::vector<float> part(5 * columns);
        one.toFloat(20, 25, part.data());
        const Tensor whole = one.dequantize();
        QVERIFY(std::memcmp(part.data(), whole.f32() + 20 * columns, part.size() * sizeof(float)) == 0);
        const Tensor half = one.dequantize(DType::BF16);
        QCOMPARE(half.bf16()[777].bits, BFloat16(whole.f32()[777]).bits);
    }

    void groupsByHand()
    {
        const GroupFormat format{4, 32};
        std::vector<float> values(32);
        for (std::size_t i = 0; i < 32; ++i)
            values[i] = -1.0F + 0.125F * static_cast<float>(i % 16); // -1 .. 0.875: 15 steps of 0.125
        const GroupScale scale = nearestScale(values, format, false);
        QCOMPARE(static_cast<float>(scale.scale), 0.125F);
        QCOMPARE(scale.zero, 8);
        QCOMPARE(scale.code(-1.0F, format), 0);
        QCOMPARE(scale.code(0.875F, format), 15);
        QCOMPARE(scale.code(99.0F, format), 15);
        QCOMPARE(scale.code(-99.0F, format), 0);
        const GroupScale symmetric = nearestScale(values, format, true);
        QCOMPARE(static_cast<float>(symmetric.scale), static_cast<float>(Float16(1.0F / 7)));
        QCOMPARE(symmetric.zero, 8);

        std::vector<uint8_t> codes(32), back(32);
        std::iota(codes.begin(), codes.begin() + 16, uint8_t{0});
        for (std::size_t i = 16; i < 32; ++i)
            codes[i] = static_cast<uint8_t>(31 - i);
        std::vector<std::byte> bytes(static_cast<std::size_t>(groupBytes(format)));
        writeGroup(format, scale, codes.data(), bytes.data());
        QCOMPARE(std::to_integer<int>(bytes[2]), 8);
        QCOMPARE(std::to_integer<int>(bytes[3]), 0 | 15 << 4);
        QCOMPARE(std::to_integer<int>(bytes[18]), 15 | 0 << 4);
        QCOMPARE(readGroup(format, bytes.data(), back.data()).zero, 8);
        QVERIFY(back == codes);
        QCOMPARE(&groupType({8, 64}), &ggufType("int8_g64"));
        QVERIFY(groupFormatOf(ggufType("int4_g128")) == (GroupFormat{4, 128}));
        QVERIFY(!groupFormatOf(ggufType("q4_0")));
        QVERIFY(mentions(messageOf([] { groupType({4, 48}); }), "48"));
    }

    void int8ByHand()
    {
        Tensor tensor({1, 4});
        const float values[] = {1.0F, -2.54F, 0.02F, 0.031F};
        std::copy(values, values + 4, tensor.f32());
        const QuantizedMatrix matrix = quantizeMatrix(tensor, ggufType("int8"));
        const auto *bytes = reinterpret_cast<const uint8_t *>(matrix.data());
        QCOMPARE(matrix.bytes(), int64_t{8});
        QCOMPARE(floatAt(bytes), 0.02F);
        const int codes[] = {50, -127, 1, 2};
        for (int i = 0; i < 4; ++i)
            QCOMPARE(static_cast<int>(static_cast<int8_t>(bytes[4 + i])), codes[i]);
    }

    void order()
    {
        const Tensor tensor = sample(9, 3, 64);
        std::vector<int32_t> order(64);
        std::iota(order.begin(), order.end(), 0);
        std::mt19937 random(1);
        std::shuffle(order.begin(), order.end(), random);
        Tensor stored({3, 64});
        for (int64_t r = 0; r < 3; ++r)
            for (int64_t j = 0; j < 64; ++j)
                stored.f32()[r * 64 + j] = tensor.f32()[r * 64 + order[static_cast<std::size_t>(j)]];
        QuantizedMatrix matrix = quantizeMatrix(stored, ggufType("int8_g32"));
        const Tensor straight = matrix.dequantize();
        matrix.setOrder(order);
        const Tensor back = matrix.dequantize();
        for (int64_t j = 0; j < 64; ++j)
            QCOMPARE(back.f32()[64 + order[static_cast<std::size_t>(j)]], straight.f32()[64 + j]);
        QVERIFY(rmsError(back, tensor) < 0.001);
        order[0] = order[1];
        QVERIFY(mentions(messageOf([&] { matrix.setOrder(order); }), "permutation"));
        order.pop_back();
        QVERIFY(mentions(messageOf([&] { matrix.setOrder(order); }), "permutation"));
    }

    void modelsKeepTheirBytes_data() { typeRows(); }
    void modelsKeepTheirBytes()
    {
        QFETCH(QString, type);
        const QTemporaryDir folder;
        const std::string file = folder.filePath("m.gguf").toStdString(),
                          again = folder.filePath("n.gguf").toStdString();
        Model model;
        model.config = {.vocabSize = 64,
                        .dim = 256,
                        .layers = 1,
                        .heads = 4,
                        .kvHeads = 2,
                        .headDim = 64,
                        .ffnDim = 512,
                        .contextLength = 64};
        unsigned seed = 1;
        for (const TensorSpec &spec : expectedTensors(model.config)) {
            Tensor tensor(spec.shape);
            const auto values = reference::randomFloats(tensor.elements(), seed++, 0.05F);
            std::copy(values.begin(), values.end(), tensor.f32());
            model.tensors.emplace(spec.name, tensor);
        }
        model.name = "random";
        saveModel(file, model, type.toStdString());
        const Model floats = loadModel(file), stored = loadModel(file, LoadAs::Stored);
        QVERIFY(floats.quantized.empty());
        QCOMPARE(stored.quantized.size(), std::size_t{8});
        QCOMPARE(stored.parameters(), model.parameters());
        QVERIFY(stored.weightBytes() < (type.contains('8') || type == "q6_k" ? 0.3 : 0.16) *
                                           static_cast<double>(floats.weightBytes()));
        for (const auto &[name, matrix] : stored.quantized) {
            QVERIFY(sameBytes(matrix, quantizeMatrix(model.tensors.at(name), ggufType(type.toStdString()))));
            const Tensor expanded = matrix.dequantize();
            QVERIFY(std::memcmp(expanded.raw(), floats.tensors.at(name).raw(),
                                static_cast<std::size_t>(expanded.byteSize())) == 0);
        }
        // What is loaded as stored is saved as stored, whatever the other tensors become.
        Model reordered = stored;
        std::vector<int32_t> order(256);
        std::iota(order.rbegin(), order.rend(), 0);
        reordered.quantized.at("blk.0.attn_q.weight").setOrder(order);
        saveModel(again, reordered, "f32");
        const Model read = loadModel(again, LoadAs::Stored);
        for (const auto &[name, matrix] : stored.quantized)
            QVERIFY(sameBytes(matrix, read.quantized.at(name)));
        QCOMPARE(*read.quantized.at("blk.0.attn_q.weight").order(), order);
        QVERIFY(!read.quantized.at("blk.0.attn_k.weight").order());
    }

    void badOrders()
    {
        const QTemporaryDir folder;
        const std::string file = folder.filePath("m.gguf").toStdString();
        Model model;
        model.config = {.vocabSize = 32,
                        .dim = 32,
                        .layers = 1,
                        .heads = 1,
                        .kvHeads = 1,
                        .headDim = 32,
                        .ffnDim = 32,
                        .contextLength = 8};
        for (const TensorSpec &spec : expectedTensors(model.config))
            model.tensors.emplace(spec.name, Tensor(spec.shape));
        saveModel(file, model, "q8_0");
        const GgufReader good(file);
        const auto rewritten = [&](const std::string &name, Tensor order) {
            GgufWriter writer;
            for (const std::string &key : good.keys())
                writer.add(key, *good.find(key));
            for (const GgufTensorInfo &info : good.tensors())
                writer.add(info.name, good.tensor(info), *info.type);
            writer.add(name, order, ggufType("f32"));
            writer.write(folder.filePath("bad.gguf").toStdString());
            return messageOf([&] { loadModel(folder.filePath("bad.gguf").toStdString()); });
        };
        QVERIFY(mentions(rewritten("blk.0.attn_q.weight.order", Tensor({32})), "blk.0.attn_q.weight.order"));
        QVERIFY(mentions(rewritten("blk.7.attn_q.weight.order", Tensor({32})), "blk.7.attn_q.weight.order"));
    }
};

QTEST_GUILESS_MAIN(TestQuantizeFormats)
#include "test_quantize_formats.moc"
