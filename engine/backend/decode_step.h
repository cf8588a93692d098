#pragma once
#include "engine/backend/backend.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace mureum::engine {

/// One product's matrix, [outputs, inputs], row-major: floats of the model's dtype, or quantized matrices
/// (without column orders) on top of one another.
struct DecodeProduct
{
    const void *dense = nullptr; ///< null: `parts`
    std::vector<QuantizedMatrix> parts;
};

/// A decoder as a device's fused decode step reads it: pointers into weights that outlive the step. Matrices
/// are all dense, F32 or BF16, or all in parts; norms are F32.
struct DecodeModel
{
    struct Layer
    {
        const float *attentionNorm;    ///< [dim]
        DecodeProduct qkv;             ///< [(heads + 2 kvHeads) headDim, dim]: q | k | v
        DecodeProduct attentionOutput; ///< [dim, heads * headDim]
        const float *ffnNorm;          ///< [dim]
        DecodeProduct gateUp;          ///< [2 ffnDim, dim]: gate | up
        DecodeProduct down;            ///< [dim, ffnDim]
    };

    int vocab = 0, dim = 0, ffnDim = 0;
    AttentionShape shape;
    float ropeTheta = 0, normEpsilon = 0;
    DType dtype = DType::F32;
    DType cache = DType::F32; ///< `dtype`, or I8
    DecodeProduct embedding;  ///< [vocab, dim]
    const float *outputNorm = nullptr;
    DecodeProduct head; ///< [vocab, dim]
    std::vector<Layer> layers;
};

/// Cache rows of consecutive tokens in every layer. One row is keys then values, [2 * kvHeads * headDim] of
/// the cache's dtype, of I8 with kvScaleBytes in front of every head; the rows of layer i begin at data + i *
/// layerStride bytes.
struct KvRun
{
    char *data = nullptr;
    std::int64_t layerStride = 0;
    int length = 0;
};

/// One token to compute: it sees the first `visible` rows of its sequence's runs, of which the last is its
/// own.
struct DecodeRow
{
    int token = 0;
    int position = 0;
    int sequence = 0; ///< index into the sequences of the call
    int visible = 0;
};

/// All layers of a few tokens in one go: a handful of short phases per layer, nothing allocated per token.
/// Every row's result is independent of the others in the call, bit for bit.
class DecodeStep
{
public:
    virtual ~DecodeStep() = default;
    /// At most this many rows per call.
    static constexpr int maxRows = 16;
    /// Writes the rows' keys and values into the cache and logits[rows, vocab]. Tokens must lie inside the
    /// vocabulary. Throws Error where memory for scratch runs out.
    virtual void run(std::span<const DecodeRow> rows, std::span<const std::vector<KvRun>> sequences,
                     float *logits) = 0;
    /// Goes on with other weights of the same dimensions (an adapter's). The cost is that of a few pointers.
    virtual void rebind(DecodeModel model) = 0;
};

/// The fused step of a backend; null where it has none and decoding goes op by op. The model's pointers
/// must stay valid.
std::unique_ptr<DecodeStep> makeDecodeStep(const Backend &backend, DecodeModel model);

} // namespace mureum::engine
