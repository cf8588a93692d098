#pragma once

#include "engine/model/adapter.h"
#include "engine/train/trainer.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace mureum::engine {

// Fine-tuning in short:
//
//   auto base = std::make_shared<const Model>(loadModel("base.gguf"));
//   FinetuneConfig config;                                   // LoRA of rank 16 on all linear layers
//   config.train.steps = 300;
//   auto trainer = makeFinetuneTrainer(*base, config, "run", /*resume*/ false);
//   TrainCallbacks callbacks;                                // onMetrics, onCheckpoint, onEvaluate, onBest
//   callbacks.onBest = [&](const TrainEvaluation &, const TensorMap &tensors) {
//       saveAdapter("run/adapter", makeAdapter(*base, config, tensors), base->config); //
//       peft_adapter.h
//   };
//   trainer->run(batches, callbacks, stop);                  // batches as for pretraining; DPO: with pairs
//
// An adapter at work: Generator::addAdapter() + useAdapter(), or eval::Asker::useAdapter(); into the weights:
// mergeAdapter() + saveModel().

struct FinetuneConfig
{
    std::string tuning = "lora"; ///< lora, qlora (the base in NF4) or full (every weight; no adapter)
    std::string method = "sft";  ///< sft (cross entropy of targets) or dpo (pairs of answers)
    double beta = 0.1;           ///< DPO's
    bool checkpointing = false;  ///< compute activations twice to keep fewer
    AdapterConfig adapter;
    TrainConfig train = adapterTraining(); ///< its seed draws A and dropout

    /// Steps, schedule and AdamW as they suit adapters: a higher rate than a whole model's, no weight decay.
    static TrainConfig adapterTraining();
    /// `adapter` with what `tuning` does to the base.
    AdapterConfig trainedAdapter() const;
    /// Throws Error naming the field that cannot be right.
    void validate() const;
};

/// {"tuning", "method", "beta", "checkpointing", "rank", "alpha", "dropout", "rslora", "targets",
/// "train": {as of pretraining}}; absent fields keep their defaults, an unknown field or a wrong type throws
/// Error.
nlohmann::json toJson(const FinetuneConfig &config);
FinetuneConfig finetuneConfigFromJson(const nlohmann::json &json);

/// A trainer of the base's adapter, or of all of it, in `directory` (checkpoint.bin, metrics.jsonl).
/// `initial`: an adapter to go on from (its configuration must be config.adapter's), null: a fresh one. The
/// base may go away afterwards. Throws Error.
std::unique_ptr<Trainer> makeFinetuneTrainer(const Model &base, const FinetuneConfig &config,
                                             const std::filesystem::path &directory, bool resume,
                                             const Adapter *initial = nullptr,
                                             std::shared_ptr<Backend> backend = {});

/// The adapter a trainer's tensors make (copies them). `baseHash`: modelHash(base), computed where empty.
Adapter makeAdapter(const Model &base, const FinetuneConfig &config, const TensorMap &tensors,
                    std::string baseHash = {});

} // namespace mureum::engine
