#include "engine/formats/gguf_types.h"

#include "engine/core/error.h"
#include "engine/core/threads.h"
#include "engine/quantize/gguf/q4_0.h"
#include "engine/quantize/gguf/q4_k.h"
#include "engine/quantize/gguf/q6_k.h"
#include "engine/quantize/gguf/q8_0.h"
#include "engine/quantize/group/group.h"
#include "engine/quantize/int8/int8.h"
#include "engine/quantize/nf4/nf4.h"
#include "engine/quantize/nf4/nf4_storage.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

namespace mureum::engine {

namespace {

void fromF32(const std::byte *source, float *destination, std::int64_t count)
{
    std::memcpy(destination, source, static_cast<std::size_t>(count) * sizeof(float));
}

void toF32(const float *source, std::byte *destination, std::int64_t count)
{
    std::memcpy(destination, source, static_cast<std::size_t>(count) * sizeof(float));
}

void fromF16(const std::byte *source, float *destination, std::int64_t count)
{
    convertFromF16(reinterpret_cast<const Float16 *>(source), destination, count);
}

void toF16(const float *source, std::byte *destination, std::int64_t count)
{
    convertToF16(source, reinterpret_cast<Float16 *>(destination), count);
}

void fromBf16(const std::byte *source, float *destination, std::int64_t count)
{
    convertFromBf16(reinterpret_cast<const BFloat16 *>(source), destination, count);
}

void toBf16(const float *source, std::byte *destination, std::int64_t count)
{
    convertToBf16(source, reinterpret_cast<BFloat16 *>(destination), count);
}

template <int bits, int size>
constexpr GroupFormat groupOf{bits, size};

template <int bits, int size>
constexpr GgufTensorType groupRow(std::uint32_t id, std::string_view name)
{
    return {id,
            name,
            size,
            groupBytes(groupOf<bits, size>),
            std::nullopt,
            [](const std::byte *from, float *to, std::int64_t count) {
                groupsToFloat(groupOf<bits, size>, from, to, count);
            },
            [](const float *from, std::byte *to, std::int64_t count) {
                groupsFromFloat(groupOf<bits, size>, false, from, to, count);
            }};
}

// Numbers of ggml_type in the GGUF description, then our own. Types without conversions can be listed and
// sized.
constexpr GgufTensorType types[] = {
    {0, "f32", 1, 4, DType::F32, fromF32, toF32},
    {1, "f16", 1, 2, DType::F16, fromF16, toF16},
    {30, "bf16", 1, 2, DType::BF16, fromBf16, toBf16},
    {8, "q8_0", q80BlockElements, q80BlockBytes, std::nullopt, dequantizeQ80, quantizeQ80},
    {2, "q4_0", q40BlockElements, q40BlockBytes, std::nullopt, dequantizeQ40, quantizeQ40},
    {12, "q4_k", q4kBlockElements, q4kBlockBytes, std::nullopt, dequantizeQ4k, quantizeQ4k},
    {14, "q6_k", q6kBlockElements, q6kBlockBytes, std::nullopt, dequantizeQ6k, quantizeQ6k},
    {1000, "int8", 1, 1, std::nullopt, nullptr, nullptr, int8RowHeaderBytes, nullptr, int8RowsToFloat,
     int8FromFloat},
    {1001, "nf4", Nf4Matrix::block, nf4BlockBytes, std::nullopt, nf4ToFloat, nf4FromFloat},
    {1002, "nf4_double", Nf4Matrix::block, nf4DoubleBlockBytes, std::nullopt, nullptr, nullptr, 0,
     nf4DoubleTailBytes, nf4DoubleRowsToFloat, nf4DoubleFromFloat},
    groupRow<4, 32>(1003, "int4_g32"),
    groupRow<4, 64>(1004, "int4_g64"),
    groupRow<4, 128>(1005, "int4_g128"),
    groupRow<8, 32>(1006, "int8_g32"),
    groupRow<8, 64>(1007, "int8_g64"),
    groupRow<8, 128>(1008, "int8_g128"),
    {24, "i8", 1, 1, DType::I8},
    {26, "i32", 1, 4, DType::I32},
    {27, "i64", 1, 8, DType::I64},
    {3, "q4_1", 32, 20, std::nullopt},
    {6, "q5_0", 32, 22, std::nullopt},
    {7, "q5_1", 32, 24, std::nullopt},
    {10, "q2_k", 256, 84, std::nullopt},
    {11, "q3_k", 256, 110, std::nullopt},
    {13, "q5_k", 256, 176, std::nullopt},
};

/// Rows a thread converts at once.
constexpr std::int64_t rowsAtOnce = 8;

} // namespace

const GgufTensorType *findGgufType(std::uint32_t id)
{
    for (const GgufTensorType &type : types)
        if (type.id == id)
            return &type;
    return nullptr;
}

const GgufTensorType *findGgufType(std::string_view name)
{
    for (const GgufTensorType &type : types)
        if (type.name == name)
            return &type;
    return nullptr;
}

std::string writableTypeNames()
{
    std::string names;
    for (const GgufTensorType &type : types)
        if (type.writable())
            names += (names.empty() ? "" : ", ") + std::string(type.name);
    return names;
}

const GgufTensorType &ggufType(std::string_view name)
{
    if (const GgufTensorType *type = findGgufType(name))
        return *type;
    throw Error("storage type '" + std::string(name) + "' is unknown; use one of " + writableTypeNames());
}

std::int64_t GgufTensorType::matrixBytes(std::int64_t rows, std::int64_t columns) const
{
    // The tail is shorter than the rows, so that half of the range is left for it.
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(columns / blockElements, blockBytes, &bytes) ||
        __builtin_add_overflow(bytes, rowHeaderBytes, &bytes) ||
        __builtin_mul_overflow(bytes, rows, &bytes) || bytes > INT64_MAX / 2)
        throw Error("a matrix of " + std::to_string(rows) + " rows of " + std::to_string(columns) +
                    " is too large for " + std::string(name));
    return bytes + tailBytes(rows, columns);
}

double GgufTensorType::bitsPerWeight(std::int64_t rows, std::int64_t columns) const
{
    return 8.0 * static_cast<double>(matrixBytes(rows, columns)) /
           (static_cast<double>(rows) * static_cast<double>(columns));
}

void rowsToFloat(const GgufTensorType &type, const std::byte *matrix, std::int64_t rows, std::int64_t columns,
                 std::int64_t begin, std::int64_t end, float *destination)
{
    if (type.rowsToFloat)
        type.rowsToFloat(matrix, rows, columns, begin, end, destination);
    else
        type.toFloat(matrix + begin * type.rowBytes(columns), destination, (end - begin) * columns);
}

void matrixFromFloat(const GgufTensorType &type, const float *source, std::int64_t rows, std::int64_t columns,
                     std::byte *matrix)
{
    const std::int64_t parts = (rows + rowsAtOnce - 1) / rowsAtOnce, width = type.rowBytes(columns);
    parallelFor(parts, [&](std::int64_t part) {
        const std::int64_t begin = part * rowsAtOnce, count = std::min(rowsAtOnce, rows - begin) * columns;
        const float *from = source + begin * columns;
        for (std::int64_t i = 0; i < count; ++i)
            if (!type.native && !std::isfinite(from[i]))
                throw Error(std::string(type.name) + ": element " + std::to_string(begin * columns + i) +
                            " of a matrix of " + std::to_string(rows) + " rows of " +
                            std::to_string(columns) + " is not finite; the model is damaged");
        if (type.fromFloat)
            type.fromFloat(from, matrix + begin * width, count);
    });
    if (!type.fromFloat)
        type.matrixFromFloat(source, rows, columns, matrix);
}

} // namespace mureum::engine
