#include "engine/backend/cpu/decode_kernels.h"
#include "engine/backend/cpu/kernels.h"

#define VEC_WIDTH 4

namespace mureum::engine::cpu {

namespace decode_generic {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/decode_kernels.inl"

} // namespace decode_generic

const DecodeKernels &genericDecode()
{
    static constexpr DecodeKernels kernels = {VEC_WIDTH, decode_generic::runChunk};
    return kernels;
}

} // namespace mureum::engine::cpu
