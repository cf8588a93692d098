#pragma once

#include "engine/backend/segments.h"
#include "engine/core/dtype.h"
#include "engine/core/tensor.h"
#include "engine/quantize/quantized_matrix.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mureum::engine {

/// Rows of a matrix an op reads: F32 or BF16, `stride` elements between rows (0: dense).
struct ConstMat
{
    const void *data = nullptr;
    DType dtype = DType::F32;
    int64_t stride = 0;

    ConstMat() = default;
    ConstMat(const void *pointer, DType type, int64_t rowStride = 0)
        : data(pointer), dtype(type), stride(rowStride)
    {
    }
    ConstMat(const float *pointer, int64_t rowStride = 0) : ConstMat(pointer, DType::F32, rowStride) {}
    ConstMat(const BFloat16 *pointer, int64_t rowStride = 0) : ConstMat(pointer, DType::BF16, rowStride) {}
    ConstMat(const Tensor &tensor) : ConstMat(tensor.raw(), tensor.dtype()) {}
};

/// Rows of a matrix an op writes.
struct Mat
{
    void *data = nullptr;
    DType dtype = DType::F32;
    int64_t stride = 0;

    Mat() = default;
    Mat(void *pointer, DType type, int64_t rowStride = 0) : data(pointer), dtype(type), stride(rowStride) {}
    Mat(float *pointer, int64_t rowStride = 0) : Mat(pointer, DType::F32, rowStride) {}
    Mat(BFloat16 *pointer, int64_t rowStride = 0) : Mat(pointer, DType::BF16, rowStride) {}
    Mat(Tensor &tensor) : Mat(tensor.raw(), tensor.dtype()) {}
    operator ConstMat() const { return {data, dtype, stride}; }
};

/// Keys and values of `length` consecutive tokens: element (token t, kv head h, d) is at
/// t * tokenStride + h * headStride + d, for both arrays. Keys are already rotated. I8 heads are multiplied
/// by an f32 scale in the kvScaleBytes bytes in front of them.
constexpr int64_t kvScaleBytes = 4;
struct KvChunk
{
    const void *keys = nullptr;
    const void *values = nullptr;
    DType dtype = DType::F32; ///< F32, BF16 or I8
    int length = 0;
    int64_t tokenStride = 0;
    int64_t headStride = 0;
};

/// One sequence of a cached-attention call. Its context is the concatenation of `chunks` (a shared
/// prompt prefix, then its own suffix) of `total` tokens, and its `rows` query rows are the last
/// `rows` tokens of that context: row r sees total - rows + r + 1 keys.
struct CachedSpan
{
    int firstRow = 0;
    int rows = 1;
    std::vector<KvChunk> chunks;
};

struct AttentionShape
{
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
};

/// The ops of one device. All matrices are row-major, all sizes in elements; unless a line says
/// otherwise, outputs must not alias inputs. Ops are deterministic for a given thread count, and run
/// on the process-wide thread team (core/threads.h). Wrong dtypes or sizes throw Error.
class Backend
{
public:
    virtual ~Backend() = default;

    virtual std::string name() const = 0; ///< "cpu-avx512", ...
    /// True when bf16 x bf16 matrix products run faster than f32 ones here.
    virtual bool fastBf16() const = 0;

    /// y[m,n] (+)= x[m,k] w[n,k]^T. x, w, y each F32 or BF16. Products accumulate in F32; a sum into a BF16 y
    /// is rounded once more.
    virtual void linear(Mat y, ConstMat x, ConstMat w, int64_t m, int64_t n, int64_t k,
                        bool accumulate = false) = 0;
    /// y[m,n] (+)= x[m,k] w[rowBegin .. rowBegin + n)^T, w as it is stored. Few rows are multiplied with it
    /// directly, mostly as int8 (activations are rounded to 8 bits in blocks of 32, or by row with outliers
    /// apart for "int8"; not for NF4 and float types); more rows with floats, a tile of w at a time. A row's
    /// result does not depend on the other rows of few, nor on the number of threads.
    virtual void linearQuantized(Mat y, ConstMat x, const QuantizedMatrix &w, int64_t rowBegin, int64_t n,
                                 int64_t m, bool accumulate = false) = 0;
    /// dx[m,k] (+)= dy[m,n] w[n,k]. dtypes as in linear.
    virtual void linearBackwardInput(Mat dx, ConstMat dy, ConstMat w, int64_t m, int64_t n, int64_t k,
                                     bool accumulate = false) = 0;
    /// dw[n,k] (+)= dy[m,n]^T x[m,k]. dw F32.
    virtual void linearBackwardWeight(Mat dw, ConstMat dy, ConstMat x, int64_t m, int64_t n, int64_t k,
                                      bool accumulate = false) = 0;

    /// y[m,d] = x * rstd * weight, rstd[m] = 1/sqrt(mean(x^2) + epsilon); rstd may be null. y may alias x.
    virtual void rmsNorm(Mat y, float *rstd, ConstMat x, const float *weight, int64_t m, int64_t d,
                         float epsilon) = 0;
    /// sum[m,d] = x + delta (F32, may alias x), then y = rmsNorm(sum), in one pass. x F32.
    virtual void addRmsNorm(Mat y, float *rstd, float *sum, const float *x, ConstMat delta,
                            const float *weight, int64_t m, int64_t d, float epsilon) = 0;
    /// dx[m,d] (F32) (+)= gradient through rmsNorm of x[m,d] (F32); dweight[d] (may be null) += its gradient.
    /// dxCopy, when it has data, also receives the resulting dx in its dtype.
    virtual void rmsNormBackward(float *dx, Mat dxCopy, float *dweight, ConstMat dy, const float *x,
                                 const float *rstd, const float *weight, int64_t m, int64_t d,
                                 bool accumulate) = 0;

    /// Rotates adjacent pairs (2i, 2i+1) of every head by position * theta^(-2i/headDim), in place
    /// (Su et al., RoFormer, in GGUF's "llama" layout). x[m, heads*headDim]; `inverse` rotates back,
    /// which is the backward.
    virtual void rope(Mat x, const int32_t *positions, int64_t m, int heads, int headDim, float theta,
                      bool inverse = false) = 0;

    /// y[m,f] = silu(gate) * up, with gateUp[m, 2f] = gate | up side by side.
    virtual void swiglu(Mat y, ConstMat gateUp, int64_t m, int64_t f) = 0;
    /// dGateUp[m,2f] from dy[m,f]; may alias gateUp.
    virtual void swigluBackward(Mat dGateUp, ConstMat dy, ConstMat gateUp, int64_t m, int64_t f) = 0;

    /// y[m,d] = table[tokens[i]]; throws Error for a token outside [0, vocab).
    virtual void embedding(Mat y, ConstMat table, const int32_t *tokens, int64_t m, int64_t vocab,
                           int64_t d) = 0;
    /// y[m,columns] = table[tokens[i]]; throws Error for a token outside its rows.
    virtual void embeddingQuantized(Mat y, const QuantizedMatrix &table, const int32_t *tokens,
                                    int64_t m) = 0;
    /// dTable[vocab,d] (F32) += dy[m,d] (F32) by token, in row order.
    virtual void embeddingBackward(float *dTable, const float *dy, const int32_t *tokens, int64_t m,
                                   int64_t vocab, int64_t d) = 0;

    /// y[m,d] = x[m,d] + y.
    virtual void add(Mat y, ConstMat x, int64_t m, int64_t d) = 0;
    /// y[i] = x[rows[i]], count rows of width d, dtypes equal.
    virtual void gatherRows(Mat y, ConstMat x, const int32_t *rows, int64_t count, int64_t d) = 0;
    /// dtype conversion of m rows of d elements.
    virtual void convert(Mat y, ConstMat x, int64_t m, int64_t d) = 0;

    /// Scaled dot-product attention (scale 1/sqrt(headDim)) over packed segments.
    /// qkv[m, (heads + 2 kvHeads) * headDim] = q | k | v, rotated; out[m, heads*headDim];
    /// logSumExp[m, heads] is kept for the backward. Rows outside every segment become 0.
    virtual void attention(Mat out, float *logSumExp, ConstMat qkv, const std::vector<Segment> &segments,
                           int64_t m, const AttentionShape &shape) = 0;
    /// dQkv (laid out as qkv) from dOut. A parent's keys and values collect from all its branches.
    virtual void attentionBackward(Mat dQkv, ConstMat dOut, ConstMat out, const float *logSumExp,
                                   ConstMat qkv, const std::vector<Segment> &segments, int64_t m,
                                   const AttentionShape &shape) = 0;
    /// Attention of new query rows against a KV cache (prefill and decode). q[rows, heads*headDim], rotated.
    virtual void cachedAttention(Mat out, ConstMat q, std::span<const CachedSpan> spans,
                                 const AttentionShape &shape) = 0;

    /// Keys or values into a cache: head h of row r of x[m, heads * headDim] goes to element r * rowStride +
    /// h * headStride of `cache` in `dtype` (F32, BF16, or I8: the scale absmax / 127, then the codes).
    virtual void storeHeads(void *cache, DType dtype, int64_t rowStride, int64_t headStride, ConstMat x,
                            int64_t m, int heads, int headDim) = 0;

    /// Row-wise softmax of x[m,n] F32, in place.
    virtual void softmax(float *x, int64_t m, int64_t n) = 0;
    /// Sum over rows of -log softmax(logits)[target], with label smoothing s: target distribution
    /// (1-s) one-hot + s/n. Rows with target < 0 count nothing. dLogits[m,n] (F32 or BF16, may alias
    /// logits) = softmax - target distribution, 0 in rows without a target. logits F32. rowLosses[m], where
    /// not null, receives every row's loss; rowWeights[m], where not null, scales every row's gradient (not
    /// its loss).
    virtual double crossEntropy(Mat dLogits, const float *logits, const int32_t *targets, int64_t m,
                                int64_t n, float smoothing, double *rowLosses = nullptr,
                                const float *rowWeights = nullptr) = 0;
    /// y[m,d] = x / (1 - rate) where a coin of its own says so with probability 1 - rate, else 0. Coins
    /// depend on `key` and the element's place only, so that a second call gives the same (Srivastava et al.,
    /// Dropout). y may alias x. 0 <= rate < 1.
    virtual void dropout(Mat y, ConstMat x, int64_t m, int64_t d, float rate, uint64_t key) = 0;

    /// AdamW (Loshchilov & Hutter) on `count` parameters: g = gradient * gradientScale;
    /// m, v moments; p -= lr * (mHat / (sqrt(vHat) + epsilon) + weightDecay * p). `shadow`, when not null,
    /// receives the new parameters in bf16. `step` counts from 1. The gradients are left as they are.
    struct AdamW
    {
        float learningRate, beta1, beta2, epsilon, weightDecay, gradientScale;
        int64_t step;
    };
    virtual void adamw(float *parameters, float *moment1, float *moment2, const float *gradients,
                       BFloat16 *shadow, int64_t count, const AdamW &settings) = 0;
    /// Sum of squares in a fixed order, accumulated in double.
    virtual double sumOfSquares(const float *x, int64_t count) = 0;
    virtual void scale(float *x, float factor, int64_t count) = 0;
    /// x[m,d] *= factor.
    virtual void scaleRows(Mat x, float factor, int64_t m, int64_t d) = 0;
};

/// The CPU backend. isa: "auto" (best the CPU has), "generic", "avx2", "avx512"; throws Error when the
/// CPU lacks the named one or the name is unknown.
std::shared_ptr<Backend> makeCpuBackend(const std::string &isa = "auto");
/// Names makeCpuBackend accepts on this CPU, "generic" first.
std::vector<std::string> cpuIsas();

/// The CUDA backend; where it was not built, throws the one Error that says so.
std::shared_ptr<Backend> makeCudaBackend();

} // namespace mureum::engine
