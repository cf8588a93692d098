#pragma once
#include "engine/core/tensor.h"
#include "engine/model/adapter.h"
#include "engine/model/linear_weight.h"
#include "engine/model/model.h"

#include <string>
#include <vector>

namespace mureum::engine {

/// A model's weights as the forward pass reads them: products that share an input are one matrix. Either all
/// matrices are floats of one dtype, or all are LinearWeight::parts (floats of a quantized model among them).
struct DecoderWeights
{
    struct Layer
    {
        Tensor attentionNorm;         ///< [dim] F32
        LinearWeight qkv;             ///< [qDim + 2 kvDim, dim], q above k above v
        LinearWeight attentionOutput; ///< [dim, qDim]
        Tensor ffnNorm;               ///< [dim] F32
        LinearWeight gateUp;          ///< [2 ffnDim, dim], gate above up
        LinearWeight down;            ///< [dim, ffnDim]
    };

    LinearWeight embedding; ///< [vocab, dim]
    Tensor outputNorm;      ///< [dim] F32
    LinearWeight head;      ///< [vocab, dim], the embedding's memory where the embeddings are tied
    std::vector<Layer> layers;

    /// Whether a fused decode step can take them.
    bool plain() const;
    /// Of the matrices that every token goes through: all but the embedding.
    std::int64_t bytesPerToken() const;
    /// "bf16", "q4_k", or "q4_k, q6_k": what the matrices of the layers are stored as, most bytes first.
    std::string storage() const;
};

/// Matrices in `dtype` (F32 or BF16), of a model with quantized matrices as they are. Throws Error where the
/// tensors do not fit the config.
DecoderWeights makeDecoderWeights(const Model &model, DType dtype);

/// The same with an adapter added into the products it changes, or beside them where they are quantized;
/// everything else is `base`'s memory. `base` must be of `model` and `dtype`. Throws Error where the adapter
/// does not fit.
DecoderWeights adaptDecoderWeights(const DecoderWeights &base, const Model &model, const Adapter &adapter,
                                   DType dtype);

} // namespace mureum::engine
