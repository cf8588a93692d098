#pragma once

#include "engine/backend/backend.h"
#include "engine/train/adapter_layout.h"

#include <memory>

namespace mureum::engine {

/// The products of adapters beside those of the base: y += scale * B (A dropout(x)), and the way back, always
/// through the rank-wide middle; no gradient of a whole weight is ever formed.
class LowRank
{
public:
    /// `type`: of activations and parameters (F32 or BF16). `shared`: one buffer for the middles of all
    /// layers (gradient checkpointing computes them again).
    LowRank(std::shared_ptr<Backend> backend, const ModelConfig &model, const AdapterLayout &layout,
            int64_t rows, int64_t headRows, DType type, bool shared);

    /// What the next passes use. parameters: flat, of `type`. gradients: flat F32, added to; null in a
    /// forward pass. `dropoutKey`: 0 for a pass without dropout.
    void bind(const void *parameters, float *gradients, uint64_t dropoutKey);

    /// y[rows, outputs] += adapters of x[rows, inputs], and keeps the middle for the way back.
    void forward(int layer, Product which, ConstMat x, Mat y);
    /// Only the middle, once more.
    void again(int layer, Product which, ConstMat x);
    /// dx[rows, inputs] (where it has data) += from dy[rows, outputs]; gradients += theirs.
    void backward(int layer, Product which, ConstMat dy, ConstMat x, Mat dx);

    /// The same for the output head, `headRows` rows at a time; `chunk` counts them.
    void forwardHead(int chunk, ConstMat x, Mat logits);
    void backwardHead(int chunk, ConstMat dLogits, ConstMat x, Mat dx);

    /// Bytes of its buffers, and what they will be.
    int64_t bytes() const;
    static int64_t plannedBytes(const ModelConfig &model, const AdapterLayout &layout, int64_t rows,
                                int64_t headRows, DType type, bool shared);

private:
    ConstMat at(int64_t offset) const;
    uint64_t key(int place) const;
    ConstMat dropped(ConstMat x, int64_t rows, int64_t inputs, int place);
    void intoMiddle(const LowRankGroup &group, ConstMat x, Tensor &middle, int64_t rows, int place);
    void outOfMiddle(const LowRankGroup &group, const Tensor &middle, Mat y, int64_t rows);
    void back(const LowRankGroup &group, const Tensor &middle, ConstMat dy, ConstMat x, Mat dx, int64_t rows,
              int place);
    Tensor &middleOf(int layer, Product which);
    int headPlace() const { return layers_ * productsPerLayer; }

    std::shared_ptr<Backend> backend_;
    const AdapterLayout &layout_;
    const int layers_;
    const int64_t rows_, headRows_;
    const DType type_;
    const bool shared_;
    const float scale_, rate_;
    const void *parameters_ = nullptr;
    float *gradients_ = nullptr;
    uint64_t dropoutKey_ = 0;

    std::vector<Tensor> middles_; ///< [rows, parts * rank] of every product
    Tensor headMiddle_;
    Tensor dMiddle_;            ///< gradient of the widest middle
    Tensor dropped_, dDropped_; ///< [rows, widest input], only with dropout
};

} // namespace mureum::engine
