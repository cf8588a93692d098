#include "engine/train/adapter_objective.h"

#include "engine/core/error.h"
#include "engine/core/random.h"
#include "engine/train/preference.h"

#include <nlohmann/json.hpp>

namespace mureum::engine {

AdapterObjective::AdapterObjective(const ModelConfig &model, std::unique_ptr<TrainingWeights> base,
                                   const AdapterTraining &training, const TrainConfig &config,
                                   std::shared_ptr<Backend> backend)
    : model_(model), training_(training), layout_(model, training.adapter),
      smoothing_(static_cast<float>(config.labelSmoothing)), seed_(config.seed), base_(std::move(base)),
      decoder_(backend, model, config.batchTokens, trainsInHalf(config, *backend), training.recompute),
      lowRank_(backend, model, layout_, config.batchTokens, TrainingDecoder::headRows(config.batchTokens),
               decoder_.type(), training.recompute)
{
    if (training.preference && !(training.beta > 0))
        throw Error("training: beta must be above 0, 0.1 suits most");
}

std::string AdapterObjective::identity() const
{
    const AdapterConfig &a = training_.adapter;
    nlohmann::json json = {
        {"rank", a.rank}, {"alpha", a.alpha}, {"rslora", a.rankStabilized}, {"targets", a.targets}};
    if (!a.baseRounding.empty())
        json["base"] = a.baseRounding;
    if (training_.preference)
        json["beta"] = training_.beta;
    return json.dump();
}

void AdapterObjective::initialize(uint64_t seed, float *parameters) const
{
    initializeAdapter(layout_, seed, parameters);
}

Batch AdapterObjective::prepare(Batch batch) const
{
    if (training_.preference) {
        const auto count = static_cast<int>(batch.segments.size());
        for (const PreferencePair &pair : batch.pairs)
            if (pair.chosen < 0 || pair.chosen >= count || pair.rejected < 0 || pair.rejected >= count ||
                pair.chosen == pair.rejected)
                throw Error("training batch: the pair of segments " + std::to_string(pair.chosen) + " and " +
                            std::to_string(pair.rejected) + " is impossible among " + std::to_string(count));
        if (batch.pairs.empty() && batch.targetCount() > 0)
            throw Error("training batch: DPO needs pairs of a chosen and a rejected answer, there are none");
    }
    return decoder_.prepare(std::move(batch));
}

int64_t AdapterObjective::weight(const Batch &batch) const
{
    return training_.preference ? static_cast<int64_t>(batch.pairs.size()) : batch.targetCount();
}

double AdapterObjective::run(const Batch &batch, int64_t index, const Parameters &parameters,
                             float *gradients)
{
    const bool half = parameters.half != nullptr;
    // Any nonzero key; the same batch of a resumed run gets the same one.
    const uint64_t key = mixBits(seed_ * 0x9e3779b97f4a7c15ULL + static_cast<uint64_t>(index) + 1) | 1;
    lowRank_.bind(half ? static_cast<const void *>(parameters.half) : parameters.values, gradients,
                  gradients ? key : 0);
    const TrainingDecoder::Pass pass{base_.get(), &lowRank_, nullptr, nullptr};
    if (training_.preference)
        return preference(batch, pass, gradients != nullptr);
    decoder_.forward(batch, pass);
    const double loss =
        decoder_.head(batch, pass, {.smoothing = smoothing_, .gradient = gradients != nullptr});
    if (gradients)
        decoder_.backward(batch, pass);
    return loss;
}

double AdapterObjective::preference(const Batch &batch, const TrainingDecoder::Pass &pass, bool gradient)
{
    const auto targets = static_cast<std::size_t>(batch.targetCount());
    std::vector<double> losses(targets);
    std::vector<int> segmentOf; // of every target
    std::vector<int> segmentOfRow(batch.tokens.size(), -1);
    for (std::size_t s = 0; s < batch.segments.size(); ++s)
        for (int i = 0; i < batch.segments[s].length; ++i)
            segmentOfRow[static_cast<std::size_t>(batch.segments[s].begin + i)] = static_cast<int>(s);
    for (std::size_t i = 0; i < batch.targets.size(); ++i)
        if (batch.targets[i] >= 0)
            segmentOf.push_back(segmentOfRow[i]);
    /// Log-probability of every segment's targets.
    const auto scores = [&](const TrainingDecoder::Pass &on) {
        decoder_.forward(batch, on);
        decoder_.head(batch, on, {.gradient = false, .losses = losses.data()});
        std::vector<double> sums(batch.segments.size(), 0.0);
        for (std::size_t t = 0; t < targets; ++t)
            if (segmentOf[t] >= 0)
                sums[static_cast<std::size_t>(segmentOf[t])] -= losses[t];
        return sums;
    };
    const TrainingDecoder::Pass basePass{base_.get(), nullptr, nullptr, nullptr};
    const std::vector<double> reference = scores(basePass), policy = scores(pass);

    double loss = 0;
    std::vector<double> slopes(batch.segments.size(), 0.0); // of the loss by a segment's log-probability
    for (const PreferencePair &pair : batch.pairs) {
        const auto chosen = static_cast<std::size_t>(pair.chosen),
                   rejected = static_cast<std::size_t>(pair.rejected);
        const PairScores now{policy[chosen], policy[rejected]},
            before{reference[chosen], reference[rejected]};
        loss += preferenceLoss(now, before, training_.beta);
        const double slope = preferenceSlope(now, before, training_.beta);
        slopes[chosen] += slope;
        slopes[rejected] -= slope;
    }
    if (!gradient)
        return loss;
    // A row's cross entropy is minus its log-probability.
    std::vector<float> weights(targets);
    for (std::size_t t = 0; t < targets; ++t)
        weights[t] =
            segmentOf[t] < 0 ? 0.0F : static_cast<float>(-slopes[static_cast<std::size_t>(segmentOf[t])]);
    decoder_.head(batch, pass, {.gradient = true, .weights = weights.data()});
    decoder_.backward(batch, pass);
    return loss;
}

TrainingObjective::Memory AdapterObjective::memory() const
{
    return {base_->bytes(), decoder_.bytes() + lowRank_.bytes()};
}

} // namespace mureum::engine
