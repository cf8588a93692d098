#include "engine/train/training_weights.h"

namespace mureum::engine {

ConstMat FlatWeights::at(int64_t offset) const
{
    return {static_cast<const char *>(matrices_) + offset * dtypeSize(dtype_), dtype_};
}

ConstMat FlatWeights::product(int layer, Product which)
{
    const LayerOffsets &offsets = layout_.layer(layer);
    switch (which) {
    case Product::Qkv:
        return at(offsets.qkv);
    case Product::AttnOutput:
        return at(offsets.attnOutput);
    case Product::GateUp:
        return at(offsets.gateUp);
    case Product::Down:
        return at(offsets.down);
    }
    return {};
}

int64_t FrozenWeights::bytes() const
{
    const bool tied = weights_.head.dense.raw() == weights_.embedding.dense.raw();
    int64_t sum = weights_.embedding.dense.byteSize() + weights_.outputNorm.byteSize() +
                  (tied ? 0 : weights_.head.dense.byteSize());
    for (const DecoderWeights::Layer &layer : weights_.layers)
        for (const Tensor *tensor : {&layer.attentionNorm, &layer.qkv.dense, &layer.attentionOutput.dense,
                                     &layer.ffnNorm, &layer.gateUp.dense, &layer.down.dense})
            sum += tensor->byteSize();
    return sum;
}

ConstMat FrozenWeights::product(int layer, Product which)
{
    const DecoderWeights::Layer &weights = at(layer);
    switch (which) {
    case Product::Qkv:
        return weights.qkv.dense;
    case Product::AttnOutput:
        return weights.attentionOutput.dense;
    case Product::GateUp:
        return weights.gateUp.dense;
    case Product::Down:
        return weights.down.dense;
    }
    return {};
}

} // namespace mureum::engine
