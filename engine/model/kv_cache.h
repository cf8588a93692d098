#pragma once
#include "engine/backend/backend.h"
#include "engine/backend/decode_step.h"
#include "engine/core/tensor.h"

#include <cstdint>
#include <vector>

namespace mureum::engine {

/// What one token leaves in one layer: the rotated keys of its heads, then their values, [2 * kvHeads,
/// headElements].
struct KvLayout
{
    int layers = 0;
    int kvHeads = 0;
    int headDim = 0;
    DType dtype = DType::F32; ///< F32, BF16, or I8: every head is an f32 scale (absmax / 127) and int8 codes

    std::int64_t headElements() const { return headDim + (dtype == DType::I8 ? kvScaleBytes : 0); }
    std::int64_t rowElements() const { return std::int64_t{2} * kvHeads * headElements(); }
    std::int64_t rowBytes() const { return rowElements() * dtypeSize(dtype); }
    /// `length` rows beginning at `data` as attention reads them.
    KvChunk chunk(const void *data, int length) const;
};

/// Keys and values of a prompt: for every layer one run of rows, which grows.
class KvPrefix
{
public:
    explicit KvPrefix(const KvLayout &layout) : layout_(layout) {}

    const KvLayout &layout() const { return layout_; }
    int length() const { return length_; }
    /// Room for `tokens` rows; what is there stays.
    void reserve(int tokens);
    /// Throws Error where the room does not suffice.
    void setLength(int tokens);
    void *row(int layer, int token);
    const void *row(int layer, int token) const;
    KvChunk chunk(int layer, int tokens) const { return layout_.chunk(row(layer, 0), tokens); }
    /// All rows of all layers, for a fused decode step (which does not write here).
    KvRun run() const;

    /// A copy of the first `tokens` rows. Throws Error where there are fewer.
    KvPrefix copy(int tokens) const;

private:
    KvLayout layout_;
    int length_ = 0;
    int capacity_ = 0;
    Tensor data_; ///< [layers, capacity, rowElements]
};

/// Blocks of `blockTokens` rows per layer, shared by reference count.
class KvPool
{
public:
    static constexpr int blockTokens = 16;

    explicit KvPool(const KvLayout &layout) : layout_(layout) {}
    KvPool(const KvPool &) = delete;
    KvPool &operator=(const KvPool &) = delete;

    const KvLayout &layout() const { return layout_; }
    int acquire();
    void retain(int block) { ++references_[static_cast<std::size_t>(block)]; }
    void release(int block);
    bool shared(int block) const { return references_[static_cast<std::size_t>(block)] > 1; }
    /// A block of its own with the same rows, in exchange for a reference to `block`.
    int unshare(int block);
    void *rows(int block, int layer);

    /// Blocks in use, for tests and memory plans.
    int used() const { return static_cast<int>(blocks_.size() - free_.size()); }

private:
    KvLayout layout_;
    std::vector<Tensor> blocks_; ///< each [layers, blockTokens, rowElements]
    std::vector<int> references_;
    std::vector<int> free_;
};

/// What one sequence adds to the prompt. Copies share every block until one of them writes into it, so a
/// beam is copied in a few nanoseconds. The pool must outlive the branch.
class KvBranch
{
public:
    explicit KvBranch(KvPool &pool) : pool_(&pool) {}
    KvBranch(const KvBranch &other);
    KvBranch(KvBranch &&other) noexcept;
    KvBranch &operator=(KvBranch other) noexcept;
    ~KvBranch();

    int length() const { return length_; }
    /// Room of its own for `tokens` more rows; they count as present from now on.
    void extend(int tokens);
    void truncate(int tokens);
    void *row(int layer, int token);
    /// Appends this branch's chunks of one layer.
    void chunks(int layer, std::vector<KvChunk> &out) const;
    /// The same for all layers.
    void runs(std::vector<KvRun> &out) const;

private:
    KvPool *pool_;
    std::vector<int> blocks_;
    int length_ = 0;
};

} // namespace mureum::engine
