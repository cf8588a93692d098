// Vector primitives in GCC's portable vector types: VEC_WIDTH floats per vector, lowered by the
// compiler to whatever the including file's flags allow. Everything has internal linkage and no
// library templates are used, so that no symbol compiled for a newer CPU can leak into other files.

#define INLINE static inline __attribute__((always_inline))

typedef float VF __attribute__((vector_size(VEC_WIDTH * 4)));
typedef int32_t VI __attribute__((vector_size(VEC_WIDTH * 4)));
typedef uint32_t VU __attribute__((vector_size(VEC_WIDTH * 4)));
typedef uint16_t VH __attribute__((vector_size(VEC_WIDTH * 2)));
typedef float VFu __attribute__((vector_size(VEC_WIDTH * 4), aligned(4), may_alias));
typedef uint16_t VHu __attribute__((vector_size(VEC_WIDTH * 2), aligned(2), may_alias));

constexpr int64_t W = VEC_WIDTH;
constexpr float lowest = -3.0e38F;

INLINE VF splat(float value)
{
    return VF{} + value;
}

INLINE VF load(const float *p)
{
    return *reinterpret_cast<const VFu *>(p);
}

INLINE VF load(const uint16_t *p)
{
    const VH half = *reinterpret_cast<const VHu *>(p);
    return reinterpret_cast<VF>(__builtin_convertvector(half, VU) << 16);
}

typedef int8_t VC __attribute__((vector_size(VEC_WIDTH)));
typedef int8_t VCu __attribute__((vector_size(VEC_WIDTH), aligned(1), may_alias));

INLINE VF load(const int8_t *p)
{
    const VC codes = *reinterpret_cast<const VCu *>(p);
    return __builtin_convertvector(__builtin_convertvector(codes, VI), VF);
}

INLINE void store(float *p, VF v)
{
    *reinterpret_cast<VFu *>(p) = v;
}

INLINE void store(uint16_t *p, VF v)
{
    const VU u = reinterpret_cast<VU>(v);
    const VU rounded = (u + 0x7fffU + ((u >> 16) & 1U)) >> 16;
    const VU nan = (u >> 16) | 0x40U;
    const VU isNan = reinterpret_cast<VU>((u & 0x7fffffffU) > VU{} + 0x7f800000U);
    *reinterpret_cast<VHu *>(p) = __builtin_convertvector((nan & isNan) | (rounded & ~isNan), VH);
}

INLINE VF select(VI mask, VF yes, VF no)
{
    return reinterpret_cast<VF>((reinterpret_cast<VI>(yes) & mask) | (reinterpret_cast<VI>(no) & ~mask));
}

INLINE VF maximum(VF a, VF b)
{
    return select(a > b, a, b);
}

INLINE VF minimum(VF a, VF b)
{
    return select(a < b, a, b);
}

/// The first `count` < W elements, the rest 0.
template <typename T>
INLINE VF loadPart(const T *p, int64_t count)
{
    T buffer[W] = {};
    for (int64_t i = 0; i < count; ++i)
        buffer[i] = p[i];
    return load(buffer);
}

template <typename T>
INLINE void storePart(T *p, VF v, int64_t count)
{
    T buffer[W];
    store(buffer, v);
    for (int64_t i = 0; i < count; ++i)
        p[i] = buffer[i];
}

INLINE float sumLanes(VF v)
{
    float lanes[W];
    store(lanes, v);
    for (int64_t step = W / 2; step > 0; step /= 2)
        for (int64_t i = 0; i < step; ++i)
            lanes[i] += lanes[i + step];
    return lanes[0];
}

INLINE float maxLanes(VF v)
{
    float lanes[W];
    store(lanes, v);
    float best = lanes[0];
    for (int64_t i = 1; i < W; ++i)
        best = lanes[i] > best ? lanes[i] : best;
    return best;
}

/// What the numbers of a cached head are multiplied by: for int8 the f32 in front of them.
INLINE float headScale(const float *)
{
    return 1.0F;
}

INLINE float headScale(const uint16_t *)
{
    return 1.0F;
}

INLINE float headScale(const int8_t *head)
{
    float scale;
    __builtin_memcpy(&scale, head - sizeof scale, sizeof scale);
    return scale;
}

/// A head as int8: the scale, then the codes.
INLINE void storeInt8Head(int8_t *to, const float *from, int64_t count)
{
    float most = 0.0F;
    for (int64_t i = 0; i < count; ++i) {
        const float size = from[i] < 0 ? -from[i] : from[i];
        most = size > most ? size : most;
    }
    const float scale = most / 127.0F, inverse = most > 0.0F ? 127.0F / most : 0.0F;
    __builtin_memcpy(to, &scale, sizeof scale);
    to += sizeof scale;
    for (int64_t i = 0; i < count; ++i)
        to[i] = static_cast<int8_t>(static_cast<int32_t>(__builtin_rintf(from[i] * inverse)));
}

/// exp(x) to about 1 ulp: 2^n * polynomial on [-ln2/2, ln2/2]. Below -87 it is 0, above 88 it is exp(88).
INLINE VF expVec(VF x)
{
    const VI underflow = x < splat(-87.0F);
    x = minimum(maximum(x, splat(-87.0F)), splat(88.0F));
    const VF magic = splat(12582912.0F); // 1.5 * 2^23: adding it rounds to an integer
    const VF shifted = x * splat(1.44269504F) + magic;
    const VF n = shifted - magic;
    const VF r = (x - n * splat(0.693359375F)) - n * splat(-2.12194440e-4F);
    VF p = splat(1.9875691500e-4F);
    p = p * r + splat(1.3981999507e-3F);
    p = p * r + splat(8.3334519073e-3F);
    p = p * r + splat(4.1665795894e-2F);
    p = p * r + splat(1.6666665459e-1F);
    p = p * r + splat(5.0000001201e-1F);
    p = p * (r * r) + r + splat(1.0F);
    const VI exponent = (reinterpret_cast<VI>(shifted) - 0x4b400000) << 23;
    const VF result = reinterpret_cast<VF>(reinterpret_cast<VI>(p) + exponent);
    return select(underflow, VF{}, result);
}

INLINE VF sigmoidVec(VF x)
{
    return splat(1.0F) / (splat(1.0F) + expVec(-x));
}

/// 1/sqrt(x) for one scalar, without the errno path of the C library.
INLINE float inverseRoot(float x)
{
    return 1.0F / __builtin_sqrtf(x);
}

INLINE VF squareRoot(VF v)
{
    float lanes[W];
    store(lanes, v);
    for (int64_t i = 0; i < W; ++i)
        lanes[i] = __builtin_sqrtf(lanes[i]);
    return load(lanes);
}

/// Runs body(offset, full) over [0, n) in vectors; the last part has full == false, `rest` elements.
template <typename Full, typename Part>
INLINE void forVectors(int64_t n, Full full, Part part)
{
    int64_t i = 0;
    for (; i + W <= n; i += W)
        full(i);
    if (i < n)
        part(i, n - i);
}

template <typename T>
INLINE T *rowOf(const Rows &rows, int64_t row)
{
    return static_cast<T *>(rows.data) + row * rows.stride;
}

template <typename T>
struct Type
{
    using type = T;
};

/// Calls body with Type<uint16_t> or Type<float>, to choose a template by the rows' element type.
template <typename Body>
INLINE void withType(bool bf16, Body body)
{
    if (bf16)
        body(Type<uint16_t>());
    else
        body(Type<float>());
}

#define TYPE_OF(tag) typename decltype(tag)::type
