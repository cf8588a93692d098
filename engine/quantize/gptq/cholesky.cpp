#include "engine/quantize/gptq/cholesky.h"

#include "engine/quantize/calibration/single_threads.h"

#include <algorithm>
#include <cmath>

namespace mureum::engine {

namespace {

constexpr std::int64_t block = 64;

/// y -= factor * x
void subtract(double *y, const double *x, double factor, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i)
        y[i] -= factor * x[i];
}

/// a = V^T V in a's upper triangle, row by row; the trailing rows are brought up to date a block at a time.
/// False where a pivot is not positive.
bool factor(std::vector<double> &a, std::int64_t k)
{
    // Rounding alone may leave a pivot of this size where there should be none.
    double largest = 0;
    for (std::int64_t i = 0; i < k; ++i)
        largest = std::max(largest, a[static_cast<std::size_t>(i * k + i)]);
    const double smallest = largest * static_cast<double>(k) * 1e-16;
    double *const data = a.data();
    for (std::int64_t begin = 0; begin < k; begin += block) {
        const std::int64_t end = std::min(k, begin + block);
        for (std::int64_t j = begin; j < end; ++j) {
            double *row = data + j * k;
            if (!(row[j] > smallest) || !std::isfinite(row[j]))
                return false;
            const double pivot = std::sqrt(row[j]);
            for (std::int64_t c = j; c < k; ++c)
                row[c] /= pivot;
            for (std::int64_t i = j + 1; i < end; ++i)
                subtract(data + i * k + i, row + i, row[i], k - i);
        }
        forEachOnSingleThreads(k - end, [&](std::int64_t offset) {
            const std::int64_t i = end + offset;
            for (std::int64_t j = begin; j < end; ++j)
                subtract(data + i * k + i, data + j * k + i, data[j * k + i], k - i);
        });
    }
    return true;
}

/// W = V^-1 for an upper V; every task has columns of its own.
std::vector<double> invert(const std::vector<double> &v, std::int64_t k)
{
    std::vector<double> w(v.size(), 0.0);
    forEachOnSingleThreads((k + block - 1) / block, [&](std::int64_t task) {
        const std::int64_t begin = task * block, end = std::min(k, begin + block);
        for (std::int64_t i = end - 1; i >= 0; --i) {
            double *row = w.data() + i * k;
            const std::int64_t from = std::max(begin, i);
            if (i >= begin)
                row[i] = 1.0;
            for (std::int64_t j = i + 1; j < end; ++j) {
                const std::int64_t first = std::max(from, j);
                subtract(row + first, w.data() + j * k + first, v[static_cast<std::size_t>(i * k + j)],
                         end - first);
            }
            const double pivot = v[static_cast<std::size_t>(i * k + i)];
            for (std::int64_t c = from; c < end; ++c)
                row[c] /= pivot;
        }
    });
    return w;
}

} // namespace

std::optional<std::vector<double>> inverseCholesky(std::vector<double> h, std::int64_t k)
{
    std::reverse(h.begin(), h.end()); // rows and columns both backwards
    if (!factor(h, k))
        return std::nullopt;
    const std::vector<double> w = invert(h, k);
    std::vector<double> u(h.size(), 0.0);
    for (std::int64_t i = 0; i < k; ++i)
        for (std::int64_t j = i; j < k; ++j)
            u[static_cast<std::size_t>(i * k + j)] = w[static_cast<std::size_t>((k - 1 - j) * k + k - 1 - i)];
    return u;
}

} // namespace mureum::engine
