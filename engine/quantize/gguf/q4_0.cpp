#include "engine/quantize/gguf/q4_0.h"

#include "engine/core/dtype.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mureum::engine {

namespace {

constexpr std::int64_t half = q40BlockElements / 2;

} // namespace

void quantizeQ40(const float *source, std::byte *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q40BlockElements, destination += q40BlockBytes) {
        const float *block = source + at;
        const float extreme = *std::max_element(block, block + q40BlockElements,
                                                [](float a, float b) { return std::fabs(a) < std::fabs(b); });
        const Float16 stored(extreme / -8.0F);
        std::memcpy(destination, &stored.bits, sizeof stored.bits);
        const float inverse = extreme != 0.0F ? -8.0F / extreme : 0.0F;
        const auto code = [&](float value) {
            return static_cast<unsigned>(std::clamp(std::floor(value * inverse + 8.5F), 0.0F, 15.0F));
        };
        for (std::int64_t i = 0; i < half; ++i)
            destination[2 + i] = static_cast<std::byte>(code(block[i]) | (code(block[half + i]) << 4));
    }
}

void dequantizeQ40(const std::byte *source, float *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q40BlockElements, source += q40BlockBytes) {
        Float16 stored;
        std::memcpy(&stored.bits, source, sizeof stored.bits);
        const auto scale = static_cast<float>(stored);
        for (std::int64_t i = 0; i < half; ++i) {
            const auto byte = std::to_integer<int>(source[2 + i]);
            destination[at + i] = scale * static_cast<float>((byte & 15) - 8);
            destination[at + half + i] = scale * static_cast<float>((byte >> 4) - 8);
        }
    }
}

} // namespace mureum::engine
