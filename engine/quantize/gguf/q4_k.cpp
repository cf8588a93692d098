#include "engine/quantize/gguf/q4_k.h"

#include "engine/core/dtype.h"
#include "engine/quantize/round.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace mureum::engine {

namespace {

constexpr std::size_t subBlocks = 8, subElements = 32;
constexpr float topCode = 15.0F, topScale = 63.0F;

/// element = scale * code - minimum, both at least 0.
struct Affine
{
    float scale = 0, minimum = 0;
};

float codeOf(float value, float inverse, float minimum)
{
    return nearestWhole(std::clamp((value + minimum) * inverse, 0.0F, topCode));
}

/// Least squares over scale and minimum for codes of a few trial scales; elements weigh more the larger they
/// are.
Affine fit(const float *x)
{
    float low = 0, high = x[0], squares = 0;
    for (std::size_t i = 0; i < subElements; ++i) {
        low = std::min(low, x[i]);
        high = std::max(high, x[i]);
        squares += x[i] * x[i];
    }
    if (high <= low)
        return {0, -low};
    const float typical = std::sqrt(squares / static_cast<float>(subElements));
    std::array<float, subElements> weight;
    for (std::size_t i = 0; i < subElements; ++i)
        weight[i] = typical + std::fabs(x[i]);
    Affine best;
    double bestError = INFINITY;
    const auto consider = [&](Affine candidate) {
        double error = 0;
        const float inverse = candidate.scale > 0 ? 1.0F / candidate.scale : 0.0F;
        for (std::size_t i = 0; i < subElements; ++i) {
            const float code = codeOf(x[i], inverse, candidate.minimum);
            const float difference = candidate.scale * code - candidate.minimum - x[i];
            error += static_cast<double>(weight[i] * difference * difference);
        }
        if (error < bestError) {
            bestError = error;
            best = candidate;
        }
    };
    for (int trial = -10; trial <= 10; ++trial) {
        const float levels = topCode + 0.1F * static_cast<float>(trial);
        const Affine start{(high - low) / levels, -low};
        consider(start);
        // Normal equations of sum w (scale * code - minimum - x)^2.
        double w = 0, wq = 0, wqq = 0, wx = 0, wqx = 0;
        for (std::size_t i = 0; i < subElements; ++i) {
            const auto code = static_cast<double>(codeOf(x[i], 1.0F / start.scale, start.minimum));
            const auto wi = static_cast<double>(weight[i]), xi = static_cast<double>(x[i]);
            w += wi;
            wq += wi * code;
            wqq += wi * code * code;
            wx += wi * xi;
            wqx += wi * code * xi;
        }
        const double determinant = w * wqq - wq * wq;
        if (determinant <= 0)
            continue;
        double scale = (w * wqx - wq * wx) / determinant, minimum = (wq * wqx - wqq * wx) / determinant;
        if (minimum < 0) {
            minimum = 0;
            scale = wqq > 0 ? wqx / wqq : 0;
        }
        if (scale > 0)
            consider({static_cast<float>(scale), static_cast<float>(minimum)});
    }
    return best;
}

struct Sixes
{
    std::array<unsigned, subBlocks> scale, minimum;
};

void pack(const Sixes &sixes, std::byte *to)
{
    for (std::size_t j = 0; j < 4; ++j) {
        const unsigned lateScale = sixes.scale[j + 4], lateMinimum = sixes.minimum[j + 4];
        to[j] = static_cast<std::byte>(sixes.scale[j] | (lateScale >> 4) << 6);
        to[j + 4] = static_cast<std::byte>(sixes.minimum[j] | (lateMinimum >> 4) << 6);
        to[j + 8] = static_cast<std::byte>((lateScale & 15) | (lateMinimum & 15) << 4);
    }
}

Sixes unpack(const std::byte *from)
{
    Sixes sixes;
    const auto at = [from](std::size_t i) { return std::to_integer<unsigned>(from[i]); };
    for (std::size_t j = 0; j < 4; ++j) {
        sixes.scale[j] = at(j) & 63;
        sixes.minimum[j] = at(j + 4) & 63;
        sixes.scale[j + 4] = (at(j + 8) & 15) | (at(j) >> 6) << 4;
        sixes.minimum[j + 4] = at(j + 8) >> 4 | (at(j + 4) >> 6) << 4;
    }
    return sixes;
}

void quantizeBlock(const float *x, std::byte *to)
{
    std::array<Affine, subBlocks> fits;
    float largestScale = 0, largestMinimum = 0;
    for (std::size_t j = 0; j < subBlocks; ++j) {
        fits[j] = fit(x + j * subElements);
        largestScale = std::max(largestScale, fits[j].scale);
        largestMinimum = std::max(largestMinimum, fits[j].minimum);
    }
    const Float16 storedScale(largestScale / topScale), storedMinimum(largestMinimum / topScale);
    std::memcpy(to, &storedScale.bits, 2);
    std::memcpy(to + 2, &storedMinimum.bits, 2);
    const auto d = static_cast<float>(storedScale), dMin = static_cast<float>(storedMinimum);
    const auto sixth = [](float value, float unit) {
        return unit > 0 ? static_cast<unsigned>(std::clamp(std::nearbyint(value / unit), 0.0F, topScale))
                        : 0U;
    };
    Sixes sixes;
    for (std::size_t j = 0; j < subBlocks; ++j) {
        sixes.scale[j] = sixth(fits[j].scale, d);
        sixes.minimum[j] = sixth(fits[j].minimum, dMin);
    }
    pack(sixes, to + 4);
    std::byte *codes = to + 16;
    for (std::size_t j = 0; j < subBlocks; ++j) {
        const float scale = d * static_cast<float>(sixes.scale[j]);
        const float minimum = dMin * static_cast<float>(sixes.minimum[j]);
        const float inverse = scale > 0 ? 1.0F / scale : 0.0F;
        std::byte *bytes = codes + j / 2 * subElements;
        for (std::size_t i = 0; i < subElements; ++i) {
            const auto code = static_cast<unsigned>(codeOf(x[j * subElements + i], inverse, minimum));
            bytes[i] =
                j % 2 == 0 ? static_cast<std::byte>(code) : bytes[i] | static_cast<std::byte>(code << 4);
        }
    }
}

} // namespace

void quantizeQ4k(const float *source, std::byte *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q4kBlockElements, destination += q4kBlockBytes)
        quantizeBlock(source + at, destination);
}

void dequantizeQ4k(const std::byte *source, float *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q4kBlockElements, source += q4kBlockBytes) {
        Float16 storedScale, storedMinimum;
        std::memcpy(&storedScale.bits, source, 2);
        std::memcpy(&storedMinimum.bits, source + 2, 2);
        const auto d = static_cast<float>(storedScale), dMin = static_cast<float>(storedMinimum);
        const Sixes sixes = unpack(source + 4);
        float *to = destination + at;
        for (std::size_t j = 0; j < subBlocks; ++j) {
            const float scale = d * static_cast<float>(sixes.scale[j]);
            const float minimum = dMin * static_cast<float>(sixes.minimum[j]);
            const std::byte *bytes = source + 16 + j / 2 * subElements;
            const int shift = j % 2 == 0 ? 0 : 4;
            for (std::size_t i = 0; i < subElements; ++i)
                *to++ = scale * static_cast<float>((std::to_integer<int>(bytes[i]) >> shift) & 15) - minimum;
        }
    }
}

} // namespace mureum::engine
