#pragma once

#include "engine/backend/backend.h"
#include "engine/model/config.h"
#include "engine/train/batch.h"
#include "engine/train/low_rank.h"
#include "engine/train/training_weights.h"

#include <memory>
#include <span>

namespace mureum::engine {

/// Forward and backward of a Llama-family decoder over packed batches of a fixed number of rows. Activations
/// are bf16 or F32, the residual stream and all gradients of parameters F32.
///
/// The way there: forward(), head() for losses and the gradient they begin with, backward().
class TrainingDecoder
{
public:
    /// `half`: bf16 activations. `recompute`: gradient checkpointing: only every layer's input is kept, the
    /// backward computes the layer again (Chen et al. 2016).
    TrainingDecoder(std::shared_ptr<Backend> backend, const ModelConfig &config, int64_t rows, bool half,
                    bool recompute = false);

    /// Rows of logits a decoder of `rows` rows computes at a time, at most 512: bounds memory at this many
    /// times the vocabulary and keeps shapes constant.
    static int64_t headRows(int64_t rows);

    /// What one pass runs on.
    struct Pass
    {
        TrainingWeights *weights = nullptr;
        LowRank *adapter = nullptr; ///< bound to parameters and, for backward, gradients; null: none
        const ParameterLayout *layout = nullptr; ///< of `gradients`
        float *gradients = nullptr;              ///< of all weights, added to; null where they are frozen
    };

    struct HeadOptions
    {
        float smoothing = 0;
        bool gradient = true;           ///< also the gradient backward() begins with
        const float *weights = nullptr; ///< per target in row order: scales its gradient
        double *losses = nullptr;       ///< per target in row order
    };

    /// Checks tokens, targets, positions and segments, and pads to the fixed number of rows.
    Batch prepare(Batch batch) const;

    /// Batches must have been prepared.
    void forward(const Batch &batch, const Pass &pass);
    /// Sum of the losses over the batch's target rows, after forward().
    double head(const Batch &batch, const Pass &pass, const HeadOptions &options);
    /// After a head() with gradient: adds the gradients of its (weighted) sum of losses.
    void backward(const Batch &batch, const Pass &pass);
    /// Scores of `rows` after forward(), into out[rows, vocab].
    void logits(const Pass &pass, std::span<const int32_t> rows, float *out);

    DType type() const { return type_; }
    int64_t rows() const { return rows_; }
    /// Bytes of its activations and scratch, and what they will be.
    int64_t bytes() const;
    static int64_t plannedBytes(const ModelConfig &config, int64_t rows, bool half, bool recompute);

private:
    struct Layer
    {
        Tensor attnIn, attnRstd, qkv, logSumExp, attnOut, ffnIn, ffnRstd, gateUp, activated;
    };

    Layer &kept(int layer) { return layers_[static_cast<std::size_t>(recompute_ ? 0 : layer)]; }
    Tensor &before(int layer) { return stream_[static_cast<std::size_t>(layer)]; }
    Tensor &middle(int layer) { return middle_[static_cast<std::size_t>(recompute_ ? 0 : layer)]; }
    void attention(int layer, const Batch &batch, const Pass &pass);
    void gates(int layer, const Pass &pass);
    void computeAgain(int layer, const Batch &batch, const Pass &pass);

    std::shared_ptr<Backend> backend_;
    const ModelConfig config_;
    const int64_t rows_, headRows_;
    const DType type_;
    const bool recompute_;

    std::vector<Tensor> stream_; ///< residual stream before each layer and after the last, [rows, dim] F32
    std::vector<Tensor> middle_; ///< after each layer's attention
    std::vector<Layer> layers_;
    Tensor delta_, gradient_, gradientHalf_, dNormed_, dWide_, dActivated_, dQkv_, dAttnOut_;
    Tensor chosen_, chosenNormed_, chosenRstd_, dChosen_, dChosenNormed_, logits_, dLogits_;
};

} // namespace mureum::engine
