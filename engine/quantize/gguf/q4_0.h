#pragma once
#include <cstddef>
#include <cstdint>

namespace mureum::engine {

/// Q4_0 of the GGUF description: blocks of 32 elements, an f16 scale d, then 16 bytes whose low halves are
/// elements 0 .. 15 and whose high halves are 16 .. 31. An element is d * (code - 8).
constexpr std::int64_t q40BlockElements = 32;
constexpr std::int64_t q40BlockBytes = 18;

/// Round to nearest; the element of largest magnitude becomes code 0. `count` is a multiple of 32.
void quantizeQ40(const float *source, std::byte *destination, std::int64_t count);
void dequantizeQ40(const std::byte *source, float *destination, std::int64_t count);

} // namespace mureum::engine
