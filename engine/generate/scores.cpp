#include "engine/generate/scores.h"

#include "engine/core/error.h"

#include <cmath>
#include <cstdint>
#include <limits>

namespace mureum::engine {

namespace {

// Four lanes: the width every x86-64 has.
using Floats = float __attribute__((vector_size(16)));
using Ints = std::int32_t __attribute__((vector_size(16)));
using Loose = float __attribute__((vector_size(16), aligned(4), may_alias));
constexpr std::size_t lanes = 4;

Floats splat(float value)
{
    return Floats{} + value;
}

/// exp(x) for x <= 0: 2^n times a polynomial (Cephes' expf coefficients); below -87 it is 0.
Floats expOfNegative(Floats x)
{
    const Ints tiny = x < splat(-87.0F);
    const Floats magic = splat(12582912.0F); // 1.5 * 2^23: adding it rounds to an integer
    const Floats shifted = x * splat(1.44269504F) + magic;
    const Floats n = shifted - magic;
    const Floats r = (x - n * splat(0.693359375F)) - n * splat(-2.12194440e-4F);
    Floats p = splat(1.9875691500e-4F);
    p = p * r + splat(1.3981999507e-3F);
    p = p * r + splat(8.3334519073e-3F);
    p = p * r + splat(4.1665795894e-2F);
    p = p * r + splat(1.6666665459e-1F);
    p = p * r + splat(5.0000001201e-1F);
    p = p * (r * r) + r + splat(1.0F);
    const Ints exponent = (reinterpret_cast<Ints>(shifted) - 0x4b400000) * (1 << 23);
    return reinterpret_cast<Floats>((reinterpret_cast<Ints>(p) + exponent) & ~tiny);
}

} // namespace

int argMax(std::span<const float> logits)
{
    int best = -1;
    float top = -std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < logits.size(); ++i)
        if (logits[i] > top) {
            top = logits[i];
            best = static_cast<int>(i);
        }
    return best;
}

double logSumExp(std::span<const float> logits)
{
    const int best = argMax(logits);
    if (best < 0 || !std::isfinite(logits[static_cast<std::size_t>(best)]))
        throw Error("the model gives no finite score to any token; its weights are damaged");
    const float top = logits[static_cast<std::size_t>(best)];
    double total = 0.0;
    constexpr std::size_t strip = 1024; // float sums stay short
    std::size_t i = 0;
    while (i + lanes <= logits.size()) {
        const std::size_t end = std::min(logits.size() - lanes + 1, i + strip);
        Floats sum = {};
        for (; i < end; i += lanes) {
            const Floats x = *reinterpret_cast<const Loose *>(logits.data() + i) - splat(top);
            // NaN compares false and falls to the floor, as minus infinity does.
            const Ints usable = x >= splat(-87.0F);
            const Floats clamped = reinterpret_cast<Floats>(
                (reinterpret_cast<Ints>(x) & usable) | (reinterpret_cast<Ints>(splat(-88.0F)) & ~usable));
            sum += expOfNegative(clamped);
        }
        total += static_cast<double>(sum[0] + sum[1] + (sum[2] + sum[3]));
    }
    for (; i < logits.size(); ++i)
        if (logits[i] - top >= -87.0F)
            total += static_cast<double>(std::exp(logits[i] - top));
    return static_cast<double>(top) + std::log(total);
}

} // namespace mureum::engine
