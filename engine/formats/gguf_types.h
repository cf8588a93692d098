#pragma once
#include "engine/core/dtype.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mureum::engine {

/// One storage type of tensors: a row of the registry in gguf_types.cpp. A new quantization scheme is a new
/// row there; readers, writers and products ask the row and never switch on the type.
///
/// A matrix [rows, columns] is stored row after row, a row as `rowHeaderBytes` bytes and then whole blocks of
/// `blockElements` elements; behind the last row come tailBytes(). Rows are not padded.
struct GgufTensorType
{
    using ToFloat = void (*)(const std::byte *source, float *destination, std::int64_t count);
    using FromFloat = void (*)(const float *source, std::byte *destination, std::int64_t count);
    using RowsToFloat = void (*)(const std::byte *matrix, std::int64_t rows, std::int64_t columns,
                                 std::int64_t begin, std::int64_t end, float *destination);
    using MatrixFromFloat = void (*)(const float *source, std::int64_t rows, std::int64_t columns,
                                     std::byte *matrix);

    std::uint32_t id = 0;        ///< ggml_type number in the file; ours begin at firstOwnId
    std::string_view name;       ///< "f32", "q8_0", ...
    std::int64_t blockElements;  ///< elements per block; a row is a whole number of blocks
    std::int64_t blockBytes;     ///< bytes per block
    std::optional<DType> native; ///< the dtype whose memory layout it is, where there is one
    /// `count` elements (a multiple of blockElements), to and from round-to-nearest; null where we do not
    /// convert or where a row is more than its blocks.
    ToFloat toFloat = nullptr;
    FromFloat fromFloat = nullptr;

    std::int64_t rowHeaderBytes = 0;
    std::int64_t (*tail)(std::int64_t blocks) = nullptr; ///< null: none
    /// Set where toFloat and fromFloat are not.
    RowsToFloat rowsToFloat = nullptr;
    MatrixFromFloat matrixFromFloat = nullptr;

    static constexpr std::uint32_t firstOwnId = 1000;
    /// Other programs know it too.
    bool common() const { return id < firstOwnId; }
    bool readable() const { return toFloat || rowsToFloat; }
    bool writable() const { return fromFloat || matrixFromFloat; }
    std::int64_t rowBytes(std::int64_t columns) const
    {
        return rowHeaderBytes + columns / blockElements * blockBytes;
    }
    std::int64_t tailBytes(std::int64_t rows, std::int64_t columns) const
    {
        return tail ? tail(rows * (columns / blockElements)) : 0;
    }
    /// Throws Error where it exceeds 2^63 - 1.
    std::int64_t matrixBytes(std::int64_t rows, std::int64_t columns) const;
    double bitsPerWeight(std::int64_t rows, std::int64_t columns) const;
};

/// Null where unknown.
const GgufTensorType *findGgufType(std::uint32_t id);
const GgufTensorType *findGgufType(std::string_view name);
/// Throws Error listing the known names.
const GgufTensorType &ggufType(std::string_view name);
/// "f32, f16, ...": the types tensors can be stored as.
std::string writableTypeNames();

/// Rows [begin, end) of a stored matrix into destination[(end - begin) * columns].
void rowsToFloat(const GgufTensorType &type, const std::byte *matrix, std::int64_t rows, std::int64_t columns,
                 std::int64_t begin, std::int64_t end, float *destination);
/// A whole matrix by round-to-nearest, on all threads; the result does not depend on their number. Throws
/// Error where a number is not finite.
void matrixFromFloat(const GgufTensorType &type, const float *source, std::int64_t rows, std::int64_t columns,
                     std::byte *matrix);

} // namespace mureum::engine
