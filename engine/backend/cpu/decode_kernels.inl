// The fused decode step, compiled once per instruction set. No library templates in here: nothing compiled
// for a newer CPU may leak into other files.
//
// BF16 weights are read two vectors at a time: a register of 2 W halves gives its even elements by a shift
// and its odd ones by a mask, which is far cheaper than widening in order. What they are multiplied with is
// "packed" the same way: in every block of 2 W the even elements, then the odd ones. F32 weights need no
// reordering. Every output is sum(even products) + sum(odd products), then one fixed tree over the lanes,
// whatever is computed beside it: that makes rows independent of the batch.

typedef uint32_t VUu __attribute__((vector_size(VEC_WIDTH * 4), aligned(2), may_alias));

constexpr int64_t block = 2 * W;

INLINE void loadPair(const uint16_t *p, VF &even, VF &odd)
{
    const VU both = *reinterpret_cast<const VUu *>(p);
    even = reinterpret_cast<VF>(both << 16);
    odd = reinterpret_cast<VF>(both & 0xffff0000U);
}

INLINE void loadPair(const float *p, VF &first, VF &second)
{
    first = load(p);
    second = load(p + W);
}

INLINE void loadPair(const int8_t *p, VF &first, VF &second)
{
    first = load(p);
    second = load(p + W);
}

template <typename T>
INLINE void loadPairPart(const T *p, int64_t count, VF &first, VF &second)
{
    T buffer[block] = {};
    for (int64_t i = 0; i < count; ++i)
        buffer[i] = p[i];
    loadPair(buffer, first, second);
}

INLINE int64_t packedIndex(const uint16_t *, int64_t i)
{
    return (i & ~(block - 1)) + (i & 1) * W + ((i & (block - 1)) >> 1);
}

INLINE int64_t packedIndex(const float *, int64_t i)
{
    return i;
}

INLINE int64_t packedIndex(const int8_t *, int64_t i)
{
    return i;
}

/// Where element i of a product's input goes.
template <typename T>
INLINE int64_t inputIndex(const DecodeArgs &a, int64_t i)
{
    return a.quantized ? i : packedIndex(static_cast<const T *>(nullptr), i);
}

INLINE float toFloat(uint16_t bits)
{
    const uint32_t wide = static_cast<uint32_t>(bits) << 16;
    float value;
    __builtin_memcpy(&value, &wide, sizeof value);
    return value;
}

INLINE float toFloat(float value)
{
    return value;
}

INLINE void fromFloat(float value, uint16_t *to)
{
    uint32_t u;
    __builtin_memcpy(&u, &value, sizeof u);
    *to = (u & 0x7fffffffU) > 0x7f800000U ? static_cast<uint16_t>((u >> 16) | 0x40U)
                                          : static_cast<uint16_t>((u + 0x7fffU + ((u >> 16) & 1U)) >> 16);
}

INLINE void fromFloat(float value, float *to)
{
    *to = value;
}

typedef float V4 __attribute__((vector_size(16)));
typedef float V4u __attribute__((vector_size(16), aligned(4), may_alias));

/// A vector folded to four lanes.
INLINE V4 fold(VF v)
{
#if VEC_WIDTH == 16
    typedef float V8 __attribute__((vector_size(32)));
    const V8 half = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                    __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
    return __builtin_shufflevector(half, half, 0, 1, 2, 3) + __builtin_shufflevector(half, half, 4, 5, 6, 7);
#elif VEC_WIDTH == 8
    return __builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7);
#else
    return v;
#endif
}

/// The sums of four vectors, side by side.
INLINE V4 sums(VF a, VF b, VF c, VF d)
{
    const V4 fa = fold(a), fb = fold(b), fc = fold(c), fd = fold(d);
    const V4 ab = __builtin_shufflevector(fa, fb, 0, 4, 1, 5) + __builtin_shufflevector(fa, fb, 2, 6, 3, 7);
    const V4 cd = __builtin_shufflevector(fc, fd, 0, 4, 1, 5) + __builtin_shufflevector(fc, fd, 2, 6, 3, 7);
    return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/// out[r] = the products of packed row x + r * stride with the four weight lines. What lies `ahead` elements
/// further will be wanted soon: four short lines are too little for the hardware's own prefetching.
template <int R, typename T>
INLINE void dotFour(const T *const (&w)[4], const float *x, int64_t stride, int64_t k, int64_t ahead,
                    V4 (&out)[R])
{
    VF even[R][4] = {}, odd[R][4] = {};
    int64_t p = 0;
    for (; p + block <= k; p += block) {
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) {
            VF e, o;
            __builtin_prefetch(w[j] + p + ahead);
            loadPair(w[j] + p, e, o);
#pragma GCC unroll 4
            for (int r = 0; r < R; ++r) {
                even[r][j] += load(x + r * stride + p) * e;
                odd[r][j] += load(x + r * stride + p + W) * o;
            }
        }
    }
    if (p < k)
        for (int j = 0; j < 4; ++j) {
            VF e, o;
            loadPairPart(w[j] + p, k - p, e, o);
            for (int r = 0; r < R; ++r) {
                even[r][j] += load(x + r * stride + p) * e;
                odd[r][j] += load(x + r * stride + p + W) * o;
            }
        }
#pragma GCC unroll 4
    for (int r = 0; r < R; ++r)
        out[r] = sums(even[r][0] + odd[r][0], even[r][1] + odd[r][1], even[r][2] + odd[r][2],
                      even[r][3] + odd[r][3]);
}

/// out[r][n - begin] = x[r] . w[n] for n in [begin, end), the rows `outStride` apart.
template <bool Add, int R, typename T>
INLINE void productRows(float *out, int64_t outStride, const float *x, int64_t xStride, const T *w,
                        int64_t begin, int64_t n, int64_t end, int64_t k)
{
    // Lines behind the end are read as the last one and their results dropped.
    const T *lines[4];
    for (int64_t j = 0; j < 4; ++j)
        lines[j] = w + (n + j < end ? n + j : end - 1) * k;
    V4 result[R];
    // Two groups of short lines ahead, or further along lines that are long.
    dotFour<R>(lines, x, xStride, k, k < 2048 ? 8 * k : 1024, result);
    for (int64_t r = 0; r < R; ++r) {
        float *to = out + r * outStride + (n - begin);
        if (n + 4 <= end) {
            V4u *wide = reinterpret_cast<V4u *>(to);
            *wide = Add ? *wide + result[r] : result[r];
        } else {
            for (int64_t j = 0; n + j < end; ++j)
                to[j] = Add ? to[j] + result[r][j] : result[r][j];
        }
    }
}

template <bool Add, typename T>
INLINE void product(float *out, int64_t outStride, const float *x, int64_t xStride, int64_t rows, const T *w,
                    int64_t begin, int64_t end, int64_t k)
{
    for (int64_t n = begin; n < end; n += 4) {
        int64_t r = 0;
        for (; r + 3 <= rows; r += 3)
            productRows<Add, 3>(out + r * outStride, outStride, x + r * xStride, xStride, w, begin, n, end,
                                k);
        if (r + 2 == rows)
            productRows<Add, 2>(out + r * outStride, outStride, x + r * xStride, xStride, w, begin, n, end,
                                k);
        else if (r < rows)
            productRows<Add, 1>(out + r * outStride, outStride, x + r * xStride, xStride, w, begin, n, end,
                                k);
    }
}

/// The product with outputs [begin, end) of either kind of matrix; x is packed, or prepared in `work`.
template <bool Add, typename T>
INLINE void productOf(const DecodeArgs &a, const DecodeProductArgs &w, float *out, int64_t outStride, const float *x,
                      int64_t xStride, int64_t begin, int64_t end, int64_t k, const DecodeQuantizedWork &work)
{
    if (w.dense) {
        product<Add>(out, outStride, x, xStride, a.rows, static_cast<const T *>(w.dense), begin, end, k);
        return;
    }
    for (int32_t i = 0; i < w.count; ++i) {
        const DecodePartArgs &part = w.parts[i];
        const int64_t first = begin > part.begin ? begin : part.begin, partEnd = part.begin + part.args.rows;
        const int64_t last = end < partEnd ? end : partEnd;
        if (first < last)
            part.kernel->product(part.args, work.input, a.rows, first - part.begin, last - part.begin,
                                 out + (first - begin), outStride, Add, work.scratch);
    }
}

INLINE float sumOf(VF v)
{
    const V4 four = fold(v);
    return (four[0] + four[2]) + (four[1] + four[3]);
}

/// packed[r] = rmsNorm(residual[r]).
template <typename T>
INLINE void normRows(const DecodeArgs &a, const float *weight, float *packed)
{
    for (int64_t r = 0; r < a.rows; ++r) {
        const float *x = a.residual + r * a.dim;
        VF squares = {};
        int64_t i = 0;
        for (; i + W <= a.dim; i += W)
            squares += load(x + i) * load(x + i);
        float sum = sumOf(squares);
        for (; i < a.dim; ++i)
            sum += x[i] * x[i];
        const float scale = inverseRoot(sum / static_cast<float>(a.dim) + a.epsilon);
        float *to = packed + r * a.paddedDim;
        for (i = 0; i < a.dim; ++i)
            to[inputIndex<T>(a, i)] = x[i] * scale * weight[i];
    }
}

INLINE int64_t shareBegin(int64_t count, int chunk, int chunks)
{
    return count * chunk / chunks;
}

/// Elements from one cached head to the next.
template <typename C>
INLINE int64_t headElements(const DecodeArgs &a)
{
    return a.headDim + (sizeof(C) == 1 ? static_cast<int64_t>(sizeof(float)) : 0);
}

template <typename C>
INLINE void storeCached(C *to, const float *from, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        fromFloat(from[i], to + i);
}

INLINE void storeCached(int8_t *to, const float *from, int64_t count)
{
    storeInt8Head(to, from, count);
}

/// This chunk's heads of q | k | v: projected, rotated, q packed and scaled, k and v put into the cache.
template <typename T, typename C>
INLINE void projectHeads(const DecodeArgs &a, int64_t layer, const float *normed, float *scratch, int chunk,
                         int chunks, const DecodeQuantizedWork &work)
{
    const int64_t hd = a.headDim, units = a.heads + 2 * a.kvHeads;
    const float scale = inverseRoot(static_cast<float>(hd));
    for (int64_t u = shareBegin(units, chunk, chunks); u < shareBegin(units, chunk + 1, chunks); ++u) {
        productOf<false, T>(a, a.layer[layer].qkv, scratch, hd, normed, a.paddedDim, u * hd, (u + 1) * hd, a.dim,
                            work);
        for (int64_t r = 0; r < a.rows; ++r) {
            const DecodeRowArgs &row = a.row[r];
            float *x = scratch + r * hd;
            if (u < a.heads + a.kvHeads)
                for (int64_t i = 0; i < hd; i += 2) {
                    const float first = x[i], second = x[i + 1], cosine = row.rope[i], sine = row.rope[i + 1];
                    x[i] = first * cosine - second * sine;
                    x[i + 1] = first * sine + second * cosine;
                }
            if (u < a.heads) {
                float *q = a.query + (r * a.heads + u) * a.paddedHead;
                for (int64_t i = 0; i < hd; ++i)
                    q[packedIndex(static_cast<const C *>(nullptr), i)] = x[i] * scale;
            } else {
                C *slot = reinterpret_cast<C *>(row.slot + layer * row.slotStride) +
                          (u - a.heads) * headElements<C>(a);
                storeCached(slot, x, hd);
            }
        }
    }
}

/// scores[g][t] = q[g] . key[t] over one run.
template <int G, typename T>
INLINE void scoreRun(const T *keys, int64_t tokenStride, int64_t length, const float *q, int64_t qStride,
                     int64_t hd, float *scores, int64_t scoreStride)
{
    for (int64_t t = 0; t < length; t += 4) {
        const T *lines[4];
        for (int64_t j = 0; j < 4; ++j)
            lines[j] = keys + (t + j < length ? t + j : length - 1) * tokenStride;
        V4 result[G];
        dotFour<G>(lines, q, qStride, hd, 4 * tokenStride, result);
        // Up to three scores too many: the next run, or the padding, takes their place.
        const V4 scale = {headScale(lines[0]), headScale(lines[1]), headScale(lines[2]), headScale(lines[3])};
        for (int64_t g = 0; g < G; ++g)
            *reinterpret_cast<V4u *>(scores + g * scoreStride + t) = result[g] * scale;
    }
}

/// packed sum[g] += weight[g][t] * value[t] over one run, one block of the head.
template <int G, typename T>
INLINE void weighRun(const T *values, int64_t tokenStride, int64_t length, const float *weights,
                     int64_t weightStride, int64_t offset, int64_t width, float *sum, int64_t sumStride)
{
    VF even[G], odd[G];
    for (int64_t g = 0; g < G; ++g)
        loadPair(sum + g * sumStride + offset, even[g], odd[g]);
    for (int64_t t = 0; t < length; ++t) {
        VF e, o;
        if (width == block)
            loadPair(values + t * tokenStride + offset, e, o);
        else
            loadPairPart(values + t * tokenStride + offset, width, e, o);
        const float scale = headScale(values + t * tokenStride);
#pragma GCC unroll 4
        for (int64_t g = 0; g < G; ++g) {
            const VF weight = splat(weights[g * weightStride + t] * scale);
            even[g] += weight * e;
            odd[g] += weight * o;
        }
    }
    for (int64_t g = 0; g < G; ++g) {
        store(sum + g * sumStride + offset, even[g]);
        store(sum + g * sumStride + offset + W, odd[g]);
    }
}

/// Softmax numerators in place; returns one over their sum. `scores` is padded with room to W.
INLINE float softmaxWeights(float *scores, int64_t count)
{
    const int64_t padded = (count + W - 1) / W * W;
    for (int64_t i = count; i < padded; ++i)
        scores[i] = lowest;
    VF top = splat(lowest);
    for (int64_t i = 0; i < padded; i += W)
        top = maximum(top, load(scores + i));
    const VF highest = splat(maxLanes(top));
    VF sum = {};
    for (int64_t i = 0; i < padded; i += W) {
        const VF weight = expVec(load(scores + i) - highest);
        store(scores + i, weight);
        sum += weight;
    }
    return 1.0F / sumOf(sum);
}

/// `G` query heads of one row, the first of them `head`, that share a kv head.
template <int G, typename T, typename C>
INLINE void attendHeads(const DecodeArgs &a, int64_t layer, int64_t r, int64_t head, float *scratch)
{
    const DecodeRowArgs &row = a.row[r];
    const int64_t hd = a.headDim, cached = headElements<C>(a), tokenStride = 2 * a.kvHeads * cached;
    const int64_t keyOffset = head / (a.heads / a.kvHeads) * cached + (cached - hd),
                  valueOffset = keyOffset + a.kvHeads * cached;
    const float *q = a.query + (r * a.heads + head) * a.paddedHead;
    float *scores = scratch, *sum = scratch + G * a.paddedContext;
    int64_t done = 0;
    for (const DecodeRunArgs *run = row.runs; done < row.visible; ++run) {
        const int64_t length = run->length < row.visible - done ? run->length : row.visible - done;
        const C *rows = reinterpret_cast<const C *>(run->data + layer * run->layerStride);
        scoreRun<G>(rows + keyOffset, tokenStride, length, q, a.paddedHead, hd, scores + done,
                    a.paddedContext);
        done += length;
    }
    float inverse[G];
    for (int64_t g = 0; g < G; ++g)
        inverse[g] = softmaxWeights(scores + g * a.paddedContext, row.visible);
    for (int64_t i = 0; i < G * a.paddedHead; i += W)
        store(sum + i, VF{});
    done = 0;
    for (const DecodeRunArgs *run = row.runs; done < row.visible; ++run) {
        const int64_t length = run->length < row.visible - done ? run->length : row.visible - done;
        const C *rows = reinterpret_cast<const C *>(run->data + layer * run->layerStride);
        for (int64_t offset = 0; offset < hd; offset += block)
            weighRun<G>(rows + valueOffset, tokenStride, length, scores + done, a.paddedContext, offset,
                        hd - offset < block ? hd - offset : block, sum, a.paddedHead);
        done += length;
    }
    const C *const tag = nullptr;
    float *out = a.attention + r * a.paddedQ;
    for (int64_t g = 0; g < G; ++g)
        for (int64_t i = 0; i < hd; ++i)
            out[inputIndex<T>(a, (head + g) * hd + i)] = sum[g * a.paddedHead + packedIndex(tag, i)] * inverse[g];
}

template <typename T, typename C>
INLINE void attend(const DecodeArgs &a, int64_t layer, float *scratch, int chunk, int chunks)
{
    const int64_t group = a.heads / a.kvHeads, units = int64_t{a.rows} * a.kvHeads;
    for (int64_t u = shareBegin(units, chunk, chunks); u < shareBegin(units, chunk + 1, chunks); ++u) {
        const int64_t r = u / a.kvHeads, head = u % a.kvHeads * group;
        int64_t g = 0;
        for (; g + 3 <= group; g += 3)
            attendHeads<3, T, C>(a, layer, r, head + g, scratch);
        if (g + 2 == group)
            attendHeads<2, T, C>(a, layer, r, head + g, scratch);
        else if (g < group)
            attendHeads<1, T, C>(a, layer, r, head + g, scratch);
    }
}

/// This chunk's share of silu(gate) * up, packed.
template <typename T>
INLINE void gateUp(const DecodeArgs &a, int64_t layer, const float *normed, float *scratch, int chunk,
                   int chunks, const DecodeQuantizedWork &work)
{
    const int64_t units = (a.ffnDim + 7) / 8, begin = shareBegin(units, chunk, chunks) * 8;
    int64_t end = shareBegin(units, chunk + 1, chunks) * 8;
    end = end < a.ffnDim ? end : a.ffnDim;
    if (begin >= end)
        return;
    const int64_t stride = (end - begin + W - 1) / W * W;
    float *gate = scratch, *up = scratch + a.rows * stride;
    const DecodeProductArgs &w = a.layer[layer].gateUp;
    productOf<false, T>(a, w, gate, stride, normed, a.paddedDim, begin, end, a.dim, work);
    productOf<false, T>(a, w, up, stride, normed, a.paddedDim, a.ffnDim + begin, a.ffnDim + end, a.dim, work);
    for (int64_t i = 0; i < a.rows * stride; i += W) {
        const VF x = load(gate + i);
        store(gate + i, x * sigmoidVec(x) * load(up + i));
    }
    for (int64_t r = 0; r < a.rows; ++r)
        for (int64_t f = begin; f < end; ++f)
            a.activation[r * a.paddedFfn + inputIndex<T>(a, f)] = gate[r * stride + f - begin];
}

template <typename T>
INLINE void embed(const DecodeArgs &a, int chunk, int chunks)
{
    const int64_t begin = shareBegin(a.dim, chunk, chunks), end = shareBegin(a.dim, chunk + 1, chunks);
    for (int64_t r = 0; r < a.rows; ++r) {
        if (!a.embedding.dense) {
            if (chunk == 0)
                anyTypeToFloat(a.embedding.parts->args, a.row[r].token, a.row[r].token + 1, a.residual + r * a.dim);
            continue;
        }
        const T *from = static_cast<const T *>(a.embedding.dense) + int64_t{a.row[r].token} * a.dim;
        for (int64_t i = begin; i < end; ++i)
            a.residual[r * a.dim + i] = toFloat(from[i]);
    }
}

/// residual += packed x times this chunk's columns of w.
template <typename T>
INLINE void addProduct(const DecodeArgs &a, const float *x, int64_t xStride, const DecodeProductArgs &w, int64_t k,
                       int chunk, int chunks, const DecodeQuantizedWork &work)
{
    const int64_t begin = shareBegin(a.dim / 4, chunk, chunks) * 4;
    const int64_t end = chunk + 1 == chunks ? a.dim : shareBegin(a.dim / 4, chunk + 1, chunks) * 4;
    productOf<true, T>(a, w, a.residual + begin, a.dim, x, xStride, begin, end, k, work);
}

template <typename T>
INLINE void scoreTokens(const DecodeArgs &a, const float *normed, int chunk, int chunks,
                        const DecodeQuantizedWork &work)
{
    const int64_t begin = shareBegin(a.vocab / 4, chunk, chunks) * 4;
    const int64_t end = chunk + 1 == chunks ? a.vocab : shareBegin(a.vocab / 4, chunk + 1, chunks) * 4;
    productOf<false, T>(a, a.head, a.logits + begin, a.vocab, normed, a.paddedDim, begin, end, a.dim, work);
}

template <typename T, typename C>
INLINE void phaseChunk(const DecodeArgs &a, DecodePhase phase, int64_t i, int chunk, int chunks,
                       float *normed, float *scratch, bool first, const DecodeQuantizedWork &work)
{
    const DecodeLayerArgs &layer = a.layer[i];
    const int64_t q = int64_t{a.heads} * a.headDim;
    const auto prepare = [&](const DecodeProductArgs &w, int64_t columns) {
        if (first && a.quantized)
            a.prepare(work.input, w.forms, a.rows, columns);
    };
    const auto normAndPrepare = [&](const float *norm, const DecodeProductArgs &w) {
        if (first)
            normRows<T>(a, norm, normed);
        prepare(w, a.dim);
    };
    switch (phase) {
    case DecodePhase::Embed:
        embed<T>(a, chunk, chunks);
        break;
    case DecodePhase::Project:
        normAndPrepare(layer.attentionNorm, layer.qkv);
        projectHeads<T, C>(a, i, normed, scratch, chunk, chunks, work);
        break;
    case DecodePhase::Attend:
        attend<T, C>(a, i, scratch, chunk, chunks);
        break;
    case DecodePhase::AttentionOutput:
        prepare(layer.attentionOutput, q);
        addProduct<T>(a, a.attention, a.paddedQ, layer.attentionOutput, q, chunk, chunks, work);
        break;
    case DecodePhase::GateUp:
        normAndPrepare(layer.ffnNorm, layer.gateUp);
        gateUp<T>(a, i, normed, scratch, chunk, chunks, work);
        break;
    case DecodePhase::Down:
        prepare(layer.down, a.ffnDim);
        addProduct<T>(a, a.activation, a.paddedFfn, layer.down, a.ffnDim, chunk, chunks, work);
        break;
    case DecodePhase::Head:
        normAndPrepare(a.outputNorm, a.head);
        scoreTokens<T>(a, normed, chunk, chunks, work);
        break;
    }
}

static void runChunk(const DecodeArgs &args, DecodePhase phase, int layer, int chunk, int chunks,
                     float *normed, float *scratch, bool first, const DecodeQuantizedWork &work)
{
    if (args.bf16 && args.int8Cache)
        phaseChunk<uint16_t, int8_t>(args, phase, layer, chunk, chunks, normed, scratch, first, work);
    else if (args.bf16)
        phaseChunk<uint16_t, uint16_t>(args, phase, layer, chunk, chunks, normed, scratch, first, work);
    else if (args.int8Cache)
        phaseChunk<float, int8_t>(args, phase, layer, chunk, chunks, normed, scratch, first, work);
    else
        phaseChunk<float, float>(args, phase, layer, chunk, chunks, normed, scratch, first, work);
}
