// Byte vectors: a unit is 4 W codes, one per byte; a float lane belongs to four neighbours. A step is 64 elements, that
// is `units` units.

typedef uint8_t VB __attribute__((vector_size(VEC_WIDTH * 4)));
typedef int8_t VSB __attribute__((vector_size(VEC_WIDTH * 4)));
typedef uint8_t VBu __attribute__((vector_size(VEC_WIDTH * 4), aligned(1), may_alias));
typedef uint8_t B16 __attribute__((vector_size(16)));
typedef uint8_t B16u __attribute__((vector_size(16), aligned(1), may_alias));
typedef uint8_t B32 __attribute__((vector_size(32)));
typedef uint8_t B32u __attribute__((vector_size(32), aligned(1), may_alias));
typedef uint8_t VQ __attribute__((vector_size(VEC_WIDTH)));
typedef uint8_t VQu __attribute__((vector_size(VEC_WIDTH), aligned(1), may_alias));
typedef int8_t VSQ __attribute__((vector_size(VEC_WIDTH)));
typedef int8_t VSQu __attribute__((vector_size(VEC_WIDTH), aligned(1), may_alias));

typedef uint16_t Half __attribute__((aligned(1), may_alias));

constexpr int64_t unitBytes = 4 * W;
constexpr int64_t step = quantizedStep;
constexpr int64_t units = step / unitBytes;

INLINE VB loadBytes(const void *p)
{
    return *static_cast<const VBu *>(p);
}

INLINE float halfToFloat(const uint8_t *p)
{
    uint16_t bits;
    __builtin_memcpy(&bits, p, 2);
#if VEC_WIDTH >= 8
    return _cvtsh_ss(bits);
#else
    // Exponent and mantissa moved into place, then scaled; subnormal halves come out right by the same product.
    const uint32_t sign = static_cast<uint32_t>(bits & 0x8000U) << 16, rest = static_cast<uint32_t>(bits & 0x7fffU) << 13;
    uint32_t scaleBits = 0x77800000U; // 2^112
    float value, scale;
    __builtin_memcpy(&value, &rest, 4);
    __builtin_memcpy(&scale, &scaleBits, 4);
    value *= scale;
    uint32_t result;
    __builtin_memcpy(&result, &value, 4);
    if ((bits & 0x7c00U) == 0x7c00U)
        result |= 0x7f800000U;
    result |= sign;
    __builtin_memcpy(&value, &result, 4);
    return value;
#endif
}

/// count f16 numbers, `stride` bytes apart.
INLINE void halvesToFloat(const uint8_t *p, int64_t stride, int64_t count, float *out)
{
    int64_t i = 0;
#if VEC_WIDTH >= 8
    for (; i + 8 <= count; i += 8, p += 8 * stride) {
        const auto half = [&](int64_t j) { return static_cast<short>(*reinterpret_cast<const Half *>(p + j * stride)); };
        const __m128i halves =
            _mm_set_epi16(half(7), half(6), half(5), half(4), half(3), half(2), half(1), half(0));
        _mm256_storeu_ps(out + i, _mm256_cvtph_ps(halves));
    }
#endif
    for (; i < count; ++i, p += stride)
        out[i] = halfToFloat(p);
}

#if VEC_WIDTH == 16

INLINE B32 joined(B16 a, B16 b)
{
    return (B32)_mm256_inserti128_si256(_mm256_castsi128_si256((__m128i)a), (__m128i)b, 1);
}

INLINE VB joined(B32 a, B32 b)
{
    return (VB)_mm512_inserti64x4(_mm512_castsi256_si512((__m256i)a), (__m256i)b, 1);
}

/// Whether codes above 127 may be multiplied as they are: pairs of products would overflow 16 bits else.
#ifdef HAS_VNNI
constexpr bool wideCodes = true;
#else
constexpr bool wideCodes = false;
#endif

/// Lane i: the sum of products of u's (at most 127, or wideCodes) and s's bytes 4 i .. 4 i + 3.
INLINE VI dotSmall(VB u, VB s)
{
#ifdef HAS_VNNI
    return (VI)_mm512_dpbusd_epi32(_mm512_setzero_si512(), (__m512i)u, (__m512i)s);
#else
    return (VI)_mm512_madd_epi16(_mm512_maddubs_epi16((__m512i)u, (__m512i)s), _mm512_set1_epi16(1));
#endif
}

/// The same for signed codes.
INLINE VI dotSigned(VB w, VB s)
{
    const __m512i x = (__m512i)s, code = (__m512i)w;
    const __m512i flipped = _mm512_mask_sub_epi8(x, _mm512_movepi8_mask(code), _mm512_setzero_si512(), x);
    return dotSmall((VB)_mm512_abs_epi8(code), (VB)flipped);
}

/// Scales of the unit's blocks of 32 (16), each for its lanes.
INLINE VF lanes32(const float *p, int64_t)
{
    const __m512i index = _mm512_set_epi32(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    return (VF)_mm512_permutexvar_ps(index, _mm512_castps128_ps512(_mm_castpd_ps(_mm_load_sd((const double *)p))));
}

INLINE VF lanes16(const float *p, int64_t)
{
    const __m512i index = _mm512_set_epi32(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
    return (VF)_mm512_permutexvar_ps(index, _mm512_castps128_ps512(_mm_loadu_ps(p)));
}

/// table[index] for a table of 16.
INLINE VF lookUp(const float *table, VU index)
{
    return (VF)_mm512_permutexvar_ps((__m512i)index, (__m512)load(table));
}

#elif VEC_WIDTH == 8

constexpr bool wideCodes = false;

INLINE B32 joined(B16 a, B16 b)
{
    return (B32)_mm256_inserti128_si256(_mm256_castsi128_si256((__m128i)a), (__m128i)b, 1);
}

INLINE VI dotSmall(VB u, VB s)
{
    return (VI)_mm256_madd_epi16(_mm256_maddubs_epi16((__m256i)u, (__m256i)s), _mm256_set1_epi16(1));
}

INLINE VI dotSigned(VB w, VB s)
{
    return dotSmall((VB)_mm256_abs_epi8((__m256i)w), (VB)_mm256_sign_epi8((__m256i)s, (__m256i)w));
}

INLINE VF lanes32(const float *p, int64_t unit)
{
    return splat(p[unit]);
}

INLINE VF lanes16(const float *p, int64_t unit)
{
    return (VF)_mm256_set_m128(_mm_set1_ps(p[2 * unit + 1]), _mm_set1_ps(p[2 * unit]));
}

INLINE VF lookUp(const float *table, VU index)
{
    const __m256i at = (__m256i)index;
    const __m256 low = _mm256_permutevar8x32_ps((__m256)load(table), at);
    const __m256 high = _mm256_permutevar8x32_ps((__m256)load(table + 8), at);
    return (VF)_mm256_blendv_ps(low, high, _mm256_castsi256_ps(_mm256_slli_epi32(at, 28)));
}

#else

constexpr bool wideCodes = false;

INLINE VI dotSmall(VB u, VB s)
{
    VI sum = {};
    for (int i = 0; i < 4 * W; ++i)
        sum[i / 4] += static_cast<int32_t>(u[i]) * static_cast<int8_t>(s[i]);
    return sum;
}

INLINE VI dotSigned(VB w, VB s)
{
    VI sum = {};
    for (int i = 0; i < 4 * W; ++i)
        sum[i / 4] += static_cast<int32_t>(static_cast<int8_t>(w[i])) * static_cast<int8_t>(s[i]);
    return sum;
}

INLINE VF lanes32(const float *p, int64_t unit)
{
    return splat(p[unit / 2]);
}

INLINE VF lanes16(const float *p, int64_t unit)
{
    return splat(p[unit]);
}

INLINE VF lookUp(const float *table, VU index)
{
    VF result;
    for (int i = 0; i < W; ++i)
        result[i] = table[index[i]];
    return result;
}

#endif

/// W codes as numbers.
INLINE VI widen(const int8_t *p)
{
#if VEC_WIDTH == 16
    return (VI)_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)p));
#elif VEC_WIDTH == 8
    return (VI)_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)p));
#else
    return VI{p[0], p[1], p[2], p[3]};
#endif
}

INLINE VI widen(const uint8_t *p)
{
#if VEC_WIDTH == 16
    return (VI)_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)p));
#elif VEC_WIDTH == 8
    return (VI)_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)p));
#else
    return VI{p[0], p[1], p[2], p[3]};
#endif
}

INLINE VF toFloats(VI v)
{
    return __builtin_convertvector(v, VF);
}

/// Codes of 64 elements stored as two runs of 16 bytes with 32 elements each: low halves first. `second` lies where
/// the second run begins.
INLINE VB nibbleRuns(const uint8_t *first, const uint8_t *second, int64_t unit)
{
#if VEC_WIDTH == 16
    (void)unit;
    const __m256i one = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)first));
    const __m256i two = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)second));
    const __m512i both = _mm512_inserti64x4(_mm512_castsi256_si512(one), two, 1);
    // By 128 bits: the low halves stay, the high ones come down.
    const __m512i shift = _mm512_set_epi64(0x0004000400040004, 0x0004000400040004, 0, 0, 0x0004000400040004,
                                           0x0004000400040004, 0, 0);
    return (VB)_mm512_and_si512(_mm512_srlv_epi16(both, shift), _mm512_set1_epi8(15));
#elif VEC_WIDTH == 8
    const B16 bytes = *reinterpret_cast<const B16u *>(unit == 0 ? first : second);
    return joined(bytes & 15, bytes >> 4);
#else
    const VB bytes = loadBytes(unit < 2 ? first : second);
    return unit % 2 == 0 ? bytes & 15 : bytes >> 4;
#endif
}

/// Codes of 64 elements in 32 bytes: all low halves first.
INLINE VB nibbleHalves(const uint8_t *p, int64_t unit)
{
#if VEC_WIDTH == 16
    (void)unit;
    const __m512i both = _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)p));
    const __m512i shift = _mm512_set_epi64(0x0004000400040004, 0x0004000400040004, 0x0004000400040004,
                                           0x0004000400040004, 0, 0, 0, 0);
    return (VB)_mm512_and_si512(_mm512_srlv_epi16(both, shift), _mm512_set1_epi8(15));
#elif VEC_WIDTH == 8
    const VB bytes = loadBytes(p);
    return unit == 0 ? bytes & 15 : bytes >> 4;
#else
    const VB bytes = loadBytes(p + unit % 2 * 16);
    return unit < 2 ? bytes & 15 : bytes >> 4;
#endif
}
