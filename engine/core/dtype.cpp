#include "engine/core/dtype.h"

#include <cmath>

namespace mureum::engine {

Float16::Float16(float value)
{
    const uint32_t u = std::bit_cast<uint32_t>(value);
    const uint32_t sign = (u >> 16) & 0x8000U;
    const uint32_t magnitude = u & 0x7fffffffU;
    if (magnitude > 0x7f800000U) {
        bits = static_cast<uint16_t>(sign | 0x7e00U);
    } else if (magnitude >= 0x477ff000U) { // rounds to 65536 or more
        bits = static_cast<uint16_t>(sign | 0x7c00U);
    } else if (magnitude >= 0x38800000U) {
        const uint32_t rounded = magnitude + 0xfffU + ((magnitude >> 13) & 1U);
        bits = static_cast<uint16_t>(sign | ((rounded - 0x38000000U) >> 13));
    } else { // subnormal: units of 2^-24, rounded to even by the FPU
        const float scaled = std::nearbyint(std::bit_cast<float>(magnitude) * 16777216.0F);
        bits = static_cast<uint16_t>(sign | static_cast<uint32_t>(scaled));
    }
}

Float16::operator float() const
{
    const uint32_t sign = (static_cast<uint32_t>(bits) & 0x8000U) << 16;
    const uint32_t exponent = (bits >> 10) & 0x1fU;
    const uint32_t mantissa = bits & 0x3ffU;
    if (exponent == 0x1fU)
        return std::bit_cast<float>(sign | 0x7f800000U | (mantissa << 13));
    if (exponent == 0) {
        const float magnitude = static_cast<float>(mantissa) / 16777216.0F;
        return sign ? -magnitude : magnitude;
    }
    return std::bit_cast<float>(sign | ((exponent + 112U) << 23) | (mantissa << 13));
}

void convertToBf16(const float *source, BFloat16 *destination, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        destination[i] = BFloat16(source[i]);
}

void convertFromBf16(const BFloat16 *source, float *destination, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        destination[i] = static_cast<float>(source[i]);
}

void convertToF16(const float *source, Float16 *destination, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        destination[i] = Float16(source[i]);
}

void convertFromF16(const Float16 *source, float *destination, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        destination[i] = static_cast<float>(source[i]);
}

} // namespace mureum::engine
