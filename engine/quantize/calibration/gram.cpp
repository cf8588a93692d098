#include "engine/quantize/calibration/gram.h"

#include "engine/quantize/calibration/single_threads.h"

#include <algorithm>
#include <cmath>

namespace mureum::engine {

namespace {

constexpr std::int64_t tile = 64;

} // namespace

GramMatrix::GramMatrix(Backend &backend, std::int64_t columns)
    : backend_(backend), columns_(columns), sums_(static_cast<std::size_t>(columns * columns), 0.0)
{
}

void GramMatrix::add(std::span<const Tensor> inputs)
{
    forEachOnSingleThreads((columns_ + tile - 1) / tile, [&](std::int64_t task) {
        const std::int64_t begin = task * tile, count = std::min(tile, columns_ - begin),
                           width = columns_ - begin;
        Tensor part({count, width});
        for (const Tensor &x : inputs) {
            const ConstMat from(x.f32() + begin, columns_);
            backend_.linearBackwardWeight(part, from, from, x.dim(0), count, width);
            for (std::int64_t r = 0; r < count; ++r) {
                double *sums = sums_.data() + (begin + r) * columns_ + begin;
                const float *row = part.f32() + r * width;
                for (std::int64_t c = 0; c < width; ++c)
                    sums[c] += static_cast<double>(row[c]);
            }
        }
    });
}

std::vector<double> GramMatrix::hessian(std::int64_t rows) const
{
    std::vector<double> h(sums_.size());
    const double factor = 2.0 / static_cast<double>(std::max<std::int64_t>(rows, 1));
    for (std::int64_t i = 0; i < columns_; ++i)
        for (std::int64_t j = i; j < columns_; ++j) {
            const double value = factor * sums_[static_cast<std::size_t>(i * columns_ + j)];
            h[static_cast<std::size_t>(i * columns_ + j)] = h[static_cast<std::size_t>(j * columns_ + i)] =
                value;
        }
    return h;
}

InputStatistics::InputStatistics(std::int64_t columns, std::int64_t group)
    : columns_(columns), group_(group), magnitude_(static_cast<std::size_t>(columns), 0.0),
      sums_(static_cast<std::size_t>(columns * group), 0.0)
{
}

void InputStatistics::add(Backend &backend, std::span<const Tensor> inputs)
{
    forEachOnSingleThreads(columns_ / group_, [&](std::int64_t g) {
        double *sums = sums_.data() + g * group_ * group_;
        double *magnitudes = magnitude_.data() + g * group_;
        Tensor part({group_, group_});
        for (const Tensor &x : inputs) {
            const ConstMat from(x.f32() + g * group_, columns_);
            backend.linearBackwardWeight(part, from, from, x.dim(0), group_, group_);
            const float *products = part.f32();
            for (std::int64_t i = 0; i < group_ * group_; ++i)
                sums[i] += static_cast<double>(products[i]);
            const float *row = x.f32() + g * group_;
            for (std::int64_t r = 0; r < x.dim(0); ++r, row += columns_)
                for (std::int64_t i = 0; i < group_; ++i)
                    magnitudes[i] += static_cast<double>(std::fabs(row[i]));
        }
    });
}

void InputStatistics::divide(std::span<const float> scales)
{
    for (std::int64_t c = 0; c < columns_; ++c)
        magnitude_[static_cast<std::size_t>(c)] /= static_cast<double>(scales[static_cast<std::size_t>(c)]);
    for (std::int64_t g = 0; g < columns_ / group_; ++g)
        for (std::int64_t i = 0; i < group_; ++i)
            for (std::int64_t j = 0; j < group_; ++j)
                sums_[static_cast<std::size_t>((g * group_ + i) * group_ + j)] /=
                    static_cast<double>(scales[static_cast<std::size_t>(g * group_ + i)]) *
                    static_cast<double>(scales[static_cast<std::size_t>(g * group_ + j)]);
}

std::vector<double> InputStatistics::meanMagnitude(std::int64_t rows) const
{
    std::vector<double> mean = magnitude_;
    for (double &value : mean)
        value /= static_cast<double>(std::max<std::int64_t>(rows, 1));
    return mean;
}

std::span<const double> InputStatistics::gram(std::int64_t index) const
{
    return std::span(sums_).subspan(static_cast<std::size_t>(index * group_ * group_),
                                    static_cast<std::size_t>(group_ * group_));
}

double outputEnergy(Backend &backend, const Tensor &matrix, const std::vector<double> &hessian)
{
    const std::int64_t rows = matrix.dim(0), k = matrix.dim(1);
    Tensor h({k, k});
    std::transform(hessian.begin(), hessian.end(), h.f32(),
                   [](double value) { return static_cast<float>(value); });
    constexpr std::int64_t step = 64;
    std::vector<double> sums(static_cast<std::size_t>((rows + step - 1) / step), 0.0);
    forEachOnSingleThreads(static_cast<std::int64_t>(sums.size()), [&](std::int64_t task) {
        const std::int64_t begin = task * step, count = std::min(step, rows - begin);
        const Tensor d = matrix.rows(begin, count);
        Tensor product({count, k});
        backend.linear(product, d, h, count, k, k);
        double sum = 0;
        const float *a = d.f32(), *b = product.f32();
        for (std::int64_t i = 0; i < count * k; ++i)
            sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
        sums[static_cast<std::size_t>(task)] = sum;
    });
    double total = 0;
    for (const double sum : sums)
        total += sum;
    return total / 2;
}

} // namespace mureum::engine
