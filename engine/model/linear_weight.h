#pragma once
#include "engine/backend/backend.h"
#include "engine/core/tensor.h"
#include "engine/quantize/quantized_matrix.h"

#include <cstdint>
#include <vector>

namespace mureum::engine {

/// The matrix of a product, [outputs, inputs]: floats, or quantized matrices on top of one another, as they
/// were loaded.
struct LinearWeight
{
    /// An adapter beside the matrix: rows [row, row + b.dim(0)) of the result also get b (a x).
    struct LowRank
    {
        std::int64_t row = 0;
        Tensor a; ///< [rank, inputs] F32
        Tensor b; ///< [outputs of its part, rank] F32, the adapter's scale in it
    };

    Tensor dense;                       ///< empty where quantized
    std::vector<QuantizedMatrix> parts; ///< empty where dense
    std::vector<LowRank> adapters;      ///< of quantized ones; dense ones have theirs in the numbers

    std::int64_t outputs() const;
    std::int64_t inputs() const;
    /// A fused step can take it: no adapters beside, columns in the order of the inputs.
    bool plain() const;
};

/// y[m,n] = x[m,inputs] w[rowBegin .. rowBegin + n)^T
void linear(Backend &backend, Mat y, ConstMat x, const LinearWeight &w, std::int64_t rowBegin, std::int64_t n,
            std::int64_t m);
/// y[m,inputs] = the rows of w that `tokens` name
void embedding(Backend &backend, Mat y, const LinearWeight &w, const std::int32_t *tokens, std::int64_t m);

} // namespace mureum::engine
