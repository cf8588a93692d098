// Products with quantized matrices, compiled once per instruction set. No library templates in here: nothing compiled
// for a newer CPU may leak into other files.
//
// Integer formats: activations are int8 with a scale per 32 elements, so that 64 products become one or a few
// instructions; sum += (weight scale * activation scale) * integer sum - weight minimum * sum of activations. Each
// output of each row adds up in one order, whatever is computed beside it.

#include "engine/backend/cpu/quantized_formats.inl"

INLINE float sumOfLanes(VF v)
{
#if VEC_WIDTH == 16
    return _mm512_reduce_add_ps((__m512)v);
#elif VEC_WIDTH == 8
    const __m128 half = _mm_add_ps(_mm256_castps256_ps128((__m256)v), _mm256_extractf128_ps((__m256)v, 1));
    const __m128 pair = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(pair, _mm_movehdup_ps(pair)));
#else
    return (v[0] + v[2]) + (v[1] + v[3]);
#endif
}

/// What codes are multiplied as: with wideCodes signed ones too are read as unsigned, less 128.
template <typename F>
INLINE VB productCodes(const uint8_t *row, int64_t at, int64_t unit)
{
    const VB codes = F::codes(row, at, unit);
    return F::isSigned && wideCodes ? codes ^ 0x80 : codes;
}

template <typename F, int R>
INLINE void blockStep(const uint8_t *row, int64_t codesAt, int64_t at, const float *scale, int64_t grains,
                      const QuantizedInput &x, int64_t first, VF (&sum)[R])
{
#pragma GCC unroll 4
    for (int64_t unit = 0; unit < units; ++unit) {
        const VB codes = productCodes<F>(row, codesAt, unit);
#pragma GCC unroll 6
        for (int r = 0; r < R; ++r) {
            const VB input = loadBytes(x.codes + (first + r) * x.padded + at + unit * unitBytes);
            const VI dot = F::isSigned && !wideCodes ? dotSigned(codes, input) : dotSmall(codes, input);
            const float *s = scale + r * grains + at / F::grain;
            sum[r] += (F::grain == 32 ? lanes32(s, unit) : lanes16(s, unit)) * toFloats(dot);
        }
    }
}

/// out[r] = one matrix row times R input rows. `scale` and `minimum` are the matrix row's; `both` is room for R
/// times as many products of scales.
template <typename F, int R>
INLINE void blockDots(const uint8_t *row, int64_t k, const float *scale, const float *minimum, float *both,
                      const QuantizedInput &x, int64_t first, float (&out)[6])
{
    constexpr int which = F::grain == 32 ? 0 : 1;
    constexpr float zero = static_cast<float>(F::zero + (F::isSigned && wideCodes ? 128 : 0));
    const int64_t grains = grainCount(k, F::grain);
    VF sum[R] = {}, offset[R] = {};
    for (int r = 0; r < R; ++r) {
        const float *scales = x.scales[which] + (first + r) * grains, *sums = x.sums[which] + (first + r) * grains;
        for (int64_t i = 0; i < grains; i += W) {
            const VF s = load(scale + i);
            store(both + r * grains + i, s * load(scales + i));
            if (F::hasMinimum)
                offset[r] += (load(minimum + i) + s * splat(zero)) * load(sums + i);
            else if (zero != 0.0F)
                offset[r] += s * splat(zero) * load(sums + i);
        }
    }
    int64_t at = 0;
    for (; at + step <= k; at += step)
        blockStep<F, R>(row, at, at, both, grains, x, first, sum);
    if (F::blockElements == 32 && at < k) {
        uint8_t last[2 * F::blockBytes] = {};
        __builtin_memcpy(last, row + at / F::blockElements * F::blockBytes, F::blockBytes);
        blockStep<F, R>(last, 0, at, both, grains, x, first, sum);
    }
    for (int r = 0; r < R; ++r)
        out[r] = sumOfLanes(sum[r] - offset[r]);
}

INLINE void put(float *out, int64_t outStride, int64_t r, int64_t rows, const float *values, bool add)
{
    for (int64_t i = 0; i < rows; ++i) {
        float *to = out + (r + i) * outStride;
        *to = add ? *to + values[i] : values[i];
    }
}

template <typename F>
static void blockProduct(const QuantizedArgs &w, const QuantizedInput &x, int64_t rows, int64_t begin, int64_t end,
                         float *out, int64_t outStride, bool add, float *scratch)
{
    const int64_t k = w.columns, grains = grainCount(k, F::grain);
    float *scale = scratch, *minimum = scale + grains, *both = minimum + grains;
    for (int64_t i = k / F::grain; i < grains; ++i)
        scale[i] = minimum[i] = 0.0F;
    for (int64_t n = begin; n < end; ++n) {
        const uint8_t *row = w.data + n * w.rowBytes;
        F::scales(row, k, scale, minimum);
        float values[6];
        int64_t r = 0;
        for (; r + 6 <= rows; r += 6) {
            blockDots<F, 6>(row, k, scale, minimum, both, x, r, values);
            put(out + n - begin, outStride, r, 6, values, add);
        }
        for (; r + 3 <= rows; r += 3) {
            blockDots<F, 3>(row, k, scale, minimum, both, x, r, values);
            put(out + n - begin, outStride, r, 3, values, add);
        }
        if (r + 2 == rows)
            blockDots<F, 2>(row, k, scale, minimum, both, x, r, values);
        else if (r + 1 == rows)
            blockDots<F, 1>(row, k, scale, minimum, both, x, r, values);
        put(out + n - begin, outStride, r, rows - r, values, add);
    }
}

INLINE void storeAs(void *out, bool bf16, int64_t at, VF v)
{
    if (bf16)
        store(static_cast<uint16_t *>(out) + at, v);
    else
        store(static_cast<float *>(out) + at, v);
}

/// BF16 bits, ties away from zero: the numbers are rounded already. Not for NaN.
INLINE void storeHalves(uint16_t *to, VF v)
{
#if VEC_WIDTH == 16
    const VU rounded = (reinterpret_cast<VU>(v) + 0x8000U) >> 16;
    _mm256_storeu_si256((__m256i *)to, _mm512_cvtepi32_epi16((__m512i)rounded));
#else
    store(to, v);
#endif
}

#if VEC_WIDTH == 16

/// 32 BF16 numbers of a table of 16, by codes of 16 bits each.
INLINE void storeLookedUp(uint16_t *to, VF table, __m512i codes)
{
    const VU rounded = (reinterpret_cast<VU>(table) + 0x8000U) >> 16;
    const __m512i numbers = _mm512_castsi256_si512(_mm512_cvtepi32_epi16((__m512i)rounded));
    _mm512_storeu_si512(to, _mm512_permutexvar_epi16(codes, numbers));
}

INLINE VF codeNumbers()
{
    return VF{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
}

#endif

template <typename F>
INLINE VF tileOffset(const float *scale, const float *minimum, int64_t grain)
{
    const float zero = scale[grain] * static_cast<float>(F::zero);
    return splat(F::hasMinimum ? minimum[grain] + zero : zero);
}

template <typename F>
INLINE void tileStep(const uint8_t *row, int64_t codesAt, int64_t at, const float *scale, const float *minimum,
                     void *out, bool bf16, int64_t outAt)
{
    alignas(64) uint8_t bytes[step];
    for (int64_t unit = 0; unit < units; ++unit)
        *reinterpret_cast<VBu *>(bytes + unit * unitBytes) = F::codes(row, codesAt, unit);
#if VEC_WIDTH == 16
    if (F::bits == 4 && bf16) {
        for (int64_t i = 0; i < step; i += 32) {
            const int64_t grain = (at + i) / 32;
            const VF table = codeNumbers() * splat(scale[grain]) - tileOffset<F>(scale, minimum, grain);
            storeLookedUp(static_cast<uint16_t *>(out) + outAt + i, table,
                          _mm512_cvtepu8_epi16(_mm256_load_si256((const __m256i *)(bytes + i))));
        }
        return;
    }
#endif
    for (int64_t i = 0; i < step; i += W) {
        const VF codes =
            toFloats(F::isSigned ? widen(reinterpret_cast<const int8_t *>(bytes) + i) : widen(bytes + i));
        const int64_t grain = (at + i) / F::grain;
        const VF value = codes * splat(scale[grain]) - tileOffset<F>(scale, minimum, grain);
        if (bf16)
            storeHalves(static_cast<uint16_t *>(out) + outAt + i, value);
        else
            store(static_cast<float *>(out) + outAt + i, value);
    }
}

template <typename F>
static void blockTile(const QuantizedArgs &w, int64_t begin, int64_t end, void *out, bool bf16, float *scratch)
{
    const int64_t k = w.columns;
    float *scale = scratch, *minimum = scratch + grainCount(k, F::grain);
    for (int64_t n = begin; n < end; ++n) {
        const uint8_t *row = w.data + n * w.rowBytes;
        F::scales(row, k, scale, minimum);
        int64_t at = 0;
        for (; at + step <= k; at += step)
            tileStep<F>(row, at, at, scale, minimum, out, bf16, (n - begin) * k + at);
        if (F::blockElements == 32 && at < k) {
            uint8_t last[2 * F::blockBytes] = {};
            __builtin_memcpy(last, row + at / F::blockElements * F::blockBytes, F::blockBytes);
            // Of a step only the first half belongs to the row.
            scale[k / F::grain] = minimum[k / F::grain] = 0.0F;
            alignas(64) float values[step];
            tileStep<F>(last, 0, at, scale, minimum, values, false, 0);
            for (int64_t i = 0; i < 32; i += W)
                storeAs(out, bf16, (n - begin) * k + at + i, load(values + i));
        }
    }
}

// LLM.int8(): one scale a row on either side; what is at least int8Outlier stays float.

static void int8Product(const QuantizedArgs &w, const QuantizedInput &x, int64_t rows, int64_t begin, int64_t end,
                        float *out, int64_t outStride, bool add, float *)
{
    const int64_t k = w.columns, whole = k / unitBytes * unitBytes;
    for (int64_t n = begin; n < end; ++n) {
        const uint8_t *row = w.data + n * w.rowBytes, *codes = row + 4;
        float scale;
        __builtin_memcpy(&scale, row, 4);
        for (int64_t r = 0; r < rows; ++r) {
            const int8_t *input = x.rowCodes + r * x.padded;
            VI sum = {};
            for (int64_t i = 0; i < whole; i += unitBytes)
                sum += dotSigned(loadBytes(codes + i), loadBytes(input + i));
            if (whole < k) {
                uint8_t last[unitBytes] = {};
                __builtin_memcpy(last, codes + whole, static_cast<uint64_t>(k - whole));
                sum += dotSigned(loadBytes(last), loadBytes(input + whole));
            }
            int64_t total = 0;
            for (int64_t i = 0; i < W; ++i)
                total += sum[i];
            float value = static_cast<float>(total) * x.rowScales[r];
            const int32_t *outliers = x.outliers + r * (1 + k);
            for (int32_t i = 1; i <= outliers[0]; ++i)
                value += x.natural[r * x.naturalStride + outliers[i]] *
                         static_cast<float>(static_cast<int8_t>(codes[outliers[i]]));
            value *= scale;
            put(out + n - begin, outStride, r, 1, &value, add);
        }
    }
}

static void int8Tile(const QuantizedArgs &w, int64_t begin, int64_t end, void *out, bool bf16, float *)
{
    const int64_t k = w.columns;
    for (int64_t n = begin; n < end; ++n) {
        const uint8_t *row = w.data + n * w.rowBytes, *codes = row + 4;
        float scale;
        __builtin_memcpy(&scale, row, 4);
        int64_t i = 0;
        for (; i + W <= k; i += W)
            storeAs(out, bf16, (n - begin) * k + i,
                    toFloats(widen(reinterpret_cast<const int8_t *>(codes) + i)) * splat(scale));
        for (; i < k; ++i) {
            const VF value = splat(scale * static_cast<float>(static_cast<int8_t>(codes[i])));
            if (bf16)
                storePart(static_cast<uint16_t *>(out) + (n - begin) * k + i, value, 1);
            else
                storePart(static_cast<float *>(out) + (n - begin) * k + i, value, 1);
        }
    }
}

// NF4: values from a table, activations stay float, even and odd elements apart as the codes' halves are.

template <bool doubled>
struct Nf4Row
{
    static constexpr int64_t blockBytes = doubled ? 33 : 36;

    INLINE float scale(const QuantizedArgs &w, int64_t row, int64_t block)
    {
        const uint8_t *at = w.data + row * w.rowBytes + block * blockBytes;
        float first;
        if (!doubled) {
            __builtin_memcpy(&first, at, 4);
            return first;
        }
        const int64_t index = row * (w.columns / 64) + block;
        float most;
        __builtin_memcpy(&first, w.tail, 4);
        __builtin_memcpy(&most, w.tail + 4 * (1 + index / 256), 4);
        return w.scaleMap[*at] * most + first;
    }
    INLINE const uint8_t *codes(const QuantizedArgs &w, int64_t row, int64_t block)
    {
        return w.data + row * w.rowBytes + block * blockBytes + (doubled ? 1 : 4);
    }
};

template <bool doubled>
static void nf4Product(const QuantizedArgs &w, const QuantizedInput &x, int64_t rows, int64_t begin, int64_t end,
                       float *out, int64_t outStride, bool add, float *)
{
    for (int64_t n = begin; n < end; ++n) {
        for (int64_t r = 0; r < rows; r += 4) {
            const int64_t count = rows - r < 4 ? rows - r : 4;
            VF sum[4] = {};
            for (int64_t block = 0; block < w.columns / step; ++block) {
                const VF scale = splat(Nf4Row<doubled>::scale(w, n, block));
                const uint8_t *codes = Nf4Row<doubled>::codes(w, n, block);
                // 2 W elements are W bytes.
                for (int64_t part = 0; part < step / (2 * W); ++part) {
                    const VU bytes = reinterpret_cast<VU>(widen(codes + part * W));
                    const VF even = lookUp(w.nf4, bytes >> 4) * scale, odd = lookUp(w.nf4, bytes & 15U) * scale;
                    const float *input = x.packed + r * x.padded + block * step + part * 2 * W;
                    for (int64_t i = 0; i < count; ++i, input += x.padded) {
                        sum[i] += even * load(input);
                        sum[i] += odd * load(input + W);
                    }
                }
            }
            float values[4];
            for (int64_t i = 0; i < count; ++i)
                values[i] = sumOfLanes(sum[i]);
            put(out + n - begin, outStride, r, count, values, add);
        }
    }
}

template <bool doubled>
static void nf4Tile(const QuantizedArgs &w, int64_t begin, int64_t end, void *out, bool bf16, float *)
{
    for (int64_t n = begin; n < end; ++n) {
        for (int64_t block = 0; block < w.columns / step; ++block) {
            const VF scale = splat(Nf4Row<doubled>::scale(w, n, block));
            const uint8_t *codes = Nf4Row<doubled>::codes(w, n, block);
#if VEC_WIDTH == 16
            if (bf16) {
                for (int64_t i = 0; i < step; i += 32) {
                    const VU both = reinterpret_cast<VU>(widen(codes + i / 2));
                    const VU pairs = (both >> 4) | ((both & 15U) << 16);
                    storeLookedUp(static_cast<uint16_t *>(out) + (n - begin) * w.columns + block * step + i,
                                  load(w.nf4) * scale, (__m512i)pairs);
                }
                continue;
            }
#endif
            alignas(64) float values[step];
            for (int64_t i = 0; i < step / 2; ++i) {
                values[2 * i] = w.nf4[codes[i] >> 4];
                values[2 * i + 1] = w.nf4[codes[i] & 15];
            }
            for (int64_t i = 0; i < step; i += W)
                storeAs(out, bf16, (n - begin) * w.columns + block * step + i, load(values + i) * scale);
        }
    }
}

// Matrices that are BF16 anyway, and any other type through floats.

INLINE void floatDots(const float *row, const QuantizedInput &x, int64_t rows, int64_t k, float *out, int64_t outStride,
                      bool add)
{
    for (int64_t r = 0; r < rows; ++r) {
        const float *input = x.natural + r * x.naturalStride;
        VF sum = {};
        forVectors(
            k, [&](int64_t i) { sum += load(row + i) * load(input + i); },
            [&](int64_t i, int64_t n) { sum += loadPart(row + i, n) * loadPart(input + i, n); });
        const float value = sumOfLanes(sum);
        put(out, outStride, r, 1, &value, add);
    }
}

static void bf16Product(const QuantizedArgs &w, const QuantizedInput &x, int64_t rows, int64_t begin, int64_t end,
                        float *out, int64_t outStride, bool add, float *)
{
    const int64_t k = w.columns;
    for (int64_t n = begin; n < end; ++n) {
        const uint16_t *row = reinterpret_cast<const uint16_t *>(w.data + n * w.rowBytes);
        for (int64_t r = 0; r < rows; ++r) {
            const float *input = x.natural + r * x.naturalStride;
            VF sum[2] = {};
            int64_t i = 0;
            for (; i + 2 * W <= k; i += 2 * W) {
                sum[0] += load(row + i) * load(input + i);
                sum[1] += load(row + i + W) * load(input + i + W);
            }
            for (; i < k; i += W) {
                const int64_t count = k - i < W ? k - i : W;
                sum[0] += loadPart(row + i, count) * loadPart(input + i, count);
            }
            const float value = sumOfLanes(sum[0] + sum[1]);
            put(out + n - begin, outStride, r, 1, &value, add);
        }
    }
}

static void anyProduct(const QuantizedArgs &w, const QuantizedInput &x, int64_t rows, int64_t begin, int64_t end,
                       float *out, int64_t outStride, bool add, float *scratch)
{
    for (int64_t n = begin; n < end; ++n) {
        anyTypeToFloat(w, n, n + 1, scratch);
        floatDots(scratch, x, rows, w.columns, out + n - begin, outStride, add);
    }
}

static void anyTile(const QuantizedArgs &w, int64_t begin, int64_t end, void *out, bool bf16, float *scratch)
{
    const int64_t k = w.columns;
    if (!bf16) {
        anyTypeToFloat(w, begin, end, static_cast<float *>(out));
        return;
    }
    for (int64_t n = begin; n < end; ++n) {
        anyTypeToFloat(w, n, n + 1, scratch);
        uint16_t *to = static_cast<uint16_t *>(out) + (n - begin) * k;
        forVectors(
            k, [&](int64_t i) { store(to + i, load(scratch + i)); },
            [&](int64_t i, int64_t count) { storePart(to + i, loadPart(scratch + i, count), count); });
    }
}

INLINE VF absolute(VF v)
{
    return reinterpret_cast<VF>(reinterpret_cast<VI>(v) & 0x7fffffff);
}

/// Rounds to whole numbers of at most 127 and stores them as bytes.
INLINE void storeCodes(int8_t *to, VF v)
{
    const VF magic = splat(12582912.0F);
    const VI whole = reinterpret_cast<VI>(v + magic) - reinterpret_cast<VI>(magic);
    *reinterpret_cast<VSQu *>(to) = __builtin_convertvector(whole, VSQ);
}

INLINE void prepareBlocks(const QuantizedInput &x, int64_t r, int64_t k)
{
    const float *from = x.natural + r * x.naturalStride;
    int8_t *codes = x.codes + r * x.padded;
    const int64_t grains = grainCount(k, 32), halfGrains = grainCount(k, 16);
    float *scales = x.scales[0] + r * grains, *sums = x.sums[0] + r * grains;
    float *halfScales = x.scales[1] + r * halfGrains, *halfSums = x.sums[1] + r * halfGrains;
    for (int64_t i = x.padded / 32; i < grains; ++i)
        scales[i] = sums[i] = 0.0F;
    for (int64_t i = x.padded / 16; i < halfGrains; ++i)
        halfScales[i] = halfSums[i] = 0.0F;
    for (int64_t block = 0; block < x.padded; block += 32) {
        alignas(64) float values[32] = {};
        const int64_t count = k - block < 32 ? (k > block ? k - block : 0) : 32;
        for (int64_t i = 0; i < count; ++i)
            values[i] = from[block + i];
        VF most = {};
        for (int64_t i = 0; i < 32; i += W)
            most = maximum(most, absolute(load(values + i)));
        const float largest = maxLanes(most), scale = largest / 127.0F;
        const VF inverse = splat(largest > 0.0F ? 127.0F / largest : 0.0F);
        for (int64_t i = 0; i < 32; i += W)
            storeCodes(codes + block + i, load(values + i) * inverse);
        int32_t total[2] = {};
        for (int64_t i = 0; i < 32; ++i)
            total[i / 16] += codes[block + i];
        for (int64_t half = 0; half < 2; ++half) {
            halfScales[block / 16 + half] = scale;
            halfSums[block / 16 + half] = scale * static_cast<float>(total[half]);
        }
        scales[block / 32] = scale;
        sums[block / 32] = scale * static_cast<float>(total[0] + total[1]);
    }
}

INLINE void prepareRows(const QuantizedInput &x, int64_t r, int64_t k)
{
    const float *from = x.natural + r * x.naturalStride;
    int8_t *codes = x.rowCodes + r * x.padded;
    int32_t *outliers = x.outliers + r * (1 + k);
    int32_t found = 0;
    float largest = 0.0F;
    for (int64_t i = 0; i < k; ++i) {
        const float size = from[i] < 0 ? -from[i] : from[i];
        if (size >= 6.0F)
            outliers[++found] = static_cast<int32_t>(i);
        else if (size > largest)
            largest = size;
    }
    outliers[0] = found;
    x.rowScales[r] = largest / 127.0F;
    const VF inverse = splat(largest > 0.0F ? 127.0F / largest : 0.0F);
    for (int64_t i = 0; i < x.padded; i += W) {
        const int64_t count = k - i < W ? (k > i ? k - i : 0) : W;
        VF v = loadPart(from + (count > 0 ? i : 0), count);
        v = select(absolute(v) >= splat(6.0F), VF{}, v);
        storeCodes(codes + i, v * inverse);
    }
}

INLINE void preparePacked(const QuantizedInput &x, int64_t r, int64_t k)
{
    const float *from = x.natural + r * x.naturalStride;
    float *to = x.packed + r * x.padded;
    constexpr int64_t pair = 2 * W;
    for (int64_t i = 0; i < x.padded; ++i)
        to[(i & ~(pair - 1)) + (i & 1) * W + ((i & (pair - 1)) >> 1)] = i < k ? from[i] : 0.0F;
}

static void prepareInput(const QuantizedInput &x, unsigned forms, int64_t rows, int64_t columns)
{
    for (int64_t r = 0; r < rows; ++r) {
        if (forms & InputForm::blocks)
            prepareBlocks(x, r, columns);
        if (forms & InputForm::rows)
            prepareRows(x, r, columns);
        if (forms & InputForm::packed)
            preparePacked(x, r, columns);
    }
}

template <typename F>
constexpr QuantizedKernel blockKernel()
{
    return {F::type, InputForm::blocks, blockProduct<F>, blockTile<F>};
}

static constexpr QuantizedKernel kernelTable[] = {
    blockKernel<FormatQ80>(),
    blockKernel<FormatQ40>(),
    blockKernel<FormatQ4K>(),
    blockKernel<FormatQ6K>(),
    {1000, InputForm::rows | InputForm::natural, int8Product, int8Tile},
    {1001, InputForm::packed, nf4Product<false>, nf4Tile<false>},
    {1002, InputForm::packed, nf4Product<true>, nf4Tile<true>},
    blockKernel<FormatGroup<4, 32, 1003>>(),
    blockKernel<FormatGroup<4, 64, 1004>>(),
    blockKernel<FormatGroup<4, 128, 1005>>(),
    blockKernel<FormatGroup<8, 32, 1006>>(),
    blockKernel<FormatGroup<8, 64, 1007>>(),
    blockKernel<FormatGroup<8, 128, 1008>>(),
    {30, InputForm::natural, bf16Product, anyTile},
    {0xffffffffU, InputForm::natural, anyProduct, anyTile},
};

static constexpr QuantizedKernels quantizedTable = {QUANTIZED_NAME, kernelTable,
                                                    static_cast<int>(sizeof kernelTable / sizeof kernelTable[0]),
                                                    prepareInput};
