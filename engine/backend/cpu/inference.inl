// Kernels of generation: few-row products and attention against a KV cache. The sums of one output
// never depend on how many rows or sequences are handled together.

template <typename T, int R, int N>
INLINE void fewRowsTile(const Rows &y, const float *x, const Rows &w, int64_t row, int64_t n, int64_t k,
                        bool accumulate)
{
    VF sum[R][N] = {};
    const T *lines[N];
    for (int j = 0; j < N; ++j)
        lines[j] = rowOf<T>(w, n + j);
    const auto step = [&](auto fetch) {
        VF values[R];
#pragma GCC unroll 8
        for (int i = 0; i < R; ++i)
            values[i] = fetch(x + (row + i) * k);
#pragma GCC unroll 8
        for (int j = 0; j < N; ++j) {
            const VF weight = fetch(lines[j]);
#pragma GCC unroll 8
            for (int i = 0; i < R; ++i)
                sum[i][j] += values[i] * weight;
        }
    };
    forVectors(
        k, [&](int64_t p) { step([&](const auto *from) { return load(from + p); }); },
        [&](int64_t p, int64_t count) { step([&](const auto *from) { return loadPart(from + p, count); }); });
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < N; ++j) {
            const float value = sumLanes(sum[i][j]);
            if (y.bf16) {
                storePart(rowOf<uint16_t>(y, row + i) + n + j, splat(value), 1);
            } else {
                float *to = rowOf<float>(y, row + i) + n + j;
                *to = accumulate ? *to + value : value;
            }
        }
}

template <typename T, int R>
INLINE void fewRowsStrip(const Rows &y, const float *x, const Rows &w, int64_t row, int64_t nBegin, int64_t nEnd,
                         int64_t k, bool accumulate)
{
    constexpr int N = R <= 4 ? 4 : 2;
    int64_t n = nBegin;
    for (; n + N <= nEnd; n += N)
        fewRowsTile<T, R, N>(y, x, w, row, n, k, accumulate);
    for (; n < nEnd; ++n)
        fewRowsTile<T, R, 1>(y, x, w, row, n, k, accumulate);
}

static void fewRows(Rows y, const float *x, Rows w, int64_t rows, int64_t nBegin, int64_t nEnd, int64_t k,
                    bool accumulate)
{
    withType(w.bf16, [&](auto tag) {
        using T = TYPE_OF(tag);
        int64_t row = 0;
        for (; row + 8 <= rows; row += 8)
            fewRowsStrip<T, 8>(y, x, w, row, nBegin, nEnd, k, accumulate);
        for (; row + 4 <= rows; row += 4)
            fewRowsStrip<T, 4>(y, x, w, row, nBegin, nEnd, k, accumulate);
        for (; row + 2 <= rows; row += 2)
            fewRowsStrip<T, 2>(y, x, w, row, nBegin, nEnd, k, accumulate);
        for (; row < rows; ++row)
            fewRowsStrip<T, 1>(y, x, w, row, nBegin, nEnd, k, accumulate);
    });
}

static int64_t cachedScratch(const CachedItem &item)
{
    const int64_t hp = padded(item.headDim), rows = static_cast<int64_t>(item.rows) * item.group;
    return padded(item.total) * (rows + item.headDim) + 2 * rows * hp + item.total * hp + 64;
}

/// One query row at a time, straight from the cache.
template <typename Tk, typename Tq, typename To>
INLINE void cachedRow(const CachedItem &item, const Tq *q, To *out, int64_t visible)
{
    const int64_t hd = item.headDim, hp = padded(hd);
    float *scores = item.scratch, *query = scores + padded(item.total), *sum = query + hp;
    unpackRow(query, q, hd, hp, splat(inverseRoot(static_cast<float>(hd))));
    int64_t key = 0;
    for (int32_t c = 0; c < item.count && key < visible; ++c) {
        const CacheChunk &chunk = item.chunks[c];
        const int64_t length = chunk.length < visible - key ? chunk.length : visible - key;
        const Tk *line = static_cast<const Tk *>(chunk.keys);
        for (int64_t t = 0; t < length; ++t, line += chunk.tokenStride) {
            VF dots = {};
            forVectors(
                hd, [&](int64_t i) { dots += load(line + i) * load(query + i); },
                [&](int64_t i, int64_t count) { dots += loadPart(line + i, count) * load(query + i); });
            scores[key++] = sumLanes(dots);
        }
    }
    float top;
    const float inverse = 1.0F / exponentials(scores, visible, top);
    for (int64_t d = 0; d < hp; d += W)
        store(sum + d, VF{});
    key = 0;
    for (int32_t c = 0; c < item.count && key < visible; ++c) {
        const CacheChunk &chunk = item.chunks[c];
        const int64_t length = chunk.length < visible - key ? chunk.length : visible - key;
        const Tk *line = static_cast<const Tk *>(chunk.values);
        for (int64_t t = 0; t < length; ++t, line += chunk.tokenStride) {
            const VF weight = splat(scores[key++]);
            forVectors(
                hd, [&](int64_t i) { store(sum + i, load(sum + i) + weight * load(line + i)); },
                [&](int64_t i, int64_t count) {
                    store(sum + i, load(sum + i) + weight * loadPart(line + i, count));
                });
        }
    }
    forVectors(
        hd, [&](int64_t i) { store(out + i, load(sum + i) * splat(inverse)); },
        [&](int64_t i, int64_t count) { storePart(out + i, load(sum + i) * splat(inverse), count); });
}

static void cachedAttention(const CachedItem &item)
{
    withType(item.chunks[0].bf16, [&](auto tk) {
        withType(item.q.bf16, [&](auto tq) {
            withType(item.out.bf16, [&](auto to) {
                for (int64_t r = 0; r < item.rows; ++r)
                    for (int64_t g = 0; g < item.group; ++g)
                        cachedRow<TYPE_OF(tk)>(item, rowOf<TYPE_OF(tq)>(item.q, r) + g * item.headDim,
                                               rowOf<TYPE_OF(to)>(item.out, r) + g * item.headDim,
                                               item.seen + r);
            });
        });
    });
}
