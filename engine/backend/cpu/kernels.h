#pragma once

#include <cstdint>

namespace mureum::engine::cpu {

/// Matrix rows as the kernels see them: float or bf16 bits, `stride` elements apart.
struct Rows
{
    void *data;
    bool bf16;
    int64_t stride;
};

struct AdamWScalars
{
    float rate, beta1, beta2, epsilon, decay, gradientScale, correction1, correction2;
};

/// One attention document: a root segment and the branches that see it, for one kv head.
/// segments: count pairs (begin, length), the root first.
struct AttentionItem
{
    const int32_t *segments;
    int32_t count;
    int32_t heads, kvHeads, headDim, kvHead;
    float *scratch; ///< attentionScratch() floats, 64-byte aligned
};

/// Keys and values of one chunk of a KV cache, already moved to one kv head.
struct CacheChunk
{
    const void *keys;
    const void *values;
    bool bf16, int8;
    int32_t length;
    int64_t tokenStride;
};

/// Query rows of one sequence against its cache, for the query heads of one kv head.
/// q and out point at the first of `group` heads of the first row.
struct CachedItem
{
    const CacheChunk *chunks;
    int32_t count;
    int32_t total; ///< sum of the chunk lengths
    int32_t rows;  ///< query rows handled here
    int32_t seen;  ///< keys the first of these rows sees; each further row sees one more
    int32_t group, headDim;
    Rows q, out;
    float *scratch; ///< cachedScratch() floats
};

/// Single-threaded kernels of one instruction set. Row kernels work on rows [begin, end).
struct Kernels
{
    const char *name;

    /// sum = x + delta where delta has data; y = rmsNorm(sum).
    void (*rmsNorm)(Rows y, float *rstd, float *sum, Rows x, Rows delta, const float *weight, int64_t begin,
                    int64_t end, int64_t d, float epsilon);
    void (*rmsNormBackward)(float *dx, Rows dxCopy, float *dweight, Rows dy, const float *x,
                            const float *rstd, const float *weight, int64_t begin, int64_t end, int64_t d,
                            bool accumulate);
    /// table: [position][2][headDim] = cosines repeated per pair | sines with signs (-, +).
    void (*rope)(Rows x, const int32_t *positions, const float *table, int64_t begin, int64_t end,
                 int64_t heads, int64_t headDim, bool inverse);
    void (*swiglu)(Rows y, Rows gateUp, int64_t begin, int64_t end, int64_t f);
    void (*swigluBackward)(Rows dGateUp, Rows dy, Rows gateUp, int64_t begin, int64_t end, int64_t f);
    /// y[i] = x[index[i]] (index null: x[i]), converting.
    void (*copyRows)(Rows y, Rows x, const int32_t *index, int64_t begin, int64_t end, int64_t d);
    void (*addRows)(Rows y, Rows x, int64_t begin, int64_t end, int64_t d);
    /// Columns [columnBegin, columnEnd) of table[tokens[i]] += dy[i], all rows in order.
    void (*scatterAdd)(float *table, const float *dy, const int32_t *tokens, int64_t rows, int64_t d,
                       int64_t columnBegin, int64_t columnEnd);
    void (*softmax)(float *x, int64_t begin, int64_t end, int64_t n);
    double (*crossEntropy)(Rows dLogits, const float *logits, const int32_t *targets, int64_t begin,
                           int64_t end, int64_t n, float smoothing, double *rowLosses,
                           const float *rowWeights);
    void (*dropout)(Rows y, Rows x, int64_t begin, int64_t end, int64_t d, float rate, uint64_t key);
    void (*adamw)(float *p, float *m, float *v, const float *g, uint16_t *shadow, int64_t count,
                  const AdamWScalars &s);
    double (*sumOfSquares)(const float *x, int64_t count);
    void (*scale)(float *x, float factor, int64_t count);
    void (*scaleRows)(Rows x, float factor, int64_t begin, int64_t end, int64_t d);

    /// y[rows, columns nBegin..nEnd) (+)= x[rows,k] w[n,k]^T for few rows; x F32 contiguous rows of stride k.
    void (*fewRows)(Rows y, const float *x, Rows w, int64_t rows, int64_t nBegin, int64_t nEnd, int64_t k,
                    bool accumulate);

    int64_t (*attentionScratch)(const AttentionItem &item);
    void (*attention)(const AttentionItem &item, Rows out, float *logSumExp, Rows qkv);
    void (*attentionBackward)(const AttentionItem &item, Rows dQkv, Rows dOut, Rows out,
                              const float *logSumExp, Rows qkv);
    int64_t (*cachedScratch)(const CachedItem &item);
    void (*cachedAttention)(const CachedItem &item);
    /// An f32 scale, then count int8.
    void (*storeHead)(int8_t *to, const float *from, int64_t count);
};

const Kernels &genericKernels();
const Kernels &avx2Kernels();
const Kernels &avx512Kernels();

} // namespace mureum::engine::cpu
