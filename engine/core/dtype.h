#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace mureum::engine {

/// Element types a Tensor may hold. Block-quantized formats live in engine/quantize as I8/U8 bytes.
enum class DType : uint8_t { F32, BF16, F16, I8, U8, I32, I64 };

/// Bytes of one element.
constexpr int64_t dtypeSize(DType type)
{
    switch (type) {
    case DType::F32:
    case DType::I32:
        return 4;
    case DType::BF16:
    case DType::F16:
        return 2;
    case DType::I64:
        return 8;
    case DType::I8:
    case DType::U8:
        return 1;
    }
    return 0;
}

/// Lower-case name: "f32", "bf16", ...
constexpr std::string_view dtypeName(DType type)
{
    switch (type) {
    case DType::F32:
        return "f32";
    case DType::BF16:
        return "bf16";
    case DType::F16:
        return "f16";
    case DType::I8:
        return "i8";
    case DType::U8:
        return "u8";
    case DType::I32:
        return "i32";
    case DType::I64:
        return "i64";
    }
    return "?";
}

/// Upper 16 bits of an IEEE single; conversion rounds to nearest even and keeps NaN a NaN.
struct BFloat16
{
    uint16_t bits = 0;

    BFloat16() = default;
    explicit BFloat16(float value)
    {
        const uint32_t u = std::bit_cast<uint32_t>(value);
        bits = (u & 0x7fffffffU) > 0x7f800000U
                   ? static_cast<uint16_t>((u >> 16) | 0x40U)
                   : static_cast<uint16_t>((u + 0x7fffU + ((u >> 16) & 1U)) >> 16);
    }
    explicit operator float() const { return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }
};

/// IEEE half precision, by value conversion only (storage format of some model files).
struct Float16
{
    uint16_t bits = 0;

    Float16() = default;
    explicit Float16(float value);
    explicit operator float() const;
};

/// Bulk conversions over `count` elements; source and destination must not overlap.
void convertToBf16(const float *source, BFloat16 *destination, int64_t count);
void convertFromBf16(const BFloat16 *source, float *destination, int64_t count);
void convertToF16(const float *source, Float16 *destination, int64_t count);
void convertFromF16(const Float16 *source, float *destination, int64_t count);

} // namespace mureum::engine
