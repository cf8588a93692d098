#include "engine/train/trainer.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/train/checkpoint.h"
#include "engine/train/full_objective.h"
#include "engine/train/metrics_log.h"
#include "engine/train/muon.h"
#include "engine/train/parameters.h"
#include "engine/train/prefetcher.h"
#include "engine/train/spill.h"

#include <chrono>
#include <cmath>
#include <cstring>

namespace mureum::engine {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int64_t usedRows(const Batch &batch)
{
    int64_t rows = 0;
    for (const Segment &segment : batch.segments)
        rows += segment.length;
    return rows;
}

/// A weight matrix of a layer: neither embedding nor head, norm or adapter.
bool isHiddenMatrix(const ParameterSlot &slot)
{
    return slot.shape.size() == 2 && slot.name.starts_with("blk.") && slot.name.ends_with(".weight");
}

} // namespace

struct Trainer::Impl
{
    Impl(std::unique_ptr<TrainingObjective> what, const TrainConfig &trainConfig,
         std::filesystem::path folder, bool resume, const TensorMap &initial,
         std::shared_ptr<Backend> device);

    double accumulate(const Batch &batch, int64_t index, bool withGradients);
    double clippedUpdate(int64_t targets);
    TrainEvaluation judge(double score);
    void save();
    TensorMap named(const Tensor &flat) const;

    TrainConfig config;
    std::filesystem::path directory;
    std::shared_ptr<Backend> backend;
    std::unique_ptr<TrainingObjective> objective;
    const FlatLayout &layout;
    bool half;
    Muon muon;
    Tensor parameters, moment1, moment2, gradients, shadow;
    CheckpointState state;
    int64_t savedStep = -1;
};

Trainer::Impl::Impl(std::unique_ptr<TrainingObjective> what, const TrainConfig &trainConfig,
                    std::filesystem::path folder, bool resume, const TensorMap &initial,
                    std::shared_ptr<Backend> device)
    : config(trainConfig), directory(std::move(folder)), backend(std::move(device)),
      objective(std::move(what)), layout(objective->layout()), half(trainsInHalf(config, *backend)),
      muon(*backend, half), parameters({layout.total()}), gradients({layout.total()})
{
    for (Tensor *moment : {&moment1, &moment2})
        *moment =
            config.spill.empty() ? Tensor({layout.total()}) : spilledTensor(config.spill, {layout.total()});
    state.model = objective->model();
    state.objective = objective->identity();
    const std::filesystem::path checkpoint = directory / "checkpoint.bin";
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        throw Error("training directory " + directory.string() + ": cannot create: " + error.message());
    if (std::filesystem::exists(checkpoint)) {
        if (!resume)
            throw Error("training directory " + directory.string() +
                        ": holds a checkpoint already; resume it or choose another directory");
        const CheckpointState header = readCheckpointState(checkpoint);
        if (!(header.model == state.model))
            throw Error("checkpoint " + checkpoint.string() +
                        ": was written for another model configuration; use that one or another directory");
        if (header.objective != state.objective)
            throw Error("checkpoint " + checkpoint.string() + ": was written for " +
                        (header.objective.empty() ? "a whole model" : "the adapter " + header.objective) +
                        ", not for " + (state.objective.empty() ? "a whole model" : state.objective) +
                        "; use the same settings or another directory");
        state = readCheckpoint(checkpoint, layout, parameters.f32(), moment1.f32(), moment2.f32());
        savedStep = state.step;
    } else if (!initial.empty()) {
        loadParameters(layout, initial, parameters.f32());
    } else {
        objective->initialize(config.seed, parameters.f32());
    }
    if (half) {
        shadow = Tensor({layout.total()}, DType::BF16);
        backend->convert(shadow, parameters, 1, layout.total());
    }
}

double Trainer::Impl::accumulate(const Batch &batch, int64_t index, bool withGradients)
{
    return objective->run(batch, index, {parameters.f32(), half ? shadow.bf16() : nullptr},
                          withGradients ? gradients.f32() : nullptr);
}

TrainEvaluation Trainer::Impl::judge(double score)
{
    TrainEvaluation evaluation;
    evaluation.step = state.step;
    evaluation.score = score;
    evaluation.best = state.bestStep == 0 || score > state.bestScore;
    if (evaluation.best) {
        state.bestScore = score;
        state.bestStep = state.step;
        state.evaluationsSinceBest = 0;
    } else {
        ++state.evaluationsSinceBest;
    }
    evaluation.bestScore = state.bestScore;
    evaluation.bestStep = state.bestStep;
    return evaluation;
}

/// Averages the summed gradients over `targets`, clips, applies the optimizer and returns the norm before
/// clipping.
double Trainer::Impl::clippedUpdate(int64_t targets)
{
    const double average = targets > 0 ? 1.0 / static_cast<double>(targets) : 0.0;
    const double norm = std::sqrt(backend->sumOfSquares(gradients.f32(), layout.total())) * average;
    if (!std::isfinite(norm))
        throw Error("training: the gradient is not finite at step " + std::to_string(state.step + 1) +
                    "; the last checkpoint is kept, lower the learning rate");
    const double clip = config.clipNorm > 0 && norm > config.clipNorm ? config.clipNorm / norm : 1.0;
    const int64_t step = state.step + 1;
    for (const ParameterSlot &slot : layout.slots()) {
        const auto rate = static_cast<float>(config.learningRateAt(step));
        const float decay = slot.decays ? static_cast<float>(config.weightDecay) : 0.0F;
        const auto scale = static_cast<float>(average * clip);
        float *values = parameters.f32() + slot.offset, *moment = moment1.f32() + slot.offset;
        const float *slopes = gradients.f32() + slot.offset;
        BFloat16 *rounded = half ? shadow.bf16() + slot.offset : nullptr;
        if (config.optimizer == "muon" && isHiddenMatrix(slot))
            muon.update(values, moment, slopes, rounded, slot.shape[0], slot.shape[1], {rate, decay, scale});
        else
            backend->adamw(values, moment, moment2.f32() + slot.offset, slopes, rounded, slot.elements,
                           {rate, static_cast<float>(config.beta1), static_cast<float>(config.beta2),
                            static_cast<float>(config.epsilon), decay, scale, step});
    }
    return norm;
}

void Trainer::Impl::save()
{
    if (savedStep == state.step)
        return;
    writeCheckpoint(directory / "checkpoint.bin", state, config, layout, parameters.f32(), moment1.f32(),
                    moment2.f32());
    savedStep = state.step;
}

TensorMap Trainer::Impl::named(const Tensor &flat) const
{
    TensorMap tensors;
    for (const ParameterSlot &slot : layout.slots())
        tensors.emplace(slot.name, flat.rows(slot.offset, slot.elements).reshaped(slot.shape));
    return tensors;
}

namespace {

/// The configuration, checked, with its thread count in force: what is made next may depend on it.
const TrainConfig &readied(const TrainConfig &config)
{
    config.validate();
    setThreadCount(config.threads);
    return config;
}

} // namespace

Trainer::Trainer(const ModelConfig &model, const TrainConfig &config, std::filesystem::path directory,
                 bool resume, const TensorMap &initial, std::shared_ptr<Backend> backend)
{
    readied(config);
    if (!backend)
        backend = makeCpuBackend();
    impl_ = std::make_unique<Impl>(std::make_unique<FullObjective>(model, config, backend), config,
                                   std::move(directory), resume, initial, backend);
}

Trainer::Trainer(std::unique_ptr<TrainingObjective> objective, const TrainConfig &config,
                 std::filesystem::path directory, bool resume, const TensorMap &initial,
                 std::shared_ptr<Backend> backend)
    : impl_(std::make_unique<Impl>(std::move(objective), readied(config), std::move(directory), resume,
                                   initial, std::move(backend)))
{
}

Trainer::~Trainer() = default;

TrainEnd Trainer::run(BatchSource &source, const TrainCallbacks &callbacks, std::stop_token stop)
{
    Impl &me = *impl_;
    const TrainConfig &config = me.config;
    setThreadCount(config.threads);
    MetricsLog log(me.directory / "metrics.jsonl", me.state.step);
    Prefetcher batches(
        source, [&me](Batch batch) { return me.objective->prepare(std::move(batch)); },
        me.state.step * config.accumulation, config.steps * config.accumulation);

    const auto checkpoint = [&] {
        me.save();
        if (callbacks.onCheckpoint)
            callbacks.onCheckpoint(me.state.step, tensors());
    };
    const auto started = std::chrono::steady_clock::now();
    const int64_t firstStep = me.state.step;
    auto reported = started;
    double lossSum = 0;
    int64_t lossWeight = 0, reportTokens = 0;
    if (config.patience > 0 && me.state.evaluationsSinceBest >= config.patience)
        return TrainEnd::earlyStopped;
    while (me.state.step < config.steps) {
        std::memset(me.gradients.raw(), 0, static_cast<std::size_t>(me.gradients.byteSize()));
        double loss = 0;
        int64_t weight = 0, targets = 0, tokens = 0;
        for (int i = 0; i < config.accumulation; ++i) {
            const Batch batch = batches.next();
            weight += me.objective->weight(batch);
            targets += batch.targetCount();
            tokens += usedRows(batch);
            loss += me.accumulate(batch, me.state.step * config.accumulation + i, true);
        }
        if (!std::isfinite(loss))
            throw Error("training: the loss is not finite at step " + std::to_string(me.state.step + 1) +
                        "; the last checkpoint is kept, lower the learning rate");
        const double norm = me.clippedUpdate(weight);
        ++me.state.step;
        me.state.tokens += tokens;
        me.state.targetTokens += targets;
        lossSum += loss;
        lossWeight += weight;
        reportTokens += tokens;

        const bool last = me.state.step == config.steps;
        if (me.state.step % config.logEvery == 0 || last) {
            TrainMetrics metrics;
            metrics.step = me.state.step;
            metrics.steps = config.steps;
            metrics.loss = lossWeight > 0 ? lossSum / static_cast<double>(lossWeight) : 0.0;
            metrics.learningRate = config.learningRateAt(me.state.step);
            metrics.gradNorm = norm;
            metrics.tokensPerSecond =
                static_cast<double>(reportTokens) / std::max(1e-9, secondsSince(reported));
            metrics.targetTokens = me.state.targetTokens;
            metrics.tokens = me.state.tokens;
            metrics.secondsLeft = secondsSince(started) / static_cast<double>(me.state.step - firstStep) *
                                  static_cast<double>(config.steps - me.state.step);
            log.append(metrics);
            if (callbacks.onMetrics)
                callbacks.onMetrics(metrics);
            reported = std::chrono::steady_clock::now();
            lossSum = 0;
            lossWeight = reportTokens = 0;
        }
        bool exhausted = false;
        if (callbacks.onEvaluate && config.evaluateEvery > 0 &&
            (last || me.state.step % config.evaluateEvery == 0)) {
            const TrainEvaluation evaluation = me.judge(callbacks.onEvaluate(me.state.step, tensors()));
            setThreadCount(config.threads); // the evaluation may have run on others
            log.append(evaluation);
            if (evaluation.best && callbacks.onBest)
                callbacks.onBest(evaluation, tensors());
            if (callbacks.onEvaluated)
                callbacks.onEvaluated(evaluation);
            exhausted = config.patience > 0 && me.state.evaluationsSinceBest >= config.patience;
        }
        if (exhausted && !last) {
            checkpoint();
            return TrainEnd::earlyStopped;
        }
        if (stop.stop_requested() && !last) {
            checkpoint();
            return TrainEnd::stopped;
        }
        if (last || (config.checkpointEvery > 0 && me.state.step % config.checkpointEvery == 0))
            checkpoint();
    }
    return TrainEnd::finished;
}

int64_t Trainer::step() const
{
    return impl_->state.step;
}

TensorMap Trainer::tensors() const
{
    return impl_->named(impl_->parameters);
}

TensorMap Trainer::gradients() const
{
    return impl_->named(impl_->gradients);
}

const TrainingObjective &Trainer::objective() const
{
    return *impl_->objective;
}

Trainer::Memory Trainer::memory() const
{
    const Impl &me = *impl_;
    const TrainingObjective::Memory objective = me.objective->memory();
    return {me.parameters.byteSize() + me.shadow.byteSize(), objective.frozen, me.gradients.byteSize(),
            me.config.spill.empty() ? me.moment1.byteSize() + me.moment2.byteSize() : 0,
            objective.activations};
}

double Trainer::loss(const Batch &batch)
{
    const Batch prepared = impl_->objective->prepare(batch);
    return impl_->accumulate(prepared, 0, false) /
           static_cast<double>(std::max<int64_t>(1, impl_->objective->weight(prepared)));
}

double Trainer::lossAndGradients(const Batch &batch)
{
    Impl &me = *impl_;
    const Batch prepared = me.objective->prepare(batch);
    std::memset(me.gradients.raw(), 0, static_cast<std::size_t>(me.gradients.byteSize()));
    const double sum = me.accumulate(prepared, 0, true);
    const double count = static_cast<double>(std::max<int64_t>(1, me.objective->weight(prepared)));
    me.backend->scale(me.gradients.f32(), static_cast<float>(1.0 / count), me.layout.total());
    return sum / count;
}

} // namespace mureum::engine
