#pragma once

#include "engine/quantize/nf4/nf4.h"
#include "engine/train/training_weights.h"

#include <memory>

namespace mureum::engine {

/// Frozen weights whose layers are kept in NF4 (QLoRA); a product's matrix is dequantized into one buffer
/// whenever it is asked for. Embedding and head stay in `dtype`, norms in F32.
class Nf4Weights : public TrainingWeights
{
public:
    Nf4Weights(const Model &model, DType dtype);
    ConstMat product(int layer, Product which) override;
    ConstMat embedding() override { return embedding_; }
    ConstMat head() override { return head_; }
    const float *attnNorm(int layer) override { return norms_[static_cast<std::size_t>(2 * layer)].f32(); }
    const float *ffnNorm(int layer) override { return norms_[static_cast<std::size_t>(2 * layer + 1)].f32(); }
    const float *outputNorm() override { return norms_.back().f32(); }
    int64_t bytes() const override;
    /// Of the layers' matrices, the overhead of their scales included.
    double bitsPerWeight() const;

private:
    DType dtype_;
    std::vector<std::vector<Nf4Matrix>>
        products_; ///< by layer and product, their parts on top of one another
    Tensor embedding_, head_, buffer_;
    std::vector<Tensor> norms_;
};

/// The base as an adapter of this configuration is trained beside it.
std::unique_ptr<TrainingWeights> makeBaseWeights(const Model &model, const AdapterConfig &adapter,
                                                 DType dtype);

} // namespace mureum::engine
