#define VEC_WIDTH 8
#define KERNEL_SPACE avx2
#define KERNEL_NAME "avx2"
#include "engine/backend/cpu/kernels.inl"

namespace mureum::engine::cpu {

const Kernels &avx2Kernels()
{
    return avx2::table;
}

} // namespace mureum::engine::cpu
