#pragma once
#include <cstddef>
#include <cstdint>

namespace mureum::engine {

/// Vector-wise 8 bit (Dettmers et al. 2022, "LLM.int8()"): a row is an f32 scale, its absmax / 127, then one
/// int8 an element. Outliers are a matter of the product (int8Outlier), not of the storage.
constexpr std::int64_t int8RowHeaderBytes = 4;
/// Activations of at least this magnitude are not quantized: their columns are multiplied in float.
constexpr float int8Outlier = 6.0F;

void int8FromFloat(const float *source, std::int64_t rows, std::int64_t columns, std::byte *matrix);
void int8RowsToFloat(const std::byte *matrix, std::int64_t rows, std::int64_t columns, std::int64_t begin,
                     std::int64_t end, float *destination);

} // namespace mureum::engine
