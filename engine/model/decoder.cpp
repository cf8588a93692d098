#include "engine/model/decoder.h"

#include "engine/core/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

DecodeProduct fusedProduct(const LinearWeight &weight)
{
    return {weight.dense.empty() ? nullptr : weight.dense.raw(), weight.parts};
}

} // namespace

Decoder::Decoder(std::shared_ptr<const Model> model, std::shared_ptr<Backend> backend,
                 std::optional<DType> dtype, bool int8Cache)
    : model_(std::move(model)), backend_(std::move(backend)),
      dtype_(dtype.value_or(backend_->fastBf16() ? DType::BF16 : DType::F32)),
      weights_(makeDecoderWeights(*model_, dtype_)), layout_{model_->config.layers, model_->config.kvHeads,
                                                             model_->config.headDim,
                                                             int8Cache ? DType::I8 : dtype_},
      shape_{model_->config.heads, model_->config.kvHeads, model_->config.headDim},
      prefill_(model_->config, backend_, dtype_)
{
    fuse();
}

DecodeModel Decoder::fusedModel() const
{
    const ModelConfig &c = config();
    DecodeModel fused{c.vocabSize,
                      c.dim,
                      c.ffnDim,
                      shape_,
                      c.ropeTheta,
                      c.normEpsilon,
                      dtype_,
                      layout_.dtype,
                      fusedProduct(weights().embedding),
                      weights().outputNorm.f32(),
                      fusedProduct(weights().head),
                      {}};
    for (const DecoderWeights::Layer &layer : weights().layers)
        fused.layers.push_back({layer.attentionNorm.f32(), fusedProduct(layer.qkv),
                                fusedProduct(layer.attentionOutput), layer.ffnNorm.f32(),
                                fusedProduct(layer.gateUp), fusedProduct(layer.down)});
    return fused;
}

/// Makes the fused step one of the current weights.
void Decoder::fuse()
{
    const bool parts = weights().head.dense.empty();
    if (!weights().plain()) {
        fused_ = nullptr;
    } else if (fused_ && parts == fusedParts_) {
        fused_->rebind(fusedModel());
    } else {
        fused_ = makeDecodeStep(*backend_, fusedModel());
        fusedParts_ = parts;
    }
}

AdapterId Decoder::addAdapter(const Adapter &adapter, std::optional<bool> beside)
{
    const bool quantized = weights_.head.dense.empty();
    const bool small = model_->parameters() * dtypeSize(dtype_) <= smallModelBytes;
    const bool asFloats = quantized && !beside.value_or(!small);
    if (asFloats && !floats_)
        floats_ = makeDecoderWeights(dequantized(*model_), dtype_);
    adapted_.emplace(lastId_ + 1,
                     adaptDecoderWeights(asFloats ? *floats_ : weights_, *model_, adapter, dtype_));
    return ++lastId_;
}

void Decoder::removeAdapter(AdapterId id)
{
    if (id == current_)
        useAdapter(0);
    adapted_.erase(id);
}

void Decoder::useAdapter(AdapterId id)
{
    if (id == current_)
        return;
    if (id != 0 && !adapted_.contains(id))
        throw Error(fmt::format("adapter {} is not loaded; add it first", id));
    current_ = id;
    fuse();
}

void Decoder::checkTokens(std::span<const int> tokens, int position) const
{
    if (position + static_cast<std::int64_t>(tokens.size()) > config().contextLength)
        throw Error(fmt::format("{} tokens do not fit the model's context of {}; shorten the prompt",
                                position + static_cast<std::int64_t>(tokens.size()), config().contextLength));
    for (const int token : tokens)
        if (token < 0 || token >= config().vocabSize)
            throw Error(
                fmt::format("token {} is outside the model's vocabulary of {}", token, config().vocabSize));
}

void Decoder::reserveRows()
{
    if (!residual_.empty())
        return;
    const ModelConfig &c = config();
    constexpr std::int64_t rows = decodeRows;
    residual_ = Tensor({rows, c.dim});
    delta_ = Tensor({rows, c.dim});
    normed_ = Tensor({rows, c.dim});
    qkv_ = Tensor({rows, c.qDim() + std::int64_t{2} * c.kvDim()});
    attention_ = Tensor({rows, c.qDim()});
    gateUp_ = Tensor({rows, std::int64_t{2} * c.ffnDim});
    gated_ = Tensor({rows, c.ffnDim});
}

/// normed -> rotated q | k | v.
void Decoder::project(const DecoderWeights::Layer &layer, int rows)
{
    const ModelConfig &c = config();
    const std::int64_t width = c.qDim() + std::int64_t{2} * c.kvDim();
    linear(*backend_, qkv_, normed_, layer.qkv, 0, width, rows);
    // q and k lie side by side and are rotated alike.
    backend_->rope({qkv_.f32(), width}, positions_.data(), rows, c.heads + c.kvHeads, c.headDim, c.ropeTheta);
}

/// attention -> residual, then the feed-forward block into delta.
void Decoder::feedForward(const DecoderWeights::Layer &layer, int rows)
{
    const ModelConfig &c = config();
    linear(*backend_, delta_, attention_, layer.attentionOutput, 0, c.dim, rows);
    backend_->addRmsNorm(normed_, nullptr, residual_.f32(), residual_.f32(), delta_, layer.ffnNorm.f32(),
                         rows, c.dim, c.normEpsilon);
    linear(*backend_, gateUp_, normed_, layer.gateUp, 0, std::int64_t{2} * c.ffnDim, rows);
    backend_->swiglu(gated_, gateUp_, rows, c.ffnDim);
    linear(*backend_, delta_, gated_, layer.down, 0, c.dim, rows);
}

void Decoder::head(const float *hidden, int rows, float *logits)
{
    linear(*backend_, logits, hidden, weights().head, 0, config().vocabSize, rows);
}

bool Decoder::prefill(KvPrefix &prefix, std::span<const int> tokens, std::stop_token stop)
{
    checkTokens(tokens, 0);
    const int total = static_cast<int>(tokens.size());
    if (prefix.length() % prefillRows != 0 || prefix.length() > total)
        throw Error(
            fmt::format("prefill: a prefix of {} tokens cannot be continued to {}", prefix.length(), total));
    prefix.reserve((total + prefillRows - 1) / prefillRows * prefillRows);
    while (prefix.length() < total) {
        const int begin = prefix.length();
        const auto piece = tokens.subspan(static_cast<std::size_t>(begin));
        if (!prefill_.run(weights(), prefix, piece.first(std::min(piece.size(), std::size_t{prefillRows})),
                          stop))
            return false;
    }
    return true;
}

void Decoder::decode(const KvPrefix &prefix, std::span<const DecodeInput> inputs, std::span<float> logits)
{
    std::size_t rows = 0;
    for (const DecodeInput &input : inputs) {
        checkTokens(input.tokens, prefix.length() + input.branch->length());
        if (input.tokens.empty() || input.tokens.size() > decodeRows)
            throw Error(fmt::format("decode: {} tokens at once; 1 to {} are possible", input.tokens.size(),
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
        const auto group = inputs.subspan(begin, end - begin);
        fused_ ? decodeFused(prefix, group, out) : decodeGroup(prefix, group, out);
        out += taken * static_cast<std::size_t>(config().vocabSize);
        begin = end;
    }
}

void Decoder::decodeFused(const KvPrefix &prefix, std::span<const DecodeInput> inputs, float *logits)
{
    fusedRows_.clear();
    fusedRuns_.resize(inputs.size());
    for (std::size_t s = 0; s < inputs.size(); ++s) {
        KvBranch &branch = *inputs[s].branch;
        int position = prefix.length() + branch.length();
        branch.extend(static_cast<int>(inputs[s].tokens.size()));
        fusedRuns_[s].clear();
        if (prefix.length() > 0)
            fusedRuns_[s].push_back(prefix.run());
        branch.runs(fusedRuns_[s]);
        for (const int token : inputs[s].tokens) {
            fusedRows_.push_back({token, position, static_cast<int>(s), position + 1});
            ++position;
        }
    }
    fused_->run(fusedRows_, fusedRuns_, logits);
}

void Decoder::decodeGroup(const KvPrefix &prefix, std::span<const DecodeInput> inputs, float *logits)
{
    const ModelConfig &c = config();
    reserveRows();
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
    embedding(*backend_, residual_, weights().embedding, tokens_.data(), rows);
    for (int i = 0; i < c.layers; ++i) {
        const DecoderWeights::Layer &layer = weights().layers[static_cast<std::size_t>(i)];
        if (i == 0)
            backend_->rmsNorm(normed_, nullptr, residual_, layer.attentionNorm.f32(), rows, c.dim,
                              c.normEpsilon);
        else
            backend_->addRmsNorm(normed_, nullptr, residual_.f32(), residual_.f32(), delta_,
                                 layer.attentionNorm.f32(), rows, c.dim, c.normEpsilon);
        project(layer, rows);
        for (std::size_t s = 0; s < inputs.size(); ++s) {
            KvBranch &branch = *inputs[s].branch;
            const int first = branch.length() - spans_[s].rows;
            for (int r = 0; r < spans_[s].rows; ++r)
                backend_->storeHeads(branch.row(i, first + r), layout_.dtype, layout_.rowElements(),
                                     layout_.headElements(),
                                     {qkv_.f32() + (spans_[s].firstRow + r) * width + c.qDim(), width}, 1,
                                     2 * c.kvHeads, c.headDim);
            spans_[s].chunks.clear();
            if (prefix.length() > 0)
                spans_[s].chunks.push_back(prefix.chunk(i, prefix.length()));
            branch.chunks(i, spans_[s].chunks);
        }
        backend_->cachedAttention(attention_, {qkv_.f32(), width}, spans_, shape_);
        feedForward(layer, rows);
    }
    backend_->addRmsNorm(normed_, nullptr, residual_.f32(), residual_.f32(), delta_,
                         weights().outputNorm.f32(), rows, c.dim, c.normEpsilon);
    head(normed_.f32(), rows, logits);
}

} // namespace mureum::engine
