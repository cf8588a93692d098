// Every kernel, compiled once per instruction set: the including file sets VEC_WIDTH, KERNEL_SPACE
// and KERNEL_NAME, and the build gives it the matching flags (engine/CMakeLists.txt).

#include "engine/backend/cpu/kernels.h"

#include <cstdint>

namespace mureum::engine::cpu::KERNEL_SPACE {

#include "engine/backend/cpu/simd.inl"

#include "engine/backend/cpu/elementwise.inl"

#include "engine/backend/cpu/losses.inl"

#include "engine/backend/cpu/attention.inl"

#include "engine/backend/cpu/inference.inl"

static constexpr Kernels table = {
    KERNEL_NAME,     rmsNorm,          rmsNormBackward, rope,       swiglu,     swigluBackward,
    copyRows,        addRows,          scatterAdd,      softmax,    crossEntropy, dropout,
    adamw,           sumOfSquares,     scale,           scaleRows,  fewRows,         attentionScratch, attention, attentionBackward,
    cachedScratch,   cachedAttention,  storeHead,
};

} // namespace mureum::engine::cpu::KERNEL_SPACE
