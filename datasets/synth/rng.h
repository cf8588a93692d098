#pragma once
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace mureum::datasets::synth {

/// Counter-based random numbers: draw n of stream s under seed k is a function of (k, s, n) alone, so a batch
/// comes out the same on every machine and standard library. Mixing: SplitMix64 (Steele, Lea, Flood 2014).
class Rng
{
public:
    explicit Rng(std::uint64_t seed, std::uint64_t stream = 0) : key_(mix(seed ^ mix(stream + 1))) {}

    std::uint64_t next() { return mix(key_ + 0x9e3779b97f4a7c15ULL * ++counter_); }
    /// 0 .. n-1; n > 0.
    int below(int n) { return static_cast<int>((next() >> 32) * static_cast<std::uint64_t>(n) >> 32); }
    int between(int low, int high) { return low + below(high - low + 1); }
    /// [0, 1)
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    bool chance(double p) { return uniform() < p; }

    template <typename T>
    const T &pick(const std::vector<T> &items)
    {
        return items[static_cast<std::size_t>(below(static_cast<int>(items.size())))];
    }
    template <typename T>
    T of(std::initializer_list<T> items)
    {
        return items.begin()[below(static_cast<int>(items.size()))];
    }
    /// Index drawn in proportion to the weights; their sum must be positive.
    std::size_t weighted(const std::vector<double> &weights)
    {
        double sum = 0;
        for (double w : weights)
            sum += w;
        double x = uniform() * sum;
        for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
            x -= weights[i];
            if (x < 0)
                return i;
        }
        return weights.size() - 1;
    }
    template <typename T>
    void shuffle(std::vector<T> &items)
    {
        for (std::size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[static_cast<std::size_t>(below(static_cast<int>(i)))]);
    }
    Rng fork() { return Rng(next()); }

private:
    static std::uint64_t mix(std::uint64_t x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        return x ^ (x >> 31);
    }
    std::uint64_t key_;
    std::uint64_t counter_ = 0;
};

} // namespace mureum::datasets::synth
