#include "engine/backend/cpu/kernels.h"
#include "engine/backend/cpu/quantized_kernels.h"

#include <immintrin.h>

// Of GCC 12's own intrinsics, whose undefined vectors it takes for ours.
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,f16c,prefer-vector-width=512")
#define VEC_WIDTH 16
#define HAS_VNNI
#define QUANTIZED_NAME "vnni"

namespace mureum::engine::cpu {

namespace quantized_vnni {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/quantized_simd.inl"

#include "engine/backend/cpu/quantized_kernels.inl"

} // namespace quantized_vnni

#pragma GCC pop_options

const QuantizedKernels &vnniQuantized()
{
    return quantized_vnni::quantizedTable;
}

} // namespace mureum::engine::cpu
