#include "engine/model/kv_cache.h"

#include "engine/core/error.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace mureum::engine {

KvChunk KvLayout::chunk(const void *data, int length) const
{
    const std::int64_t values = kvHeads * headElements() * dtypeSize(dtype);
    const char *keys = static_cast<const char *>(data) + (headElements() - headDim);
    return {keys, keys + values, dtype, length, rowElements(), headElements()};
}

void KvPrefix::reserve(int tokens)
{
    if (tokens <= capacity_)
        return;
    // Half as much again, so that a growing prompt is not copied at every step.
    const int wanted = std::max(tokens, capacity_ + capacity_ / 2);
    Tensor larger({layout_.layers, wanted, layout_.rowElements()}, layout_.dtype);
    const std::int64_t kept = length_ * layout_.rowBytes();
    for (int layer = 0; layer < layout_.layers && kept > 0; ++layer)
        std::memcpy(static_cast<char *>(larger.raw()) + layer * wanted * layout_.rowBytes(), row(layer, 0),
                    static_cast<std::size_t>(kept));
    data_ = std::move(larger);
    capacity_ = wanted;
}

void KvPrefix::setLength(int tokens)
{
    if (tokens < 0 || tokens > capacity_)
        throw Error(fmt::format("KV cache: length {} does not fit a capacity of {}", tokens, capacity_));
    length_ = tokens;
}

const void *KvPrefix::row(int layer, int token) const
{
    return static_cast<const char *>(data_.raw()) +
           (std::int64_t{layer} * capacity_ + token) * layout_.rowBytes();
}

void *KvPrefix::row(int layer, int token)
{
    return const_cast<void *>(std::as_const(*this).row(layer, token));
}

KvRun KvPrefix::run() const
{
    return {static_cast<char *>(const_cast<void *>(row(0, 0))), capacity_ * layout_.rowBytes(), length_};
}

KvPrefix KvPrefix::copy(int tokens) const
{
    if (tokens > length_)
        throw Error(fmt::format("KV cache: {} rows asked of {}", tokens, length_));
    KvPrefix other(layout_);
    if (tokens == 0)
        return other;
    other.reserve(tokens);
    other.setLength(tokens);
    for (int layer = 0; layer < layout_.layers; ++layer)
        std::memcpy(other.row(layer, 0), row(layer, 0),
                    static_cast<std::size_t>(tokens * layout_.rowBytes()));
    return other;
}

int KvPool::acquire()
{
    if (free_.empty()) {
        blocks_.emplace_back(std::vector<std::int64_t>{layout_.layers, blockTokens, layout_.rowElements()},
                             layout_.dtype);
        references_.push_back(0);
        free_.reserve(blocks_.size());
        free_.push_back(static_cast<int>(blocks_.size()) - 1);
    }
    const int block = free_.back();
    free_.pop_back();
    references_[static_cast<std::size_t>(block)] = 1;
    return block;
}

void KvPool::release(int block)
{
    if (--references_[static_cast<std::size_t>(block)] == 0)
        free_.push_back(block); // never allocates: acquire() reserved the room
}

int KvPool::unshare(int block)
{
    const int copy = acquire();
    const Tensor &from = blocks_[static_cast<std::size_t>(block)];
    std::memcpy(blocks_[static_cast<std::size_t>(copy)].raw(), from.raw(),
                static_cast<std::size_t>(from.byteSize()));
    release(block);
    return copy;
}

void *KvPool::rows(int block, int layer)
{
    return static_cast<char *>(blocks_[static_cast<std::size_t>(block)].raw()) +
           std::int64_t{layer} * blockTokens * layout_.rowBytes();
}

KvBranch::KvBranch(const KvBranch &other) : pool_(other.pool_), blocks_(other.blocks_), length_(other.length_)
{
    for (const int block : blocks_)
        pool_->retain(block);
}

KvBranch::KvBranch(KvBranch &&other) noexcept
    : pool_(other.pool_), blocks_(std::move(other.blocks_)), length_(std::exchange(other.length_, 0))
{
    other.blocks_.clear();
}

KvBranch &KvBranch::operator=(KvBranch other) noexcept
{
    std::swap(pool_, other.pool_);
    std::swap(blocks_, other.blocks_);
    std::swap(length_, other.length_);
    return *this;
}

KvBranch::~KvBranch()
{
    for (const int block : blocks_)
        pool_->release(block);
}

void KvBranch::extend(int tokens)
{
    constexpr int size = KvPool::blockTokens;
    if (tokens > 0 && length_ % size != 0 && pool_->shared(blocks_.back()))
        blocks_.back() = pool_->unshare(blocks_.back());
    length_ += tokens;
    while (static_cast<int>(blocks_.size()) * size < length_)
        blocks_.push_back(pool_->acquire());
}

void KvBranch::truncate(int tokens)
{
    constexpr int size = KvPool::blockTokens;
    length_ = std::min(length_, tokens);
    while (static_cast<int>(blocks_.size()) * size >= length_ + size) {
        pool_->release(blocks_.back());
        blocks_.pop_back();
    }
}

void *KvBranch::row(int layer, int token)
{
    constexpr int size = KvPool::blockTokens;
    return static_cast<char *>(pool_->rows(blocks_[static_cast<std::size_t>(token / size)], layer)) +
           token % size * pool_->layout().rowBytes();
}

void KvBranch::chunks(int layer, std::vector<KvChunk> &out) const
{
    constexpr int size = KvPool::blockTokens;
    for (std::size_t i = 0; i < blocks_.size(); ++i)
        out.push_back(pool_->layout().chunk(pool_->rows(blocks_[i], layer),
                                            std::min(size, length_ - static_cast<int>(i) * size)));
}

void KvBranch::runs(std::vector<KvRun> &out) const
{
    constexpr int size = KvPool::blockTokens;
    for (std::size_t i = 0; i < blocks_.size(); ++i)
        out.push_back({static_cast<char *>(pool_->rows(blocks_[i], 0)), size * pool_->layout().rowBytes(),
                       std::min(size, length_ - static_cast<int>(i) * size)});
}

} // namespace mureum::engine
