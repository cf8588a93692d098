#pragma once
#include <cstdint>

namespace mureum::engine {
struct GgufTensorType;
}

namespace mureum::engine::cpu {

/// A quantized matrix as the kernels read it (see GgufTensorType for the layout).
struct QuantizedArgs
{
    const unsigned char *data;
    std::int64_t rows, columns, rowBytes;
    const unsigned char *tail;   ///< behind the last row
    const GgufTensorType *type;  ///< for the kernel of any type
    const float *nf4, *scaleMap; ///< nf4Values(), dynamicMap()
};

/// The forms activations are multiplied in; a kernel asks for one.
struct InputForm
{
    static constexpr unsigned blocks = 1; ///< int8, a scale per 32 elements
    static constexpr unsigned rows = 2;   ///< int8, a scale per row, outliers left out
    static constexpr unsigned packed =
        4; ///< float, in every 2 * width elements the even ones, then the odd ones
    static constexpr unsigned natural = 8; ///< float, the input itself
};

/// Activations of a few rows. Sizes are padded to whole steps of 64 elements, padding is 0.
struct QuantizedInput
{
    std::int64_t padded;
    const float *natural;
    std::int64_t naturalStride;
    std::int8_t *codes;     ///< blocks: [rows][padded]
    float *scales[2];       ///< blocks: [rows][grainCount()], by 32 elements, by 16
    float *sums[2];         ///< blocks: as scales, scale * sum of the codes
    std::int8_t *rowCodes;  ///< rows: [rows][padded]
    float *rowScales;       ///< rows: [rows]
    std::int32_t *outliers; ///< rows: [rows][1 + columns]: how many, then which
    float *packed;          ///< packed: [rows][padded]
};

struct QuantizedKernel
{
    std::uint32_t type; ///< GgufTensorType::id
    unsigned form;
    /// out[r * outStride + n - begin] (+)= input row r . matrix row n for n in [begin, end). `scratch`:
    /// quantizedScratchFloats(). A result does not depend on the other rows.
    void (*product)(const QuantizedArgs &w, const QuantizedInput &x, std::int64_t rows, std::int64_t begin,
                    std::int64_t end, float *out, std::int64_t outStride, bool add, float *scratch);
    /// Matrix rows [begin, end) as floats or (bf16) BF16 bits, dense.
    void (*tile)(const QuantizedArgs &w, std::int64_t begin, std::int64_t end, void *out, bool bf16,
                 float *scratch);
};

/// One instruction set.
struct QuantizedKernels
{
    const char *name;
    const QuantizedKernel *kernels; ///< the last one takes any type
    int count;
    /// Fills in the forms of `x` that `forms` names, from x.natural.
    void (*prepare)(const QuantizedInput &x, unsigned forms, std::int64_t rows, std::int64_t columns);

    const QuantizedKernel &find(std::uint32_t type) const
    {
        for (int i = 0; i + 1 < count; ++i)
            if (kernels[i].type == type)
                return kernels[i];
        return kernels[count - 1];
    }
};

const QuantizedKernels &genericQuantized();
const QuantizedKernels &avx2Quantized();
const QuantizedKernels &avx512Quantized();
const QuantizedKernels &vnniQuantized(); ///< AVX-512 with VNNI

/// Converts matrix rows through the registry, compiled once for all instruction sets.
void anyTypeToFloat(const QuantizedArgs &w, std::int64_t begin, std::int64_t end, float *out);

constexpr std::int64_t quantizedStep = 64;
constexpr std::int64_t paddedColumns(std::int64_t columns)
{
    return (columns + quantizedStep - 1) / quantizedStep * quantizedStep;
}
/// Scales of a row by `grain` elements, in whole vectors.
constexpr std::int64_t grainCount(std::int64_t columns, std::int64_t grain)
{
    return (paddedColumns(columns) / grain + 15) / 16 * 16;
}
constexpr std::int64_t quantizedScratchFloats(std::int64_t columns)
{
    return 2 * paddedColumns(columns) + 16 * quantizedStep;
}

} // namespace mureum::engine::cpu
