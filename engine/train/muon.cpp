#include "engine/train/muon.h"

#include <algorithm>
#include <cmath>

namespace mureum::engine {

namespace {

/// Of Newton-Schulz's polynomial a x + b x^3 + c x^5: steep at 0, so that few steps do.
constexpr float a = 3.4445F, b = -4.7750F, c = 2.0315F;
constexpr int iterations = 5;

/// out[k,n] of in[n,k], by blocks that stay in cache.
void transpose(const float *in, float *out, int64_t n, int64_t k)
{
    constexpr int64_t block = 32;
    for (int64_t i0 = 0; i0 < n; i0 += block)
        for (int64_t j0 = 0; j0 < k; j0 += block)
            for (int64_t i = i0; i < std::min(n, i0 + block); ++i)
                for (int64_t j = j0; j < std::min(k, j0 + block); ++j)
                    out[j * n + i] = in[i * k + j];
}

} // namespace

ConstMat Muon::operand(const Tensor &matrix, Tensor &copy)
{
    if (!half_)
        return matrix;
    if (copy.shape() != matrix.shape())
        copy = Tensor(matrix.shape(), DType::BF16);
    backend_.convert(copy, matrix, matrix.shape()[0], matrix.shape()[1]);
    return copy;
}

void Muon::orthogonalize(Tensor &x)
{
    const int64_t n = x.shape()[0], k = x.shape()[1];
    const double norm = std::sqrt(backend_.sumOfSquares(x.f32(), n * k));
    backend_.scale(x.f32(), static_cast<float>(1 / (norm + 1e-7)), n * k);
    Tensor gram({n, n}), square({n, n}), next({n, k});
    for (int i = 0; i < iterations; ++i) {
        const ConstMat from = operand(x, xCopy_);
        backend_.linear(gram, from, from, n, n, k);
        const ConstMat symmetric = operand(gram, gramCopy_);
        backend_.linear(square, symmetric, symmetric, n, n, n);
        float *factor = gram.f32();
        const float *squared = square.f32();
        for (int64_t e = 0; e < n * n; ++e)
            factor[e] = b * factor[e] + c * squared[e];
        const float *now = x.f32();
        float *then = next.f32();
        for (int64_t e = 0; e < n * k; ++e)
            then[e] = a * now[e];
        backend_.linearBackwardInput(next, operand(gram, gramCopy_), from, n, n, k, true);
        std::swap(x, next);
    }
}

void Muon::update(float *parameters, float *moment, const float *gradients, BFloat16 *shadow, int64_t n,
                  int64_t k, const Settings &settings)
{
    Tensor step({n, k});
    float *ahead = step.f32();
    for (int64_t e = 0; e < n * k; ++e) {
        const float gradient = gradients[e] * settings.gradientScale;
        moment[e] = momentum * moment[e] + (1 - momentum) * gradient;
        ahead[e] = momentum * moment[e] + (1 - momentum) * gradient;
    }
    if (n > k) {
        Tensor turned({k, n});
        transpose(step.f32(), turned.f32(), n, k);
        orthogonalize(turned);
        transpose(turned.f32(), step.f32(), k, n);
    } else {
        orthogonalize(step);
    }
    const float rate = settings.learningRate * 0.2F * std::sqrt(static_cast<float>(std::max(n, k)));
    const float kept = 1 - settings.learningRate * settings.weightDecay;
    const float *direction = step.f32();
    for (int64_t e = 0; e < n * k; ++e) {
        parameters[e] = kept * parameters[e] - rate * direction[e];
        if (shadow)
            shadow[e] = BFloat16(parameters[e]);
    }
}

} // namespace mureum::engine
