#pragma once
#include <cstddef>
#include <cstdint>

namespace mureum::engine {

/// Q4_K of the GGUF description: super-blocks of 256 elements in 8 sub-blocks of 32. f16 d, f16 dMin, 12
/// bytes with a 6-bit scale and a 6-bit minimum per sub-block, then 128 bytes: of every 32 bytes the low
/// halves are one sub-block, the high halves the next. An element is d * scale * code - dMin * minimum.
constexpr std::int64_t q4kBlockElements = 256;
constexpr std::int64_t q4kBlockBytes = 144;

/// Round to nearest with a search for scale and minimum of every sub-block. `count` is a multiple of 256.
void quantizeQ4k(const float *source, std::byte *destination, std::int64_t count);
void dequantizeQ4k(const std::byte *source, float *destination, std::int64_t count);

} // namespace mureum::engine
