#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/quantize/awq/awq_layer.h"
#include "engine/quantize/quantized_matrix.h"
#include "tests/engine/test_adapter_support.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace mureum::engine;
using adapter_test::randomTensor;

namespace {

ModelConfig smallConfig()
{
    return {.vocabSize = 40,
            .dim = 64,
            .layers = 1,
            .heads = 4,
            .kvHeads = 2,
            .headDim = 16,
            .ffnDim = 96,
            .contextLength = 256,
            .tiedEmbeddings = true};
}

LayerMatrices layerOf(const Model &model)
{
    LayerMatrices layer;
    for (std::size_t i = 0; i < layerParts; ++i)
        layer.parts[i] = model.tensors.at("blk.0." + std::string(layerPartNames[i]) + ".weight");
    layer.attentionNorm = model.tensors.at("blk.0.attn_norm.weight").clone();
    // A few channels that stand out, as trained models have them.
    for (const int channel : {3, 17, 40})
        layer.attentionNorm.f32()[channel] *= 12;
    layer.ffnNorm = model.tensors.at("blk.0.ffn_norm.weight").clone();
    layer.ffnNorm.f32()[9] *= 15;
    return layer;
}

CalibrationBatch batchOf(std::size_t length, unsigned seed)
{
    std::mt19937 random(seed);
    CalibrationBatch batch;
    for (std::size_t i = 0; i < length; ++i) {
        batch.tokens.push_back(static_cast<std::int32_t>(random() % 40));
        batch.positions.push_back(static_cast<std::int32_t>(i));
    }
    batch.segments = {{0, static_cast<int>(length), -1}};
    return batch;
}

Tensor outputOf(const LayerForward &forward, const LayerMatrices &layer, const CalibrationRows &rows)
{
    CalibrationRows copy = rows;
    copy.hidden = rows.hidden.clone();
    forward.run(layer, copy);
    return copy.hidden;
}

double squaredError(const Tensor &a, const Tensor &b)
{
    double sum = 0;
    for (std::int64_t i = 0; i < a.elements(); ++i)
        sum += std::pow(static_cast<double>(a.f32()[i]) - static_cast<double>(b.f32()[i]), 2);
    return sum;
}

LayerStatistics statisticsOf(const LayerForward &forward, const LayerMatrices &layer,
                             const CalibrationRows &rows, const AwqLayerOptions &options)
{
    LayerStatistics statistics(forward.config(), options.groups());
    CalibrationRows middle = rows;
    middle.hidden = rows.hidden.clone();
    std::array<Tensor, layerInputs> x;
    x[0] = forward.attentionInput(layer, middle);
    x[1] = forward.attention(layer, middle, x[0]);
    forward.addToHidden(middle, forward.product(x[1], layer[LayerPart::Output]));
    x[2] = forward.feedForwardInput(layer, middle);
    x[3] = forward.gated(layer, x[2]);
    for (std::size_t i = 0; i < layerInputs; ++i)
        statistics.inputs[i].add(forward.backend(), {&x[i], 1});
    statistics.rows = rows.used;
    return statistics;
}

struct Setup
{
    ModelConfig config = smallConfig();
    Model model = adapter_test::randomModel(config);
    LayerForward forward{config, makeCpuBackend()};
    LayerMatrices layer = layerOf(model);
    CalibrationBatch batch = batchOf(150, 4);
    CalibrationRows rows = forward.begin(batch, model.tensors.at("token_embd.weight"));
    AwqLayerOptions options;

    Setup()
    {
        options.parts.fill(true);
        options.formats.fill({4, 32});
    }
};

} // namespace

class TestAwq : public QObject
{
    Q_OBJECT

private slots:
    void scalesAreThoseOfThePaper()
    {
        const std::vector<double> x = {4.0, 0.25, 1.0}, w = {0.5, 0.5, 0.1};
        const std::vector<float> scales = awqScales(x, w, 0.5);
        double raw[3];
        for (int i = 0; i < 3; ++i)
            raw[i] = std::sqrt(x[static_cast<std::size_t>(i)]) /
                     (std::sqrt(w[static_cast<std::size_t>(i)]) + 1e-4);
        const double middle = std::sqrt(*std::max_element(raw, raw + 3) * *std::min_element(raw, raw + 3));
        for (int i = 0; i < 3; ++i)
            QVERIFY(std::abs(static_cast<double>(scales[static_cast<std::size_t>(i)]) - raw[i] / middle) <
                    1e-6);
        // A channel without input or weights gets the smallest scale there is, not 0 or infinity.
        for (const float scale : awqScales(std::vector<double>{0, 1}, std::vector<double>{1, 0}, 0.5))
            QVERIFY(std::isfinite(scale) && scale > 0);
    }

    void searchTakesTheBestRatio()
    {
        const std::vector<double> x = {1, 2, 3, 4}, w = {1, 1, 1, 1};
        std::vector<std::vector<float>> tried;
        const AwqSearch found = searchAwqScales(x, w, [&](std::span<const float> scales) {
            tried.emplace_back(scales.begin(), scales.end());
            return tried.size() == 9 ? 0.5 : 1.0 + static_cast<double>(tried.size());
        });
        QCOMPARE(tried.size(), std::size_t{21});
        QVERIFY(tried.front() == std::vector<float>(4, 1.0F));
        QCOMPARE(found.ratio, 7 / 20.0);
        QVERIFY(found.scales == awqScales(x, w, 7 / 20.0));
        QCOMPARE(found.plainError, 2.0);
        const AwqSearch none = searchAwqScales(x, w, [first = true](std::span<const float>) mutable {
            return std::exchange(first, false) ? 1.0 : 2.0;
        });
        QCOMPARE(none.ratio, -1.0);
        QVERIFY(none.scales == std::vector<float>(4, 1.0F));
    }

    /// Brute force: the same search by the outputs themselves.
    void clipsToTheLeastError()
    {
        std::mt19937 random(2);
        const std::int64_t rows = 90, columns = 64;
        Tensor w = randomTensor({6, columns}, random, 0.2F);
        Tensor x = randomTensor({rows, columns}, random, 1.0F);
        w.f32()[10] = 3.0F; // an outlier on a channel that hardly counts
        for (std::int64_t r = 0; r < rows; ++r)
            x.f32()[r * columns + 10] *= 1e-3F;
        const auto backend = makeCpuBackend();
        InputStatistics statistics(columns, 64);
        statistics.add(*backend, {&x, 1});
        const GroupFormat format{4, 32};
        Tensor clipped = w.clone();
        QVERIFY(clipToBest(clipped, statistics, format) > 0);
        for (std::int64_t r = 0; r < w.dim(0); ++r)
            for (std::int64_t g = 0; g < columns / 32; ++g) {
                const float *group = w.f32() + r * columns + g * 32;
                float most = 0;
                for (int c = 0; c < 32; ++c)
                    most = std::max(most, std::fabs(group[c]));
                double least = 1e300;
                float best = most;
                for (int step = 0; step < 10; ++step) {
                    const float limit = most * (1 - static_cast<float>(step) * 0.05F);
                    std::vector<float> cut(group, group + 32);
                    for (float &value : cut)
                        value = std::clamp(value, -limit, limit);
                    const GroupScale scale = nearestScale(cut, format, false);
                    double error = 0;
                    for (std::int64_t row = 0; row < rows; ++row) {
                        double off = 0;
                        for (std::size_t c = 0; c < 32; ++c)
                            off += static_cast<double>(
                                       x.f32()[row * columns + g * 32 + static_cast<std::int64_t>(c)]) *
                                   (static_cast<double>(group[c]) -
                                    static_cast<double>(scale.value(scale.code(cut[c], format))));
                        error += off * off;
                    }
                    if (error < least * (1 - 1e-6)) {
                        least = error;
                        best = limit;
                    }
                }
                float got = 0;
                for (int c = 0; c < 32; ++c)
                    got = std::max(got, std::fabs(clipped.f32()[r * columns + g * 32 + c]));
                QVERIFY2(std::abs(got - best) < 1e-5F, qPrintable(QString("%1 %2").arg(got).arg(best)));
            }
        QVERIFY(std::fabs(clipped.f32()[10]) < 2.0F);
    }

    /// Scaling without clipping and rounding changes nothing but rounding errors of floats.
    void foldsExactly()
    {
        Setup s;
        // q and k are never clipped, output and down have their own tests: only inputs are scaled here.
        for (std::size_t i = 0; i < layerParts; ++i)
            s.options.parts[i] = i < 2;
        const Tensor wanted = outputOf(s.forward, s.layer, s.rows);
        LayerStatistics statistics = statisticsOf(s.forward, s.layer, s.rows, s.options);
        LayerMatrices layer = s.layer;
        const AwqLayerResult result = applyAwq(layer, statistics, {&s.rows, 1}, s.forward, s.options);
        QCOMPARE(result.clippedGroups, 0);
        QCOMPARE(result.folds.size(), std::size_t{1});
        QVERIFY(result.folds[0].ratio >= 0);
        QVERIFY(layer[LayerPart::Q].f32()[3] != s.layer[LayerPart::Q].f32()[3]);
        QVERIFY(layer[LayerPart::V].f32()[3] != s.layer[LayerPart::V].f32()[3]); // reads the same input
        const Tensor got = outputOf(s.forward, layer, s.rows);
        double energy = 0;
        for (std::int64_t i = 0; i < wanted.elements(); ++i)
            energy += std::pow(static_cast<double>(wanted.f32()[i]), 2);
        QVERIFY(squaredError(got, wanted) < 1e-9 * energy);
    }

    /// All four inputs. What clipping changes with 8 bits is far below what a scale left in would.
    void foldsEveryInput()
    {
        Setup s;
        s.options.formats.fill({8, 32});
        const Tensor wanted = outputOf(s.forward, s.layer, s.rows);
        LayerStatistics statistics = statisticsOf(s.forward, s.layer, s.rows, s.options);
        LayerMatrices layer = s.layer;
        const AwqLayerResult result = applyAwq(layer, statistics, {&s.rows, 1}, s.forward, s.options);
        QCOMPARE(result.folds.size(), std::size_t{4});
        for (const AwqFold &fold : result.folds)
            QVERIFY(fold.ratio >= 0);
        double energy = 0;
        for (std::int64_t i = 0; i < wanted.elements(); ++i)
            energy += std::pow(static_cast<double>(wanted.f32()[i]), 2);
        QVERIFY(squaredError(outputOf(s.forward, layer, s.rows), wanted) < 1e-4 * energy);
    }

    /// All four inputs: what clipping does is bounded by the rounding it helps.
    void beatsRounding()
    {
        Setup s;
        const Tensor wanted = outputOf(s.forward, s.layer, s.rows);
        const auto rounded = [&](LayerMatrices layer) {
            for (Tensor &part : layer.parts)
                part = quantizeMatrix(part, groupType({4, 32})).dequantize();
            return outputOf(s.forward, layer, s.rows);
        };
        LayerStatistics statistics = statisticsOf(s.forward, s.layer, s.rows, s.options);
        LayerMatrices layer = s.layer;
        const AwqLayerResult result = applyAwq(layer, statistics, {&s.rows, 1}, s.forward, s.options);
        QCOMPARE(result.folds.size(), std::size_t{4});
        for (const AwqFold &fold : result.folds)
            QVERIFY(fold.error <= fold.plainError);
        QVERIFY(result.clippedGroups > 0);
        const double awq = squaredError(rounded(layer), wanted),
                     plain = squaredError(rounded(s.layer), wanted);
        QVERIFY2(awq < 0.9 * plain, qPrintable(QString("%1 against %2").arg(awq).arg(plain)));
    }

    void doesNotDependOnThreads()
    {
        const auto run = [](int threads) {
            setThreadCount(threads);
            Setup s;
            LayerStatistics statistics = statisticsOf(s.forward, s.layer, s.rows, s.options);
            LayerMatrices layer = s.layer;
            applyAwq(layer, statistics, {&s.rows, 1}, s.forward, s.options);
            setThreadCount(0);
            return layer;
        };
        const LayerMatrices one = run(1), three = run(3);
        for (std::size_t i = 0; i < layerParts; ++i)
            for (std::int64_t e = 0; e < one.parts[i].elements(); ++e)
                QCOMPARE(one.parts[i].f32()[e], three.parts[i].f32()[e]);
    }
};

QTEST_GUILESS_MAIN(TestAwq)
#include "test_awq.moc"
