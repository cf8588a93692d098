#pragma once
#include <cstddef>
#include <cstdint>

namespace mureum::engine {

/// Q6_K of the GGUF description: super-blocks of 256 elements in 16 sub-blocks of 16. 128 bytes with the low
/// four bits of the codes, 64 with the high two, 16 int8 scales, f16 d. In each half of 128 elements, element
/// 32 g + l (g 0 .. 3, l 0 .. 31) has its low bits in byte l + 32 (g % 2), low half for g < 2 and high half
/// else, and its high bits in byte l, bits 2 g and 2 g + 1. An element is d * scale * (code - 32).
constexpr std::int64_t q6kBlockElements = 256;
constexpr std::int64_t q6kBlockBytes = 210;

/// Round to nearest with a search for the scale of every sub-block. `count` is a multiple of 256.
void quantizeQ6k(const float *source, std::byte *destination, std::int64_t count);
void dequantizeQ6k(const std::byte *source, float *destination, std::int64_t count);

} // namespace mureum::engine
