#pragma once

#include "engine/backend/backend.h"

#include <cstdint>

namespace mureum::engine::cpu {

/// One operand of a product, any strides; F32 or BF16.
struct MatView
{
    void *data;
    DType dtype;
    int64_t rowStride, columnStride;
};

/// c[m,n] (+)= a[m,k] b[k,n] through oneDNN. a and b share one dtype; c is F32, or BF16 when a and b are.
/// Primitives are cached per shape, so repeated shapes cost no set-up. Throws Error when oneDNN refuses.
void matmul(const MatView &c, const MatView &a, const MatView &b, int64_t m, int64_t n, int64_t k,
            bool accumulate);

/// Whether this CPU multiplies bf16 in hardware (AVX512_BF16).
bool cpuHasBf16();

} // namespace mureum::engine::cpu
