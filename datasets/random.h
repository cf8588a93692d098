#pragma once
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace mureum::datasets {

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine and standard library.
class SplitMix64
{
public:
    explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() { return finish(state_ += step); }

    /// 0 .. count-1 in drawn order.
    std::vector<int> permutation(int count)
    {
        std::vector<int> order(static_cast<std::size_t>(count));
        std::iota(order.begin(), order.end(), 0);
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[next() % i]);
        return order;
    }

    /// Number `counter` of the stream `seed`, without drawing those before it.
    static std::uint64_t at(std::uint64_t seed, std::uint64_t counter) { return finish(seed + (counter + 1) * step); }

private:
    static constexpr std::uint64_t step = 0x9E3779B97F4A7C15ull;
    static std::uint64_t finish(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
};

} // namespace mureum::datasets
