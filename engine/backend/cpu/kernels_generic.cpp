#define VEC_WIDTH 4
#define KERNEL_SPACE generic
#define KERNEL_NAME "generic"
#include "engine/backend/cpu/kernels.inl"

namespace mureum::engine::cpu {

const Kernels &genericKernels()
{
    return generic::table;
}

} // namespace mureum::engine::cpu
