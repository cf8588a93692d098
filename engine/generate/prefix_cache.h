#pragma once
#include "engine/model/kv_cache.h"

#include <cstdint>
#include <list>
#include <span>
#include <vector>

namespace mureum::engine {

/// Keys and values of the last prompts, so that a prompt that begins like one of them is not computed from
/// its beginning. Taken over are whole pieces of Decoder::prefillRows tokens: the result is then bit for bit
/// that of a computation from nothing.
class PrefixCache
{
public:
    struct Entry
    {
        KvPrefix kv;
        std::vector<int> tokens; ///< of the rows in `kv`
        int adapter = 0;         ///< they were computed with
    };

    /// Keeps at most `capacity` prompts, at least 1.
    PrefixCache(const KvLayout &layout, int capacity);

    /// An entry of this adapter whose rows are a beginning of `prompt`: continue it there, then call
    /// settle(). Takes the entry with the longest common beginning itself where most of it is shared, else a
    /// copy in place of the entry used least recently. Valid until the next call.
    Entry &prepare(std::span<const int> prompt, int adapter = 0);
    /// Notes that `entry` now holds the first entry.kv.length() tokens of `prompt`.
    void settle(Entry &entry, std::span<const int> prompt);
    void clear() { entries_.clear(); }

private:
    KvLayout layout_;
    std::size_t capacity_;
    std::list<Entry> entries_; ///< used last first
};

} // namespace mureum::engine
