#include "engine/backend/cpu/kernels.h"
#include "engine/backend/cpu/quantized_kernels.h"

#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c")
#define VEC_WIDTH 8
#define QUANTIZED_NAME "avx2"

namespace mureum::engine::cpu {

namespace quantized_avx2 {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/quantized_simd.inl"

#include "engine/backend/cpu/quantized_kernels.inl"

} // namespace quantized_avx2

#pragma GCC pop_options

const QuantizedKernels &avx2Quantized()
{
    return quantized_avx2::quantizedTable;
}

} // namespace mureum::engine::cpu
