#pragma once

#include "engine/train/decoder.h"
#include "engine/train/objective.h"
#include "engine/train/parameters.h"

namespace mureum::engine {

/// Cross entropy of a whole model: every weight is trained.
class FullObjective : public TrainingObjective
{
public:
    /// `config` must have been validated.
    FullObjective(const ModelConfig &model, const TrainConfig &config, std::shared_ptr<Backend> backend,
                  bool recompute = false);

    const FlatLayout &layout() const override { return layout_; }
    const ModelConfig &model() const override { return model_; }
    std::string identity() const override { return {}; }
    void initialize(uint64_t seed, float *parameters) const override;
    Batch prepare(Batch batch) const override { return decoder_.prepare(std::move(batch)); }
    double run(const Batch &batch, int64_t index, const Parameters &parameters, float *gradients) override;
    Memory memory() const override { return {0, decoder_.bytes()}; }

private:
    const ModelConfig model_;
    const ParameterLayout layout_;
    const float smoothing_;
    TrainingDecoder decoder_;
};

} // namespace mureum::engine
