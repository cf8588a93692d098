#include "engine/generate/prefix_cache.h"

#include "engine/model/decoder.h"

#include <algorithm>

namespace mureum::engine {

PrefixCache::PrefixCache(const KvLayout &layout, int capacity)
    : layout_(layout), capacity_(static_cast<std::size_t>(std::max(1, capacity)))
{
}

PrefixCache::Entry &PrefixCache::prepare(std::span<const int> prompt, int adapter)
{
    auto best = entries_.end();
    int common = 0;
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
        if (entry->adapter != adapter)
            continue;
        const auto [mine, theirs] =
            std::mismatch(entry->tokens.begin(), entry->tokens.end(), prompt.begin(), prompt.end());
        const int length = static_cast<int>(mine - entry->tokens.begin());
        if (best == entries_.end() || length > common) {
            best = entry;
            common = length;
        }
    }
    const int usable = common / Decoder::prefillRows * Decoder::prefillRows;
    const bool mostlyShared = best != entries_.end() && 2 * usable >= best->kv.length();
    if (usable > 0 && mostlyShared) {
        best->kv.setLength(usable);
        best->tokens.resize(static_cast<std::size_t>(usable));
        entries_.splice(entries_.begin(), entries_, best);
        return entries_.front();
    }
    Entry fresh{usable > 0 ? best->kv.copy(usable) : KvPrefix(layout_), {}, adapter};
    fresh.tokens.assign(prompt.begin(), prompt.begin() + usable);
    while (entries_.size() >= capacity_)
        entries_.pop_back();
    entries_.push_front(std::move(fresh));
    return entries_.front();
}

void PrefixCache::settle(Entry &entry, std::span<const int> prompt)
{
    entry.tokens.assign(prompt.begin(), prompt.begin() + entry.kv.length());
}

} // namespace mureum::engine
