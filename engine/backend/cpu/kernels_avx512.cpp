#define VEC_WIDTH 16
#define KERNEL_SPACE avx512
#define KERNEL_NAME "avx512"
#include "engine/backend/cpu/kernels.inl"

namespace mureum::engine::cpu {

const Kernels &avx512Kernels()
{
    return avx512::table;
}

} // namespace mureum::engine::cpu
