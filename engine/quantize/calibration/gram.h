#pragma once
#include "engine/backend/backend.h"

#include <cstdint>
#include <span>
#include <vector>

namespace mureum::engine {

/// Sums of x x^T over calibration rows, in double. Every element is added up in the order the rows come in,
/// whatever the number of threads.
class GramMatrix
{
public:
    GramMatrix(Backend &backend, std::int64_t columns);

    /// x[rows, columns] F32 each; rows of zeros count nothing.
    void add(std::span<const Tensor> inputs);
    /// 2/n times the sums: the Hessian of GPTQ. `rows`: n.
    std::vector<double> hessian(std::int64_t rows) const;

private:
    Backend &backend_;
    std::int64_t columns_;
    std::vector<double> sums_; ///< [columns, columns], on and above the diagonal's tiles
};

/// The same for every group of columns alone, and mean magnitudes: what AWQ asks for.
class InputStatistics
{
public:
    InputStatistics() = default;
    InputStatistics(std::int64_t columns, std::int64_t group);

    void add(Backend &backend, std::span<const Tensor> inputs);
    /// Inputs divided by `scales` from now on.
    void divide(std::span<const float> scales);

    /// Mean |x| by column over `rows` rows.
    std::vector<double> meanMagnitude(std::int64_t rows) const;
    /// [group, group] sums of group `index`.
    std::span<const double> gram(std::int64_t index) const;
    std::int64_t group() const { return group_; }

private:
    std::int64_t columns_ = 0, group_ = 1;
    std::vector<double> magnitude_, sums_;
};

/// Mean over the calibration rows x of |matrix x|^2, by their Hessian: what a difference of weights does to
/// outputs.
double outputEnergy(Backend &backend, const Tensor &matrix, const std::vector<double> &hessian);

} // namespace mureum::engine
