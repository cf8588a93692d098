#include "engine/backend/cpu/quantized.h"

#include "engine/backend/cpu/cpu_backend.h"
#include "engine/backend/cpu/parallel.h"
#include "engine/core/error.h"
#include "engine/quantize/nf4/nf4.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine::cpu {

namespace {

/// Up to this many rows the matrix is read once and multiplied as it is; above, tiles of it become floats.
constexpr std::int64_t fewRowsLimit = 16;
/// A tile of floats should stay in the cache of a core.
constexpr std::int64_t tileBytes = 512 << 10;
constexpr std::int64_t tileUnit = 16;

bool hasVnni()
{
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512vnni");
}

/// x in the order of the stored columns.
Tensor gathered(CpuBackend &backend, const ConstMat &x, const QuantizedMatrix &w, std::int64_t m, DType dtype)
{
    const std::int64_t k = w.columns();
    Tensor dense({m, k});
    backend.convert(dense, x, m, k);
    if (w.order()) {
        Tensor ordered({m, k});
        const std::vector<std::int32_t> &order = *w.order();
        for (std::int64_t r = 0; r < m; ++r)
            for (std::int64_t j = 0; j < k; ++j)
                ordered.f32()[r * k + j] = dense.f32()[r * k + order[static_cast<std::size_t>(j)]];
        dense = std::move(ordered);
    }
    return dtype == DType::F32 ? dense : dense.to(dtype);
}

} // namespace

std::vector<const QuantizedKernels *> quantizedKernelSets()
{
    std::vector<const QuantizedKernels *> sets;
    for (const std::string &isa : cpuIsas())
        sets.push_back(isa == "avx512" ? &avx512Quantized()
                       : isa == "avx2" ? &avx2Quantized()
                                       : &genericQuantized());
    if (sets.back() == &avx512Quantized() && hasVnni())
        sets.push_back(&vnniQuantized());
    return sets;
}

const QuantizedKernels &quantizedKernels(std::string_view isa)
{
    if (isa == "avx512")
        return hasVnni() ? vnniQuantized() : avx512Quantized();
    return isa == "avx2" ? avx2Quantized() : genericQuantized();
}

QuantizedArgs quantizedArgs(const QuantizedMatrix &matrix)
{
    const auto *data = reinterpret_cast<const unsigned char *>(matrix.data());
    const std::int64_t rowBytes = matrix.type().rowBytes(matrix.columns());
    return {data,           matrix.rows(),      matrix.columns(),   rowBytes, data + matrix.rows() * rowBytes,
            &matrix.type(), nf4Values().data(), dynamicMap().data()};
}

void anyTypeToFloat(const QuantizedArgs &w, std::int64_t begin, std::int64_t end, float *out)
{
    rowsToFloat(*w.type, reinterpret_cast<const std::byte *>(w.data), w.rows, w.columns, begin, end, out);
}

namespace {

/// Where each form begins, and the end of all.
struct InputOffsets
{
    std::int64_t codes, scales[2], sums[2], rowCodes, rowScales, outliers, packed, end = 0;

    InputOffsets(unsigned forms, std::int64_t rows, std::int64_t columns)
    {
        const std::int64_t padded = paddedColumns(columns);
        const auto take = [&](unsigned form, std::int64_t size) {
            const std::int64_t at = end;
            end += forms & form ? (size + 63) / 64 * 64 : 0;
            return at;
        };
        codes = take(InputForm::blocks, rows * padded);
        for (int i = 0; i < 2; ++i) {
            const std::int64_t size = rows * grainCount(columns, i == 0 ? 32 : 16) * 4;
            scales[i] = take(InputForm::blocks, size);
            sums[i] = take(InputForm::blocks, size);
        }
        rowCodes = take(InputForm::rows, rows * padded);
        rowScales = take(InputForm::rows, rows * 4);
        outliers = take(InputForm::rows, rows * (1 + columns) * 4);
        packed = take(InputForm::packed, rows * padded * 4);
    }
};

} // namespace

std::int64_t quantizedInputBytes(unsigned forms, std::int64_t rows, std::int64_t columns)
{
    return InputOffsets(forms, rows, columns).end;
}

QuantizedInput layOutInput(char *memory, unsigned forms, std::int64_t rows, std::int64_t columns,
                           const float *natural, std::int64_t naturalStride)
{
    const InputOffsets at(forms, rows, columns);
    return {
        paddedColumns(columns),
        natural,
        naturalStride,
        reinterpret_cast<std::int8_t *>(memory + at.codes),
        {reinterpret_cast<float *>(memory + at.scales[0]), reinterpret_cast<float *>(memory + at.scales[1])},
        {reinterpret_cast<float *>(memory + at.sums[0]), reinterpret_cast<float *>(memory + at.sums[1])},
        reinterpret_cast<std::int8_t *>(memory + at.rowCodes),
        reinterpret_cast<float *>(memory + at.rowScales),
        reinterpret_cast<std::int32_t *>(memory + at.outliers),
        reinterpret_cast<float *>(memory + at.packed)};
}

QuantizedInput QuantizedInputMemory::input(unsigned forms, std::int64_t rows, std::int64_t columns,
                                           const float *natural, std::int64_t naturalStride)
{
    const std::int64_t bytes = quantizedInputBytes(forms, rows, columns);
    if (bytes_.empty() || bytes_.byteSize() < bytes)
        bytes_ = Tensor({bytes}, DType::U8);
    return layOutInput(static_cast<char *>(bytes_.raw()), forms, rows, columns, natural, naturalStride);
}

void CpuBackend::linearQuantized(Mat y, ConstMat x, const QuantizedMatrix &w, std::int64_t rowBegin,
                                 std::int64_t n, std::int64_t m, bool accumulate)
{
    const std::int64_t k = w.columns();
    if (rowBegin < 0 || n < 0 || rowBegin > w.rows() - n)
        throw Error(
            fmt::format("linear: rows {} .. {} of a matrix {}", rowBegin, rowBegin + n, w.describe()));
    const Rows yr = rowsOf(y, n, "linear");
    (void)rowsOf(x, k, "linear");
    if (m == 0 || n == 0)
        return;
    const QuantizedArgs args = quantizedArgs(w);
    const QuantizedKernel &kernel = quantized_.find(w.type().id);
    constexpr std::int64_t unit = 8;
    if (m <= fewRowsLimit) {
        const bool plain = x.dtype == DType::F32 && !w.order();
        Tensor dense = plain ? Tensor() : gathered(*this, x, w, m, DType::F32);
        thread_local QuantizedInputMemory memory;
        const QuantizedInput input =
            memory.input(kernel.form, m, k, plain ? static_cast<const float *>(x.data) : dense.f32(),
                         plain && x.stride ? x.stride : k);
        quantized_.prepare(input, kernel.form, m, k);
        const bool direct = !yr.bf16;
        Tensor single = direct ? Tensor() : Tensor({m, n});
        if (!direct && accumulate)
            convert(single, y, m, n);
        float *out = direct ? static_cast<float *>(yr.data) : single.f32();
        const std::int64_t stride = direct ? yr.stride : n;
        overRows((n + unit - 1) / unit, unit * k, [&](std::int64_t first, std::int64_t last) {
            thread_local std::vector<float> scratch;
            scratch.resize(std::max(scratch.size(), static_cast<std::size_t>(quantizedScratchFloats(k))));
            const std::int64_t begin = first * unit, end = std::min(n, last * unit);
            kernel.product(args, input, m, rowBegin + begin, rowBegin + end, out + begin, stride, accumulate,
                           scratch.data());
        });
        if (!direct)
            convert(y, single, m, n);
        return;
    }
    const DType dtype = bf16_ ? DType::BF16 : DType::F32;
    const bool plain = x.dtype == dtype && !w.order();
    const Tensor dense = plain ? Tensor() : gathered(*this, x, w, m, dtype);
    const ConstMat input = plain ? x : ConstMat(dense);
    const std::int64_t wanted = tileBytes / (k * dtypeSize(dtype)) / tileUnit * tileUnit;
    const std::int64_t rows = std::min(n, std::max(tileUnit, wanted));
    thread_local Tensor tile;
    if (tile.empty() || tile.dtype() != dtype || tile.elements() < rows * k)
        tile = Tensor({rows * k}, dtype);
    void *const to = tile.raw();
    for (std::int64_t begin = 0; begin < n; begin += rows) {
        const std::int64_t count = std::min(rows, n - begin);
        overRows((count + unit - 1) / unit, unit * k, [&](std::int64_t first, std::int64_t last) {
            thread_local std::vector<float> scratch;
            scratch.resize(std::max(scratch.size(), static_cast<std::size_t>(quantizedScratchFloats(k))));
            const std::int64_t from = first * unit, end = std::min(count, last * unit);
            kernel.tile(args, rowBegin + begin + from, rowBegin + begin + end,
                        static_cast<char *>(to) + from * k * dtypeSize(dtype), dtype == DType::BF16,
                        scratch.data());
        });
        const Mat out(static_cast<char *>(y.data) + begin * dtypeSize(y.dtype), y.dtype,
                      y.stride ? y.stride : n);
        linear(out, input, ConstMat(to, dtype), m, count, k, accumulate);
    }
}

void CpuBackend::embeddingQuantized(Mat y, const QuantizedMatrix &table, const int32_t *tokens,
                                    std::int64_t m)
{
    const std::int64_t d = table.columns();
    Tensor row({1, d});
    const Rows yr = rowsOf(y, d, "embedding");
    for (std::int64_t i = 0; i < m; ++i) {
        if (tokens[i] < 0 || tokens[i] >= table.rows())
            throw Error(fmt::format("embedding: token {} at row {} is outside the vocabulary of {}",
                                    tokens[i], i, table.rows()));
        table.toFloat(tokens[i], tokens[i] + 1, row.f32());
        convert(Mat(static_cast<char *>(y.data) + i * yr.stride * dtypeSize(y.dtype), y.dtype), row, 1, d);
    }
}

} // namespace mureum::engine::cpu
