#pragma once
#include "engine/quantize/awq/awq.h"
#include "engine/quantize/calibration/layer_forward.h"

#include <array>
#include <functional>
#include <span>
#include <stop_token>

namespace mureum::engine {

/// Inputs of a layer's products over all calibration rows.
struct LayerStatistics
{
    std::array<InputStatistics, layerInputs> inputs;
    std::int64_t rows = 0;

    /// `groups`: columns of the Gram matrices, by input.
    LayerStatistics(const ModelConfig &config, const std::array<int, layerInputs> &groups);
    InputStatistics &operator[](LayerInput input) { return inputs[static_cast<std::size_t>(input)]; }
};

struct AwqLayerOptions
{
    std::array<bool, layerParts> parts{}; ///< those that AWQ is for
    std::array<GroupFormat, layerParts> formats;

    /// The largest group of the parts that read each input.
    std::array<int, layerInputs> groups() const;
};

/// What the search found for one input.
struct AwqFold
{
    LayerInput input = LayerInput::Attention;
    double ratio = -1; ///< -1: no scaling was better
    double error = 0,
           plainError = 0; ///< mean squared error of the block's output, with the scales and without
};

struct AwqLayerResult
{
    std::vector<AwqFold> folds;
    std::int64_t clippedGroups = 0;
};

/// Scales and clips a layer's weights in place, ready to be rounded; the layer computes the same but for the
/// clipping, because every scale is divided out where the input comes from: q, k and v and gate and up in
/// their norms, down in the rows of up, output in the rows of v (heads that share a key-value head share
/// scales). Scales are chosen by the error of attention's output, of the output product, of the feed-forward
/// block and of down over `samples`, whose hidden states are those before the layer. Parts that AWQ is not
/// for keep their precision in the search. q and k are not clipped (their products are multiplied with one
/// another).
AwqLayerResult applyAwq(LayerMatrices &layer, LayerStatistics &statistics,
                        std::span<const CalibrationRows> samples, const LayerForward &forward,
                        const AwqLayerOptions &options, std::stop_token stop = {});

} // namespace mureum::engine
