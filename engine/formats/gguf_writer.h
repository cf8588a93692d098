#pragma once
#include "engine/core/tensor.h"
#include "engine/formats/gguf_types.h"
#include "engine/formats/gguf_value.h"
#include "engine/quantize/quantized_matrix.h"

#include <string>
#include <utility>
#include <vector>

namespace mureum::engine {

/// Collects metadata and tensors, then writes a GGUF version 3 file (little-endian, alignment 32) in one go.
class GgufWriter
{
public:
    /// Throws Error for a key given twice or longer than the format allows.
    void add(const std::string &key, GgufValue value);
    /// `tensor` (F32, BF16 or F16, at most 4 axes) will be stored as `type`; converted while writing, one
    /// tensor at a time. Throws Error where the rows do not fit the type's blocks or the name is given twice.
    void add(const std::string &name, const Tensor &tensor, const GgufTensorType &type);
    /// Stored as it is; its column order, where there is one, as the I32 tensor `name` + orderSuffix.
    void add(const std::string &name, const QuantizedMatrix &matrix);
    static constexpr const char *orderSuffix = ".order";

    /// Writes under a temporary name, syncs, renames. Throws Error; the old file is then untouched.
    void write(const std::string &path) const;

private:
    struct Entry
    {
        std::string name;
        std::vector<std::int64_t> shape;
        Tensor tensor;          ///< empty where there is a matrix
        QuantizedMatrix matrix; ///< written as it is
        const GgufTensorType *type;
        std::uint64_t bytes;
    };
    bool has(const std::string &name) const;

    std::vector<std::pair<std::string, GgufValue>> values_;
    std::vector<Entry> tensors_;
};

} // namespace mureum::engine
