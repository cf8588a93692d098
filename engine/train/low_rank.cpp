#include "engine/train/low_rank.h"

#include "engine/core/random.h"

#include <algorithm>

namespace mureum::engine {

LowRank::LowRank(std::shared_ptr<Backend> backend, const ModelConfig &model, const AdapterLayout &layout,
                 int64_t rows, int64_t headRows, DType type, bool shared)
    : backend_(std::move(backend)), layout_(layout), layers_(model.layers), rows_(rows), headRows_(headRows),
      type_(type), shared_(shared), scale_(static_cast<float>(layout.adapter().scale())),
      rate_(static_cast<float>(layout.adapter().dropout))
{
    const int64_t rank = layout.adapter().rank;
    int64_t widest = 0, inputs = 0;
    const auto middle = [&](const LowRankGroup &group, int64_t count) {
        const auto parts = static_cast<int64_t>(group.parts.size());
        if (parts == 0)
            return Tensor();
        widest = std::max(widest, parts * rank);
        inputs = std::max(inputs, group.inputs);
        return Tensor({count, parts * rank}, type);
    };
    for (int l = 0; l < (shared ? 1 : layers_); ++l)
        for (int p = 0; p < productsPerLayer; ++p)
            middles_.push_back(middle(layout.group(l, static_cast<Product>(p)), rows));
    headMiddle_ = middle(layout.head(), headRows);
    const int64_t most = std::max(rows, headMiddle_.empty() ? 0 : headRows);
    dMiddle_ = Tensor({most, widest}, type);
    if (rate_ > 0) {
        dropped_ = Tensor({most, inputs}, type);
        dDropped_ = Tensor({most, inputs}, type);
    }
}

void LowRank::bind(const void *parameters, float *gradients, uint64_t dropoutKey)
{
    parameters_ = parameters;
    gradients_ = gradients;
    dropoutKey_ = dropoutKey;
}

int64_t LowRank::bytes() const
{
    int64_t sum = headMiddle_.byteSize() + dMiddle_.byteSize() + dropped_.byteSize() + dDropped_.byteSize();
    for (const Tensor &middle : middles_)
        sum += middle.byteSize();
    return sum;
}

int64_t LowRank::plannedBytes(const ModelConfig &model, const AdapterLayout &layout, int64_t rows,
                              int64_t headRows, DType type, bool shared)
{
    const int64_t rank = layout.adapter().rank;
    int64_t sum = 0, widest = 0, inputs = 0;
    const auto count = [&](const LowRankGroup &group, int64_t height) {
        if (group.parts.empty())
            return;
        const int64_t width = static_cast<int64_t>(group.parts.size()) * rank;
        sum += height * width;
        widest = std::max(widest, width);
        inputs = std::max(inputs, group.inputs);
    };
    for (int l = 0; l < (shared ? 1 : model.layers); ++l)
        for (int p = 0; p < productsPerLayer; ++p)
            count(layout.group(l, static_cast<Product>(p)), rows);
    count(layout.head(), headRows);
    const int64_t most = std::max(rows, layout.head().parts.empty() ? 0 : headRows);
    sum += most * widest + (layout.adapter().dropout > 0 ? 2 * most * inputs : 0);
    return sum * dtypeSize(type);
}

ConstMat LowRank::at(int64_t offset) const
{
    return {static_cast<const char *>(parameters_) + offset * dtypeSize(type_), type_};
}

Tensor &LowRank::middleOf(int layer, Product which)
{
    const int first = shared_ ? 0 : layer * productsPerLayer;
    return middles_[static_cast<std::size_t>(first + static_cast<int>(which))];
}

uint64_t LowRank::key(int place) const
{
    return mixBits(dropoutKey_ + 0x9e3779b97f4a7c15ULL * static_cast<uint64_t>(place + 1));
}

ConstMat LowRank::dropped(ConstMat x, int64_t rows, int64_t inputs, int place)
{
    if (rate_ <= 0 || dropoutKey_ == 0)
        return x;
    const Mat y(dropped_.raw(), type_, inputs);
    backend_->dropout(y, x, rows, inputs, rate_, key(place));
    return y;
}

/// middle = scale * dropout(x) A^T
void LowRank::intoMiddle(const LowRankGroup &group, ConstMat x, Tensor &middle, int64_t rows, int place)
{
    const int64_t width = middle.dim(1);
    backend_->linear(middle, dropped(x, rows, group.inputs, place), at(group.a), rows, width, group.inputs);
    backend_->scaleRows(middle, scale_, rows, width);
}

/// y's columns += middle's B^T
void LowRank::outOfMiddle(const LowRankGroup &group, const Tensor &middle, Mat y, int64_t rows)
{
    const int64_t rank = layout_.adapter().rank, stride = y.stride ? y.stride : group.outputs;
    for (std::size_t p = 0; p < group.parts.size(); ++p) {
        const LowRankGroup::Part &part = group.parts[p];
        const ConstMat h(static_cast<const char *>(middle.raw()) +
                             static_cast<int64_t>(p) * rank * dtypeSize(type_),
                         type_, middle.dim(1));
        const Mat to(static_cast<char *>(y.data) + part.firstOutput * dtypeSize(y.dtype), y.dtype, stride);
        backend_->linear(to, h, at(part.b), rows, part.outputs, rank, true);
    }
}

void LowRank::back(const LowRankGroup &group, const Tensor &middle, ConstMat dy, ConstMat x, Mat dx,
                   int64_t rows, int place)
{
    const int64_t rank = layout_.adapter().rank, width = middle.dim(1), inputs = group.inputs;
    const int64_t stride = dy.stride ? dy.stride : group.outputs;
    const Mat dMiddle(dMiddle_.raw(), type_, width);
    for (std::size_t p = 0; p < group.parts.size(); ++p) {
        const LowRankGroup::Part &part = group.parts[p];
        const int64_t column = static_cast<int64_t>(p) * rank * dtypeSize(type_);
        const ConstMat from(static_cast<const char *>(dy.data) + part.firstOutput * dtypeSize(dy.dtype),
                            dy.dtype, stride);
        const ConstMat h(static_cast<const char *>(middle.raw()) + column, type_, width);
        backend_->linearBackwardWeight(Mat(gradients_ + part.b), from, h, rows, part.outputs, rank, true);
        backend_->linearBackwardInput({static_cast<char *>(dMiddle.data) + column, type_, width}, from,
                                      at(part.b), rows, part.outputs, rank);
    }
    backend_->scaleRows(dMiddle, scale_, rows, width);
    const bool drops = rate_ > 0 && dropoutKey_ != 0;
    backend_->linearBackwardWeight(Mat(gradients_ + group.a), dMiddle, dropped(x, rows, inputs, place), rows,
                                   width, inputs, true);
    if (!dx.data)
        return;
    if (!drops) {
        backend_->linearBackwardInput(dx, dMiddle, at(group.a), rows, width, inputs, true);
        return;
    }
    const Mat direct(dDropped_.raw(), type_, inputs);
    backend_->linearBackwardInput(direct, dMiddle, at(group.a), rows, width, inputs);
    backend_->dropout(direct, direct, rows, inputs, rate_, key(place));
    backend_->add(dx, direct, rows, inputs);
}

void LowRank::forward(int layer, Product which, ConstMat x, Mat y)
{
    const LowRankGroup &group = layout_.group(layer, which);
    if (group.parts.empty())
        return;
    again(layer, which, x);
    outOfMiddle(group, middleOf(layer, which), y, rows_);
}

void LowRank::again(int layer, Product which, ConstMat x)
{
    const LowRankGroup &group = layout_.group(layer, which);
    if (!group.parts.empty())
        intoMiddle(group, x, middleOf(layer, which), rows_,
                   layer * productsPerLayer + static_cast<int>(which));
}

void LowRank::backward(int layer, Product which, ConstMat dy, ConstMat x, Mat dx)
{
    const LowRankGroup &group = layout_.group(layer, which);
    if (!group.parts.empty())
        back(group, middleOf(layer, which), dy, x, dx, rows_,
             layer * productsPerLayer + static_cast<int>(which));
}

void LowRank::forwardHead(int chunk, ConstMat x, Mat logits)
{
    if (layout_.head().parts.empty())
        return;
    intoMiddle(layout_.head(), x, headMiddle_, headRows_, headPlace() + chunk);
    outOfMiddle(layout_.head(), headMiddle_, logits, headRows_);
}

void LowRank::backwardHead(int chunk, ConstMat dLogits, ConstMat x, Mat dx)
{
    if (!layout_.head().parts.empty())
        back(layout_.head(), headMiddle_, dLogits, x, dx, headRows_, headPlace() + chunk);
}

} // namespace mureum::engine
