#include "engine/quantize/gptq/gptq.h"

#include "engine/core/error.h"
#include "engine/quantize/calibration/single_threads.h"
#include "engine/quantize/gptq/cholesky.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace mureum::engine {

namespace {

/// Rows that go through the factor together, so that it is read from memory less often.
constexpr std::int64_t rowsTogether = 16;
constexpr double highestDamping = 100;

/// The Hessian in the order the columns are rounded in, dead columns' diagonal 1.
std::vector<double> ordered(const std::vector<double> &hessian, const std::vector<std::int32_t> &order)
{
    const auto k = static_cast<std::int64_t>(order.size());
    std::vector<double> h(hessian.size());
    for (std::int64_t i = 0; i < k; ++i)
        for (std::int64_t j = 0; j < k; ++j)
            h[static_cast<std::size_t>(i * k + j)] = hessian[static_cast<std::size_t>(
                order[static_cast<std::size_t>(i)] * k + order[static_cast<std::size_t>(j)])];
    for (std::int64_t i = 0; i < k; ++i) {
        double &diagonal = h[static_cast<std::size_t>(i * k + i)];
        if (diagonal == 0)
            diagonal = 1;
    }
    return h;
}

std::vector<double> dampedFactor(const std::vector<double> &h, std::int64_t k, double &damping,
                                 const char *where)
{
    double mean = 0;
    for (std::int64_t i = 0; i < k; ++i)
        mean += h[static_cast<std::size_t>(i * k + i)];
    mean /= static_cast<double>(k);
    for (; damping <= highestDamping; damping = damping > 0 ? damping * 10 : 1e-4) {
        std::vector<double> damped = h;
        for (std::int64_t i = 0; i < k; ++i)
            damped[static_cast<std::size_t>(i * k + i)] += damping * mean;
        if (auto factor = inverseCholesky(std::move(damped), k))
            return std::move(*factor);
    }
    throw Error(
        fmt::format("gptq: {}: the Hessian of its inputs is not positive definite whatever is added to its "
                    "diagonal: use more and other calibration data",
                    where));
}

} // namespace

GptqResult quantizeGptq(const Tensor &weight, const std::vector<double> &hessian, const GptqOptions &options,
                        const char *where)
{
    const std::int64_t rows = weight.dim(0), k = weight.dim(1), width = options.format.size;
    if (k % width != 0 || options.block % width != 0)
        throw Error(
            fmt::format("gptq: {}: groups of {} do not divide its {} columns: use another group size, or "
                        "another scheme for this matrix",
                        where, width, k));
    if (hessian.size() != static_cast<std::size_t>(k * k))
        throw Error(fmt::format("gptq: {}: the Hessian has {} numbers, {} columns ask for {}", where,
                                hessian.size(), k, k * k));
    const auto diagonal = [&](std::int64_t i) { return hessian[static_cast<std::size_t>(i * k + i)]; };
    for (std::int64_t i = 0; i < k; ++i)
        if (!std::isfinite(diagonal(i)) || diagonal(i) < 0)
            throw Error(fmt::format(
                "gptq: {}: input {} is not finite for some calibration data; the model is damaged", where,
                i));

    std::vector<std::int32_t> order(static_cast<std::size_t>(k));
    std::iota(order.begin(), order.end(), 0);
    if (options.actOrder)
        std::stable_sort(order.begin(), order.end(),
                         [&](std::int32_t a, std::int32_t b) { return diagonal(a) > diagonal(b); });

    GptqResult result;
    result.damping = options.damping;
    for (std::int64_t i = 0; i < k; ++i)
        result.dead += diagonal(i) == 0;
    const std::vector<double> u = dampedFactor(ordered(hessian, order), k, result.damping, where);

    const GgufTensorType &type = groupType(options.format);
    MatrixBytes bytes = allocateMatrix(type, rows, k);
    forEachOnSingleThreads((rows + rowsTogether - 1) / rowsTogether, [&](std::int64_t task) {
        const std::int64_t firstRow = task * rowsTogether, count = std::min(rowsTogether, rows - firstRow);
        std::vector<double> w(static_cast<std::size_t>(count * k));
        for (std::int64_t r = 0; r < count; ++r)
            for (std::int64_t c = 0; c < k; ++c) {
                const std::int64_t column = order[static_cast<std::size_t>(c)];
                const auto value = static_cast<double>(weight.f32()[(firstRow + r) * k + column]);
                if (!std::isfinite(value))
                    throw Error(fmt::format(
                        "gptq: {}: row {} holds a number that is not finite; the model is damaged", where,
                        firstRow + r));
                w[static_cast<std::size_t>(r * k + c)] = diagonal(column) == 0 ? 0.0 : value;
            }
        std::vector<double> errors(static_cast<std::size_t>(count * options.block));
        std::vector<float> values(static_cast<std::size_t>(width));
        std::vector<std::uint8_t> codes(static_cast<std::size_t>(width));
        for (std::int64_t begin = 0; begin < k; begin += options.block) {
            const std::int64_t end = std::min(k, begin + options.block);
            for (std::int64_t r = 0; r < count; ++r) {
                double *row = w.data() + r * k;
                double *error = errors.data() + r * options.block;
                std::byte *stored = bytes.data + (firstRow + r) * type.rowBytes(k);
                for (std::int64_t group = begin; group < end; group += width) {
                    std::transform(row + group, row + group + width, values.begin(),
                                   [](double value) { return static_cast<float>(value); });
                    const GroupScale scale = nearestScale(values, options.format, options.symmetric);
                    for (std::int64_t c = group; c < group + width; ++c) {
                        const int code = scale.code(static_cast<float>(row[c]), options.format);
                        codes[static_cast<std::size_t>(c - group)] = static_cast<std::uint8_t>(code);
                        const double *factor = u.data() + c * k;
                        const double off = (row[c] - static_cast<double>(scale.value(code))) / factor[c];
                        for (std::int64_t i = c; i < end; ++i)
                            row[i] -= off * factor[i];
                        error[c - begin] = off;
                    }
                    writeGroup(options.format, scale, codes.data(), stored + group / width * type.blockBytes);
                }
            }
            for (std::int64_t c = begin; c < end; ++c) {
                const double *factor = u.data() + c * k;
                for (std::int64_t r = 0; r < count; ++r) {
                    double *row = w.data() + r * k;
                    const double off = errors[static_cast<std::size_t>(r * options.block + c - begin)];
                    for (std::int64_t i = end; i < k; ++i)
                        row[i] -= off * factor[i];
                }
            }
        }
    });
    result.matrix = bytes.matrix;
    if (options.actOrder)
        result.matrix.setOrder(std::move(order));
    return result;
}

} // namespace mureum::engine
