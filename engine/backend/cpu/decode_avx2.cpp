#include "engine/backend/cpu/decode_kernels.h"
#include "engine/backend/cpu/kernels.h"

#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define VEC_WIDTH 8

namespace mureum::engine::cpu {

namespace decode_avx2 {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/decode_kernels.inl"

} // namespace decode_avx2

#pragma GCC pop_options

const DecodeKernels &avx2Decode()
{
    static constexpr DecodeKernels kernels = {VEC_WIDTH, decode_avx2::runChunk};
    return kernels;
}

} // namespace mureum::engine::cpu
