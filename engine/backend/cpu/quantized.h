#pragma once
#include "engine/backend/cpu/quantized_kernels.h"
#include "engine/core/tensor.h"
#include "engine/quantize/quantized_matrix.h"

#include <string_view>
#include <vector>

namespace mureum::engine::cpu {

/// Of the instruction set named as makeCpuBackend() names them; "vnni" is what "avx512" becomes where the CPU
/// has it.
const QuantizedKernels &quantizedKernels(std::string_view isa);
/// Every set of kernels this CPU can run.
std::vector<const QuantizedKernels *> quantizedKernelSets();

/// The matrix must outlive it.
QuantizedArgs quantizedArgs(const QuantizedMatrix &matrix);

/// Bytes the forms of `rows` inputs of `columns` take, and the forms laid out in them.
std::int64_t quantizedInputBytes(unsigned forms, std::int64_t rows, std::int64_t columns);
QuantizedInput layOutInput(char *memory, unsigned forms, std::int64_t rows, std::int64_t columns,
                           const float *natural, std::int64_t naturalStride);

/// Memory for the forms of up to `rows` inputs of `columns`, kept and grown.
class QuantizedInputMemory
{
public:
    /// Points at this memory; `natural` is the caller's. Throws Error where memory runs out.
    QuantizedInput input(unsigned forms, std::int64_t rows, std::int64_t columns, const float *natural,
                         std::int64_t naturalStride);

private:
    Tensor bytes_;
};

} // namespace mureum::engine::cpu
