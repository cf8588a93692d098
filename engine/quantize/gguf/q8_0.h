#pragma once
#include <cstddef>
#include <cstdint>

namespace mureum::engine {

/// Q8_0 of the GGUF description: blocks of 32 elements, an f16 scale (absmax / 127), then 32 int8.
constexpr std::int64_t q80BlockElements = 32;
constexpr std::int64_t q80BlockBytes = 34;

/// `count` is a multiple of 32.
void quantizeQ80(const float *source, std::byte *destination, std::int64_t count);
void dequantizeQ80(const std::byte *source, float *destination, std::int64_t count);

} // namespace mureum::engine
