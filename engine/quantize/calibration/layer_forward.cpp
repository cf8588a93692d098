#include "engine/quantize/calibration/layer_forward.h"

#include "engine/core/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

constexpr std::int64_t rowUnit = 64;
constexpr LayerPart ofAttention[] = {LayerPart::Q, LayerPart::K, LayerPart::V};
constexpr LayerPart ofOutput[] = {LayerPart::Output};
constexpr LayerPart ofFeedForward[] = {LayerPart::Gate, LayerPart::Up};
constexpr LayerPart ofDown[] = {LayerPart::Down};

} // namespace

std::span<const LayerPart> partsOf(LayerInput input)
{
    switch (input) {
    case LayerInput::Attention:
        return ofAttention;
    case LayerInput::Output:
        return ofOutput;
    case LayerInput::FeedForward:
        return ofFeedForward;
    case LayerInput::Down:
        break;
    }
    return ofDown;
}

LayerInput inputOf(LayerPart part)
{
    switch (part) {
    case LayerPart::Q:
    case LayerPart::K:
    case LayerPart::V:
        return LayerInput::Attention;
    case LayerPart::Output:
        return LayerInput::Output;
    case LayerPart::Gate:
    case LayerPart::Up:
        return LayerInput::FeedForward;
    case LayerPart::Down:
        break;
    }
    return LayerInput::Down;
}

CalibrationRows LayerForward::begin(const CalibrationBatch &batch, const Tensor &embedding) const
{
    const auto used = static_cast<std::int64_t>(batch.tokens.size());
    if (used == 0 || batch.positions.size() != batch.tokens.size())
        throw Error(fmt::format("calibration: a batch has {} tokens and {} positions", batch.tokens.size(),
                                batch.positions.size()));
    validateSegments(batch.segments, used);
    for (std::size_t i = 0; i < batch.tokens.size(); ++i)
        if (batch.tokens[i] < 0 || batch.tokens[i] >= config_.vocabSize || batch.positions[i] < 0 ||
            batch.positions[i] >= config_.contextLength)
            throw Error(
                fmt::format("calibration: token {} at position {} is outside the vocabulary of {} or the "
                            "context of {}",
                            batch.tokens[i], batch.positions[i], config_.vocabSize, config_.contextLength));
    CalibrationRows rows;
    rows.batch = &batch;
    rows.used = used;
    const std::int64_t padded = (used + rowUnit - 1) / rowUnit * rowUnit;
    rows.positions = batch.positions;
    rows.positions.resize(static_cast<std::size_t>(padded), 0);
    rows.hidden = Tensor({padded, config_.dim});
    backend_->embedding(rows.hidden, embedding, batch.tokens.data(), used, config_.vocabSize, config_.dim);
    return rows;
}

Tensor LayerForward::norm(const Tensor &weight, const CalibrationRows &rows) const
{
    Tensor out(rows.hidden.shape());
    backend_->rmsNorm(out, nullptr, rows.hidden, weight.f32(), out.dim(0), config_.dim, config_.normEpsilon);
    return out;
}

Tensor LayerForward::attentionInput(const LayerMatrices &layer, const CalibrationRows &rows) const
{
    return norm(layer.attentionNorm, rows);
}

Tensor LayerForward::feedForwardInput(const LayerMatrices &layer, const CalibrationRows &rows) const
{
    return norm(layer.ffnNorm, rows);
}

Tensor LayerForward::attention(const LayerMatrices &layer, const CalibrationRows &rows,
                               const Tensor &input) const
{
    const std::int64_t count = input.dim(0), q = config_.qDim(), kv = config_.kvDim(), width = q + 2 * kv;
    Tensor qkv({count, width}), out({count, q}), logSumExp({count, config_.heads});
    const auto project = [&](LayerPart part, std::int64_t at, std::int64_t outputs) {
        backend_->linear({qkv.f32() + at, width}, input, layer[part], count, outputs, config_.dim);
    };
    project(LayerPart::Q, 0, q);
    project(LayerPart::K, q, kv);
    project(LayerPart::V, q + kv, kv);
    backend_->rope({qkv.f32(), width}, rows.positions.data(), count, config_.heads + config_.kvHeads,
                   config_.headDim, config_.ropeTheta);
    backend_->attention(out, logSumExp.f32(), qkv, rows.batch->segments, count,
                        {config_.heads, config_.kvHeads, config_.headDim});
    return out;
}

Tensor LayerForward::gated(const LayerMatrices &layer, const Tensor &input) const
{
    const std::int64_t count = input.dim(0), ffn = config_.ffnDim;
    Tensor gateUp({count, 2 * ffn}), out({count, ffn});
    backend_->linear({gateUp.f32(), 2 * ffn}, input, layer[LayerPart::Gate], count, ffn, config_.dim);
    backend_->linear({gateUp.f32() + ffn, 2 * ffn}, input, layer[LayerPart::Up], count, ffn, config_.dim);
    backend_->swiglu(out, gateUp, count, ffn);
    return out;
}

Tensor LayerForward::product(const Tensor &x, const Tensor &w) const
{
    Tensor y({x.dim(0), w.dim(0)});
    backend_->linear(y, x, w, x.dim(0), w.dim(0), w.dim(1));
    return y;
}

void LayerForward::addToHidden(CalibrationRows &rows, const Tensor &delta) const
{
    backend_->add(rows.hidden, delta, rows.hidden.dim(0), config_.dim);
}

void LayerForward::run(const LayerMatrices &layer, CalibrationRows &rows) const
{
    addToHidden(rows, product(attention(layer, rows, attentionInput(layer, rows)), layer[LayerPart::Output]));
    addToHidden(rows, product(gated(layer, feedForwardInput(layer, rows)), layer[LayerPart::Down]));
}

} // namespace mureum::engine
