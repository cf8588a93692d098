#include "engine/formats/gguf_types.h"

#include "engine/core/error.h"
#include "engine/formats/q8_0.h"

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

// Numbers of ggml_type in the GGUF description. Types without conversions can be listed and sized.
constexpr GgufTensorType types[] = {
    {0, "f32", 1, 4, DType::F32, fromF32, toF32},
    {1, "f16", 1, 2, DType::F16, fromF16, toF16},
    {30, "bf16", 1, 2, DType::BF16, fromBf16, toBf16},
    {8, "q8_0", q80BlockElements, q80BlockBytes, std::nullopt, dequantizeQ80, quantizeQ80},
    {24, "i8", 1, 1, DType::I8, nullptr, nullptr},
    {26, "i32", 1, 4, DType::I32, nullptr, nullptr},
    {27, "i64", 1, 8, DType::I64, nullptr, nullptr},
    {2, "q4_0", 32, 18, std::nullopt, nullptr, nullptr},
    {3, "q4_1", 32, 20, std::nullopt, nullptr, nullptr},
    {6, "q5_0", 32, 22, std::nullopt, nullptr, nullptr},
    {7, "q5_1", 32, 24, std::nullopt, nullptr, nullptr},
    {10, "q2_k", 256, 84, std::nullopt, nullptr, nullptr},
    {11, "q3_k", 256, 110, std::nullopt, nullptr, nullptr},
    {12, "q4_k", 256, 144, std::nullopt, nullptr, nullptr},
    {13, "q5_k", 256, 176, std::nullopt, nullptr, nullptr},
    {14, "q6_k", 256, 210, std::nullopt, nullptr, nullptr},
};

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

const GgufTensorType &ggufType(std::string_view name)
{
    if (const GgufTensorType *type = findGgufType(name))
        return *type;
    std::string known;
    for (const GgufTensorType &type : types)
        if (type.fromFloat)
            known += (known.empty() ? "" : ", ") + std::string(type.name);
    throw Error("storage type '" + std::string(name) + "' is unknown; use one of " + known);
}

} // namespace mureum::engine
