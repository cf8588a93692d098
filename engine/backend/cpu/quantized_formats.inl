// One struct per integer format: an element is scale * (code - zero) - minimum.
//   grain      elements that share scale and minimum in the arrays that scales() fills: 32 or 16
//   isSigned   codes are int8; else at most 127
//   zero       the same in all blocks
//   bits       of a code
//   hasMinimum whether scales() fills the minima
//   codes(row, at, unit)  unit `unit` of the step beginning at element `at`
// A row's columns are a multiple of blockElements; where that leaves half a step, tail() gives a copy of the last block
// with another one of zeros behind it.

struct FormatQ80
{
    static constexpr uint32_t type = 8;
    static constexpr int64_t blockElements = 32, blockBytes = 34, grain = 32;
    static constexpr bool isSigned = true, hasMinimum = false;
    static constexpr int zero = 0, bits = 8;
    INLINE void scales(const uint8_t *row, int64_t k, float *scale, float *)
    {
        halvesToFloat(row, blockBytes, k / blockElements, scale);
    }
    INLINE VB codes(const uint8_t *row, int64_t at, int64_t unit)
    {
        const uint8_t *first = row + at / blockElements * blockBytes + 2, *second = first + blockBytes;
#if VEC_WIDTH == 16
        (void)unit;
        return joined(*reinterpret_cast<const B32u *>(first), *reinterpret_cast<const B32u *>(second));
#elif VEC_WIDTH == 8
        return loadBytes(unit == 0 ? first : second);
#else
        return loadBytes((unit < 2 ? first : second) + unit % 2 * unitBytes);
#endif
    }
};

struct FormatQ40
{
    static constexpr uint32_t type = 2;
    static constexpr int64_t blockElements = 32, blockBytes = 18, grain = 32;
    static constexpr bool isSigned = false, hasMinimum = false;
    static constexpr int zero = 8, bits = 4;
    INLINE void scales(const uint8_t *row, int64_t k, float *scale, float *)
    {
        halvesToFloat(row, blockBytes, k / blockElements, scale);
    }
    INLINE VB codes(const uint8_t *row, int64_t at, int64_t unit)
    {
        const uint8_t *first = row + at / blockElements * blockBytes + 2;
        return nibbleRuns(first, first + blockBytes, unit);
    }
};

struct FormatQ4K
{
    static constexpr uint32_t type = 12;
    static constexpr int64_t blockElements = 256, blockBytes = 144, grain = 32;
    static constexpr bool isSigned = false, hasMinimum = true;
    static constexpr int zero = 0, bits = 4;
    INLINE void scales(const uint8_t *row, int64_t k, float *scale, float *minimum)
    {
        for (int64_t b = 0; b < k / blockElements; ++b, row += blockBytes, scale += 8, minimum += 8) {
            const float d = halfToFloat(row), dMin = halfToFloat(row + 2);
            uint32_t early, middle, late;
            __builtin_memcpy(&early, row + 4, 4);
            __builtin_memcpy(&middle, row + 8, 4);
            __builtin_memcpy(&late, row + 12, 4);
            // Four six-bit numbers a word, a byte each.
            const uint32_t words[4] = {early & 0x3f3f3f3fU, (late & 0x0f0f0f0fU) | ((early >> 2) & 0x30303030U),
                                       middle & 0x3f3f3f3fU, ((late >> 4) & 0x0f0f0f0fU) | ((middle >> 2) & 0x30303030U)};
            const uint8_t *six = reinterpret_cast<const uint8_t *>(words);
#if VEC_WIDTH == 16
            const VF both = toFloats(widen(six));
            _mm256_storeu_ps(scale, _mm512_castps512_ps256((__m512)(both * splat(d))));
            _mm256_storeu_ps(minimum, _mm512_extractf32x8_ps((__m512)(both * splat(dMin)), 1));
#else
            for (int64_t j = 0; j < 8; j += W) {
                store(scale + j, toFloats(widen(six + j)) * splat(d));
                store(minimum + j, toFloats(widen(six + 8 + j)) * splat(dMin));
            }
#endif
        }
    }
    INLINE VB codes(const uint8_t *row, int64_t at, int64_t unit)
    {
        return nibbleHalves(row + at / blockElements * blockBytes + 16 + at % blockElements / 2, unit);
    }
};

struct FormatQ6K
{
    static constexpr uint32_t type = 14;
    static constexpr int64_t blockElements = 256, blockBytes = 210, grain = 16;
    static constexpr bool isSigned = false, hasMinimum = false;
    static constexpr int zero = 32, bits = 6;
    INLINE void scales(const uint8_t *row, int64_t k, float *scale, float *)
    {
        for (int64_t b = 0; b < k / blockElements; ++b, row += blockBytes, scale += 16) {
            const VF d = splat(halfToFloat(row + 208));
            for (int64_t j = 0; j < 16; j += W)
                store(scale + j, toFloats(widen(reinterpret_cast<const int8_t *>(row) + 192 + j)) * d);
        }
    }
    INLINE VB codes(const uint8_t *row, int64_t at, int64_t unit)
    {
        // A step is half of a half: low bits in 64 bytes, all in the same halves of theirs; high bits in 32.
        const uint8_t *block = row + at / blockElements * blockBytes;
        const int64_t half = at % blockElements / 128, second = at % 128 / 64;
        const uint8_t *low = block + half * 64 + unit * unitBytes, *high = block + 128 + half * 32;
#if VEC_WIDTH == 16
        const B32 bits = *reinterpret_cast<const B32u *>(high);
        const B32 pairs = second ? bits >> 4 : bits;
        const VB top = joined(pairs & 3, (pairs >> 2) & 3) << 4;
#else
        const VB bits = loadBytes(high + unit * unitBytes % 32);
        const VB pairs = second ? bits >> 4 : bits;
        const VB top = (unit * unitBytes < 32 ? pairs & 3 : (pairs >> 2) & 3) << 4;
#endif
        const VB bytes = loadBytes(low);
        return (second ? bytes >> 4 : bytes & 15) | top;
    }
};

template <int codeBits, int size, uint32_t id>
struct FormatGroup
{
    static constexpr uint32_t type = id;
    static constexpr int64_t blockElements = size, blockBytes = 3 + size * codeBits / 8, grain = 32;
    static constexpr bool isSigned = codeBits == 8, hasMinimum = true;
    static constexpr int zero = 0, bits = codeBits;
    INLINE void scales(const uint8_t *row, int64_t k, float *scale, float *minimum)
    {
        constexpr int64_t grains = size / grain;
        for (int64_t b = 0; b < k / blockElements; ++b, row += blockBytes, scale += grains, minimum += grains) {
            const float d = halfToFloat(row);
            // Codes of 8 bits are read less 128, as int8.
            const float m = d * static_cast<float>(static_cast<int32_t>(row[2]) - (bits == 8 ? 128 : 0));
            for (int64_t j = 0; j < grains; ++j) {
                scale[j] = d;
                minimum[j] = m;
            }
        }
    }
    INLINE VB codes(const uint8_t *row, int64_t at, int64_t unit)
    {
        const uint8_t *block = row + at / blockElements * blockBytes + 3;
        if (bits == 4) {
            const uint8_t *first = block + at % blockElements / 2;
            return nibbleRuns(first, size == 32 ? first + blockBytes : first + 16, unit);
        }
        const uint8_t *first = block + at % blockElements;
        if (size > 32)
            return loadBytes(first + unit * unitBytes) ^ 0x80;
        const uint8_t *second = first + blockBytes;
#if VEC_WIDTH == 16
        return joined(*reinterpret_cast<const B32u *>(first), *reinterpret_cast<const B32u *>(second)) ^ 0x80;
#elif VEC_WIDTH == 8
        return loadBytes(unit == 0 ? first : second) ^ 0x80;
#else
        return loadBytes((unit < 2 ? first : second) + unit % 2 * unitBytes) ^ 0x80;
#endif
    }
};
