#pragma once

#include "engine/backend/backend.h"
#include "engine/model/config.h"
#include "engine/train/batch.h"
#include "engine/train/parameters.h"

#include <memory>

namespace mureum::engine {

/// Forward and backward of a Llama-family decoder over packed batches of a fixed number of rows,
/// keeping every activation the backward needs. Activations are bf16 or F32 (`half`), the residual
/// stream and all gradients of parameters F32.
class TrainingDecoder
{
public:
    TrainingDecoder(std::shared_ptr<Backend> backend, const ModelConfig &config,
                    const ParameterLayout &layout, int64_t rows, bool half);

    /// Sum of the losses over the batch's target rows. The batch must have been prepared (padded to
    /// `rows`). weights: the flat array, F32 or, when `half`, its bf16 copy; norms: the F32 one.
    /// With `gradients` (flat, F32) the gradients of that sum are added there.
    double run(const Batch &batch, const void *weights, const float *norms, float *gradients,
               float smoothing);

    /// Checks tokens, targets, positions and segments, and pads to the fixed number of rows.
    Batch prepare(Batch batch) const;

private:
    struct Layer
    {
        Tensor attnIn, attnRstd, qkv, logSumExp, attnOut, ffnIn, ffnRstd, gateUp, activated;
    };

    void forward(const Batch &batch);
    double head(const Batch &batch, float *gradients, float smoothing);
    void backward(const Batch &batch, float *gradients);
    ConstMat weight(int64_t offset) const;

    std::shared_ptr<Backend> backend_;
    const ModelConfig config_;
    const ParameterLayout &layout_;
    const int64_t rows_;
    const DType type_;
    const void *weights_ = nullptr;
    const float *norms_ = nullptr;

    std::vector<Tensor> stream_; ///< residual stream before each norm, [2 * layers + 1][rows, dim] F32
    std::vector<Layer> layers_;
    Tensor delta_, gradient_, gradientHalf_, dNormed_, dWide_, dActivated_, dQkv_, dAttnOut_;
    Tensor chosen_, chosenNormed_, chosenRstd_, dChosen_, dChosenNormed_, logits_, dLogits_;
};

} // namespace mureum::engine
