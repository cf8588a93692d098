#include "engine/quantize/gguf/q8_0.h"

#include "engine/core/dtype.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mureum::engine {

void quantizeQ80(const float *source, std::byte *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q80BlockElements, destination += q80BlockBytes) {
        const float *block = source + at;
        float largest = 0.0F;
        for (int i = 0; i < q80BlockElements; ++i)
            largest = std::max(largest, std::fabs(block[i]));
        const float scale = largest / 127.0F;
        const float inverse = scale > 0.0F ? 1.0F / scale : 0.0F;
        const Float16 stored(scale);
        std::memcpy(destination, &stored.bits, sizeof stored.bits);
        for (int i = 0; i < q80BlockElements; ++i) {
            const float rounded = std::clamp(std::round(block[i] * inverse), -127.0F, 127.0F);
            destination[2 + i] = static_cast<std::byte>(static_cast<std::int8_t>(rounded));
        }
    }
}

void dequantizeQ80(const std::byte *source, float *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += q80BlockElements, source += q80BlockBytes) {
        Float16 stored;
        std::memcpy(&stored.bits, source, sizeof stored.bits);
        const auto scale = static_cast<float>(stored);
        for (int i = 0; i < q80BlockElements; ++i)
            destination[at + i] = scale * static_cast<float>(static_cast<std::int8_t>(source[2 + i]));
    }
}

} // namespace mureum::engine
