#pragma once

#include "engine/core/dtype.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mureum::engine {

/// A contiguous row-major array with a shape and an element type. Either owns its memory (64-byte
/// aligned, zeroed) or views memory of somebody else, kept alive by an optional shared owner.
/// Copies share the memory; clone() does not.
class Tensor
{
public:
    Tensor() = default;

    /// Owning, zeroed. Throws Error on a negative dimension, an overflowing size or no memory.
    explicit Tensor(std::vector<int64_t> shape, DType dtype = DType::F32);

    /// A view of `data`, which must hold the whole shape and outlive the tensor unless `owner` keeps it.
    static Tensor view(void *data, std::vector<int64_t> shape, DType dtype,
                       std::shared_ptr<const void> owner = {});

    /// Owning copy of the values (F32).
    static Tensor fromValues(std::vector<int64_t> shape, std::span<const float> values);

    bool empty() const { return data_ == nullptr; }
    DType dtype() const { return dtype_; }
    const std::vector<int64_t> &shape() const { return shape_; }
    int rank() const { return static_cast<int>(shape_.size()); }
    int64_t dim(int axis) const; ///< negative axes count from the end; throws Error out of range
    int64_t elements() const { return elements_; }
    int64_t byteSize() const { return elements_ * dtypeSize(dtype_); }

    void *raw() { return data_; }
    const void *raw() const { return data_; }

    /// Typed access; throws Error when the dtype differs.
    float *f32() { return static_cast<float *>(checked(DType::F32)); }
    const float *f32() const { return static_cast<const float *>(checked(DType::F32)); }
    BFloat16 *bf16() { return static_cast<BFloat16 *>(checked(DType::BF16)); }
    const BFloat16 *bf16() const { return static_cast<const BFloat16 *>(checked(DType::BF16)); }
    int8_t *i8() { return static_cast<int8_t *>(checked(DType::I8)); }
    const int8_t *i8() const { return static_cast<const int8_t *>(checked(DType::I8)); }

    /// Same memory, other shape with the same number of elements (throws Error otherwise).
    Tensor reshaped(std::vector<int64_t> shape) const;

    /// Rows [begin, begin+count) of the first axis, sharing memory.
    Tensor rows(int64_t begin, int64_t count) const;

    Tensor clone() const;

    /// Deep copy converted to another float type (F32, BF16, F16; throws Error for others).
    Tensor to(DType dtype) const;

    /// "[8192, 256] f32", for messages.
    std::string describe() const;

private:
    void *checked(DType wanted) const;

    std::vector<int64_t> shape_;
    DType dtype_ = DType::F32;
    int64_t elements_ = 0;
    void *data_ = nullptr;
    std::shared_ptr<const void> owner_;
};

/// "[2, 3]"
std::string shapeText(std::span<const int64_t> shape);

} // namespace mureum::engine
