#include "engine/backend/cpu/kernels.h"
#include "engine/backend/cpu/quantized_kernels.h"

#define VEC_WIDTH 4
#define QUANTIZED_NAME "generic"

namespace mureum::engine::cpu {

namespace quantized_generic {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/quantized_simd.inl"

#include "engine/backend/cpu/quantized_kernels.inl"

} // namespace quantized_generic

const QuantizedKernels &genericQuantized()
{
    return quantized_generic::quantizedTable;
}

} // namespace mureum::engine::cpu
