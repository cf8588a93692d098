#pragma once

#include "engine/backend/backend.h"
#include "engine/backend/cpu/kernels.h"
#include "engine/backend/cpu/quantized_kernels.h"

#include <mutex>
#include <vector>

namespace mureum::engine::cpu {

/// Backend over the kernels of one instruction set: splits rows among OpenMP threads.
class CpuBackend : public Backend
{
public:
    explicit CpuBackend(const Kernels &kernels);

    std::string name() const override;
    bool fastBf16() const override { return bf16_; }

    void linear(Mat y, ConstMat x, ConstMat w, int64_t m, int64_t n, int64_t k, bool accumulate) override;
    void linearQuantized(Mat y, ConstMat x, const QuantizedMatrix &w, int64_t rowBegin, int64_t n, int64_t m,
                         bool accumulate) override;
    void embeddingQuantized(Mat y, const QuantizedMatrix &table, const int32_t *tokens, int64_t m) override;
    void linearBackwardInput(Mat dx, ConstMat dy, ConstMat w, int64_t m, int64_t n, int64_t k,
                             bool accumulate) override;
    void linearBackwardWeight(Mat dw, ConstMat dy, ConstMat x, int64_t m, int64_t n, int64_t k,
                              bool accumulate) override;
    void rmsNorm(Mat y, float *rstd, ConstMat x, const float *weight, int64_t m, int64_t d,
                 float epsilon) override;
    void addRmsNorm(Mat y, float *rstd, float *sum, const float *x, ConstMat delta, const float *weight,
                    int64_t m, int64_t d, float epsilon) override;
    void rmsNormBackward(float *dx, Mat dxCopy, float *dweight, ConstMat dy, const float *x,
                         const float *rstd, const float *weight, int64_t m, int64_t d,
                         bool accumulate) override;
    void rope(Mat x, const int32_t *positions, int64_t m, int heads, int headDim, float theta,
              bool inverse) override;
    void swiglu(Mat y, ConstMat gateUp, int64_t m, int64_t f) override;
    void swigluBackward(Mat dGateUp, ConstMat dy, ConstMat gateUp, int64_t m, int64_t f) override;
    void embedding(Mat y, ConstMat table, const int32_t *tokens, int64_t m, int64_t vocab,
                   int64_t d) override;
    void embeddingBackward(float *dTable, const float *dy, const int32_t *tokens, int64_t m, int64_t vocab,
                           int64_t d) override;
    void add(Mat y, ConstMat x, int64_t m, int64_t d) override;
    void gatherRows(Mat y, ConstMat x, const int32_t *rows, int64_t count, int64_t d) override;
    void convert(Mat y, ConstMat x, int64_t m, int64_t d) override;
    void attention(Mat out, float *logSumExp, ConstMat qkv, const std::vector<Segment> &segments, int64_t m,
                   const AttentionShape &shape) override;
    void attentionBackward(Mat dQkv, ConstMat dOut, ConstMat out, const float *logSumExp, ConstMat qkv,
                           const std::vector<Segment> &segments, int64_t m,
                           const AttentionShape &shape) override;
    void cachedAttention(Mat out, ConstMat q, std::span<const CachedSpan> spans,
                         const AttentionShape &shape) override;
    void storeHeads(void *cache, DType dtype, int64_t rowStride, int64_t headStride, ConstMat x, int64_t m,
                    int heads, int headDim) override;
    void softmax(float *x, int64_t m, int64_t n) override;
    double crossEntropy(Mat dLogits, const float *logits, const int32_t *targets, int64_t m, int64_t n,
                        float smoothing, double *rowLosses, const float *rowWeights) override;
    void dropout(Mat y, ConstMat x, int64_t m, int64_t d, float rate, uint64_t key) override;
    void adamw(float *parameters, float *moment1, float *moment2, const float *gradients, BFloat16 *shadow,
               int64_t count, const AdamW &settings) override;
    double sumOfSquares(const float *x, int64_t count) override;
    void scale(float *x, float factor, int64_t count) override;
    void scaleRows(Mat x, float factor, int64_t m, int64_t d) override;

private:
    struct RopeTable
    {
        int headDim;
        float theta;
        int64_t positions;
        std::shared_ptr<const std::vector<float>> values;
    };
    /// Cosines and sines up to `positions`, computed once per (headDim, theta) and grown as needed.
    std::shared_ptr<const std::vector<float>> ropeTable(int headDim, float theta, int64_t positions);

    const Kernels &kernels_;
    const QuantizedKernels &quantized_;
    const bool bf16_;
    std::mutex ropeMutex_;
    std::vector<RopeTable> ropeTables_;
};

} // namespace mureum::engine::cpu
