// Attention on small matrices. One work item is one (document, kv head) pair, so items never write to
// the same place and the order of every sum is fixed. Everything is copied to F32 panels whose rows
// are padded to `panel` floats, which lets one micro-kernel serve all six products of the backward.

constexpr int64_t panel = 2 * W;
constexpr int64_t microRows = W == 16 ? 12 : 6;
constexpr int64_t blockRows = 48;

INLINE int64_t padded(int64_t n)
{
    return (n + panel - 1) / panel * panel;
}

/// c[R, panel] (+)= a[R,k] b[k, panel]; a(i, p) at i * rowStep + p * columnStep.
template <int R>
static void microKernel(const float *a, int64_t rowStep, int64_t columnStep, const float *b, int64_t bStride,
                        float *c, int64_t cStride, int64_t k, bool accumulate)
{
    VF sum[R][2];
#pragma GCC unroll 16
    for (int i = 0; i < R; ++i) {
        sum[i][0] = accumulate ? load(c + i * cStride) : VF{};
        sum[i][1] = accumulate ? load(c + i * cStride + W) : VF{};
    }
    for (int64_t p = 0; p < k; ++p) {
        const VF b0 = load(b), b1 = load(b + W);
        b += bStride;
#pragma GCC unroll 16
        for (int i = 0; i < R; ++i) {
            const VF value = splat(a[i * rowStep]);
            sum[i][0] += value * b0;
            sum[i][1] += value * b1;
        }
        a += columnStep;
    }
#pragma GCC unroll 16
    for (int i = 0; i < R; ++i) {
        store(c + i * cStride, sum[i][0]);
        store(c + i * cStride + W, sum[i][1]);
    }
}

template <int R>
INLINE void microRest(int64_t rows, const float *a, int64_t rowStep, int64_t columnStep, const float *b,
                      int64_t bStride, float *c, int64_t cStride, int64_t k, bool accumulate)
{
    if constexpr (R > 0) {
        if (rows == R)
            microKernel<R>(a, rowStep, columnStep, b, bStride, c, cStride, k, accumulate);
        else
            microRest<R - 1>(rows, a, rowStep, columnStep, b, bStride, c, cStride, k, accumulate);
    }
}

/// c[m,n] (+)= a[m,k] b[k,n] with n a multiple of `panel`.
static void multiply(const float *a, int64_t rowStep, int64_t columnStep, const float *b, int64_t bStride,
                     float *c, int64_t cStride, int64_t m, int64_t n, int64_t k, bool accumulate)
{
    for (int64_t j = 0; j < n; j += panel) {
        int64_t i = 0;
        for (; i + microRows <= m; i += microRows)
            microKernel<microRows>(a + i * rowStep, rowStep, columnStep, b + j, bStride, c + i * cStride + j,
                                   cStride, k, accumulate);
        microRest<microRows - 1>(m - i, a + i * rowStep, rowStep, columnStep, b + j, bStride,
                                 c + i * cStride + j, cStride, k, accumulate);
    }
}

/// to[0, hp) = from[0, hd) * factor, padded with zeros.
template <typename T>
INLINE void unpackRow(float *to, const T *from, int64_t hd, int64_t hp, VF factor)
{
    forVectors(
        hd, [&](int64_t i) { store(to + i, load(from + i) * factor); },
        [&](int64_t i, int64_t count) { store(to + i, loadPart(from + i, count) * factor); });
    for (int64_t i = (hd + W - 1) / W * W; i < hp; ++i)
        to[i] = 0.0F;
}

/// to[hd, columns] = transpose of from[rows, hp], columns beyond rows zero.
INLINE void transpose(float *to, const float *from, int64_t rows, int64_t columns, int64_t hd, int64_t hp)
{
    for (int64_t d = 0; d < hd; ++d) {
        float *line = to + d * columns;
        for (int64_t r = 0; r < rows; ++r)
            line[r] = from[r * hp + d];
        for (int64_t r = rows; r < columns; ++r)
            line[r] = 0.0F;
    }
}

/// Sizes and panels of one document: where each segment's rows lie in the item's panels.
struct Panels
{
    int64_t hd, hp, group, tokens, longest, rootLength, rootPadded;
    float *q;       ///< [longest * group, hp], one segment, scaled
    float *k, *v;   ///< [tokens, hp]
    float *kT, *vT; ///< root, then the current segment: [hd, rootPadded] [hd, padded(longest)]
    float *scores, *dScores;
    float *out, *dOut, *dQ; ///< [longest * group, hp]
    float *dK, *dV;         ///< [tokens, hp]
};

INLINE Panels measure(const AttentionItem &item)
{
    Panels p = {};
    p.hd = item.headDim;
    p.hp = padded(p.hd);
    p.group = item.heads / item.kvHeads;
    for (int32_t s = 0; s < item.count; ++s) {
        const int64_t length = item.segments[2 * s + 1];
        p.tokens += length;
        p.longest = length > p.longest ? length : p.longest;
    }
    p.rootLength = item.segments[1];
    p.rootPadded = padded(p.rootLength);
    return p;
}

INLINE int64_t layOut(Panels &p, float *base)
{
    float *next = base;
    const auto take = [&next](int64_t count) {
        float *here = next;
        next += (count + 15) / 16 * 16;
        return here;
    };
    const int64_t rows = p.longest * p.group * p.hp;
    const int64_t columns = p.rootPadded + padded(p.longest);
    p.q = take(rows);
    p.out = take(rows);
    p.dOut = take(rows);
    p.dQ = take(rows);
    p.k = take(p.tokens * p.hp);
    p.v = take(p.tokens * p.hp);
    p.dK = take(p.tokens * p.hp);
    p.dV = take(p.tokens * p.hp);
    p.kT = take(p.hd * columns);
    p.vT = take(p.hd * columns);
    p.scores = take(blockRows * columns);
    p.dScores = take(blockRows * columns);
    return next - base;
}

static int64_t attentionScratch(const AttentionItem &item)
{
    Panels p = measure(item);
    return layOut(p, nullptr);
}

/// Keys (which = 0) or values (1) of the whole document.
template <typename T>
INLINE void unpackKv(float *to, const AttentionItem &item, const Panels &p, const Rows &qkv, int which)
{
    const int64_t column = (item.heads + which * item.kvHeads + item.kvHead) * p.hd;
    for (int32_t s = 0; s < item.count; ++s)
        for (int32_t t = 0; t < item.segments[2 * s + 1]; ++t, to += p.hp)
            unpackRow(to, rowOf<T>(qkv, item.segments[2 * s] + t) + column, p.hd, p.hp, splat(1.0F));
}

/// The item's query heads (row t * group + g) of one segment, from rows of q-shaped data.
template <typename T>
INLINE void unpackHeads(float *to, const AttentionItem &item, const Panels &p, const Rows &from, int64_t begin,
                        int64_t length, float factor)
{
    const int64_t column = item.kvHead * p.group * p.hd;
    for (int64_t t = 0; t < length; ++t)
        for (int64_t g = 0; g < p.group; ++g, to += p.hp)
            unpackRow(to, rowOf<T>(from, begin + t) + column + g * p.hd, p.hd, p.hp, splat(factor));
}

template <typename T>
INLINE void packHeads(const float *from, const AttentionItem &item, const Panels &p, const Rows &to, int64_t begin,
                      int64_t length)
{
    const int64_t column = item.kvHead * p.group * p.hd;
    for (int64_t t = 0; t < length; ++t)
        for (int64_t g = 0; g < p.group; ++g, from += p.hp) {
            T *row = rowOf<T>(to, begin + t) + column + g * p.hd;
            forVectors(
                p.hd, [&](int64_t i) { store(row + i, load(from + i)); },
                [&](int64_t i, int64_t count) { storePart(row + i, loadPart(from + i, count), count); });
        }
}

/// exp(x - shift) over the first `valid` of `columns` (a multiple of W) elements, 0 beyond; returns the sum.
INLINE VF maskedExp(float *x, int64_t valid, int64_t columns, VF shift)
{
    VF sum = {};
    int64_t i = 0;
    for (; i + W <= valid; i += W) {
        const VF e = expVec(load(x + i) - shift);
        store(x + i, e);
        sum += e;
    }
    if (i < valid) {
        VI lane;
        for (int32_t l = 0; l < static_cast<int32_t>(W); ++l)
            lane[l] = l;
        const VI inside = lane < VI{} + static_cast<int32_t>(valid - i);
        const VF e = select(inside, expVec(load(x + i) - shift), VF{});
        store(x + i, e);
        sum += e;
        i += W;
    }
    for (; i < columns; i += W)
        store(x + i, VF{});
    return sum;
}

INLINE float maximumOf(const float *x, int64_t valid)
{
    VF best = splat(lowest);
    int64_t i = 0;
    for (; i + W <= valid; i += W)
        best = maximum(best, load(x + i));
    float top = maxLanes(best);
    for (; i < valid; ++i)
        top = x[i] > top ? x[i] : top;
    return top;
}

static void attention(const AttentionItem &item, Rows out, float *logSumExp, Rows qkv)
{
    Panels p = measure(item);
    layOut(p, item.scratch);
    const float factor = inverseRoot(static_cast<float>(p.hd));
    withType(qkv.bf16, [&](auto tag) {
        unpackKv<TYPE_OF(tag)>(p.k, item, p, qkv, 0);
        unpackKv<TYPE_OF(tag)>(p.v, item, p, qkv, 1);
    });
    float *ownKt = p.kT + p.hd * p.rootPadded;
    transpose(p.kT, p.k, p.rootLength, p.rootPadded, p.hd, p.hp);
    int64_t first = 0;
    for (int32_t s = 0; s < item.count; ++s) {
        const int64_t begin = item.segments[2 * s], length = item.segments[2 * s + 1];
        const bool root = s == 0;
        const int64_t seen = root ? 0 : p.rootLength, seenPadded = root ? 0 : p.rootPadded;
        const int64_t ownPadded = padded(length);
        const float *kT = root ? p.kT : ownKt;
        if (!root)
            transpose(ownKt, p.k + first * p.hp, length, ownPadded, p.hd, p.hp);
        withType(qkv.bf16,
                 [&](auto tag) { unpackHeads<TYPE_OF(tag)>(p.q, item, p, qkv, begin, length, factor); });
        const int64_t rows = length * p.group;
        for (int64_t r = 0; r < rows; r += blockRows) {
            const int64_t count = rows - r < blockRows ? rows - r : blockRows;
            const int64_t ownKeys = (r + count - 1) / p.group + 1;
            const int64_t own = padded(ownKeys), stride = seenPadded + own;
            const float *q = p.q + r * p.hp;
            float *o = p.out + r * p.hp;
            if (!root)
                multiply(q, p.hp, 1, p.kT, p.rootPadded, p.scores, stride, count, seenPadded, p.hd, false);
            multiply(q, p.hp, 1, kT, ownPadded, p.scores + seenPadded, stride, count, own, p.hd, false);
            float inverse[blockRows];
            for (int64_t i = 0; i < count; ++i) {
                float *row = p.scores + i * stride;
                const int64_t causal = (r + i) / p.group + 1;
                const float topRoot = root ? lowest : maximumOf(row, seen);
                const float topOwn = maximumOf(row + seenPadded, causal);
                const float top = topRoot > topOwn ? topRoot : topOwn;
                VF sum = maskedExp(row, seen, seenPadded, splat(top));
                sum += maskedExp(row + seenPadded, causal, own, splat(top));
                const float total = sumLanes(sum);
                inverse[i] = 1.0F / total;
                const int64_t token = begin + (r + i) / p.group;
                const int64_t head = item.kvHead * p.group + (r + i) % p.group;
                logSumExp[token * item.heads + head] = top + __builtin_logf(total);
            }
            if (!root)
                multiply(p.scores, stride, 1, p.v, p.hp, o, p.hp, count, p.hp, seen, false);
            multiply(p.scores + seenPadded, stride, 1, p.v + first * p.hp, p.hp, o, p.hp, count, p.hp, ownKeys,
                     !root);
            for (int64_t i = 0; i < count; ++i)
                for (int64_t d = 0; d < p.hp; d += W)
                    store(o + i * p.hp + d, load(o + i * p.hp + d) * splat(inverse[i]));
        }
        withType(out.bf16, [&](auto tag) { packHeads<TYPE_OF(tag)>(p.out, item, p, out, begin, length); });
        first += length;
    }
}

// With P = exp(S - lse): dV += P^T dO, dS = P * (dO V^T - rowsum(dO * O)), dQ = dS K / sqrt(hd),
// dK += dS^T (Q / sqrt(hd)) (Dao et al., FlashAttention, appendix B).
static void attentionBackward(const AttentionItem &item, Rows dQkv, Rows dOut, Rows out, const float *logSumExp,
                              Rows qkv)
{
    Panels p = measure(item);
    layOut(p, item.scratch);
    const float factor = inverseRoot(static_cast<float>(p.hd));
    withType(qkv.bf16, [&](auto tag) {
        unpackKv<TYPE_OF(tag)>(p.k, item, p, qkv, 0);
        unpackKv<TYPE_OF(tag)>(p.v, item, p, qkv, 1);
    });
    for (int64_t i = 0; i < p.tokens * p.hp; ++i)
        p.dK[i] = p.dV[i] = 0.0F;
    float *ownKt = p.kT + p.hd * p.rootPadded, *ownVt = p.vT + p.hd * p.rootPadded;
    transpose(p.kT, p.k, p.rootLength, p.rootPadded, p.hd, p.hp);
    transpose(p.vT, p.v, p.rootLength, p.rootPadded, p.hd, p.hp);
    int64_t first = 0;
    for (int32_t s = 0; s < item.count; ++s) {
        const int64_t begin = item.segments[2 * s], length = item.segments[2 * s + 1];
        const bool root = s == 0;
        const int64_t seen = root ? 0 : p.rootLength, seenPadded = root ? 0 : p.rootPadded;
        const int64_t ownPadded = padded(length);
        const float *kT = root ? p.kT : ownKt, *vT = root ? p.vT : ownVt;
        if (!root) {
            transpose(ownKt, p.k + first * p.hp, length, ownPadded, p.hd, p.hp);
            transpose(ownVt, p.v + first * p.hp, length, ownPadded, p.hd, p.hp);
        }
        withType(qkv.bf16,
                 [&](auto tag) { unpackHeads<TYPE_OF(tag)>(p.q, item, p, qkv, begin, length, factor); });
        withType(out.bf16,
                 [&](auto tag) { unpackHeads<TYPE_OF(tag)>(p.out, item, p, out, begin, length, 1.0F); });
        withType(dOut.bf16,
                 [&](auto tag) { unpackHeads<TYPE_OF(tag)>(p.dOut, item, p, dOut, begin, length, 1.0F); });
        const int64_t rows = length * p.group;
        for (int64_t r = 0; r < rows; r += blockRows) {
            const int64_t count = rows - r < blockRows ? rows - r : blockRows;
            const int64_t ownKeys = (r + count - 1) / p.group + 1;
            const int64_t own = padded(ownKeys), stride = seenPadded + own;
            const float *q = p.q + r * p.hp, *dO = p.dOut + r * p.hp;
            float *dQ = p.dQ + r * p.hp;
            float *ownScores = p.scores + seenPadded, *ownDScores = p.dScores + seenPadded;
            if (!root) {
                multiply(q, p.hp, 1, p.kT, p.rootPadded, p.scores, stride, count, seenPadded, p.hd, false);
                multiply(dO, p.hp, 1, p.vT, p.rootPadded, p.dScores, stride, count, seenPadded, p.hd, false);
            }
            multiply(q, p.hp, 1, kT, ownPadded, ownScores, stride, count, own, p.hd, false);
            multiply(dO, p.hp, 1, vT, ownPadded, ownDScores, stride, count, own, p.hd, false);
            for (int64_t i = 0; i < count; ++i) {
                float *row = p.scores + i * stride, *dRow = p.dScores + i * stride;
                const int64_t token = begin + (r + i) / p.group;
                const int64_t head = item.kvHead * p.group + (r + i) % p.group;
                const VF lse = splat(logSumExp[token * item.heads + head]);
                maskedExp(row, seen, seenPadded, lse);
                maskedExp(row + seenPadded, (r + i) / p.group + 1, own, lse);
                VF dots = {};
                for (int64_t d = 0; d < p.hp; d += W)
                    dots += load(dO + i * p.hp + d) * load(p.out + (r + i) * p.hp + d);
                const VF delta = splat(sumLanes(dots));
                for (int64_t j = 0; j < stride; j += W)
                    store(dRow + j, load(row + j) * (load(dRow + j) - delta));
            }
            if (!root) {
                multiply(p.scores, 1, stride, dO, p.hp, p.dV, p.hp, seen, p.hp, count, true);
                multiply(p.dScores, 1, stride, q, p.hp, p.dK, p.hp, seen, p.hp, count, true);
                multiply(p.dScores, stride, 1, p.k, p.hp, dQ, p.hp, count, p.hp, seen, false);
            }
            multiply(ownScores, 1, stride, dO, p.hp, p.dV + first * p.hp, p.hp, ownKeys, p.hp, count, true);
            multiply(ownDScores, 1, stride, q, p.hp, p.dK + first * p.hp, p.hp, ownKeys, p.hp, count, true);
            multiply(ownDScores, stride, 1, p.k + first * p.hp, p.hp, dQ, p.hp, count, p.hp, ownKeys, !root);
            for (int64_t i = 0; i < count * p.hp; i += W)
                store(dQ + i, load(dQ + i) * splat(factor));
        }
        withType(dQkv.bf16, [&](auto tag) { packHeads<TYPE_OF(tag)>(p.dQ, item, p, dQkv, begin, length); });
        first += length;
    }
    withType(dQkv.bf16, [&](auto tag) {
        using T = TYPE_OF(tag);
        for (int which = 0; which < 2; ++which) {
            const float *from = which ? p.dV : p.dK;
            const int64_t column = (item.heads + which * item.kvHeads + item.kvHead) * p.hd;
            for (int32_t s = 0; s < item.count; ++s)
                for (int32_t t = 0; t < item.segments[2 * s + 1]; ++t, from += p.hp) {
                    T *row = rowOf<T>(dQkv, item.segments[2 * s] + t) + column;
                    forVectors(
                        p.hd, [&](int64_t i) { store(row + i, load(from + i)); },
                        [&](int64_t i, int64_t n) { storePart(row + i, loadPart(from + i, n), n); });
                }
        }
    });
}
