#pragma once
#include "app/training/pair_batches.h"
#include "datasets/examples/example.h"
#include "datasets/training/training_set.h"
#include "engine/train/finetune.h"
#include "eval/answer/asker.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mureum::app {

/// How a model is fine-tuned, and how that is judged.
struct FinetuneJob {
    std::filesystem::path model; ///< GGUF
    engine::FinetuneConfig config;
    std::vector<datasets::TrainingGroup> groups; ///< questions to learn (method sft)
    std::vector<PairGroup> pairs;                ///< answers to prefer (method dpo)
    /// Questions about other databases mixed in, so that what the model knew is not forgotten (models that write
    /// slots), and the share of the draws that are theirs.
    std::vector<datasets::TrainingGroup> replay;
    double replayShare = 0;
    datasets::Dealing dealing = datasets::Dealing::Shuffled;
    int branches = 8; ///< questions that share one schema in a batch, for models that write slots

    std::vector<datasets::Example> validation; ///< empty: nothing is measured, the last step is kept
    std::filesystem::path databases;           ///< of the validation questions
    std::size_t quickValidation = 60;          ///< questions asked, greedily, at each evaluation during training
    int candidates = 6;                        ///< of the measurements before and after
    nlohmann::ordered_json description;        ///< where questions come from; config.json holds it
};

struct FinetuneEvents {
    std::function<void(const std::string &)> note;
    std::function<void(const engine::TrainMetrics &)> metrics;
    std::function<void(const engine::TrainEvaluation &)> evaluation;
    /// "before" or "after": the whole validation is being asked.
    std::function<void(const char *phase, std::size_t done, std::size_t total)> measuring;
    /// A validation question with the answer of the step just evaluated.
    std::function<void(std::int64_t step, const std::string &question, const std::string &sql, bool right)> sample;
};

struct FinetuneReport {
    engine::TrainEnd end = engine::TrainEnd::stopped;
    std::int64_t step = 0, bestStep = 0;
    nlohmann::ordered_json before, after; ///< summaries as of `eval`; null where nothing was measured
};

/// Trains an adapter (or, config.tuning "full", all of the model) into `directory`: adapter_config.json and
/// adapter_model.safetensors as PEFT reads them (or model.gguf) of the best evaluation, beside the run's own files
/// (docs/formats.md): config.json, metrics.jsonl, evaluations.jsonl, checkpoint.bin, before/, after/, report.json.
/// `resume` goes on bit for bit where an earlier process stopped, however it stopped. Throws engine::Error,
/// datasets::Error.
FinetuneReport finetune(const FinetuneJob &job, const std::filesystem::path &directory, bool resume,
                        const FinetuneEvents &events, std::stop_token stop);

} // namespace mureum::app
