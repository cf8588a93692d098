#pragma once
#include "engine/core/tensor.h"

#include <array>
#include <cstdint>
#include <vector>

namespace mureum::engine {

/// A matrix in 4-bit NormalFloat with double quantization (Dettmers et al. 2023, "QLoRA"). Row after row,
/// blocks of 64 elements share an absmax; an element is one of 16 values between -1 and 1 times it. The
/// absmaxes, less their mean, are 8-bit themselves: one of 256 values of the dynamic map (Dettmers et al.
/// 2021, "8-bit Optimizers via Block-wise Quantization") times the absmax of a block of 256. That is 4.127
/// bits an element.
struct Nf4Matrix
{
    static constexpr std::int64_t block = 64;
    static constexpr std::int64_t scaleBlock = 256;

    std::vector<std::int64_t> shape;
    std::vector<std::uint8_t> codes;  ///< two elements a byte, the first in the high nibble
    std::vector<std::uint8_t> scales; ///< per block: index into the dynamic map
    std::vector<float> scaleMaxima;   ///< per 256 scales
    float scaleMean = 0;

    std::int64_t elements() const;
    std::int64_t bytes() const;
    /// What block `index` is multiplied by.
    float scale(std::int64_t index) const;
};

/// The 16 values, ascending: quantiles of the normal distribution, scaled to -1 .. 1, with an exact 0.
const std::array<float, 16> &nf4Values();
/// Index of the value nearest to x.
std::uint8_t nf4Code(float x);
/// The 256 values of the signed dynamic map, ascending.
const std::array<float, 256> &dynamicMap();

/// From any float type. Throws Error where a number is not finite.
Nf4Matrix quantizeNf4(const Tensor &matrix);
/// Into out[elements], F32 or BF16, on all threads.
void dequantizeNf4(const Nf4Matrix &matrix, void *out, DType dtype);
/// The same as a tensor.
Tensor dequantizeNf4(const Nf4Matrix &matrix, DType dtype = DType::F32);

} // namespace mureum::engine
