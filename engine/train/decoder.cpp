#include "engine/train/decoder.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cstring>

namespace mureum::engine {

TrainingDecoder::TrainingDecoder(std::shared_ptr<Backend> backend, const ModelConfig &config, int64_t rows,
                                 bool half, bool recompute)
    : backend_(std::move(backend)), config_(config), rows_(rows), headRows_(headRows(rows)),
      type_(half ? DType::BF16 : DType::F32), recompute_(recompute)
{
    const int64_t dim = config.dim, ffn = config.ffnDim;
    const int64_t qkvDim = config.qDim() + int64_t{2} * config.kvDim();
    for (int i = 0; i < config.layers + 1; ++i)
        stream_.emplace_back(std::vector<int64_t>{rows, dim});
    for (int l = 0; l < (recompute ? 1 : config.layers); ++l) {
        middle_.emplace_back(std::vector<int64_t>{rows, dim});
        layers_.push_back({Tensor({rows, dim}, type_), Tensor({rows}), Tensor({rows, qkvDim}, type_),
                           Tensor({rows, config.heads}), Tensor({rows, config.qDim()}, type_),
                           Tensor({rows, dim}, type_), Tensor({rows}), Tensor({rows, 2 * ffn}, type_),
                           Tensor({rows, ffn}, type_)});
    }
    delta_ = Tensor({rows, dim}, type_);
    gradient_ = Tensor({rows, dim});
    gradientHalf_ = Tensor({rows, dim}, type_);
    dNormed_ = Tensor({rows, dim}, type_);
    dWide_ = Tensor({rows, 2 * ffn}, type_);
    dActivated_ = Tensor({rows, ffn}, type_);
    dQkv_ = Tensor({rows, qkvDim}, type_);
    dAttnOut_ = Tensor({rows, config.qDim()}, type_);
    const int64_t chosenRows = (rows + headRows_ - 1) / headRows_ * headRows_;
    chosen_ = Tensor({chosenRows, dim});
    chosenNormed_ = Tensor({chosenRows, dim}, type_);
    chosenRstd_ = Tensor({chosenRows});
    dChosen_ = Tensor({chosenRows, dim});
    dChosenNormed_ = Tensor({headRows_, dim}, type_);
    logits_ = Tensor({headRows_, config.vocabSize});
    dLogits_ = type_ == DType::BF16 ? Tensor({headRows_, config.vocabSize}, type_) : logits_;
}

int64_t TrainingDecoder::bytes() const
{
    int64_t sum = 0;
    for (const auto *list : {&stream_, &middle_})
        for (const Tensor &tensor : *list)
            sum += tensor.byteSize();
    for (const Layer &layer : layers_)
        for (const Tensor *tensor :
             {&layer.attnIn, &layer.attnRstd, &layer.qkv, &layer.logSumExp, &layer.attnOut, &layer.ffnIn,
              &layer.ffnRstd, &layer.gateUp, &layer.activated})
            sum += tensor->byteSize();
    for (const Tensor *tensor :
         {&delta_, &gradient_, &gradientHalf_, &dNormed_, &dWide_, &dActivated_, &dQkv_, &dAttnOut_, &chosen_,
          &chosenNormed_, &chosenRstd_, &dChosen_, &dChosenNormed_, &logits_})
        sum += tensor->byteSize();
    return sum + (type_ == DType::BF16 ? dLogits_.byteSize() : 0);
}

int64_t TrainingDecoder::headRows(int64_t rows)
{
    constexpr int64_t most = 512, unit = 16;
    return std::min(most, (rows + unit - 1) / unit * unit);
}

int64_t TrainingDecoder::plannedBytes(const ModelConfig &config, int64_t rows, bool half, bool recompute)
{
    const int64_t size = half ? 2 : 4, dim = config.dim, ffn = config.ffnDim, q = config.qDim();
    const int64_t qkv = q + int64_t{2} * config.kvDim(), chunk = headRows(rows),
                  chosen = (rows + chunk - 1) / chunk * chunk;
    const int64_t layer = rows * (size * (2 * dim + qkv + q + 3 * ffn) + 4 * (dim + 2 + config.heads));
    const int64_t scratch = rows * (4 * dim + size * (3 * dim + 3 * ffn + qkv + q)) +
                            chosen * (4 * (2 * dim + 1) + size * dim) +
                            chunk * (size * dim + (half ? 6 : 4) * int64_t{config.vocabSize});
    return (config.layers + int64_t{1}) * rows * dim * 4 + (recompute ? 1 : config.layers) * layer + scratch;
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

/// normed -> attention's result, before its output product.
void TrainingDecoder::attention(int l, const Batch &batch, const Pass &pass)
{
    Layer &layer = kept(l);
    const int64_t qkvDim = config_.qDim() + int64_t{2} * config_.kvDim();
    backend_->linear(layer.qkv, layer.attnIn, pass.weights->product(l, Product::Qkv), rows_, qkvDim,
                     config_.dim);
    if (pass.adapter)
        pass.adapter->forward(l, Product::Qkv, layer.attnIn, layer.qkv);
    backend_->rope({layer.qkv.raw(), type_, qkvDim}, batch.positions.data(), rows_,
                   config_.heads + config_.kvHeads, config_.headDim, config_.ropeTheta);
    backend_->attention(layer.attnOut, layer.logSumExp.f32(), layer.qkv, batch.segments, rows_,
                        {config_.heads, config_.kvHeads, config_.headDim});
}

/// attention's result -> the middle of the residual stream -> the gated values, before the last product.
void TrainingDecoder::gates(int l, const Pass &pass)
{
    Layer &layer = kept(l);
    const int64_t dim = config_.dim, ffn = config_.ffnDim;
    backend_->linear(delta_, layer.attnOut, pass.weights->product(l, Product::AttnOutput), rows_, dim,
                     config_.qDim());
    if (pass.adapter)
        pass.adapter->forward(l, Product::AttnOutput, layer.attnOut, delta_);
    backend_->addRmsNorm(layer.ffnIn, layer.ffnRstd.f32(), middle(l).f32(), before(l).f32(), delta_,
                         pass.weights->ffnNorm(l), rows_, dim, config_.normEpsilon);
    backend_->linear(layer.gateUp, layer.ffnIn, pass.weights->product(l, Product::GateUp), rows_, 2 * ffn,
                     dim);
    if (pass.adapter)
        pass.adapter->forward(l, Product::GateUp, layer.ffnIn, layer.gateUp);
    backend_->swiglu(layer.activated, layer.gateUp, rows_, ffn);
}

void TrainingDecoder::forward(const Batch &batch, const Pass &pass)
{
    Backend &ops = *backend_;
    const int64_t dim = config_.dim;
    ops.embedding(stream_[0], pass.weights->embedding(), batch.tokens.data(), rows_, config_.vocabSize, dim);
    ops.rmsNorm(kept(0).attnIn, kept(0).attnRstd.f32(), before(0), pass.weights->attnNorm(0), rows_, dim,
                config_.normEpsilon);
    for (int l = 0; l < config_.layers; ++l) {
        attention(l, batch, pass);
        gates(l, pass);
        Layer &layer = kept(l);
        ops.linear(delta_, layer.activated, pass.weights->product(l, Product::Down), rows_, dim,
                   config_.ffnDim);
        if (pass.adapter)
            pass.adapter->forward(l, Product::Down, layer.activated, delta_);
        Tensor &after = before(l + 1);
        if (l + 1 < config_.layers) {
            Layer &next = kept(l + 1);
            ops.addRmsNorm(next.attnIn, next.attnRstd.f32(), after.f32(), middle(l).f32(), delta_,
                           pass.weights->attnNorm(l + 1), rows_, dim, config_.normEpsilon);
        } else {
            std::memcpy(after.raw(), middle(l).raw(), static_cast<std::size_t>(after.byteSize()));
            ops.add(after, delta_, rows_, dim);
        }
    }
}

/// What the backward of a layer needs and recompute_ did not keep.
void TrainingDecoder::computeAgain(int l, const Batch &batch, const Pass &pass)
{
    backend_->rmsNorm(kept(l).attnIn, kept(l).attnRstd.f32(), before(l), pass.weights->attnNorm(l), rows_,
                      config_.dim, config_.normEpsilon);
    attention(l, batch, pass);
    gates(l, pass);
    if (pass.adapter)
        pass.adapter->again(l, Product::Down, kept(l).activated);
}

// Final norm, logits and cross entropy only for rows that have a target; the last chunk is filled up
// with copies of row 0 whose target is -1.
double TrainingDecoder::head(const Batch &batch, const Pass &pass, const HeadOptions &options)
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
    const int64_t whole = (count + headRows_ - 1) / headRows_ * headRows_;
    rows.resize(static_cast<std::size_t>(whole), 0);
    targets.resize(static_cast<std::size_t>(whole), -1);
    std::vector<float> weights;
    if (options.weights) {
        weights.assign(options.weights, options.weights + count);
        weights.resize(static_cast<std::size_t>(whole), 0.0F);
    }
    std::vector<double> losses(static_cast<std::size_t>(whole));

    const float *norm = pass.weights->outputNorm();
    ops.gatherRows(chosen_, stream_.back(), rows.data(), whole, dim);
    ops.rmsNorm(chosenNormed_, chosenRstd_.f32(), chosen_, norm, whole, dim, config_.normEpsilon);
    double loss = 0;
    for (int64_t begin = 0; begin < whole; begin += headRows_) {
        const int chunk = static_cast<int>(begin / headRows_);
        Tensor normed = chosenNormed_.rows(begin, headRows_);
        ops.linear(logits_, normed, pass.weights->head(), headRows_, vocab, dim);
        if (pass.adapter)
            pass.adapter->forwardHead(chunk, normed, logits_);
        loss += ops.crossEntropy(dLogits_, logits_.f32(), targets.data() + begin, headRows_, vocab,
                                 options.smoothing, losses.data() + begin,
                                 weights.empty() ? nullptr : weights.data() + begin);
        if (!options.gradient)
            continue;
        if (pass.gradients)
            ops.linearBackwardWeight(Mat(pass.gradients + pass.layout->output()), dLogits_, normed, headRows_,
                                     vocab, dim, true);
        ops.linearBackwardInput(dChosenNormed_, dLogits_, pass.weights->head(), headRows_, vocab, dim);
        if (pass.adapter)
            pass.adapter->backwardHead(chunk, dLogits_, normed, dChosenNormed_);
        ops.rmsNormBackward(dChosen_.f32() + begin * dim, Mat(),
                            pass.gradients ? pass.gradients + pass.layout->outputNorm() : nullptr,
                            dChosenNormed_, chosen_.f32() + begin * dim, chosenRstd_.f32() + begin, norm,
                            headRows_, dim, false);
    }
    if (options.losses)
        std::copy_n(losses.begin(), count, options.losses);
    if (options.gradient) {
        std::memset(gradient_.raw(), 0, static_cast<std::size_t>(gradient_.byteSize()));
        ops.embeddingBackward(gradient_.f32(), dChosen_.f32(), rows.data(), count, rows_, dim);
        ops.convert(gradientHalf_, gradient_, rows_, dim);
    }
    return loss;
}

void TrainingDecoder::logits(const Pass &pass, std::span<const int32_t> rows, float *out)
{
    const int64_t vocab = config_.vocabSize;
    std::vector<int32_t> padded(rows.begin(), rows.end());
    for (std::size_t begin = 0; begin < rows.size(); begin += headRows_) {
        const std::size_t count = std::min(static_cast<std::size_t>(headRows_), rows.size() - begin);
        padded.assign(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                      rows.begin() + static_cast<std::ptrdiff_t>(begin + count));
        padded.resize(headRows_, 0);
        backend_->gatherRows(chosen_, stream_.back(), padded.data(), headRows_, config_.dim);
        Tensor normed = chosenNormed_.rows(0, headRows_);
        backend_->rmsNorm(normed, nullptr, chosen_, pass.weights->outputNorm(), headRows_, config_.dim,
                          config_.normEpsilon);
        backend_->linear(logits_, normed, pass.weights->head(), headRows_, vocab, config_.dim);
        if (pass.adapter)
            pass.adapter->forwardHead(static_cast<int>(begin) / static_cast<int>(headRows_), normed, logits_);
        std::memcpy(out + begin * static_cast<std::size_t>(vocab), logits_.raw(),
                    count * static_cast<std::size_t>(vocab) * sizeof(float));
    }
}

void TrainingDecoder::backward(const Batch &batch, const Pass &pass)
{
    Backend &ops = *backend_;
    const int64_t m = rows_, dim = config_.dim, ffn = config_.ffnDim, qDim = config_.qDim();
    const int64_t qkvDim = qDim + int64_t{2} * config_.kvDim();
    const AttentionShape shape = {config_.heads, config_.kvHeads, config_.headDim};
    const auto at = [&](int64_t offset) { return pass.gradients ? pass.gradients + offset : nullptr; };
    /// The way back through one product: weight gradients where they are wanted, then the input's.
    const auto through = [&](int l, Product which, int64_t offset, Mat dx, ConstMat dy, ConstMat x, int64_t n,
                             int64_t k) {
        if (pass.gradients)
            ops.linearBackwardWeight(Mat(at(offset)), dy, x, m, n, k, true);
        if (dx.data)
            ops.linearBackwardInput(dx, dy, pass.weights->product(l, which), m, n, k);
        if (pass.adapter)
            pass.adapter->backward(l, which, dy, x, dx);
    };
    for (int l = config_.layers - 1; l >= 0; --l) {
        if (recompute_ && l + 1 < config_.layers)
            computeAgain(l, batch, pass);
        Layer &layer = kept(l);
        const LayerOffsets offsets = pass.layout ? pass.layout->layer(l) : LayerOffsets{};
        through(l, Product::Down, offsets.down, dActivated_, gradientHalf_, layer.activated, dim, ffn);
        ops.swigluBackward(dWide_, dActivated_, layer.gateUp, m, ffn);
        through(l, Product::GateUp, offsets.gateUp, dNormed_, dWide_, layer.ffnIn, 2 * ffn, dim);
        ops.rmsNormBackward(gradient_.f32(), gradientHalf_, at(offsets.ffnNorm), dNormed_, middle(l).f32(),
                            layer.ffnRstd.f32(), pass.weights->ffnNorm(l), m, dim, true);

        through(l, Product::AttnOutput, offsets.attnOutput, dAttnOut_, gradientHalf_, layer.attnOut, dim,
                qDim);
        ops.attentionBackward(dQkv_, dAttnOut_, layer.attnOut, layer.logSumExp.f32(), layer.qkv,
                              batch.segments, m, shape);
        ops.rope({dQkv_.raw(), type_, qkvDim}, batch.positions.data(), m, config_.heads + config_.kvHeads,
                 config_.headDim, config_.ropeTheta, true);
        if (l == 0 && !pass.gradients) { // nothing below is trained
            through(l, Product::Qkv, offsets.qkv, Mat(), dQkv_, layer.attnIn, qkvDim, dim);
            break;
        }
        through(l, Product::Qkv, offsets.qkv, dNormed_, dQkv_, layer.attnIn, qkvDim, dim);
        ops.rmsNormBackward(gradient_.f32(), gradientHalf_, at(offsets.attnNorm), dNormed_, before(l).f32(),
                            layer.attnRstd.f32(), pass.weights->attnNorm(l), m, dim, true);
    }
    if (pass.gradients)
        ops.embeddingBackward(at(pass.layout->embedding()), gradient_.f32(), batch.tokens.data(), m,
                              config_.vocabSize, dim);
}

} // namespace mureum::engine
