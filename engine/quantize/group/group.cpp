#include "engine/quantize/group/group.h"

#include "engine/core/error.h"
#include "engine/formats/gguf_types.h"
#include "engine/quantize/round.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace mureum::engine {

namespace {

constexpr int maxSize = 128;
constexpr int run = 32; ///< elements of 4 bits that share 16 bytes

constexpr GroupFormat formats[] = {{4, 32}, {4, 64}, {4, 128}, {8, 32}, {8, 64}, {8, 128}};

} // namespace

const GgufTensorType &groupType(GroupFormat format)
{
    if (std::find(std::begin(formats), std::end(formats), format) == std::end(formats))
        throw Error(
            fmt::format("groups of {} elements of {} bits are unknown; use 4 or 8 bits and groups of 32, 64 "
                        "or 128",
                        format.size, format.bits));
    return ggufType(fmt::format("int{}_g{}", format.bits, format.size));
}

std::optional<GroupFormat> groupFormatOf(const GgufTensorType &type)
{
    for (const GroupFormat format : formats)
        if (&groupType(format) == &type)
            return format;
    return {};
}

int GroupScale::code(float x, GroupFormat format) const
{
    const auto unit = static_cast<float>(scale);
    const float steps = std::clamp(unit > 0 ? x / unit : 0.0F, static_cast<float>(-zero),
                                   static_cast<float>(format.topCode() - zero));
    return static_cast<int>(nearestWhole(steps)) + zero;
}

GroupScale nearestScale(std::span<const float> values, GroupFormat format, bool symmetric)
{
    float low = 0, high = 0;
    for (const float value : values) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    GroupScale result;
    if (symmetric) {
        const int middle = 1 << (format.bits - 1);
        result.scale = Float16(std::max(-low, high) / static_cast<float>(middle - 1));
        result.zero = middle;
        return result;
    }
    result.scale = Float16((high - low) / static_cast<float>(format.topCode()));
    const auto unit = static_cast<float>(result.scale);
    result.zero = unit > 0 ? static_cast<int>(std::clamp(std::nearbyint(-low / unit), 0.0F,
                                                         static_cast<float>(format.topCode())))
                           : 0;
    return result;
}

void writeGroup(GroupFormat format, GroupScale scale, const std::uint8_t *codes, std::byte *group)
{
    std::memcpy(group, &scale.scale.bits, 2);
    group[2] = static_cast<std::byte>(scale.zero);
    std::byte *to = group + groupHeaderBytes;
    if (format.bits == 8) {
        std::memcpy(to, codes, static_cast<std::size_t>(format.size));
        return;
    }
    for (int at = 0; at < format.size; at += run)
        for (int i = 0; i < run / 2; ++i)
            *to++ = static_cast<std::byte>(codes[at + i] | codes[at + run / 2 + i] << 4);
}

GroupScale readGroup(GroupFormat format, const std::byte *group, std::uint8_t *codes)
{
    GroupScale scale;
    std::memcpy(&scale.scale.bits, group, 2);
    scale.zero = std::to_integer<int>(group[2]);
    const std::byte *from = group + groupHeaderBytes;
    if (format.bits == 8) {
        std::memcpy(codes, from, static_cast<std::size_t>(format.size));
        return scale;
    }
    for (int at = 0; at < format.size; at += run)
        for (int i = 0; i < run / 2; ++i, ++from) {
            codes[at + i] = std::to_integer<std::uint8_t>(*from) & 15;
            codes[at + run / 2 + i] = std::to_integer<std::uint8_t>(*from) >> 4;
        }
    return scale;
}

void groupsFromFloat(GroupFormat format, bool symmetric, const float *source, std::byte *destination,
                     std::int64_t count)
{
    std::array<std::uint8_t, maxSize> codes;
    const auto size = static_cast<std::size_t>(format.size);
    for (std::int64_t at = 0; at < count; at += format.size, destination += groupBytes(format)) {
        const std::span<const float> values(source + at, size);
        const GroupScale scale = nearestScale(values, format, symmetric);
        for (std::size_t i = 0; i < size; ++i)
            codes[i] = static_cast<std::uint8_t>(scale.code(values[i], format));
        writeGroup(format, scale, codes.data(), destination);
    }
}

void groupsToFloat(GroupFormat format, const std::byte *source, float *destination, std::int64_t count)
{
    std::array<std::uint8_t, maxSize> codes;
    const auto size = static_cast<std::size_t>(format.size);
    for (std::int64_t at = 0; at < count; at += format.size, source += groupBytes(format)) {
        const GroupScale scale = readGroup(format, source, codes.data());
        for (std::size_t i = 0; i < size; ++i)
            destination[at + static_cast<std::int64_t>(i)] = scale.value(codes[i]);
    }
}

} // namespace mureum::engine
