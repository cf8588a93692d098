#include "engine/quantize/awq/awq_layer.h"

#include "engine/quantize/calibration/single_threads.h"

#include <algorithm>

namespace mureum::engine {

namespace {

std::int64_t columnsOf(LayerInput input, const ModelConfig &config)
{
    if (input == LayerInput::Output)
        return config.qDim();
    return input == LayerInput::Down ? config.ffnDim : config.dim;
}

/// What one sample's row of the block gives: something to compare.
using Output = std::function<Tensor(const LayerMatrices &, std::size_t sample)>;

class Search
{
public:
    Search(LayerMatrices &layer, LayerStatistics &statistics, std::span<const CalibrationRows> samples,
           const LayerForward &forward, const AwqLayerOptions &options)
        : layer_(layer), statistics_(statistics), samples_(samples), forward_(forward), options_(options)
    {
        attentionIn_.resize(samples.size());
        attention_ = ffnIn_ = gated_ = attentionIn_;
        forEachOnSingleThreads(static_cast<std::int64_t>(samples.size()), [&](std::int64_t index) {
            const auto i = static_cast<std::size_t>(index);
            attentionIn_[i] = forward.attentionInput(layer, samples[i]);
            attention_[i] = forward.attention(layer, samples[i], attentionIn_[i]);
            CalibrationRows rows = samples[i];
            rows.hidden = rows.hidden.clone();
            forward.addToHidden(rows, forward.product(attention_[i], layer[LayerPart::Output]));
            ffnIn_[i] = forward.feedForwardInput(layer, rows);
            gated_[i] = forward.gated(layer, ffnIn_[i]);
        });
    }

    AwqFold attention()
    {
        return search(LayerInput::Attention, [this](const LayerMatrices &layer, std::size_t i) {
            return forward_.product(forward_.attention(layer, samples_[i], attentionIn_[i]),
                                    layer[LayerPart::Output]);
        });
    }
    AwqFold output()
    {
        return search(LayerInput::Output, [this](const LayerMatrices &layer, std::size_t i) {
            return forward_.product(attention_[i], layer[LayerPart::Output]);
        });
    }
    AwqFold feedForward()
    {
        return search(LayerInput::FeedForward, [this](const LayerMatrices &layer, std::size_t i) {
            return forward_.product(forward_.gated(layer, ffnIn_[i]), layer[LayerPart::Down]);
        });
    }
    AwqFold down()
    {
        return search(LayerInput::Down, [this](const LayerMatrices &layer, std::size_t i) {
            return forward_.product(gated_[i], layer[LayerPart::Down]);
        });
    }

private:
    bool isFor(LayerPart part) const { return options_.parts[static_cast<std::size_t>(part)]; }

    /// One number per channel that the scales of `input` have to share: heads that read one key-value head
    /// have theirs in common.
    std::vector<double> shared(LayerInput input, std::vector<double> mean) const
    {
        const ModelConfig &config = forward_.config();
        const int group = config.heads / config.kvHeads;
        if (input != LayerInput::Output || group == 1)
            return mean;
        const auto width = static_cast<std::size_t>(config.headDim);
        for (std::size_t kv = 0; kv < static_cast<std::size_t>(config.kvHeads); ++kv)
            for (std::size_t d = 0; d < width; ++d) {
                double sum = 0;
                for (std::size_t h = 0; h < static_cast<std::size_t>(group); ++h)
                    sum += mean[(kv * static_cast<std::size_t>(group) + h) * width + d];
                for (std::size_t h = 0; h < static_cast<std::size_t>(group); ++h)
                    mean[(kv * static_cast<std::size_t>(group) + h) * width + d] = sum / group;
            }
        return mean;
    }

    AwqFold search(LayerInput input, const Output &output)
    {
        AwqFold fold;
        fold.input = input;
        std::vector<LayerPart> parts;
        std::vector<Tensor> matrices;
        for (const LayerPart part : partsOf(input))
            if (isFor(part)) {
                parts.push_back(part);
                matrices.push_back(layer_[part]);
            }
        if (parts.empty())
            return fold;
        const std::size_t count = samples_.size();
        std::vector<Tensor> wanted(count);
        forEachOnSingleThreads(static_cast<std::int64_t>(count), [&](std::int64_t i) {
            wanted[static_cast<std::size_t>(i)] = output(layer_, static_cast<std::size_t>(i));
        });
        const auto error = [&](std::span<const float> scales) {
            LayerMatrices tried = layer_;
            forEachOnSingleThreads(static_cast<std::int64_t>(parts.size()), [&](std::int64_t i) {
                const LayerPart part = parts[static_cast<std::size_t>(i)];
                tried[part] =
                    roundScaled(layer_[part], scales, options_.formats[static_cast<std::size_t>(part)]);
            });
            std::vector<double> sums(count, 0.0);
            forEachOnSingleThreads(static_cast<std::int64_t>(count), [&](std::int64_t index) {
                const auto i = static_cast<std::size_t>(index);
                const Tensor got = output(tried, i);
                const std::int64_t elements = samples_[i].used * got.dim(1);
                const float *a = got.f32(), *b = wanted[i].f32();
                for (std::int64_t e = 0; e < elements; ++e) {
                    const double off = static_cast<double>(a[e]) - static_cast<double>(b[e]);
                    sums[i] += off * off;
                }
            });
            double total = 0, elements = 0;
            for (std::size_t i = 0; i < count; ++i) {
                total += sums[i];
                elements += static_cast<double>(samples_[i].used * wanted[i].dim(1));
            }
            return total / elements;
        };
        InputStatistics &statistics = statistics_[input];
        const AwqSearch found = searchAwqScales(shared(input, statistics.meanMagnitude(statistics_.rows)),
                                                shared(input, meanMagnitude(matrices)), error);
        fold.ratio = found.ratio;
        fold.error = found.error;
        fold.plainError = found.plainError;
        if (found.ratio >= 0)
            apply(input, found.scales);
        return fold;
    }

    /// Every part that reads the input is scaled, also those that are not rounded by AWQ.
    void apply(LayerInput input, const std::vector<float> &scales)
    {
        const auto changed = [](Tensor &tensor) -> Tensor & { return tensor = tensor.clone(); };
        for (const LayerPart part : partsOf(input))
            multiplyColumns(changed(layer_[part]), scales);
        statistics_[input].divide(scales);
        const ModelConfig &config = forward_.config();
        switch (input) {
        case LayerInput::Attention:
            divideRows(changed(layer_.attentionNorm), scales);
            scaleInputs(attentionIn_, scales);
            break;
        case LayerInput::Output: {
            // Columns of one key-value head's first query head stand for all of its heads.
            std::vector<float> ofValues;
            const auto width = static_cast<std::size_t>(config.headDim);
            const auto group = static_cast<std::size_t>(config.heads / config.kvHeads);
            for (std::size_t kv = 0; kv < static_cast<std::size_t>(config.kvHeads); ++kv)
                for (std::size_t d = 0; d < width; ++d)
                    ofValues.push_back(scales[kv * group * width + d]);
            divideRows(changed(layer_[LayerPart::V]), ofValues);
            scaleInputs(attention_, scales);
            break;
        }
        case LayerInput::FeedForward:
            divideRows(changed(layer_.ffnNorm), scales);
            scaleInputs(ffnIn_, scales);
            break;
        case LayerInput::Down:
            divideRows(changed(layer_[LayerPart::Up]), scales);
            scaleInputs(gated_, scales);
            break;
        }
    }

    static void scaleInputs(std::vector<Tensor> &inputs, const std::vector<float> &scales)
    {
        for (Tensor &x : inputs)
            divideColumns(x, scales);
    }

    LayerMatrices &layer_;
    LayerStatistics &statistics_;
    std::span<const CalibrationRows> samples_;
    const LayerForward &forward_;
    const AwqLayerOptions &options_;
    std::vector<Tensor> attentionIn_, attention_, ffnIn_, gated_;
};

} // namespace

LayerStatistics::LayerStatistics(const ModelConfig &config, const std::array<int, layerInputs> &groups)
{
    for (std::size_t i = 0; i < layerInputs; ++i)
        inputs[i] = InputStatistics(columnsOf(static_cast<LayerInput>(i), config), groups[i]);
}

std::array<int, layerInputs> AwqLayerOptions::groups() const
{
    std::array<int, layerInputs> result{};
    for (std::size_t i = 0; i < layerParts; ++i) {
        int &group = result[static_cast<std::size_t>(inputOf(static_cast<LayerPart>(i)))];
        group = std::max(group, parts[i] ? formats[i].size : 1);
    }
    return result;
}

AwqLayerResult applyAwq(LayerMatrices &layer, LayerStatistics &statistics,
                        std::span<const CalibrationRows> samples, const LayerForward &forward,
                        const AwqLayerOptions &options, std::stop_token stop)
{
    AwqLayerResult result;
    Search search(layer, statistics, samples, forward, options);
    for (const auto step : {&Search::attention, &Search::output, &Search::feedForward, &Search::down}) {
        if (stop.stop_requested())
            return result;
        const AwqFold fold = (search.*step)();
        if (fold.plainError > 0)
            result.folds.push_back(fold);
    }
    for (int i = 0; i < layerParts && !stop.stop_requested(); ++i) {
        const auto part = static_cast<LayerPart>(i);
        if (!options.parts[static_cast<std::size_t>(i)] || part == LayerPart::Q || part == LayerPart::K)
            continue;
        layer[part] = layer[part].clone();
        result.clippedGroups +=
            clipToBest(layer[part], statistics[inputOf(part)], options.formats[static_cast<std::size_t>(i)]);
    }
    return result;
}

} // namespace mureum::engine
