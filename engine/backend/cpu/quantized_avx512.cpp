#include "engine/backend/cpu/kernels.h"
#include "engine/backend/cpu/quantized_kernels.h"

#include <immintrin.h>

// Of GCC 12's own intrinsics, whose undefined vectors it takes for ours.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c,prefer-vector-width=512")
#define VEC_WIDTH 16
#define QUANTIZED_NAME "avx512"

namespace mureum::engine::cpu {

namespace quantized_avx512 {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/quantized_simd.inl"

#include "engine/backend/cpu/quantized_kernels.inl"

} // namespace quantized_avx512

#pragma GCC pop_options

const QuantizedKernels &avx512Quantized()
{
    return quantized_avx512::quantizedTable;
}

} // namespace mureum::engine::cpu
