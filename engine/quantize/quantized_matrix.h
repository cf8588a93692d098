#pragma once
#include "engine/core/tensor.h"
#include "engine/formats/gguf_types.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mureum::engine {

/// A matrix [rows, columns] in a storage type of the registry, as bytes: of a mapped file or its own. Copies
/// share them. A model holds it in place of a float tensor, and products (Backend::linear) compute from it
/// directly.
class QuantizedMatrix
{
public:
    QuantizedMatrix() = default;
    /// `data`: type.matrixBytes(rows, columns) bytes, kept alive by `owner`. Throws Error where the columns
    /// do not fit the type's blocks or the type cannot be read.
    QuantizedMatrix(const GgufTensorType &type, std::int64_t rows, std::int64_t columns,
                    const std::byte *data, std::shared_ptr<const void> owner);

    bool empty() const { return data_ == nullptr; }
    const GgufTensorType &type() const { return *type_; }
    std::int64_t rows() const { return rows_; }
    std::int64_t columns() const { return columns_; }
    std::vector<std::int64_t> shape() const { return {rows_, columns_}; }
    const std::byte *data() const { return data_; }
    std::int64_t bytes() const { return type_->matrixBytes(rows_, columns_); }
    double bitsPerWeight() const { return type_->bitsPerWeight(rows_, columns_); }
    const std::shared_ptr<const void> &owner() const { return owner_; }

    /// Stored column j is input order()[j] (GPTQ's act-order); null: as they come.
    const std::shared_ptr<const std::vector<std::int32_t>> &order() const { return order_; }
    /// Throws Error where it is no permutation of the columns.
    void setOrder(std::vector<std::int32_t> order);

    /// Rows [begin, end) as floats, columns in the order of the inputs.
    void toFloat(std::int64_t begin, std::int64_t end, float *destination) const;
    Tensor dequantize(DType dtype = DType::F32) const;
    /// "[512, 256] q4_k", for messages.
    std::string describe() const;

private:
    const GgufTensorType *type_ = nullptr;
    std::int64_t rows_ = 0, columns_ = 0;
    const std::byte *data_ = nullptr;
    std::shared_ptr<const void> owner_;
    std::shared_ptr<const std::vector<std::int32_t>> order_;
};

/// Round to nearest, from F32, BF16 or F16 [rows, columns]. Throws Error where the columns do not fit the
/// type's blocks or a number is not finite.
QuantizedMatrix quantizeMatrix(const Tensor &matrix, const GgufTensorType &type);

/// Memory for the bytes of a matrix somebody else fills in (GPTQ, AWQ): bytes are zero, `data` is writable
/// until the matrix is shared.
struct MatrixBytes
{
    std::byte *data = nullptr;
    QuantizedMatrix matrix;
};
MatrixBytes allocateMatrix(const GgufTensorType &type, std::int64_t rows, std::int64_t columns);

} // namespace mureum::engine
