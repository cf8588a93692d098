#pragma once

#include "engine/backend/backend.h"
#include "engine/core/tensor.h"
#include "engine/train/batch.h"
#include "engine/train/objective.h"
#include "engine/train/train_config.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

namespace mureum::engine {

using TensorMap = std::map<std::string, Tensor>;

/// What one logged step was like; averages are over the steps since the last report.
struct TrainMetrics
{
    int64_t step = 0;
    int64_t steps = 0;
    double loss = 0; ///< nats per target token
    double learningRate = 0;
    double gradNorm = 0; ///< before clipping, of the last step
    double tokensPerSecond = 0;
    int64_t targetTokens = 0; ///< seen since the first step of the run
    int64_t tokens = 0;       ///< not counting padding, since the first step of the run
    double secondsLeft = 0;
};

/// One evaluation during training.
struct TrainEvaluation
{
    int64_t step = 0;
    double score = 0;  ///< what onEvaluate returned; higher is better
    bool best = false; ///< better than all before
    double bestScore = 0;
    int64_t bestStep = 0;
};

struct TrainCallbacks
{
    std::function<void(const TrainMetrics &)> onMetrics;
    /// After checkpoint.bin of `step` is safely on disk; the tensors view the live F32 parameters.
    std::function<void(int64_t step, const TensorMap &tensors)> onCheckpoint;
    /// Every TrainConfig::evaluateEvery steps and after the last: scores the live parameters, e.g. the share
    /// of right answers on questions held out. Where the score is the best so far, onBest follows (save them
    /// there).
    std::function<double(int64_t step, const TensorMap &tensors)> onEvaluate;
    std::function<void(const TrainEvaluation &evaluation, const TensorMap &tensors)> onBest;
    std::function<void(const TrainEvaluation &evaluation)> onEvaluated;
};

/// earlyStopped: TrainConfig::patience evaluations brought no better score.
enum class TrainEnd { finished, stopped, earlyStopped };

/// Trains on one machine: an objective's gradients, AdamW, a learning-rate schedule, checkpoints.
///
/// In `directory` it keeps checkpoint.bin (parameters, moments, step; written to a temporary name and
/// renamed) and metrics.jsonl (one JSON object per logged step). A new Trainer on a directory that
/// holds a checkpoint continues from it bit for bit, given the same thread count.
class Trainer
{
public:
    /// `initial` (GGUF names, any float dtype) replaces the random initialization; ignored when a
    /// checkpoint exists and `resume` is set. With `resume` false an existing checkpoint is an Error.
    Trainer(const ModelConfig &model, const TrainConfig &config, std::filesystem::path directory, bool resume,
            const TensorMap &initial = {}, std::shared_ptr<Backend> backend = {});
    /// Trains what the objective says; `initial` has its layout's names. The objective must run on `backend`.
    Trainer(std::unique_ptr<TrainingObjective> objective, const TrainConfig &config,
            std::filesystem::path directory, bool resume, const TensorMap &initial,
            std::shared_ptr<Backend> backend);
    ~Trainer();
    Trainer(const Trainer &) = delete;
    Trainer &operator=(const Trainer &) = delete;

    /// Trains until config.steps; a stop request writes a checkpoint first. Throws Error when the
    /// loss is not finite (the last checkpoint stays), on a bad batch, or when a checkpoint cannot be
    /// written (the old one stays).
    TrainEnd run(BatchSource &source, const TrainCallbacks &callbacks = {}, std::stop_token stop = {});

    int64_t step() const; ///< optimizer steps done

    /// Live F32 parameters (views) under the layout's names: GGUF's for a model ("output.weight" absent when
    /// tied), Adapter::tensors' for an adapter.
    TensorMap tensors() const;
    /// Bytes of memory by purpose, all of them held now (spilled moments are not).
    struct Memory
    {
        int64_t parameters = 0; ///< trained ones, with the bf16 copy
        int64_t frozen = 0, gradients = 0, moments = 0, activations = 0;
        int64_t total() const { return parameters + frozen + gradients + moments + activations; }
    };
    Memory memory() const;

    /// Mean loss of one batch at the current parameters; gradients() afterwards holds the mean
    /// gradients under the same names. For tests and held-out losses; the parameters stay. Dropout acts in
    /// lossAndGradients() only.
    double lossAndGradients(const Batch &batch);
    double loss(const Batch &batch);
    TensorMap gradients() const;
    const TrainingObjective &objective() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace mureum::engine
