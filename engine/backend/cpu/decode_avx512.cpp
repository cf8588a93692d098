#include "engine/backend/cpu/decode_kernels.h"
#include "engine/backend/cpu/kernels.h"

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,fma,prefer-vector-width=512")
#define VEC_WIDTH 16

namespace mureum::engine::cpu {

namespace decode_avx512 {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/decode_kernels.inl"

} // namespace decode_avx512

#pragma GCC pop_options

const DecodeKernels &avx512Decode()
{
    static constexpr DecodeKernels kernels = {VEC_WIDTH, decode_avx512::runChunk};
    return kernels;
}

} // namespace mureum::engine::cpu
