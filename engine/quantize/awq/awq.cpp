#include "engine/quantize/awq/awq.h"

#include "engine/quantize/calibration/single_threads.h"
#include "engine/quantize/quantized_matrix.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace mureum::engine {

namespace {

constexpr int ratioSteps = 20;
constexpr int clipSteps = 10;
constexpr double smallestScale = 1e-4;

} // namespace

std::vector<float> awqScales(std::span<const double> meanInput, std::span<const double> meanWeight,
                             double ratio)
{
    std::vector<double> scales(meanInput.size());
    for (std::size_t i = 0; i < scales.size(); ++i)
        scales[i] = std::max(smallestScale, std::pow(meanInput[i], ratio) /
                                                (std::pow(meanWeight[i], 1 - ratio) + smallestScale));
    const auto [least, most] = std::minmax_element(scales.begin(), scales.end());
    const double middle = std::sqrt(*least * *most);
    std::vector<float> result(scales.size());
    std::transform(scales.begin(), scales.end(), result.begin(),
                   [middle](double scale) { return static_cast<float>(scale / middle); });
    return result;
}

std::vector<double> meanMagnitude(std::span<const Tensor> matrices)
{
    std::vector<double> mean(static_cast<std::size_t>(matrices.front().dim(1)), 0.0);
    std::int64_t rows = 0;
    for (const Tensor &matrix : matrices) {
        rows += matrix.dim(0);
        for (std::int64_t r = 0; r < matrix.dim(0); ++r)
            for (std::size_t c = 0; c < mean.size(); ++c)
                mean[c] += std::fabs(
                    static_cast<double>(matrix.f32()[r * matrix.dim(1) + static_cast<std::int64_t>(c)]));
    }
    for (double &value : mean)
        value /= static_cast<double>(rows);
    return mean;
}

AwqSearch searchAwqScales(std::span<const double> meanInput, std::span<const double> meanWeight,
                          const std::function<double(std::span<const float>)> &error)
{
    AwqSearch best;
    best.scales.assign(meanInput.size(), 1.0F);
    best.error = best.plainError = error(best.scales);
    for (int i = 0; i < ratioSteps; ++i) {
        const double ratio = static_cast<double>(i) / ratioSteps;
        std::vector<float> scales = awqScales(meanInput, meanWeight, ratio);
        const double now = error(scales);
        if (now < best.error) {
            best.error = now;
            best.ratio = ratio;
            best.scales = std::move(scales);
        }
    }
    return best;
}

Tensor roundScaled(const Tensor &matrix, std::span<const float> scales, const GroupFormat &format)
{
    Tensor scaled = matrix.clone();
    multiplyColumns(scaled, scales);
    Tensor rounded = quantizeMatrix(scaled, groupType(format)).dequantize();
    divideColumns(rounded, scales);
    return rounded;
}

void multiplyColumns(Tensor &matrix, std::span<const float> scales)
{
    float *value = matrix.f32();
    for (std::int64_t rows = matrix.dim(0); rows > 0; --rows)
        for (const float scale : scales)
            *value++ *= scale;
}

void divideColumns(Tensor &matrix, std::span<const float> scales)
{
    float *value = matrix.f32();
    for (std::int64_t rows = matrix.dim(0); rows > 0; --rows)
        for (const float scale : scales)
            *value++ /= scale;
}

void divideRows(Tensor &matrix, std::span<const float> scales)
{
    const std::int64_t width = matrix.elements() / matrix.dim(0);
    float *value = matrix.f32();
    for (const float scale : scales)
        for (std::int64_t c = 0; c < width; ++c)
            *value++ /= scale;
}

std::int64_t clipToBest(Tensor &matrix, const InputStatistics &inputs, const GroupFormat &format)
{
    const std::int64_t columns = matrix.dim(1), width = format.size;
    std::atomic<std::int64_t> cut = 0;
    forEachOnSingleThreads(matrix.dim(0), [&](std::int64_t r) {
        std::vector<double> off(static_cast<std::size_t>(width));
        for (std::int64_t g = 0; g < columns / width; ++g) {
            float *w = matrix.f32() + r * columns + g * width;
            // The format's group may be a part of a larger one of the statistics.
            const std::int64_t stride = inputs.group(), inside = g * width % stride;
            const double *gram = inputs.gram(g * width / stride).data() + inside * stride + inside;
            float low = 0.0F, high = 0.0F;
            for (std::int64_t c = 0; c < width; ++c) {
                low = std::min(low, w[c]);
                high = std::max(high, w[c]);
            }
            const float most = std::max(high, -low);
            float best = most;
            double least = -1;
            for (int step = 0; step < clipSteps; ++step) {
                const float limit = most * (1.0F - static_cast<float>(step) / (2.0F * clipSteps));
                const float ends[] = {std::max(low, -limit), std::min(high, limit)};
                const GroupScale scale = nearestScale(ends, format, false);
                for (std::int64_t c = 0; c < width; ++c) {
                    const int code = scale.code(std::clamp(w[c], -limit, limit), format);
                    off[static_cast<std::size_t>(c)] =
                        static_cast<double>(w[c]) - static_cast<double>(scale.value(code));
                }
                double error = 0;
                for (std::int64_t i = 0; i < width; ++i) {
                    const double *row = gram + i * stride;
                    double sum[4] = {};
                    std::int64_t j = 0;
                    for (; j + 4 <= width; j += 4)
                        for (std::int64_t lane = 0; lane < 4; ++lane)
                            sum[lane] += row[j + lane] * off[static_cast<std::size_t>(j + lane)];
                    for (; j < width; ++j)
                        sum[0] += row[j] * off[static_cast<std::size_t>(j)];
                    error += off[static_cast<std::size_t>(i)] * (sum[0] + sum[1] + sum[2] + sum[3]);
                }
                if (least < 0 || error < least) {
                    least = error;
                    best = limit;
                }
            }
            if (best < most) {
                ++cut;
                for (std::int64_t c = 0; c < width; ++c)
                    w[c] = std::clamp(w[c], -best, best);
            }
        }
    });
    return cut;
}

} // namespace mureum::engine
