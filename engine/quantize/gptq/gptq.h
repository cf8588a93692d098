#pragma once
#include "engine/core/tensor.h"
#include "engine/quantize/group/group.h"
#include "engine/quantize/quantized_matrix.h"

#include <cstdint>
#include <vector>

namespace mureum::engine {

struct GptqOptions
{
    GroupFormat format;
    bool symmetric = false;
    bool actOrder = false;    ///< columns whose inputs are largest first; the result then has an order()
    double damping = 0.01;    ///< share of the mean diagonal that is added to the diagonal
    std::int64_t block = 128; ///< columns after which the rest of a row is brought up to date
};

struct GptqResult
{
    QuantizedMatrix matrix;
    double damping = 0; ///< the share that was needed: above the option's where H was not positive definite
    std::int64_t dead = 0; ///< columns whose input was always 0
};

/// GPTQ (Frantar et al. 2022): rounds the columns of `weight` [rows, columns] F32 one after the other and
/// spreads each rounding error over the columns to come, so that the error of the outputs stays small.
/// `hessian` [columns, columns] is 2/n X^T X of the inputs. Columns that never had an input become 0. The
/// damping is raised tenfold until the Hessian is positive definite. Rows are independent of one another: the
/// result does not depend on threads. Throws Error where groups do not fit the columns, a number is not
/// finite, or no damping helps; `where` names the matrix.
GptqResult quantizeGptq(const Tensor &weight, const std::vector<double> &hessian, const GptqOptions &options,
                        const char *where);

} // namespace mureum::engine
