#pragma once
#include "engine/core/dtype.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mureum::engine {

/// One storage type of GGUF tensors: a row of the registry in gguf_types.cpp. A new quantization scheme is a
/// new row there; readers and writers ask the row and never switch on the type.
struct GgufTensorType
{
    std::uint32_t id = 0;        ///< ggml_type number in the file
    std::string_view name;       ///< "f32", "q8_0", ...
    std::int64_t blockElements;  ///< elements per block; a row is a whole number of blocks
    std::int64_t blockBytes;     ///< bytes per block
    std::optional<DType> native; ///< the dtype whose memory layout it is, where there is one
    /// `count` elements (a multiple of blockElements); null where we do not convert.
    void (*toFloat)(const std::byte *source, float *destination, std::int64_t count) = nullptr;
    void (*fromFloat)(const float *source, std::byte *destination, std::int64_t count) = nullptr;
};

/// Null where unknown.
const GgufTensorType *findGgufType(std::uint32_t id);
const GgufTensorType *findGgufType(std::string_view name);
/// Throws Error listing the known names.
const GgufTensorType &ggufType(std::string_view name);

} // namespace mureum::engine
