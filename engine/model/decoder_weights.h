#pragma once
#include "engine/core/tensor.h"
#include "engine/model/adapter.h"
#include "engine/model/model.h"

#include <vector>

namespace mureum::engine {

/// A model's weights as the forward pass reads them: products that share an input are one matrix.
struct DecoderWeights
{
    struct Layer
    {
        Tensor attentionNorm;   ///< [dim] F32
        Tensor qkv;             ///< [qDim + 2 kvDim, dim], q above k above v
        Tensor attentionOutput; ///< [dim, qDim]
        Tensor ffnNorm;         ///< [dim] F32
        Tensor gateUp;          ///< [2 ffnDim, dim], gate above up
        Tensor down;            ///< [dim, ffnDim]
    };

    Tensor embedding;  ///< [vocab, dim]
    Tensor outputNorm; ///< [dim] F32
    Tensor head;       ///< [vocab, dim], the embedding's memory where the embeddings are tied
    std::vector<Layer> layers;
};

/// Matrices in `dtype` (F32 or BF16). Throws Error where the tensors do not fit the config.
DecoderWeights makeDecoderWeights(const Model &model, DType dtype);

/// The same with an adapter added into the products it changes; everything else is `base`'s memory. `base`
/// must be of `model` and `dtype`. Throws Error where the adapter does not fit.
DecoderWeights adaptDecoderWeights(const DecoderWeights &base, const Model &model, const Adapter &adapter,
                                   DType dtype);

} // namespace mureum::engine
