#include "engine/quantize/nf4/nf4.h"
#include "engine/train/finetune.h"
#include "engine/train/merge_drift.h"
#include "engine/train/nf4_weights.h"
#include "tests/engine/error_message.h"
#include "tests/engine/test_adapter_support.h"
#include "tests/engine/test_train_support.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>

using namespace mureum::engine;
using namespace mureum::engine::adapter_test;
using namespace mureum::engine::train_test;

namespace {

/// Inverse of the normal distribution function, by halving.
double quantile(double p)
{
    double low = -10, high = 10;
    for (int i = 0; i < 200; ++i) {
        const double middle = (low + high) / 2;
        (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
    }
    return low;
}

/// The values as QLoRA defines them: quantiles at even distances on either side of an exact zero, the
/// outermost at the mean of 1 - 1/32 and 1 - 1/30, all divided by the largest.
std::vector<double> definedValues()
{
    const double offset = ((1 - 1.0 / 32) + (1 - 1.0 / 30)) / 2;
    std::vector<double> values = {0};
    for (int i = 0; i < 8; ++i)
        values.push_back(quantile(offset + (0.5 - offset) * i / 8));
    for (int i = 0; i < 7; ++i)
        values.push_back(-quantile(offset + (0.5 - offset) * i / 7));
    std::sort(values.begin(), values.end());
    const double most = values.back();
    for (double &value : values)
        value /= most;
    return values;
}

std::vector<double> definedMap()
{
    std::vector<double> map = {0, 1};
    for (int decade = 0; decade < 7; ++decade) {
        // Middles of 2^decade equal pieces of 0.1 .. 1.
        const int pieces = 1 << decade;
        for (int i = 0; i < pieces; ++i) {
            const double left = 0.1 + 0.9 * i / pieces, right = 0.1 + 0.9 * (i + 1) / pieces;
            for (const double sign : {-1.0, 1.0})
                map.push_back(sign * (left + right) / 2 * std::pow(10.0, decade - 6));
        }
    }
    std::sort(map.begin(), map.end());
    return map;
}

double nearestOf(const std::vector<double> &values, double x)
{
    return *std::min_element(values.begin(), values.end(),
                             [x](double a, double b) { return std::abs(a - x) < std::abs(b - x); });
}

/// Quantized and back by the definition, in double.
std::vector<double> reference(const Tensor &matrix)
{
    const std::vector<double> values = definedValues(), map = definedMap();
    const auto count = static_cast<std::size_t>(matrix.elements());
    std::vector<double> maxima;
    for (std::size_t begin = 0; begin < count; begin += 64) {
        double most = 0;
        for (std::size_t i = begin; i < std::min(count, begin + 64); ++i)
            most = std::max(most, std::abs(static_cast<double>(matrix.f32()[i])));
        maxima.push_back(most);
    }
    double mean = 0;
    for (const double value : maxima)
        mean += value / static_cast<double>(maxima.size());
    std::vector<double> scales;
    for (std::size_t begin = 0; begin < maxima.size(); begin += 256) {
        double most = 0;
        for (std::size_t i = begin; i < std::min(maxima.size(), begin + 256); ++i)
            most = std::max(most, std::abs(maxima[i] - mean));
        for (std::size_t i = begin; i < std::min(maxima.size(), begin + 256); ++i)
            scales.push_back((most > 0 ? nearestOf(map, (maxima[i] - mean) / most) : 0) * most + mean);
    }
    std::vector<double> result;
    for (std::size_t i = 0; i < count; ++i) {
        const double most = maxima[i / 64];
        result.push_back(
            most > 0 ? nearestOf(values, static_cast<double>(matrix.f32()[i]) / most) * scales[i / 64] : 0);
    }
    return result;
}

} // namespace

class TestQuantizeNf4 : public QObject
{
    Q_OBJECT
private slots:
    void valuesFollowTheDefinition()
    {
        const auto values = definedValues();
        for (std::size_t i = 0; i < 16; ++i)
            QVERIFY2(std::abs(static_cast<double>(nf4Values()[i]) - values[i]) < 2e-6,
                     qPrintable(QString::number(i)));
        QCOMPARE(nf4Values()[7], 0.0F);
        const auto map = definedMap();
        QCOMPARE(map.size(), std::size_t{256});
        for (std::size_t i = 0; i < 256; ++i)
            QVERIFY(std::abs(static_cast<double>(dynamicMap()[i]) - map[i]) < 1e-7);
        QVERIFY(std::is_sorted(dynamicMap().begin(), dynamicMap().end()));
    }

    void quantizesByTheDefinition_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("one block") << 1 << 64;
        QTest::newRow("many scale blocks") << 80 << 256; // 320 blocks: two of scales
        QTest::newRow("odd") << 3 << 43;
    }
    void quantizesByTheDefinition()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        std::mt19937 random(3);
        Tensor matrix = randomTensor({rows, columns}, random, 0.05F);
        for (int64_t i = 0; i < matrix.elements(); ++i)
            matrix.f32()[i] *= 1.0F + static_cast<float>(i / 1000);
        const auto expected = reference(matrix);
        const Nf4Matrix quantized = quantizeNf4(matrix);
        const Tensor back = dequantizeNf4(quantized);
        QCOMPARE(back.shape(), matrix.shape());
        int far = 0;
        for (int64_t i = 0; i < matrix.elements(); ++i)
            far += std::abs(static_cast<double>(back.f32()[i]) - expected[static_cast<std::size_t>(i)]) >
                   1e-5 * (1e-3 + std::abs(expected[static_cast<std::size_t>(i)]));
        QVERIFY2(far <= 1, qPrintable(QString::number(far))); // one may lie on a midpoint to rounding
        const Tensor half = dequantizeNf4(quantized, DType::BF16);
        for (int64_t i = 0; i < matrix.elements(); ++i)
            QCOMPARE(half.bf16()[i].bits, BFloat16(back.f32()[i]).bits);
    }

    void bytesAreLaidOutAsSaid()
    {
        Tensor matrix({1, 64});
        matrix.f32()[0] = 2;
        matrix.f32()[1] = -2;
        const Nf4Matrix quantized = quantizeNf4(matrix);
        QCOMPARE(int(quantized.codes[0]), 0xf0); // the first element in the high nibble
        QCOMPARE(int(quantized.codes[1]), 0x77); // zeros
        QCOMPARE(quantized.scaleMean, 2.0F);
        QCOMPARE(dequantizeNf4(quantized).f32()[1], -2.0F);
        QVERIFY(quantizeNf4(Tensor({4, 64})).scale(3) == 0.0F);

        std::mt19937 random(1);
        const Nf4Matrix large = quantizeNf4(randomTensor({512, 512}, random, 1));
        const double bits = 8.0 * static_cast<double>(large.bytes()) / (512.0 * 512.0);
        QVERIFY2(std::abs(bits - 4.127) < 5e-4, qPrintable(QString::number(bits)));
    }

    void infinityIsRefused()
    {
        Tensor matrix({2, 64});
        matrix.f32()[70] = INFINITY;
        QVERIFY(mentions(messageOf([&] { (void)quantizeNf4(matrix); }), "element 70"));
        matrix.f32()[70] = NAN;
        QVERIFY(mentions(messageOf([&] { (void)quantizeNf4(matrix); }), "not finite"));
    }

    /// QLoRA is LoRA beside the dequantized base.
    void qloraEqualsLoraOnTheRoundedBase()
    {
        QTemporaryDir folder;
        const Model base = randomModel(smallModel(false));
        Model rounded = base;
        for (auto &[name, tensor] : rounded.tensors)
            if (name.starts_with("blk.") && tensor.rank() == 2)
                tensor = dequantizeNf4(quantizeNf4(tensor));
        FinetuneConfig config;
        config.train = smallTraining();
        config.train.precision = "fp32";
        config.adapter = smallAdapter();
        const auto lora = makeFinetuneTrainer(rounded, config, folder.filePath("a").toStdString(), false);
        config.tuning = "qlora";
        const auto qlora = makeFinetuneTrainer(base, config, folder.filePath("b").toStdString(), false);
        RandomSource source;
        lora->run(source);
        qlora->run(source);
        const TensorMap a = lora->tensors(), b = qlora->tensors();
        for (const auto &[name, tensor] : a)
            QVERIFY2(
                std::memcmp(tensor.raw(), b.at(name).raw(), static_cast<std::size_t>(tensor.byteSize())) == 0,
                name.c_str());

        const Adapter adapter = makeAdapter(base, config, b);
        QCOMPARE(adapter.config.baseRounding, std::string("nf4"));
        std::vector<int> tokens;
        for (int i = 0; i < 40; ++i)
            tokens.push_back(i);
        const std::vector<std::vector<int>> prompts = {tokens};
        const MergeDrift right = measureMergeDrift(base, adapter, mergeAdapter(base, adapter), prompts);
        QVERIFY2(right.maxAbsolute < 1e-4, qPrintable(QString::number(right.maxAbsolute)));
        Adapter plain = adapter; // merged into the base as it was before rounding: drifts
        plain.config.baseRounding.clear();
        QVERIFY(measureMergeDrift(base, adapter, mergeAdapter(base, plain), prompts).maxAbsolute > 0.05);
    }

    void takesNoMoreThanItSays()
    {
        ModelConfig config = smallModel();
        config.dim = 256;
        config.headDim = 64;
        config.ffnDim = 512;
        const Nf4Weights weights(randomModel(config), DType::BF16);
        QVERIFY2(std::abs(weights.bitsPerWeight() - 4.127) < 0.002,
                 qPrintable(QString::number(weights.bitsPerWeight())));
    }
};

QTEST_GUILESS_MAIN(TestQuantizeNf4)
#include "test_quantize_nf4.moc"
