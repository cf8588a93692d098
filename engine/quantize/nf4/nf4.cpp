#include "engine/quantize/nf4/nf4.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"

#include <algorithm>
#include <cmath>

namespace mureum::engine {

namespace {

/// Blocks a thread takes at once.
constexpr std::int64_t blocksAtOnce = 1024;

std::array<float, 256> makeDynamicMap()
{
    // Seven decades 10^-6 .. 1, of which number i holds 2^i evenly spaced values on either side of zero.
    std::array<float, 256> map = {};
    std::size_t count = 0;
    for (int decade = 0; decade < 7; ++decade)
        for (int j = 0; j < (1 << decade); ++j) {
            const double value = std::pow(10.0, decade - 6) * (0.1 + 0.9 * (j + 0.5) / (1 << decade));
            map[count++] = static_cast<float>(value);
            map[count++] = static_cast<float>(-value);
        }
    map[count++] = 0.0F;
    map[count++] = 1.0F;
    std::sort(map.begin(), map.end());
    return map;
}

/// Index of the value nearest to x in an ascending table; of two equally near ones the lower.
template <std::size_t size>
std::uint8_t nearest(const std::array<float, size> &values, float x)
{
    const auto above = std::lower_bound(values.begin(), values.end(), x);
    if (above == values.begin())
        return 0;
    if (above == values.end())
        return size - 1;
    const auto index = static_cast<std::size_t>(above - values.begin());
    return static_cast<std::uint8_t>(x - values[index - 1] <= values[index] - x ? index - 1 : index);
}

void quantizeScales(const std::vector<float> &maxima, Nf4Matrix &matrix)
{
    double sum = 0;
    for (const float value : maxima)
        sum += static_cast<double>(value);
    matrix.scaleMean = maxima.empty() ? 0.0F : static_cast<float>(sum / static_cast<double>(maxima.size()));
    matrix.scales.resize(maxima.size());
    for (std::size_t begin = 0; begin < maxima.size(); begin += Nf4Matrix::scaleBlock) {
        const std::size_t end = std::min(maxima.size(), begin + Nf4Matrix::scaleBlock);
        float most = 0;
        for (std::size_t i = begin; i < end; ++i)
            most = std::max(most, std::abs(maxima[i] - matrix.scaleMean));
        matrix.scaleMaxima.push_back(most);
        for (std::size_t i = begin; i < end; ++i)
            matrix.scales[i] = nearest(dynamicMap(), most > 0 ? (maxima[i] - matrix.scaleMean) / most : 0.0F);
    }
}

template <typename T>
void dequantizeBlocks(const Nf4Matrix &matrix, T *out, std::int64_t first, std::int64_t last)
{
    const std::int64_t count = matrix.elements();
    for (std::int64_t b = first; b < last; ++b) {
        const float scale = matrix.scale(b);
        T values[16];
        for (std::size_t i = 0; i < 16; ++i)
            values[i] = T(nf4Values()[i] * scale);
        const std::int64_t begin = b * Nf4Matrix::block, length = std::min(Nf4Matrix::block, count - begin);
        const std::uint8_t *codes = matrix.codes.data() + begin / 2;
        T *to = out + begin;
        std::int64_t i = 0;
        for (; i + 2 <= length; i += 2) {
            const std::uint8_t byte = codes[i / 2];
            to[i] = values[byte >> 4];
            to[i + 1] = values[byte & 15];
        }
        if (i < length)
            to[i] = values[codes[i / 2] >> 4];
    }
}

} // namespace

std::uint8_t nf4Code(float x)
{
    static const std::array<float, 15> midpoints = [] {
        std::array<float, 15> result = {};
        for (std::size_t i = 0; i < 15; ++i)
            result[i] = (nf4Values()[i] + nf4Values()[i + 1]) / 2;
        return result;
    }();
    std::uint8_t code = 0;
    for (const float midpoint : midpoints)
        code = static_cast<std::uint8_t>(code + (x > midpoint));
    return code;
}

const std::array<float, 16> &nf4Values()
{
    static constexpr std::array<float, 16> values = {-1.0F,         -0.6961928F,  -0.52507305F,  -0.39491749F,
                                                     -0.28444138F,  -0.18477343F, -0.091050036F, 0.0F,
                                                     0.0795802996F, 0.160930201F, 0.246112302F,  0.337915242F,
                                                     0.440709829F,  0.562617004F, 0.722956836F,  1.0F};
    return values;
}

const std::array<float, 256> &dynamicMap()
{
    static const std::array<float, 256> map = makeDynamicMap();
    return map;
}

std::int64_t Nf4Matrix::elements() const
{
    std::int64_t count = 1;
    for (const std::int64_t extent : shape)
        count *= extent;
    return count;
}

std::int64_t Nf4Matrix::bytes() const
{
    return static_cast<std::int64_t>(codes.size() + scales.size() + sizeof(float) * (scaleMaxima.size() + 1));
}

float Nf4Matrix::scale(std::int64_t index) const
{
    return dynamicMap()[scales[static_cast<std::size_t>(index)]] *
               scaleMaxima[static_cast<std::size_t>(index / scaleBlock)] +
           scaleMean;
}

Nf4Matrix quantizeNf4(const Tensor &matrix)
{
    const Tensor single = matrix.dtype() == DType::F32 ? matrix : matrix.to(DType::F32);
    Nf4Matrix result;
    result.shape = matrix.shape();
    const std::int64_t count = single.elements(), blocks = (count + Nf4Matrix::block - 1) / Nf4Matrix::block;
    result.codes.resize(static_cast<std::size_t>((count + 1) / 2));
    std::vector<float> maxima(static_cast<std::size_t>(blocks));
    const float *values = single.f32();
    parallelFor(blocks, [&](std::int64_t b) {
        const std::int64_t begin = b * Nf4Matrix::block, end = std::min(count, begin + Nf4Matrix::block);
        float most = 0;
        for (std::int64_t i = begin; i < end; ++i) {
            if (!std::isfinite(values[i]))
                throw Error("nf4: element " + std::to_string(i) + " of " + matrix.describe() +
                            " is not finite; the model is damaged");
            most = std::max(most, std::abs(values[i]));
        }
        maxima[static_cast<std::size_t>(b)] = most;
        for (std::int64_t i = begin; i < end; ++i) {
            const std::uint8_t code = nf4Code(most > 0 ? values[i] / most : 0.0F);
            result.codes[static_cast<std::size_t>(i / 2)] |=
                static_cast<std::uint8_t>(i % 2 == 0 ? code << 4 : code);
        }
    });
    quantizeScales(maxima, result);
    return result;
}

void dequantizeNf4(const Nf4Matrix &matrix, void *out, DType dtype)
{
    if (dtype != DType::F32 && dtype != DType::BF16)
        throw Error("nf4: values become f32 or bf16, not " + std::string(dtypeName(dtype)));
    const auto blocks = static_cast<std::int64_t>(matrix.scales.size());
    parallelFor((blocks + blocksAtOnce - 1) / blocksAtOnce, [&](std::int64_t part) {
        const std::int64_t first = part * blocksAtOnce, last = std::min(blocks, first + blocksAtOnce);
        if (dtype == DType::F32)
            dequantizeBlocks(matrix, static_cast<float *>(out), first, last);
        else
            dequantizeBlocks(matrix, static_cast<BFloat16 *>(out), first, last);
    });
}

Tensor dequantizeNf4(const Nf4Matrix &matrix, DType dtype)
{
    Tensor result(matrix.shape, dtype);
    dequantizeNf4(matrix, result.raw(), dtype);
    return result;
}

} // namespace mureum::engine
