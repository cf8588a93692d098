#include "engine/train/decoder.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cstring>

namespace mureum::engine {

namespace {

/// Rows of logits computed at a time: bounds memory at chunk * vocabulary and keeps shapes constant.
constexpr int64_t headChunk = 512;

} // namespace

TrainingDecoder::TrainingDecoder(std::shared_ptr<Backend> backend, const ModelConfig &config,
                                 const ParameterLayout &layout, int64_t rows, bool half)
    : backend_(std::move(backend)), config_(config), layout_(layout), rows_(rows),
      type_(half ? DType::BF16 : DType::F32)
{
    const int64_t dim = config.dim, ffn = config.ffnDim;
    const int64_t qkvDim = config.qDim() + int64_t{2} * config.kvDim();
    for (int i = 0; i < 2 * config.layers + 1; ++i)
        stream_.emplace_back(std::vector<int64_t>{rows, dim});
    for (int l = 0; l < config.layers; ++l)
        layers_.push_back({Tensor({rows, dim}, type_), Tensor({rows}), Tensor({rows, qkvDim}, type_),
                           Tensor({rows, config.heads}), Tensor({rows, config.qDim()}, type_),
                           Tensor({rows, dim}, type_), Tensor({rows}), Tensor({rows, 2 * ffn}, type_),
                           Tensor({rows, ffn}, type_)});
    delta_ = Tensor({rows, dim}, type_);
    gradient_ = Tensor({rows, dim});
    gradientHalf_ = Tensor({rows, dim}, type_);
    dNormed_ = Tensor({rows, dim}, type_);
    dWide_ = Tensor({rows, 2 * ffn}, type_);
    dActivated_ = Tensor({rows, ffn}, type_);
    dQkv_ = Tensor({rows, qkvDim}, type_);
    dAttnOut_ = Tensor({rows, config.qDim()}, type_);
    const int64_t chosenRows = (rows + headChunk - 1) / headChunk * headChunk;
    chosen_ = Tensor({chosenRows, dim});
    chosenNormed_ = Tensor({chosenRows, dim}, type_);
    chosenRstd_ = Tensor({chosenRows});
    dChosen_ = Tensor({chosenRows, dim});
    dChosenNormed_ = Tensor({headChunk, dim}, type_);
    logits_ = Tensor({headChunk, config.vocabSize});
    dLogits_ = type_ == DType::BF16 ? Tensor({headChunk, config.vocabSize}, type_) : logits_;
}

ConstMat TrainingDecoder::weight(int64_t offset) const
{
    return {static_cast<const char *>(weights_) + offset * dtypeSize(type_), type_};
}

Batch TrainingDecoder::prepare(Batch batch) const
{
    const auto size = batch.tokens.size();
    if (batch.positions.size() != size || batch.targets.size() != size)
        throw Error("training batch: " + std::to_string(size) + " tokens, " +
                    std::to_string(batch.positions.size()) + " positions, " +
                    std::to_string(batch.targets.size()) + " targets; all must be equal");
    if (static_cast<int64_t>(size) > rows_)
        throw Error("training batch: " + std::to_string(size) + " rows do not fit in batchTokens " +
                    std::to_string(rows_));
    validateSegments(batch.segments, static_cast<int64_t>(size));
    for (std::size_t i = 0; i < size; ++i) {
        if (batch.tokens[i] < 0 || batch.tokens[i] >= config_.vocabSize ||
            batch.targets[i] >= config_.vocabSize)
            throw Error("training batch: token " + std::to_string(batch.tokens[i]) + " or target " +
                        std::to_string(batch.targets[i]) + " in row " + std::to_string(i) +
                        " is outside the vocabulary of " + std::to_string(config_.vocabSize));
        if (batch.positions[i] < 0 || batch.positions[i] >= config_.contextLength)
            throw Error("training batch: position " + std::to_string(batch.positions[i]) + " in row " +
                        std::to_string(i) + " is outside the context of " +
                        std::to_string(config_.contextLength));
    }
    const auto rows = static_cast<std::size_t>(rows_);
    batch.tokens.resize(rows, 0);
    batch.positions.resize(rows, 0);
    batch.targets.resize(rows, -1);
    return batch;
}

double TrainingDecoder::run(const Batch &batch, const void *weights, const float *norms, float *gradients,
                            float smoothing)
{
    weights_ = weights;
    norms_ = norms;
    forward(batch);
    const double loss = head(batch, gradients, smoothing);
    if (gradients)
        backward(batch, gradients);
    return loss;
}

void TrainingDecoder::forward(const Batch &batch)
{
    Backend &ops = *backend_;
    const int64_t m = rows_, dim = config_.dim, ffn = config_.ffnDim, qDim = config_.qDim();
    const int64_t qkvDim = qDim + int64_t{2} * config_.kvDim();
    const AttentionShape shape = {config_.heads, config_.kvHeads, config_.headDim};
    ops.embedding(stream_[0], weight(layout_.embedding()), batch.tokens.data(), m, config_.vocabSize, dim);
    for (int l = 0; l < config_.layers; ++l) {
        Layer &layer = layers_[static_cast<std::size_t>(l)];
        const LayerOffsets &at = layout_.layer(l);
        Tensor &before = stream_[static_cast<std::size_t>(2 * l)];
        Tensor &middle = stream_[static_cast<std::size_t>(2 * l + 1)];
        Tensor &after = stream_[static_cast<std::size_t>(2 * l + 2)];
        if (l == 0)
            ops.rmsNorm(layer.attnIn, layer.attnRstd.f32(), before, norms_ + at.attnNorm, m, dim,
                        config_.normEpsilon);
        ops.linear(layer.qkv, layer.attnIn, weight(at.qkv), m, qkvDim, dim);
        ops.rope({layer.qkv.raw(), type_, qkvDim}, batch.positions.data(), m, config_.heads + config_.kvHeads,
                 config_.headDim, config_.ropeTheta);
        ops.attention(layer.attnOut, layer.logSumExp.f32(), layer.qkv, batch.segments, m, shape);
        ops.linear(delta_, layer.attnOut, weight(at.attnOutput), m, dim, qDim);
        ops.addRmsNorm(layer.ffnIn, layer.ffnRstd.f32(), middle.f32(), before.f32(), delta_,
                       norms_ + at.ffnNorm, m, dim, config_.normEpsilon);
        ops.linear(layer.gateUp, layer.ffnIn, weight(at.gateUp), m, 2 * ffn, dim);
        ops.swiglu(layer.activated, layer.gateUp, m, ffn);
        ops.linear(delta_, layer.activated, weight(at.down), m, dim, ffn);
        if (l + 1 < config_.layers) {
            Layer &next = layers_[static_cast<std::size_t>(l + 1)];
            ops.addRmsNorm(next.attnIn, next.attnRstd.f32(), after.f32(), middle.f32(), delta_,
                           norms_ + layout_.layer(l + 1).attnNorm, m, dim, config_.normEpsilon);
        } else {
            std::memcpy(after.raw(), middle.raw(), static_cast<std::size_t>(middle.byteSize()));
            ops.add(after.f32(), delta_, m, dim);
        }
    }
}

// Final norm, logits and cross entropy only for rows that have a target; the last chunk is filled up
// with copies of row 0 whose target is -1.
double TrainingDecoder::head(const Batch &batch, float *gradients, float smoothing)
{
    Backend &ops = *backend_;
    const int64_t dim = config_.dim, vocab = config_.vocabSize;
    std::vector<int32_t> rows, targets;
    for (std::size_t i = 0; i < batch.targets.size(); ++i)
        if (batch.targets[i] >= 0) {
            rows.push_back(static_cast<int32_t>(i));
            targets.push_back(batch.targets[i]);
        }
    const auto count = static_cast<int64_t>(rows.size());
    const int64_t whole = (count + headChunk - 1) / headChunk * headChunk;
    rows.resize(static_cast<std::size_t>(whole), 0);
    targets.resize(static_cast<std::size_t>(whole), -1);

    ops.gatherRows(chosen_, stream_.back(), rows.data(), whole, dim);
    ops.rmsNorm(chosenNormed_, chosenRstd_.f32(), chosen_, norms_ + layout_.outputNorm(), whole, dim,
                config_.normEpsilon);
    double loss = 0;
    for (int64_t begin = 0; begin < whole; begin += headChunk) {
        Tensor normed = chosenNormed_.rows(begin, headChunk);
        ops.linear(logits_, normed, weight(layout_.output()), headChunk, vocab, dim);
        loss +=
            ops.crossEntropy(dLogits_, logits_.f32(), targets.data() + begin, headChunk, vocab, smoothing);
        if (!gradients)
            continue;
        ops.linearBackwardWeight(Mat(gradients + layout_.output()), dLogits_, normed, headChunk, vocab, dim,
                                 true);
        ops.linearBackwardInput(dChosenNormed_, dLogits_, weight(layout_.output()), headChunk, vocab, dim);
        ops.rmsNormBackward(dChosen_.f32() + begin * dim, Mat(), gradients + layout_.outputNorm(),
                            dChosenNormed_, chosen_.f32() + begin * dim, chosenRstd_.f32() + begin,
                            norms_ + layout_.outputNorm(), headChunk, dim, false);
    }
    if (gradients) {
        std::memset(gradient_.raw(), 0, static_cast<std::size_t>(gradient_.byteSize()));
        ops.embeddingBackward(gradient_.f32(), dChosen_.f32(), rows.data(), count, rows_, dim);
        ops.convert(gradientHalf_, gradient_, rows_, dim);
    }
    return loss;
}

void TrainingDecoder::backward(const Batch &batch, float *gradients)
{
    Backend &ops = *backend_;
    const int64_t m = rows_, dim = config_.dim, ffn = config_.ffnDim, qDim = config_.qDim();
    const int64_t qkvDim = qDim + int64_t{2} * config_.kvDim();
    const AttentionShape shape = {config_.heads, config_.kvHeads, config_.headDim};
    const auto grad = [&](int64_t offset) { return Mat(gradients + offset); };
    for (int l = config_.layers - 1; l >= 0; --l) {
        Layer &layer = layers_[static_cast<std::size_t>(l)];
        const LayerOffsets &at = layout_.layer(l);
        const Tensor &before = stream_[static_cast<std::size_t>(2 * l)];
        const Tensor &middle = stream_[static_cast<std::size_t>(2 * l + 1)];

        ops.linearBackwardWeight(grad(at.down), gradientHalf_, layer.activated, m, dim, ffn, true);
        ops.linearBackwardInput(dActivated_, gradientHalf_, weight(at.down), m, dim, ffn);
        ops.swigluBackward(dWide_, dActivated_, layer.gateUp, m, ffn);
        ops.linearBackwardWeight(grad(at.gateUp), dWide_, layer.ffnIn, m, 2 * ffn, dim, true);
        ops.linearBackwardInput(dNormed_, dWide_, weight(at.gateUp), m, 2 * ffn, dim);
        ops.rmsNormBackward(gradient_.f32(), gradientHalf_, gradients + at.ffnNorm, dNormed_, middle.f32(),
                            layer.ffnRstd.f32(), norms_ + at.ffnNorm, m, dim, true);

        ops.linearBackwardWeight(grad(at.attnOutput), gradientHalf_, layer.attnOut, m, dim, qDim, true);
        ops.linearBackwardInput(dAttnOut_, gradientHalf_, weight(at.attnOutput), m, dim, qDim);
        ops.attentionBackward(dQkv_, dAttnOut_, layer.attnOut, layer.logSumExp.f32(), layer.qkv,
                              batch.segments, m, shape);
        ops.rope({dQkv_.raw(), type_, qkvDim}, batch.positions.data(), m, config_.heads + config_.kvHeads,
                 config_.headDim, config_.ropeTheta, true);
        ops.linearBackwardWeight(grad(at.qkv), dQkv_, layer.attnIn, m, qkvDim, dim, true);
        ops.linearBackwardInput(dNormed_, dQkv_, weight(at.qkv), m, qkvDim, dim);
        ops.rmsNormBackward(gradient_.f32(), gradientHalf_, gradients + at.attnNorm, dNormed_, before.f32(),
                            layer.attnRstd.f32(), norms_ + at.attnNorm, m, dim, true);
    }
    ops.embeddingBackward(gradients + layout_.embedding(), gradient_.f32(), batch.tokens.data(), m,
                          config_.vocabSize, dim);
}

} // namespace mureum::engine
