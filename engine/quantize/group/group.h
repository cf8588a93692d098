#pragma once
#include "engine/core/dtype.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mureum::engine {

struct GgufTensorType;

/// Integers with a scale and a zero point per group of `size` neighbours in a row: what GPTQ and AWQ choose
/// and what plain rounding uses. An element is scale * (code - zero).
///
/// Stored: f16 scale, u8 zero, then the codes: 8-bit ones a byte each; 4-bit ones in runs of 32 elements, 16
/// bytes a run, whose low halves are its first 16 elements and whose high halves are the others. Symmetric
/// groups have the zero 2^(bits - 1).
struct GroupFormat
{
    int bits = 4;   ///< 4 or 8
    int size = 128; ///< 32, 64 or 128

    constexpr int topCode() const { return (1 << bits) - 1; }
    bool operator==(const GroupFormat &) const = default;
};

constexpr std::int64_t groupHeaderBytes = 3;
constexpr std::int64_t groupBytes(GroupFormat format)
{
    return groupHeaderBytes + format.size * format.bits / 8;
}

/// The registry's row ("int4_g128"). Throws Error where there is none.
const GgufTensorType &groupType(GroupFormat format);
/// Absent where `type` is no such row.
std::optional<GroupFormat> groupFormatOf(const GgufTensorType &type);

struct GroupScale
{
    Float16 scale;
    int zero = 0;

    float value(int code) const { return static_cast<float>(scale) * static_cast<float>(code - zero); }
    /// The code nearest to x.
    int code(float x, GroupFormat format) const;
};

/// Scale and zero of plain rounding over `values` (any number of them): symmetric from the absmax, else from
/// minimum and maximum, 0 among them.
GroupScale nearestScale(std::span<const float> values, GroupFormat format, bool symmetric);

/// One group; codes[format.size].
void writeGroup(GroupFormat format, GroupScale scale, const std::uint8_t *codes, std::byte *group);
GroupScale readGroup(GroupFormat format, const std::byte *group, std::uint8_t *codes);

/// `count` is a multiple of the size.
void groupsFromFloat(GroupFormat format, bool symmetric, const float *source, std::byte *destination,
                     std::int64_t count);
void groupsToFloat(GroupFormat format, const std::byte *source, float *destination, std::int64_t count);

} // namespace mureum::engine
