#include "engine/quantize/gguf/q6_k.h"

#include "engine/core/dtype.h"
#include "engine/quantize/round.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace mureum::engine {

namespace {

constexpr std::size_t subBlocks = 16, subElements = 16, halfElements = 128;
constexpr std::size_t highAt = 128, scalesAt = 192, unitAt = 208;

float codeOf(float value, float inverse)
{
    return nearestWhole(std::clamp(value * inverse, -32.0F, 31.0F));
}

/// The scale whose codes come closest; elements weigh by their square.
float fit(const float *x)
{
    const float extreme =
        *std::max_element(x, x + subElements, [](float a, float b) { return std::fabs(a) < std::fabs(b); });
    if (extreme == 0.0F)
        return 0;
    float best = 0;
    double bestGain = -1;
    for (int trial = -9; trial <= 9; ++trial) {
        const float inverse = -(32.0F + 0.1F * static_cast<float>(trial)) / extreme;
        // min over s of sum w (s q - x)^2 is sum w x^2 - (sum w q x)^2 / sum w q^2.
        double qx = 0, qq = 0;
        for (std::size_t i = 0; i < subElements; ++i) {
            const auto value = static_cast<double>(x[i]), code = static_cast<double>(codeOf(x[i], inverse));
            qx += value * value * code * value;
            qq += value * value * code * code;
        }
        if (qq > 0 && qx * qx / qq > bestGain) {
            bestGain = qx * qx / qq;
            best = static_cast<float>(qx / qq);
        }
    }
    return best;
}

void quantizeBlock(const float *x, std::byte *to)
{
    std::array<float, subBlocks> fits;
    float extreme = 0;
    for (std::size_t j = 0; j < subBlocks; ++j) {
        fits[j] = fit(x + j * subElements);
        if (std::fabs(fits[j]) > std::fabs(extreme))
            extreme = fits[j];
    }
    const Float16 stored(extreme / -128.0F);
    const auto d = static_cast<float>(stored);
    std::memset(to, 0, scalesAt);
    std::memcpy(to + unitAt, &stored.bits, 2);
    for (std::size_t j = 0; j < subBlocks; ++j) {
        const float rounded = d != 0 ? std::clamp(std::nearbyint(fits[j] / d), -128.0F, 127.0F) : 0.0F;
        to[scalesAt + j] = static_cast<std::byte>(static_cast<std::int8_t>(rounded));
        const float scale = d * rounded, inverse = scale != 0 ? 1.0F / scale : 0.0F;
        for (std::size_t i = 0; i < subElements; ++i) {
            const std::size_t at = j * subElements + i, half = at / halfElements, g = at % halfElements / 32,
                              l = at % 32;
            const auto code = static_cast<unsigned>(codeOf(x[at], inverse) + 32.0F);
            to[half * 64 + l + 32 * (g % 2)] |= static_cast<std::byte>((code & 15) << (g < 2 ? 0 : 4));
            to[highAt + half * 32 + l] |= static_cast<std::byte>((code >> 4) << (2 * g));
        }
    }
}

} // namespace

void quantizeQ6k(const float *source, std::byte *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q6kBlockElements, destination += q6kBlockBytes)
        quantizeBlock(source + at, destination);
}

void dequantizeQ6k(const std::byte *source, float *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q6kBlockElements, source += q6kBlockBytes) {
        Float16 stored;
        std::memcpy(&stored.bits, source + unitAt, 2);
        const auto d = static_cast<float>(stored);
        float *to = destination + at;
        for (std::size_t half = 0; half < 2; ++half)
            for (std::size_t g = 0; g < 4; ++g)
                for (std::size_t l = 0; l < 32; ++l) {
                    const auto low =
                        std::to_integer<int>(source[half * 64 + l + 32 * (g % 2)]) >> (g < 2 ? 0 : 4);
                    const auto high = std::to_integer<int>(source[highAt + half * 32 + l]) >> (2 * g);
                    const auto scale = static_cast<std::int8_t>(source[scalesAt + half * 8 + g * 2 + l / 16]);
                    *to++ = d * static_cast<float>(scale) *
                            static_cast<float>(((low & 15) | (high & 3) << 4) - 32);
                }
    }
}

} // namespace mureum::engine
