#include "engine/backend/cpu/cpu_backend.h"

#include "engine/backend/cpu/matmul.h"
#include "engine/backend/cpu/parallel.h"
#include "engine/backend/cpu/quantized.h"

#include <cmath>

namespace mureum::engine::cpu {

namespace {

/// Sums over rows are split in this many chunks whatever the thread count, and added in their order.
constexpr int64_t reductionChunks = 16;

} // namespace

CpuBackend::CpuBackend(const Kernels &kernels)
    : kernels_(kernels), quantized_(quantizedKernels(kernels.name)),
      bf16_(std::string_view(kernels.name) == "avx512" && cpuHasBf16())
{
}

std::string CpuBackend::name() const
{
    return std::string("cpu-") + kernels_.name;
}

void CpuBackend::rmsNorm(Mat y, float *rstd, ConstMat x, const float *weight, int64_t m, int64_t d,
                         float epsilon)
{
    const Rows yr = rowsOf(y, d, "rmsNorm"), xr = rowsOf(x, d, "rmsNorm");
    overRows(m, d, [&](int64_t begin, int64_t end) {
        kernels_.rmsNorm(yr, rstd, nullptr, xr, Rows{nullptr, false, 0}, weight, begin, end, d, epsilon);
    });
}

void CpuBackend::addRmsNorm(Mat y, float *rstd, float *sum, const float *x, ConstMat delta,
                            const float *weight, int64_t m, int64_t d, float epsilon)
{
    const Rows yr = rowsOf(y, d, "addRmsNorm"), xr = rowsOf(x, d, "addRmsNorm"),
               dr = rowsOf(delta, d, "addRmsNorm");
    overRows(m, d, [&](int64_t begin, int64_t end) {
        kernels_.rmsNorm(yr, rstd, sum, xr, dr, weight, begin, end, d, epsilon);
    });
}

void CpuBackend::rmsNormBackward(float *dx, Mat dxCopy, float *dweight, ConstMat dy, const float *x,
                                 const float *rstd, const float *weight, int64_t m, int64_t d,
                                 bool accumulate)
{
    const Rows copy = rowsOf(dxCopy, d, "rmsNormBackward"), dyr = rowsOf(dy, d, "rmsNormBackward");
    std::vector<float> partial(static_cast<std::size_t>(reductionChunks * d));
    overRows(reductionChunks, m * d / reductionChunks, [&](int64_t first, int64_t last) {
        for (int64_t c = first; c < last; ++c)
            kernels_.rmsNormBackward(dx, copy, partial.data() + c * d, dyr, x, rstd, weight,
                                     m * c / reductionChunks, m * (c + 1) / reductionChunks, d, accumulate);
    });
    for (int64_t c = 0; dweight && c < reductionChunks; ++c)
        for (int64_t i = 0; i < d; ++i)
            dweight[i] += partial[static_cast<std::size_t>(c * d + i)];
}

std::shared_ptr<const std::vector<float>> CpuBackend::ropeTable(int headDim, float theta, int64_t positions)
{
    const std::lock_guard lock(ropeMutex_);
    RopeTable *entry = nullptr;
    for (RopeTable &table : ropeTables_)
        if (table.headDim == headDim && table.theta == theta)
            entry = &table;
    if (entry && entry->positions >= positions)
        return entry->values;
    const int64_t size = std::max<int64_t>(512, positions + positions / 2);
    auto values = std::make_shared<std::vector<float>>(static_cast<std::size_t>(size * 2 * headDim));
    for (int64_t p = 0; p < size; ++p)
        for (int i = 0; i < headDim / 2; ++i) {
            const double angle =
                static_cast<double>(p) * std::pow(static_cast<double>(theta), -2.0 * i / headDim);
            float *line = values->data() + p * 2 * headDim + 2 * i;
            line[0] = line[1] = static_cast<float>(std::cos(angle));
            line[headDim] = static_cast<float>(-std::sin(angle));
            line[headDim + 1] = static_cast<float>(std::sin(angle));
        }
    if (entry) {
        entry->positions = size;
        entry->values = values;
    } else {
        ropeTables_.push_back({headDim, theta, size, values});
    }
    return values;
}

void CpuBackend::rope(Mat x, const int32_t *positions, int64_t m, int heads, int headDim, float theta,
                      bool inverse)
{
    if (m == 0)
        return;
    const Rows xr = rowsOf(x, static_cast<int64_t>(heads) * headDim, "rope");
    const auto [lowest, highest] = std::minmax_element(positions, positions + m);
    if (*lowest < 0 || *highest >= (1 << 24) || headDim % 2 != 0)
        throw Error("rope: positions " + std::to_string(*lowest) + " .. " + std::to_string(*highest) +
                    ", headDim " + std::to_string(headDim) + "; positions start at 0, headDim is even");
    const auto table = ropeTable(headDim, theta, int64_t{*highest} + 1);
    overRows(m, static_cast<int64_t>(heads) * headDim, [&](int64_t begin, int64_t end) {
        kernels_.rope(xr, positions, table->data(), begin, end, heads, headDim, inverse);
    });
}

void CpuBackend::swiglu(Mat y, ConstMat gateUp, int64_t m, int64_t f)
{
    const Rows yr = rowsOf(y, f, "swiglu"), xr = rowsOf(gateUp, 2 * f, "swiglu");
    overRows(m, 4 * f, [&](int64_t begin, int64_t end) { kernels_.swiglu(yr, xr, begin, end, f); });
}

void CpuBackend::swigluBackward(Mat dGateUp, ConstMat dy, ConstMat gateUp, int64_t m, int64_t f)
{
    const Rows dr = rowsOf(dGateUp, 2 * f, "swigluBackward"), yr = rowsOf(dy, f, "swigluBackward"),
               xr = rowsOf(gateUp, 2 * f, "swigluBackward");
    overRows(m, 4 * f,
             [&](int64_t begin, int64_t end) { kernels_.swigluBackward(dr, yr, xr, begin, end, f); });
}

void CpuBackend::embedding(Mat y, ConstMat table, const int32_t *tokens, int64_t m, int64_t vocab, int64_t d)
{
    for (int64_t i = 0; i < m; ++i)
        if (tokens[i] < 0 || tokens[i] >= vocab)
            throw Error("embedding: token " + std::to_string(tokens[i]) + " at row " + std::to_string(i) +
                        " is outside the vocabulary of " + std::to_string(vocab));
    gatherRows(y, table, tokens, m, d);
}

void CpuBackend::embeddingBackward(float *dTable, const float *dy, const int32_t *tokens, int64_t m,
                                   int64_t vocab, int64_t d)
{
    for (int64_t i = 0; i < m; ++i)
        if (tokens[i] < 0 || tokens[i] >= vocab)
            throw Error("embeddingBackward: token " + std::to_string(tokens[i]) + " at row " +
                        std::to_string(i) + " is outside the vocabulary of " + std::to_string(vocab));
    overRows((d + 15) / 16, 16 * m, [&](int64_t begin, int64_t end) {
        kernels_.scatterAdd(dTable, dy, tokens, m, d, begin * 16, std::min(d, end * 16));
    });
}

void CpuBackend::add(Mat y, ConstMat x, int64_t m, int64_t d)
{
    const Rows yr = rowsOf(y, d, "add"), xr = rowsOf(x, d, "add");
    overRows(m, d, [&](int64_t begin, int64_t end) { kernels_.addRows(yr, xr, begin, end, d); });
}

void CpuBackend::gatherRows(Mat y, ConstMat x, const int32_t *rows, int64_t count, int64_t d)
{
    const Rows yr = rowsOf(y, d, "gatherRows"), xr = rowsOf(x, d, "gatherRows");
    overRows(count, d, [&](int64_t begin, int64_t end) { kernels_.copyRows(yr, xr, rows, begin, end, d); });
}

void CpuBackend::convert(Mat y, ConstMat x, int64_t m, int64_t d)
{
    gatherRows(y, x, nullptr, m, d);
}

void CpuBackend::softmax(float *x, int64_t m, int64_t n)
{
    overRows(m, 8 * n, [&](int64_t begin, int64_t end) { kernels_.softmax(x, begin, end, n); });
}

double CpuBackend::crossEntropy(Mat dLogits, const float *logits, const int32_t *targets, int64_t m,
                                int64_t n, float smoothing, double *rowLosses, const float *rowWeights)
{
    const Rows out = rowsOf(dLogits, n, "crossEntropy");
    for (int64_t i = 0; i < m; ++i)
        if (targets[i] >= n)
            throw Error("crossEntropy: target " + std::to_string(targets[i]) + " at row " +
                        std::to_string(i) + " is outside the " + std::to_string(n) + " logits");
    double partial[reductionChunks] = {};
    overRows(reductionChunks, 8 * m * n / reductionChunks, [&](int64_t first, int64_t last) {
        for (int64_t c = first; c < last; ++c)
            partial[c] =
                kernels_.crossEntropy(out, logits, targets, m * c / reductionChunks,
                                      m * (c + 1) / reductionChunks, n, smoothing, rowLosses, rowWeights);
    });
    double loss = 0;
    for (const double part : partial)
        loss += part;
    return loss;
}

void CpuBackend::adamw(float *parameters, float *moment1, float *moment2, const float *gradients,
                       BFloat16 *shadow, int64_t count, const AdamW &settings)
{
    const double step = static_cast<double>(settings.step);
    const AdamWScalars scalars = {
        settings.learningRate,
        settings.beta1,
        settings.beta2,
        settings.epsilon,
        settings.weightDecay,
        settings.gradientScale,
        static_cast<float>(1.0 / (1.0 - std::pow(static_cast<double>(settings.beta1), step))),
        static_cast<float>(1.0 / (1.0 - std::pow(static_cast<double>(settings.beta2), step))),
    };
    constexpr int64_t unit = 1024;
    overRows((count + unit - 1) / unit, unit, [&](int64_t first, int64_t last) {
        const int64_t begin = first * unit, length = std::min(count, last * unit) - begin;
        kernels_.adamw(parameters + begin, moment1 + begin, moment2 + begin, gradients + begin,
                       shadow ? reinterpret_cast<uint16_t *>(shadow) + begin : nullptr, length, scalars);
    });
}

double CpuBackend::sumOfSquares(const float *x, int64_t count)
{
    double partial[reductionChunks] = {};
    overRows(reductionChunks, count / reductionChunks, [&](int64_t first, int64_t last) {
        for (int64_t c = first; c < last; ++c) {
            const int64_t begin = count * c / reductionChunks, end = count * (c + 1) / reductionChunks;
            partial[c] = kernels_.sumOfSquares(x + begin, end - begin);
        }
    });
    double total = 0;
    for (const double part : partial)
        total += part;
    return total;
}

void CpuBackend::dropout(Mat y, ConstMat x, int64_t m, int64_t d, float rate, uint64_t key)
{
    if (!(rate >= 0.0F && rate < 1.0F))
        throw Error("dropout: rate " + std::to_string(rate) + "; it must be at least 0 and below 1");
    const Rows yr = rowsOf(y, d, "dropout"), xr = rowsOf(x, d, "dropout");
    overRows(m, 4 * d,
             [&](int64_t begin, int64_t end) { kernels_.dropout(yr, xr, begin, end, d, rate, key); });
}

void CpuBackend::scaleRows(Mat x, float factor, int64_t m, int64_t d)
{
    const Rows xr = rowsOf(x, d, "scaleRows");
    overRows(m, d, [&](int64_t begin, int64_t end) { kernels_.scaleRows(xr, factor, begin, end, d); });
}

void CpuBackend::scale(float *x, float factor, int64_t count)
{
    overRows(count, 1, [&](int64_t begin, int64_t end) { kernels_.scale(x + begin, factor, end - begin); });
}

} // namespace mureum::engine::cpu
