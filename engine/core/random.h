#pragma once

#include <cstdint>

namespace mureum::engine {

/// The finalizer of SplitMix64 (Steele, Lea, Flood): spreads any two neighbouring numbers apart.
constexpr uint64_t mixBits(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/// SplitMix64: the same numbers on every machine.
class SplitMix
{
public:
    explicit SplitMix(uint64_t seed) : state_(seed) {}

    uint64_t next() { return mixBits(state_ += 0x9e3779b97f4a7c15ULL); }
    /// In (0, 1].
    double uniform() { return (static_cast<double>(next() >> 11) + 1.0) / 9007199254740992.0; }

private:
    uint64_t state_;
};

} // namespace mureum::engine
