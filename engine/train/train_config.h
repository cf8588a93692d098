#pragma once

#include "engine/model/config.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace mureum::engine {

/// How a model is trained. Defaults suit a model of about 10 M parameters.
struct TrainConfig
{
    int64_t steps = 1000;
    double learningRate = 1e-3;
    double minLearningRate = 1e-4; ///< end of the cosine
    int64_t warmupSteps = 100;     ///< linear from 0
    double beta1 = 0.9;
    double beta2 = 0.95;
    double epsilon = 1e-8;
    double weightDecay = 0.1;   ///< decoupled; matrices only, not norms, not embeddings
    double clipNorm = 1.0;      ///< of the global gradient norm; 0: off
    int accumulation = 1;       ///< batches per optimizer step, weighted by their target tokens
    int64_t batchTokens = 8192; ///< rows of every batch, padded
    double labelSmoothing = 0.0;
    std::string precision = "auto"; ///< auto | bf16 | fp32: of matrix products; masters are always fp32
    uint64_t seed = 1;              ///< of the initial weights
    int64_t checkpointEvery = 500;  ///< steps; 0: only at the end or when stopped
    int64_t logEvery = 10;
    int64_t evaluateEvery = 0; ///< steps between calls of TrainCallbacks::onEvaluate; 0: never
    int patience = 0;          ///< evaluations without a better score after which training ends; 0: never
    int threads = 0;           ///< 0: all cores
    /// adamw, or muon: layers' matrices by Muon (muon.h), everything else, adapters too, by AdamW.
    std::string optimizer = "adamw";
    std::string spill; ///< folder for a file with the optimizer's moments; empty: in memory

    /// Throws Error naming the field that cannot be right.
    void validate() const;

    /// Learning rate of step 1 .. steps.
    double learningRateAt(int64_t step) const;
};

/// JSON with exactly the field names above; absent fields keep their defaults, an unknown field or a
/// wrong type throws Error. ModelConfig the same ("vocabSize", "dim", ...).
nlohmann::json toJson(const TrainConfig &config);
TrainConfig trainConfigFromJson(const nlohmann::json &json);
nlohmann::json toJson(const ModelConfig &config);
ModelConfig modelConfigFromJson(const nlohmann::json &json);

} // namespace mureum::engine
