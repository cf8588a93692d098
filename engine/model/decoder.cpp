#include "engine/model/decoder.h"

#include "engine/core/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

/// Decode rows handled together: more than this and the backend takes another product, whose sums would
/// depend on the size of the batch.
constexpr int decodeRows = 16;

} // namespace

Decoder::Decoder(std::shared_ptr<const Model> model, std::shared_ptr<Backend> backend,
                 std::optional<DType> dtype)
    : model_(std::move(model)), backend_(std::move(backend)),
      dtype_(dtype.value_or(backend_->fastBf16() ? DType::BF16 : DType::F32)),
      weights_(makeDecoderWeights(*model_, dtype_)), layout_{model_->config.layers, model_->config.kvHeads,
                                                             model_->config.headDim, dtype_},
      shape_{model_->config.heads, model_->config.kvHeads, model_->config.headDim}
{
}

void Decoder::checkTokens(std::span<const int> tokens, int position) const
{
    if (tokens.empty())
        throw Error("the model was given no tokens; give a prompt");
    if (position + static_cast<std::int64_t>(tokens.size()) > config().contextLength)
        throw Error(fmt::format("{} tokens do not fit the model's context of {}; shorten the prompt",
                                position + static_cast<std::int64_t>(tokens.size()), config().contextLength));
    for (const int token : tokens)
        if (token < 0 || token >= config().vocabSize)
            throw Error(
                fmt::format("token {} is outside the model's vocabulary of {}", token, config().vocabSize));
}

void Decoder::reserveRows(int rows)
{
    if (rows <= rows_)
        return;
    const ModelConfig &c = config();
    // F32 throughout: BF16 passes use the front half of the same memory.
    residual_ = Tensor({rows, c.dim});
    delta_ = Tensor({rows, c.dim});
    normed_ = Tensor({rows, c.dim});
    qkv_ = Tensor({rows, c.qDim() + std::int64_t{2} * c.kvDim()});
    attention_ = Tensor({rows, c.qDim()});
    gateUp_ = Tensor({rows, std::int64_t{2} * c.ffnDim});
    gated_ = Tensor({rows, c.ffnDim});
    rows_ = rows;
}

/// normed -> rotated q | k | v.
void Decoder::project(const DecoderWeights::Layer &layer, int rows, DType type)
{
    const ModelConfig &c = config();
    const std::int64_t width = c.qDim() + std::int64_t{2} * c.kvDim();
    backend_->linear(qkv_, {normed_.raw(), type}, layer.qkv, rows, width, c.dim);
    // q and k lie side by side and are rotated alike.
    backend_->rope({qkv_.f32(), width}, positions_.data(), rows, c.heads + c.kvHeads, c.headDim, c.ropeTheta);
}

/// attention -> residual, then the feed-forward block into delta.
void Decoder::feedForward(const DecoderWeights::Layer &layer, int rows, DType type)
{
    const ModelConfig &c = config();
    backend_->linear(delta_, {attention_.raw(), type}, layer.attentionOutput, rows, c.dim, c.qDim());
    backend_->addRmsNorm({normed_.raw(), type}, nullptr, residual_.f32(), residual_.f32(), delta_,
                         layer.ffnNorm.f32(), rows, c.dim, c.normEpsilon);
    backend_->linear({gateUp_.raw(), type}, {normed_.raw(), type}, layer.gateUp, rows,
                     std::int64_t{2} * c.ffnDim, c.dim);
    backend_->swiglu({gated_.raw(), type}, {gateUp_.raw(), type}, rows, c.ffnDim);
    backend_->linear(delta_, {gated_.raw(), type}, layer.down, rows, c.dim, c.ffnDim);
}

void Decoder::head(const float *hidden, int rows, float *logits)
{
    backend_->linear(logits, hidden, weights_.head, rows, config().vocabSize, config().dim);
}

bool Decoder::prefill(KvPrefix &prefix, std::span<const int> tokens, std::span<float> logits,
                      std::stop_token stop)
{
    checkTokens(tokens, 0);
    const int total = static_cast<int>(tokens.size());
    if (prefix.length() % prefillRows != 0 || prefix.length() >= total)
        throw Error(
            fmt::format("prefill: a prefix of {} tokens cannot be continued to {}", prefix.length(), total));
    if (logits.size() < static_cast<std::size_t>(config().vocabSize))
        throw Error("prefill: no room for the logits");
    reserveRows(prefillRows);
    prefix.reserve((total + prefillRows - 1) / prefillRows * prefillRows);
    while (prefix.length() < total) {
        const int begin = prefix.length();
        const int count = std::min(prefillRows, total - begin);
        const bool last = begin + count == total;
        if (!piece(prefix, tokens.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count)),
                   last, logits, stop))
            return false;
        prefix.setLength(begin + count);
    }
    return true;
}

bool Decoder::piece(KvPrefix &prefix, std::span<const int> tokens, bool last, std::span<float> logits,
                    const std::stop_token &stop)
{
    const ModelConfig &c = config();
    const DType type = dtype_;
    const int begin = prefix.length();
    const int count = static_cast<int>(tokens.size());
    // Always the same number of rows, so that a row's result never depends on the prompt's length. The rows
    // behind the end see the prompt but nothing sees them; their cache rows are overwritten later.
    constexpr int rows = prefillRows;
    tokens_.assign(rows, 0);
    std::copy(tokens.begin(), tokens.end(), tokens_.begin());
    positions_.resize(rows);
    for (int i = 0; i < rows; ++i)
        positions_[static_cast<std::size_t>(i)] = begin + i;

    const std::int64_t width = c.qDim() + std::int64_t{2} * c.kvDim();
    const Mat normed{normed_.raw(), type};
    backend_->embedding(residual_, weights_.embedding, tokens_.data(), rows, c.vocabSize, c.dim);
    for (int i = 0; i < c.layers; ++i) {
        if (stop.stop_requested())
            return false;
        const DecoderWeights::Layer &layer = weights_.layers[static_cast<std::size_t>(i)];
        if (i == 0)
            backend_->rmsNorm(normed, nullptr, residual_, layer.attentionNorm.f32(), rows, c.dim,
                              c.normEpsilon);
        else
            backend_->addRmsNorm(normed, nullptr, residual_.f32(), residual_.f32(), delta_,
                                 layer.attentionNorm.f32(), rows, c.dim, c.normEpsilon);
        project(layer, rows, type);
        backend_->convert({prefix.row(i, begin), layout_.dtype}, {qkv_.f32() + c.qDim(), width}, rows,
                          layout_.rowElements());
        const bool lastLayer = i + 1 == c.layers;
        if (lastLayer && !last)
            return true; // nothing reads what the last layer makes of these tokens
        spans_.resize(1);
        spans_[0].chunks.assign(1, prefix.chunk(i, begin + (lastLayer ? count : rows)));
        spans_[0].firstRow = lastLayer ? count - 1 : 0;
        spans_[0].rows = lastLayer ? 1 : rows;
        // The logits hang on one row of the last layer: it alone is carried on, as decode would.
        backend_->cachedAttention({attention_.raw(), lastLayer ? DType::F32 : type}, {qkv_.f32(), width},
                                  spans_, shape_);
        if (!lastLayer) {
            feedForward(layer, rows, type);
            continue;
        }
        const std::int64_t row = count - 1;
        std::copy_n(residual_.f32() + row * c.dim, c.dim, residual_.f32());
        std::copy_n(attention_.f32() + row * c.qDim(), c.qDim(), attention_.f32());
        feedForward(layer, 1, DType::F32);
    }
    backend_->addRmsNorm({normed_.raw(), DType::F32}, nullptr, residual_.f32(), residual_.f32(), delta_,
                         weights_.outputNorm.f32(), 1, c.dim, c.normEpsilon);
    head(normed_.f32(), 1, logits.data());
    return true;
}

void Decoder::decode(const KvPrefix &prefix, std::span<const DecodeInput> inputs, std::span<float> logits)
{
    std::size_t rows = 0;
    for (const DecodeInput &input : inputs) {
        checkTokens(input.tokens, prefix.length() + input.branch->length());
        if (input.tokens.size() > decodeRows)
            throw Error(fmt::format("decode: {} tokens at once, at most {} are possible", input.tokens.size(),
                                    decodeRows));
        rows += input.tokens.size();
    }
    if (logits.size() < rows * static_cast<std::size_t>(config().vocabSize))
        throw Error("decode: no room for the logits");
    float *out = logits.data();
    for (std::size_t begin = 0; begin < inputs.size();) {
        std::size_t end = begin, taken = 0;
        while (end < inputs.size() && taken + inputs[end].tokens.size() <= decodeRows)
            taken += inputs[end++].tokens.size();
        decodeGroup(prefix, inputs.subspan(begin, end - begin), out);
        out += taken * static_cast<std::size_t>(config().vocabSize);
        begin = end;
    }
}

void Decoder::decodeGroup(const KvPrefix &prefix, std::span<const DecodeInput> inputs, float *logits)
{
    const ModelConfig &c = config();
    reserveRows(decodeRows);
    tokens_.clear();
    positions_.clear();
    spans_.resize(inputs.size());
    for (std::size_t s = 0; s < inputs.size(); ++s) {
        const DecodeInput &input = inputs[s];
        spans_[s].firstRow = static_cast<int>(tokens_.size());
        spans_[s].rows = static_cast<int>(input.tokens.size());
        for (const int token : input.tokens) {
            positions_.push_back(prefix.length() + input.branch->length() + static_cast<int>(tokens_.size()) -
                                 spans_[s].firstRow);
            tokens_.push_back(token);
        }
        input.branch->extend(spans_[s].rows);
    }
    const int rows = static_cast<int>(tokens_.size());

    const std::int64_t width = c.qDim() + std::int64_t{2} * c.kvDim();
    backend_->embedding(residual_, weights_.embedding, tokens_.data(), rows, c.vocabSize, c.dim);
    for (int i = 0; i < c.layers; ++i) {
        const DecoderWeights::Layer &layer = weights_.layers[static_cast<std::size_t>(i)];
        if (i == 0)
            backend_->rmsNorm(normed_, nullptr, residual_, layer.attentionNorm.f32(), rows, c.dim,
                              c.normEpsilon);
        else
            backend_->addRmsNorm(normed_, nullptr, residual_.f32(), residual_.f32(), delta_,
                                 layer.attentionNorm.f32(), rows, c.dim, c.normEpsilon);
        project(layer, rows, DType::F32);
        for (std::size_t s = 0; s < inputs.size(); ++s) {
            KvBranch &branch = *inputs[s].branch;
            const int first = branch.length() - spans_[s].rows;
            for (int r = 0; r < spans_[s].rows; ++r)
                backend_->convert({branch.row(i, first + r), layout_.dtype},
                                  {qkv_.f32() + (spans_[s].firstRow + r) * width + c.qDim(), width}, 1,
                                  layout_.rowElements());
            spans_[s].chunks.clear();
            if (prefix.length() > 0)
                spans_[s].chunks.push_back(prefix.chunk(i, prefix.length()));
            branch.chunks(i, spans_[s].chunks);
        }
        backend_->cachedAttention(attention_, {qkv_.f32(), width}, spans_, shape_);
        feedForward(layer, rows, DType::F32);
    }
    backend_->addRmsNorm(normed_, nullptr, residual_.f32(), residual_.f32(), delta_,
                         weights_.outputNorm.f32(), rows, c.dim, c.normEpsilon);
    head(normed_.f32(), rows, logits);
}

} // namespace mureum::engine
