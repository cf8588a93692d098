#pragma once

#include "engine/backend/backend.h"
#include "engine/train/batch.h"
#include "engine/train/train_config.h"

#include <memory>

namespace mureum::engine {

class FlatLayout;

/// What a Trainer minimizes: which numbers are trained, and their loss on a batch. Whole models
/// (full_objective.h) and adapters (adapter_objective.h) are two of them; a reward model would be a third.
class TrainingObjective
{
public:
    virtual ~TrainingObjective() = default;

    /// The trained numbers.
    virtual const FlatLayout &layout() const = 0;
    virtual const ModelConfig &model() const = 0;
    /// What a checkpoint must match beside the model's dimensions, as text; "" for a whole model.
    virtual std::string identity() const = 0;
    /// Their values before the first step.
    virtual void initialize(uint64_t seed, float *parameters) const = 0;

    /// Checks a batch and makes it ready for run(). Called from the prefetcher's thread. Throws Error.
    virtual Batch prepare(Batch batch) const = 0;
    /// What the sums of run() are divided by: target tokens, or pairs.
    virtual int64_t weight(const Batch &batch) const { return batch.targetCount(); }

    /// The trained numbers as run() gets them.
    struct Parameters
    {
        const float *values = nullptr;
        const BFloat16 *half = nullptr; ///< the same, rounded; null where products run in F32
    };
    /// Sum of the losses. With `gradients` (flat, F32) its gradient is added there, and what is random in
    /// training (dropout) follows from `index`, the batch's number.
    virtual double run(const Batch &batch, int64_t index, const Parameters &parameters, float *gradients) = 0;

    /// Bytes of weights that are not trained, and of activations and scratch.
    struct Memory
    {
        int64_t frozen = 0, activations = 0;
    };
    virtual Memory memory() const = 0;
};

/// Whether products run in bf16.
bool trainsInHalf(const TrainConfig &config, const Backend &backend);

} // namespace mureum::engine
