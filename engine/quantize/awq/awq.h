#pragma once
#include "engine/core/tensor.h"
#include "engine/quantize/calibration/gram.h"
#include "engine/quantize/group/group.h"

#include <functional>
#include <span>
#include <vector>

namespace mureum::engine {

// AWQ (Lin et al. 2023): before rounding, input channels that carry large activations are scaled up in the
// weights and down in the activations, and ranges are clipped where that loses less than it gains.

/// mean|x|^ratio / (mean|w|^(1 - ratio) + 1e-4) by input channel, at least 1e-4, divided by sqrt(max * min).
std::vector<float> awqScales(std::span<const double> meanInput, std::span<const double> meanWeight,
                             double ratio);

/// Mean |w| by column over the rows of all `matrices`, which have as many columns.
std::vector<double> meanMagnitude(std::span<const Tensor> matrices);

struct AwqSearch
{
    std::vector<float> scales;        ///< all 1 where nothing was better than that
    double ratio = -1;                ///< -1: no scaling
    double error = 0, plainError = 0; ///< with the scales, and with none
};

/// The best of no scaling and of the ratios i / 20, i = 0 .. 19. `error` tells what is lost with given
/// scales.
AwqSearch searchAwqScales(std::span<const double> meanInput, std::span<const double> meanWeight,
                          const std::function<double(std::span<const float>)> &error);

/// matrix[r, c] * scales[c] rounded (asymmetric), and divided by the scales again: what the product becomes.
Tensor roundScaled(const Tensor &matrix, std::span<const float> scales, const GroupFormat &format);

/// One scale a column.
void multiplyColumns(Tensor &matrix, std::span<const float> scales);
void divideColumns(Tensor &matrix, std::span<const float> scales);
/// One scale a row of a matrix, or an element of a vector.
void divideRows(Tensor &matrix, std::span<const float> scales);

/// Cuts every group of every row to the share of its largest magnitude, 1, 0.95 ... 0.55, whose rounding
/// changes the group's outputs least, by the Gram matrices of its inputs (whose groups are the format's or
/// multiples of them). Returns how many groups were cut.
std::int64_t clipToBest(Tensor &matrix, const InputStatistics &inputs, const GroupFormat &format);

} // namespace mureum::engine
