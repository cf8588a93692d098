#include "engine/core/tensor.h"

#include "engine/core/error.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace mureum::engine {

namespace {

constexpr std::size_t alignment = 64;
constexpr int64_t maxBytes = int64_t{1} << 40; ///< of one tensor: beyond any machine this runs on

int64_t countElements(const std::vector<int64_t> &shape, DType dtype)
{
    int64_t count = 1;
    const int64_t limit = maxBytes / dtypeSize(dtype);
    for (const int64_t extent : shape) {
        if (extent < 0)
            throw Error("tensor: negative dimension in shape " + shapeText(shape));
        if (extent != 0 && count > limit / extent)
            throw Error("tensor: shape " + shapeText(shape) + " " + std::string(dtypeName(dtype)) +
                        " is too large to address");
        count *= extent;
    }
    return count;
}

} // namespace

std::string shapeText(std::span<const int64_t> shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

Tensor::Tensor(std::vector<int64_t> shape, DType dtype)
    : shape_(std::move(shape)), dtype_(dtype), elements_(countElements(shape_, dtype))
{
    const std::size_t bytes =
        (static_cast<std::size_t>(byteSize()) + alignment - 1) / alignment * alignment + alignment;
    void *memory = std::aligned_alloc(alignment, bytes);
    if (!memory)
        throw Error("tensor: no memory for " + describe() + " (" + std::to_string(bytes) +
                    " bytes); use a smaller model or batch");
    std::memset(memory, 0, bytes);
    owner_ = std::shared_ptr<const void>(memory, [](const void *p) { std::free(const_cast<void *>(p)); });
    data_ = memory;
}

Tensor Tensor::view(void *data, std::vector<int64_t> shape, DType dtype, std::shared_ptr<const void> owner)
{
    Tensor tensor;
    tensor.elements_ = countElements(shape, dtype);
    tensor.shape_ = std::move(shape);
    tensor.dtype_ = dtype;
    tensor.data_ = data;
    tensor.owner_ = std::move(owner);
    return tensor;
}

Tensor Tensor::fromValues(std::vector<int64_t> shape, std::span<const float> values)
{
    Tensor tensor(std::move(shape), DType::F32);
    if (tensor.elements_ != static_cast<int64_t>(values.size()))
        throw Error("tensor: " + std::to_string(values.size()) + " values do not fill shape " +
                    shapeText(tensor.shape_));
    if (!values.empty())
        std::memcpy(tensor.data_, values.data(), values.size_bytes());
    return tensor;
}

int64_t Tensor::dim(int axis) const
{
    const int index = axis < 0 ? axis + rank() : axis;
    if (index < 0 || index >= rank())
        throw Error("tensor: axis " + std::to_string(axis) + " of shape " + shapeText(shape_));
    return shape_[static_cast<std::size_t>(index)];
}

void *Tensor::checked(DType wanted) const
{
    if (dtype_ != wanted)
        throw Error("tensor: " + describe() + " was read as " + std::string(dtypeName(wanted)));
    return data_;
}

Tensor Tensor::reshaped(std::vector<int64_t> shape) const
{
    if (countElements(shape, dtype_) != elements_)
        throw Error("tensor: cannot reshape " + describe() + " to " + shapeText(shape));
    Tensor other = *this;
    other.shape_ = std::move(shape);
    return other;
}

Tensor Tensor::rows(int64_t begin, int64_t count) const
{
    if (rank() == 0 || begin < 0 || count < 0 || begin > shape_[0] - count)
        throw Error("tensor: rows " + std::to_string(begin) + " .. " + std::to_string(begin + count) +
                    " of " + describe());
    Tensor other = *this;
    const int64_t width = shape_[0] ? elements_ / shape_[0] : 0;
    other.shape_[0] = count;
    other.elements_ = count * width;
    other.data_ = static_cast<char *>(data_) + begin * width * dtypeSize(dtype_);
    return other;
}

Tensor Tensor::clone() const
{
    if (empty())
        return {};
    Tensor other(shape_, dtype_);
    std::memcpy(other.data_, data_, static_cast<std::size_t>(byteSize()));
    return other;
}

Tensor Tensor::to(DType wanted) const
{
    if (empty() || wanted == dtype_)
        return clone();
    Tensor single = *this;
    if (dtype_ != DType::F32) {
        single = Tensor(shape_, DType::F32);
        if (dtype_ == DType::BF16)
            convertFromBf16(bf16(), single.f32(), elements_);
        else if (dtype_ == DType::F16)
            convertFromF16(static_cast<const Float16 *>(data_), single.f32(), elements_);
        else
            throw Error("tensor: no conversion from " + describe() + " to " + std::string(dtypeName(wanted)));
    }
    if (wanted == DType::F32)
        return single;
    Tensor other(shape_, wanted);
    if (wanted == DType::BF16)
        convertToBf16(single.f32(), other.bf16(), elements_);
    else if (wanted == DType::F16)
        convertToF16(single.f32(), static_cast<Float16 *>(other.data_), elements_);
    else
        throw Error("tensor: no conversion from " + describe() + " to " + std::string(dtypeName(wanted)));
    return other;
}

std::string Tensor::describe() const
{
    return shapeText(shape_) + " " + std::string(dtypeName(dtype_));
}

} // namespace mureum::engine
