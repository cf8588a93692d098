#pragma once

#include "engine/train/adapter_layout.h"
#include "engine/train/decoder.h"
#include "engine/train/objective.h"

namespace mureum::engine {

/// What an adapter is trained on.
struct AdapterTraining
{
    AdapterConfig adapter;
    bool preference = false; ///< DPO on Batch::pairs instead of cross entropy on its targets
    double beta = 0.1;       ///< DPO's: how much straying from the base costs
    bool recompute = false;  ///< gradient checkpointing
};

/// The loss of a frozen base with an adapter beside it: only the adapter is trained. The reference of DPO is
/// the base without the adapter, in the same run().
class AdapterObjective : public TrainingObjective
{
public:
    /// `config` must have been validated. Throws Error where the adapter's configuration cannot be right.
    AdapterObjective(const ModelConfig &model, std::unique_ptr<TrainingWeights> base,
                     const AdapterTraining &training, const TrainConfig &config,
                     std::shared_ptr<Backend> backend);

    const FlatLayout &layout() const override { return layout_; }
    const ModelConfig &model() const override { return model_; }
    std::string identity() const override;
    void initialize(uint64_t seed, float *parameters) const override;
    Batch prepare(Batch batch) const override;
    int64_t weight(const Batch &batch) const override;
    double run(const Batch &batch, int64_t index, const Parameters &parameters, float *gradients) override;
    Memory memory() const override;

private:
    double preference(const Batch &batch, const TrainingDecoder::Pass &pass, bool gradient);

    const ModelConfig model_;
    const AdapterTraining training_;
    const AdapterLayout layout_;
    const float smoothing_;
    const uint64_t seed_;
    std::unique_ptr<TrainingWeights> base_;
    TrainingDecoder decoder_;
    LowRank lowRank_;
};

} // namespace mureum::engine
