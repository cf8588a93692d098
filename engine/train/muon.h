#pragma once
#include "engine/backend/backend.h"
#include "engine/core/tensor.h"

#include <cstdint>

namespace mureum::engine {

/// Muon (Jordan 2024, "Muon: An optimizer for hidden layers in neural networks"): Nesterov momentum of a
/// matrix, made orthogonal by five Newton-Schulz steps, so that every direction moves alike. Scaled by 0.2
/// sqrt(max(n, k)), its elements move as AdamW's do, and rate and weight decay are shared with it (Liu et al.
/// 2025, "Muon is scalable for LLM training").
class Muon
{
public:
    static constexpr float momentum = 0.95F;

    /// `half`: the products run in bf16.
    Muon(Backend &backend, bool half) : backend_(backend), half_(half) {}

    struct Settings
    {
        float learningRate, weightDecay, gradientScale;
    };
    /// parameters[n,k] and moment[n,k] change, gradients[n,k] stay; `shadow`, where not null, receives the
    /// parameters in bf16.
    void update(float *parameters, float *moment, const float *gradients, BFloat16 *shadow, int64_t n,
                int64_t k, const Settings &settings);

    /// x[n,k], n <= k, becomes nearly orthogonal: its singular values come to lie around 1. For tests.
    void orthogonalize(Tensor &x);

private:
    ConstMat operand(const Tensor &matrix, Tensor &copy);

    Backend &backend_;
    const bool half_;
    Tensor xCopy_, gramCopy_;
};

} // namespace mureum::engine
