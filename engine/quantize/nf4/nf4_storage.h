#pragma once
#include "engine/quantize/nf4/nf4.h"

#include <cstddef>
#include <cstdint>

namespace mureum::engine {

// NF4 matrices (nf4.h) as bytes.

/// "nf4", one scale an absmax: blocks of 64 elements, an f32 absmax, then 32 bytes of codes, the first of two
/// elements in the high half.
constexpr std::int64_t nf4BlockBytes = 4 + Nf4Matrix::block / 2;
void nf4FromFloat(const float *source, std::byte *destination, std::int64_t count);
void nf4ToFloat(const std::byte *source, float *destination, std::int64_t count);

/// "nf4_double", scales quantized again: blocks of 64 elements, a byte that indexes the dynamic map, then 32
/// bytes of codes; behind the last row the f32 mean of all absmaxes, then the f32 maxima of every 256 of
/// them.
constexpr std::int64_t nf4DoubleBlockBytes = 1 + Nf4Matrix::block / 2;
std::int64_t nf4DoubleTailBytes(std::int64_t blocks);
void nf4DoubleFromFloat(const float *source, std::int64_t rows, std::int64_t columns, std::byte *matrix);
void nf4DoubleRowsToFloat(const std::byte *matrix, std::int64_t rows, std::int64_t columns,
                          std::int64_t begin, std::int64_t end, float *destination);
/// What block `block` (of all rows, in order) of `blocks` is multiplied by.
float nf4DoubleScale(const std::byte *matrix, std::int64_t blocks, std::int64_t block);

} // namespace mureum::engine
