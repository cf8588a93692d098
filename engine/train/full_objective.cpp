#include "engine/train/full_objective.h"

namespace mureum::engine {

bool trainsInHalf(const TrainConfig &config, const Backend &backend)
{
    return config.precision == "bf16" || (config.precision == "auto" && backend.fastBf16());
}

FullObjective::FullObjective(const ModelConfig &model, const TrainConfig &config,
                             std::shared_ptr<Backend> backend, bool recompute)
    : model_(model), layout_(model), smoothing_(static_cast<float>(config.labelSmoothing)),
      decoder_(backend, model, config.batchTokens, trainsInHalf(config, *backend), recompute)
{
}

void FullObjective::initialize(uint64_t seed, float *parameters) const
{
    initializeParameters(layout_, model_, seed, parameters);
}

double FullObjective::run(const Batch &batch, int64_t, const Parameters &parameters, float *gradients)
{
    const bool half = parameters.half != nullptr;
    FlatWeights weights(layout_, half ? static_cast<const void *>(parameters.half) : parameters.values,
                        half ? DType::BF16 : DType::F32, parameters.values);
    const TrainingDecoder::Pass pass{&weights, nullptr, &layout_, gradients};
    decoder_.forward(batch, pass);
    const double loss =
        decoder_.head(batch, pass, {.smoothing = smoothing_, .gradient = gradients != nullptr});
    if (gradients)
        decoder_.backward(batch, pass);
    return loss;
}

} // namespace mureum::engine
