#pragma once
#include "engine/backend/backend.h"
#include "engine/backend/chunk_team.h"
#include "engine/model/decoder_weights.h"
#include "engine/model/kv_cache.h"

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <vector>

namespace mureum::engine {

/// Computes keys and values of a prompt, `rows` tokens at a time, always at multiples of `rows` and always
/// with that many rows: a row's result never depends on the length of the prompt or on where it was
/// continued. The ops of the backend run on shares of the columns, rows or heads, one thread each, so that
/// threads wait for one another only between phases, and never for one that was not given its core.
class Prefill : private ChunkJob
{
public:
    static constexpr int rows = 64;

    /// dtype: of the weights, F32 or BF16.
    Prefill(const ModelConfig &config, std::shared_ptr<Backend> backend, DType dtype);

    /// Writes the cache rows of `tokens` (1 .. rows of them, inside the vocabulary) behind prefix.length(), a
    /// multiple of `rows`, and adds them to its length. False where `stop` was requested: nothing is added
    /// then.
    bool run(const DecoderWeights &weights, KvPrefix &prefix, std::span<const int> tokens,
             std::stop_token stop);

private:
    enum class Phase { Norm, Project, Attend, Output, FfnNorm, GateUp, Down };
    static constexpr int phasesPerLayer = 7;

    struct Range
    {
        std::int64_t begin, count;
    };

    int chunks(int phase) const override;
    void run(int phase, int chunk, int thread, bool first) override;
    void runPhase(Phase phase, int layer, int chunk, int chunkCount);
    void norm(int layer, Range range);
    void project(int layer, Range heads);
    void attend(int layer, Range kvHeads);
    void gateUp(int layer, Range range, Tensor &gates);
    /// delta[:, range] = x w[range]^T
    void addTo(const void *x, const LinearWeight &w, Range range);

    const ModelConfig config_;
    std::shared_ptr<Backend> backend_;
    DType dtype_;
    std::unique_ptr<ChunkTeam> team_;

    // One piece's activations, [rows, ...]. All but residual_, delta_ and qkv_ are of the weights' dtype.
    Tensor residual_, delta_;   ///< [dim] F32
    Tensor normed_;             ///< [dim]
    Tensor qkv_;                ///< [qDim + 2 kvDim] F32
    Tensor attention_;          ///< [qDim]
    std::vector<Tensor> gates_; ///< per chunk [2 * its share of ffnDim]: gate | up
    Tensor gated_;              ///< [ffnDim]
    std::vector<std::int32_t> tokens_, positions_;

    // The running piece.
    const DecoderWeights *weights_ = nullptr;
    KvPrefix *prefix_ = nullptr;
    int begin_ = 0;
    std::stop_token stop_;
    std::mutex failureMutex_;
    std::exception_ptr failure_;
    std::atomic<bool> failed_{false};
};

} // namespace mureum::engine
