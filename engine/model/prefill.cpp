#include "engine/model/prefill.h"

#include "engine/core/threads.h"

#include <algorithm>

namespace mureum::engine {

namespace {

/// More chunks even out threads that are held up; fewer make better matrix products.
constexpr int chunksPerThread = 2;

/// Makes the ops of the calling thread run on it alone, and gives the process its threads back.
class SingleThread
{
public:
    SingleThread() : before_(threadCount()) { setThreadCount(1); }
    ~SingleThread() { setThreadCount(before_); }
    SingleThread(const SingleThread &) = delete;
    SingleThread &operator=(const SingleThread &) = delete;

private:
    int before_;
};

} // namespace

Prefill::Prefill(const ModelConfig &config, std::shared_ptr<Backend> backend, DType dtype)
    : config_(config), backend_(std::move(backend)), dtype_(dtype), residual_({rows, config.dim}),
      delta_({rows, config.dim}), normed_({rows, config.dim}, dtype),
      qkv_({rows, config.qDim() + std::int64_t{2} * config.kvDim()}),
      attention_({rows, config.qDim()}, dtype), gated_({rows, config.ffnDim}, dtype), tokens_(rows),
      positions_(rows)
{
}

bool Prefill::run(const DecoderWeights &weights, KvPrefix &prefix, std::span<const int> tokens,
                  std::stop_token stop)
{
    weights_ = &weights;
    const int threads = threadCount();
    if (!team_ || team_->threads() != threads) {
        team_ = std::make_unique<ChunkTeam>(threads);
        gates_.assign(static_cast<std::size_t>(chunks(static_cast<int>(Phase::GateUp))), {});
    }
    begin_ = prefix.length();
    prefix.reserve(begin_ + rows);
    prefix_ = &prefix;
    stop_ = std::move(stop);
    failed_ = false;
    failure_ = nullptr;
    // Rows behind the end of the prompt see it, but nothing ever sees them.
    std::fill(tokens_.begin(), tokens_.end(), 0);
    std::copy(tokens.begin(), tokens.end(), tokens_.begin());
    for (int i = 0; i < rows; ++i)
        positions_[static_cast<std::size_t>(i)] = begin_ + i;

    // Of the last layer only the keys and values are wanted.
    const int phases = phasesPerLayer * (config_.layers - 1) + static_cast<int>(Phase::Attend);
    if (threads > 1) {
        const SingleThread single;
        team_->run(*this, phases);
    } else {
        team_->run(*this, phases);
    }
    if (failure_)
        std::rethrow_exception(failure_);
    if (stop_.stop_requested())
        return false;
    prefix.setLength(begin_ + static_cast<int>(tokens.size()));
    return true;
}

int Prefill::chunks(int phase) const
{
    if (team_->threads() == 1)
        return 1;
    const int wanted = chunksPerThread * team_->threads();
    switch (static_cast<Phase>(phase % phasesPerLayer)) {
    case Phase::Norm:
    case Phase::FfnNorm:
        return std::min(wanted, rows);
    case Phase::Project:
        return std::min(wanted, config_.heads + 2 * config_.kvHeads);
    case Phase::Attend:
        return std::min(wanted, config_.kvHeads);
    case Phase::Output:
    case Phase::Down:
        return std::min(wanted, config_.dim);
    case Phase::GateUp:
        return std::min(wanted, config_.ffnDim);
    }
    return 1;
}

void Prefill::run(int phase, int chunk, int, bool)
{
    if (failed_ || stop_.stop_requested())
        return;
    try {
        runPhase(static_cast<Phase>(phase % phasesPerLayer), phase / phasesPerLayer, chunk, chunks(phase));
    } catch (...) {
        const std::lock_guard lock(failureMutex_);
        failure_ = std::current_exception();
        failed_ = true;
    }
}

void Prefill::runPhase(Phase phase, int layer, int chunk, int chunkCount)
{
    const auto share = [&](std::int64_t count) {
        const std::int64_t begin = count * chunk / chunkCount;
        return Range{begin, count * (chunk + 1) / chunkCount - begin};
    };
    const DecoderWeights::Layer &weights = weights_->layers[static_cast<std::size_t>(layer)];
    switch (phase) {
    case Phase::Norm:
        norm(layer, share(rows));
        break;
    case Phase::Project:
        project(layer, share(config_.heads + std::int64_t{2} * config_.kvHeads));
        break;
    case Phase::Attend:
        attend(layer, share(config_.kvHeads));
        break;
    case Phase::Output:
        addTo(attention_.raw(), weights.attentionOutput, share(config_.dim));
        break;
    case Phase::FfnNorm: {
        const Range range = share(rows);
        const std::int64_t at = range.begin * config_.dim;
        backend_->addRmsNorm(Mat(normed_.rows(range.begin, range.count).raw(), dtype_), nullptr,
                             residual_.f32() + at, residual_.f32() + at, delta_.f32() + at,
                             weights.ffnNorm.f32(), range.count, config_.dim, config_.normEpsilon);
        break;
    }
    case Phase::GateUp:
        gateUp(layer, share(config_.ffnDim), gates_[static_cast<std::size_t>(chunk)]);
        break;
    case Phase::Down:
        addTo(gated_.raw(), weights.down, share(config_.dim));
        break;
    }
}

void Prefill::norm(int layer, Range range)
{
    const float *weight = weights_->layers[static_cast<std::size_t>(layer)].attentionNorm.f32();
    const Mat out(normed_.rows(range.begin, range.count).raw(), dtype_);
    const std::int64_t at = range.begin * config_.dim;
    if (layer == 0) {
        embedding(*backend_, residual_.f32() + at, weights_->embedding, tokens_.data() + range.begin,
                  range.count);
        backend_->rmsNorm(out, nullptr, residual_.f32() + at, weight, range.count, config_.dim,
                          config_.normEpsilon);
    } else {
        backend_->addRmsNorm(out, nullptr, residual_.f32() + at, residual_.f32() + at, delta_.f32() + at,
                             weight, range.count, config_.dim, config_.normEpsilon);
    }
}

void Prefill::project(int layer, Range heads)
{
    const std::int64_t hd = config_.headDim, width = qkv_.dim(1);
    // Nothing reads the queries of the last layer.
    if (layer + 1 == config_.layers) {
        const std::int64_t begin = std::max<std::int64_t>(heads.begin, config_.heads);
        heads = {begin, heads.begin + heads.count - begin};
        if (heads.count <= 0)
            return;
    }
    float *out = qkv_.f32() + heads.begin * hd;
    linear(*backend_, {out, width}, normed_, weights_->layers[static_cast<std::size_t>(layer)].qkv,
           heads.begin * hd, heads.count * hd, rows);
    const std::int64_t end = heads.begin + heads.count;
    const std::int64_t rotated = std::min<std::int64_t>(end, config_.heads + config_.kvHeads) - heads.begin;
    if (rotated > 0)
        backend_->rope({out, width}, positions_.data(), rows, static_cast<int>(rotated), config_.headDim,
                       config_.ropeTheta);
    const std::int64_t kept = std::max<std::int64_t>(heads.begin, config_.heads);
    if (kept < end) {
        const KvLayout &layout = prefix_->layout();
        const std::int64_t offset = (kept - config_.heads) * layout.headElements();
        char *cache = static_cast<char *>(prefix_->row(layer, begin_)) + offset * dtypeSize(layout.dtype);
        backend_->storeHeads(cache, layout.dtype, layout.rowElements(), layout.headElements(),
                             {qkv_.f32() + kept * hd, width}, rows, static_cast<int>(end - kept),
                             config_.headDim);
    }
}

void Prefill::attend(int layer, Range kvHeads)
{
    // The heads of one share are an attention of their own.
    const int group = config_.heads / config_.kvHeads;
    const std::int64_t hd = config_.headDim, query = kvHeads.begin * group * hd;
    CachedSpan span;
    span.rows = rows;
    span.chunks.push_back(prefix_->chunk(layer, begin_ + rows));
    const KvLayout &layout = prefix_->layout();
    const std::int64_t bytes = kvHeads.begin * layout.headElements() * dtypeSize(layout.dtype);
    KvChunk &chunk = span.chunks.front();
    chunk.keys = static_cast<const char *>(chunk.keys) + bytes;
    chunk.values = static_cast<const char *>(chunk.values) + bytes;
    const int count = static_cast<int>(kvHeads.count);
    char *out = static_cast<char *>(attention_.raw()) + query * dtypeSize(dtype_);
    backend_->cachedAttention({out, dtype_, config_.qDim()}, {qkv_.f32() + query, qkv_.dim(1)}, {&span, 1},
                              {count * group, count, config_.headDim});
}

void Prefill::addTo(const void *x, const LinearWeight &w, Range range)
{
    linear(*backend_, {delta_.f32() + range.begin, config_.dim}, {x, dtype_}, w, range.begin, range.count,
           rows);
}

void Prefill::gateUp(int layer, Range range, Tensor &gates)
{
    const LinearWeight &w = weights_->layers[static_cast<std::size_t>(layer)].gateUp;
    const std::int64_t stride = 2 * range.count;
    if (gates.empty())
        gates = Tensor({rows, stride}, dtype_);
    char *up = static_cast<char *>(gates.raw()) + range.count * dtypeSize(dtype_);
    linear(*backend_, {gates.raw(), dtype_, stride}, normed_, w, range.begin, range.count, rows);
    linear(*backend_, {up, dtype_, stride}, normed_, w, config_.ffnDim + range.begin, range.count, rows);
    char *out = static_cast<char *>(gated_.raw()) + range.begin * dtypeSize(dtype_);
    backend_->swiglu({out, dtype_, config_.ffnDim}, {gates.raw(), dtype_, stride}, rows, range.count);
}

} // namespace mureum::engine
