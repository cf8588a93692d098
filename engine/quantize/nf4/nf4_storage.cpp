#include "engine/quantize/nf4/nf4_storage.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mureum::engine {

namespace {

constexpr std::int64_t codeBytes = Nf4Matrix::block / 2;

void valuesOf(const std::byte *codes, float scale, float *to)
{
    for (std::int64_t i = 0; i < codeBytes; ++i) {
        const auto byte = std::to_integer<std::size_t>(codes[i]);
        to[2 * i] = nf4Values()[byte >> 4] * scale;
        to[2 * i + 1] = nf4Values()[byte & 15] * scale;
    }
}

float floatAt(const std::byte *from)
{
    float value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

} // namespace

void nf4FromFloat(const float *source, std::byte *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += Nf4Matrix::block, destination += nf4BlockBytes) {
        const float *block = source + at;
        float most = 0;
        for (std::int64_t i = 0; i < Nf4Matrix::block; ++i)
            most = std::max(most, std::fabs(block[i]));
        std::memcpy(destination, &most, sizeof most);
        for (std::int64_t i = 0; i < codeBytes; ++i) {
            const unsigned first = nf4Code(most > 0 ? block[2 * i] / most : 0.0F);
            const unsigned second = nf4Code(most > 0 ? block[2 * i + 1] / most : 0.0F);
            destination[4 + i] = static_cast<std::byte>(first << 4 | second);
        }
    }
}

void nf4ToFloat(const std::byte *source, float *destination, std::int64_t count)
{
    for (std::int64_t at = 0; at < count; at += Nf4Matrix::block, source += nf4BlockBytes)
        valuesOf(source + 4, floatAt(source), destination + at);
}

std::int64_t nf4DoubleTailBytes(std::int64_t blocks)
{
    return 4 * (1 + (blocks + Nf4Matrix::scaleBlock - 1) / Nf4Matrix::scaleBlock);
}

void nf4DoubleFromFloat(const float *source, std::int64_t rows, std::int64_t columns, std::byte *matrix)
{
    const Nf4Matrix quantized =
        quantizeNf4(Tensor::view(const_cast<float *>(source), {rows, columns}, DType::F32));
    std::byte *to = matrix;
    for (std::size_t block = 0; block < quantized.scales.size(); ++block, to += nf4DoubleBlockBytes) {
        *to = static_cast<std::byte>(quantized.scales[block]);
        std::memcpy(to + 1, quantized.codes.data() + block * codeBytes, codeBytes);
    }
    std::memcpy(to, &quantized.scaleMean, 4);
    std::memcpy(to + 4, quantized.scaleMaxima.data(), 4 * quantized.scaleMaxima.size());
}

float nf4DoubleScale(const std::byte *matrix, std::int64_t blocks, std::int64_t block)
{
    const std::byte *tail = matrix + blocks * nf4DoubleBlockBytes;
    return dynamicMap()[std::to_integer<std::size_t>(matrix[block * nf4DoubleBlockBytes])] *
               floatAt(tail + 4 * (1 + block / Nf4Matrix::scaleBlock)) +
           floatAt(tail);
}

void nf4DoubleRowsToFloat(const std::byte *matrix, std::int64_t rows, std::int64_t columns,
                          std::int64_t begin, std::int64_t end, float *destination)
{
    const std::int64_t perRow = columns / Nf4Matrix::block;
    for (std::int64_t block = begin * perRow; block < end * perRow; ++block, destination += Nf4Matrix::block)
        valuesOf(matrix + block * nf4DoubleBlockBytes + 1, nf4DoubleScale(matrix, rows * perRow, block),
                 destination);
}

} // namespace mureum::engine
