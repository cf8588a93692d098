#pragma once

#include "engine/backend/backend.h"
#include "engine/model/decoder_weights.h"
#include "engine/train/parameters.h"

namespace mureum::engine {

/// The products of a layer; q, k, v are one matrix, and so are gate and up.
enum class Product { Qkv, AttnOutput, GateUp, Down };
constexpr int productsPerLayer = 4;

/// The weights of a training pass, wherever they lie. Matrices are [outputs, inputs], all of one dtype (F32
/// or BF16); norms are F32.
class TrainingWeights
{
public:
    virtual ~TrainingWeights() = default;
    /// Valid until the next call of product().
    virtual ConstMat product(int layer, Product which) = 0;
    virtual ConstMat embedding() = 0;
    virtual ConstMat head() = 0;
    virtual const float *attnNorm(int layer) = 0;
    virtual const float *ffnNorm(int layer) = 0;
    virtual const float *outputNorm() = 0;
    /// Memory it holds itself.
    virtual int64_t bytes() const = 0;
};

/// Weights in the flat arrays of a Trainer: `matrices` F32 or its bf16 copy, `norms` F32.
class FlatWeights : public TrainingWeights
{
public:
    FlatWeights(const ParameterLayout &layout, const void *matrices, DType dtype, const float *norms)
        : layout_(layout), matrices_(matrices), dtype_(dtype), norms_(norms)
    {
    }
    ConstMat product(int layer, Product which) override;
    ConstMat embedding() override { return at(layout_.embedding()); }
    ConstMat head() override { return at(layout_.output()); }
    const float *attnNorm(int layer) override { return norms_ + layout_.layer(layer).attnNorm; }
    const float *ffnNorm(int layer) override { return norms_ + layout_.layer(layer).ffnNorm; }
    const float *outputNorm() override { return norms_ + layout_.outputNorm(); }
    int64_t bytes() const override { return 0; }

private:
    ConstMat at(int64_t offset) const;

    const ParameterLayout &layout_;
    const void *matrices_;
    DType dtype_;
    const float *norms_;
};

/// Weights that are not trained, as inference keeps them.
class FrozenWeights : public TrainingWeights
{
public:
    FrozenWeights(const Model &model, DType dtype) : weights_(makeDecoderWeights(dequantized(model), dtype)) {}
    ConstMat product(int layer, Product which) override;
    ConstMat embedding() override { return weights_.embedding.dense; }
    ConstMat head() override { return weights_.head.dense; }
    const float *attnNorm(int layer) override { return at(layer).attentionNorm.f32(); }
    const float *ffnNorm(int layer) override { return at(layer).ffnNorm.f32(); }
    const float *outputNorm() override { return weights_.outputNorm.f32(); }
    int64_t bytes() const override;

private:
    const DecoderWeights::Layer &at(int layer) const
    {
        return weights_.layers[static_cast<std::size_t>(layer)];
    }

    DecoderWeights weights_;
};

} // namespace mureum::engine
