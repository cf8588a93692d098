#include "engine/quantize/quantized_matrix.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"

#include <algorithm>
#include <fmt/format.h>

namespace mureum::engine {

QuantizedMatrix::QuantizedMatrix(const GgufTensorType &type, std::int64_t rows, std::int64_t columns,
                                 const std::byte *data, std::shared_ptr<const void> owner)
    : type_(&type), rows_(rows), columns_(columns), data_(data), owner_(std::move(owner))
{
    if (rows < 1 || columns < 1 || columns % type.blockElements != 0)
        throw Error(fmt::format("a matrix {} cannot be stored as {}: rows must be whole blocks of {}",
                                shapeText(shape()), type.name, type.blockElements));
    if (!type.readable())
        throw Error(fmt::format("matrices stored as {} cannot be computed with; use one of {}", type.name,
                                writableTypeNames()));
}

void QuantizedMatrix::setOrder(std::vector<std::int32_t> order)
{
    std::vector<bool> seen(static_cast<std::size_t>(columns_), false);
    for (const std::int32_t column : order)
        if (column >= 0 && column < columns_)
            seen[static_cast<std::size_t>(column)] = true;
    if (static_cast<std::int64_t>(order.size()) != columns_ ||
        std::count(seen.begin(), seen.end(), false) != 0)
        throw Error(
            fmt::format("the column order of a matrix {} is no permutation of its columns", describe()));
    order_ = std::make_shared<const std::vector<std::int32_t>>(std::move(order));
}

void QuantizedMatrix::toFloat(std::int64_t begin, std::int64_t end, float *destination) const
{
    rowsToFloat(*type_, data_, rows_, columns_, begin, end, destination);
    if (!order_)
        return;
    std::vector<float> stored(static_cast<std::size_t>(columns_));
    for (std::int64_t row = begin; row < end; ++row, destination += columns_) {
        std::copy(destination, destination + columns_, stored.begin());
        for (std::size_t j = 0; j < stored.size(); ++j)
            destination[(*order_)[j]] = stored[j];
    }
}

Tensor QuantizedMatrix::dequantize(DType dtype) const
{
    Tensor result(shape(), dtype);
    constexpr std::int64_t atOnce = 16;
    parallelFor((rows_ + atOnce - 1) / atOnce, [&](std::int64_t part) {
        const std::int64_t begin = part * atOnce, end = std::min(rows_, begin + atOnce);
        if (dtype == DType::F32) {
            toFloat(begin, end, result.f32() + begin * columns_);
            return;
        }
        std::vector<float> values(static_cast<std::size_t>((end - begin) * columns_));
        toFloat(begin, end, values.data());
        convertToBf16(values.data(), result.bf16() + begin * columns_,
                      static_cast<std::int64_t>(values.size()));
    });
    return result;
}

std::string QuantizedMatrix::describe() const
{
    return shapeText(shape()) + " " + std::string(type_->name);
}

MatrixBytes allocateMatrix(const GgufTensorType &type, std::int64_t rows, std::int64_t columns)
{
    const auto memory =
        std::make_shared<Tensor>(std::vector<std::int64_t>{type.matrixBytes(rows, columns)}, DType::U8);
    auto *data = static_cast<std::byte *>(memory->raw());
    return {data, QuantizedMatrix(type, rows, columns, data, memory)};
}

QuantizedMatrix quantizeMatrix(const Tensor &matrix, const GgufTensorType &type)
{
    if (matrix.rank() != 2 || !type.writable())
        throw Error(fmt::format("{} cannot be stored as {}; use one of {}", matrix.describe(), type.name,
                                writableTypeNames()));
    const Tensor single = matrix.dtype() == DType::F32 ? matrix : matrix.to(DType::F32);
    MatrixBytes result = allocateMatrix(type, matrix.dim(0), matrix.dim(1));
    matrixFromFloat(type, single.f32(), matrix.dim(0), matrix.dim(1), result.data);
    return result.matrix;
}

} // namespace mureum::engine
