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
                uint16_t *to = rowOf<uint16_t>(y, row + i) + n + j;
                storePart(to, accumulate ? loadPart(to, 1) + splat(value) : splat(value), 1);
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

/// From this many query rows (tokens * heads of the group) on, the cache is unpacked into panels first.
constexpr int64_t panelRows = 8;

static int64_t cachedScratch(const CachedItem &item)
{
    const int64_t hp = padded(item.headDim), rows = static_cast<int64_t>(item.rows) * item.group;
    const int64_t columns = padded(item.total);
    return columns * (item.headDim + blockRows) + item.total * hp + 2 * rows * hp + 5 * panel;
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
            scores[key++] = sumLanes(dots) * headScale(line);
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
            const VF weight = splat(scores[key++] * headScale(line));
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

/// All rows of the item through the panel products of the training attention.
template <typename Tk, typename Tq, typename To>
INLINE void cachedBlocks(const CachedItem &item)
{
    const int64_t hd = item.headDim, hp = padded(hd), group = item.group, rows = item.rows * group;
    const int64_t columns = padded(item.total), aligned = (item.total * hp + panel - 1) / panel * panel;
    float *kT = item.scratch, *v = kT + columns * hd, *scores = v + aligned, *q = scores + blockRows * columns,
          *out = q + rows * hp;
    int64_t key = 0;
    for (int32_t c = 0; c < item.count; ++c) {
        const Tk *keys = static_cast<const Tk *>(item.chunks[c].keys);
        const Tk *values = static_cast<const Tk *>(item.chunks[c].values);
        for (int32_t t = 0; t < item.chunks[c].length; ++t, ++key) {
            float line[panel];
            const VF scale = splat(headScale(keys));
            for (int64_t d = 0; d < hd; d += W) {
                const int64_t count = hd - d < W ? hd - d : W;
                store(line, (count == W ? load(keys + d) : loadPart(keys + d, count)) * scale);
                for (int64_t i = 0; i < count; ++i)
                    kT[(d + i) * columns + key] = line[i];
            }
            unpackRow(v + key * hp, values, hd, hp, splat(headScale(values)));
            keys += item.chunks[c].tokenStride;
            values += item.chunks[c].tokenStride;
        }
    }
    for (int64_t d = 0; d < hd; ++d)
        for (int64_t t = item.total; t < columns; ++t)
            kT[d * columns + t] = 0.0F;
    const VF factor = splat(inverseRoot(static_cast<float>(hd)));
    for (int64_t r = 0; r < rows; ++r)
        unpackRow(q + r * hp, rowOf<Tq>(item.q, r / group) + r % group * hd, hd, hp, factor);
    for (int64_t r = 0; r < rows; r += blockRows) {
        const int64_t count = rows - r < blockRows ? rows - r : blockRows;
        const int64_t visible = item.seen + (r + count - 1) / group, stride = padded(visible);
        multiply(q + r * hp, hp, 1, kT, columns, scores, stride, count, stride, hd, false);
        float inverse[blockRows];
        for (int64_t i = 0; i < count; ++i) {
            const int64_t own = item.seen + (r + i) / group;
            const VF top = splat(maximumOf(scores + i * stride, own));
            inverse[i] = 1.0F / sumLanes(maskedExp(scores + i * stride, own, stride, top));
        }
        multiply(scores, stride, 1, v, hp, out + r * hp, hp, count, hp, visible, false);
        for (int64_t i = 0; i < count; ++i) {
            To *to = rowOf<To>(item.out, (r + i) / group) + (r + i) % group * hd;
            const float *from = out + (r + i) * hp;
            forVectors(
                hd, [&](int64_t d) { store(to + d, load(from + d) * splat(inverse[i])); },
                [&](int64_t d, int64_t part) { storePart(to + d, load(from + d) * splat(inverse[i]), part); });
        }
    }
}

static void storeHead(int8_t *to, const float *from, int64_t count)
{
    storeInt8Head(to, from, count);
}

template <typename Body>
INLINE void withCacheType(const CacheChunk &chunk, Body body)
{
    if (chunk.int8)
        body(Type<int8_t>());
    else
        withType(chunk.bf16, body);
}

static void cachedAttention(const CachedItem &item)
{
    withCacheType(item.chunks[0], [&](auto tk) {
        withType(item.q.bf16, [&](auto tq) {
            withType(item.out.bf16, [&](auto to) {
                if (item.rows > 1 && item.rows * item.group >= panelRows) {
                    cachedBlocks<TYPE_OF(tk), TYPE_OF(tq), TYPE_OF(to)>(item);
                    return;
                }
                for (int64_t r = 0; r < item.rows; ++r)
                    for (int64_t g = 0; g < item.group; ++g)
                        cachedRow<TYPE_OF(tk)>(item, rowOf<TYPE_OF(tq)>(item.q, r) + g * item.headDim,
                                               rowOf<TYPE_OF(to)>(item.out, r) + g * item.headDim,
                                               item.seen + r);
            });
        });
    });
}
