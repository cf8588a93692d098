#pragma once
#include "engine/core/tensor.h"
#include "engine/formats/gguf_types.h"
#include "engine/formats/gguf_value.h"
#include "engine/formats/mapped_file.h"
#include "engine/quantize/quantized_matrix.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mureum::engine {

struct GgufTensorInfo
{
    std::string name;
    std::vector<std::int64_t> shape; ///< row-major: the slowest axis first (the file lists the fastest first)
    const GgufTensorType *type = nullptr;
    std::uint64_t offset = 0; ///< from the beginning of the file
    std::uint64_t bytes = 0;
    std::int64_t elements() const;
};

/// A GGUF file, version 2 or 3, little-endian (format: "GGUF" page of the ggml project). Everything is
/// checked when the file is opened: every Error names the file and a byte offset. Tensor data stays in the
/// mapping.
class GgufReader
{
public:
    explicit GgufReader(const std::string &path);
    /// From memory; `name` stands for the path in messages, `owner` keeps the bytes alive.
    GgufReader(std::span<const std::byte> bytes, std::string name, std::shared_ptr<const void> owner = {});

    const std::string &path() const { return path_; }
    std::uint32_t version() const { return version_; }
    std::uint64_t alignment() const { return alignment_; }

    /// In file order.
    const std::vector<std::string> &keys() const { return keys_; }
    /// Null where absent.
    const GgufValue *find(const std::string &key) const;
    /// Throw Error naming file and key where the key is absent or of another type.
    std::uint64_t requireUnsigned(const std::string &key) const;
    double requireNumber(const std::string &key) const;
    const std::string &requireString(const std::string &key) const;
    /// The value, or `fallback` where the key is absent; still throws for another type.
    std::uint64_t unsignedOr(const std::string &key, std::uint64_t fallback) const;
    double numberOr(const std::string &key, double fallback) const;
    std::string stringOr(const std::string &key, const std::string &fallback) const;
    bool boolOr(const std::string &key, bool fallback) const;

    const std::vector<GgufTensorInfo> &tensors() const { return tensors_; }
    /// Null where absent.
    const GgufTensorInfo *findTensor(const std::string &name) const;
    std::span<const std::byte> data(const GgufTensorInfo &info) const;

    /// The tensor in its own dtype as a view of the file where that is possible (F32, BF16, F16, aligned),
    /// else converted to F32. Throws Error where we cannot read its type.
    Tensor tensor(const GgufTensorInfo &info) const;
    /// A matrix of a type that is no dtype, as it lies in the file. Throws Error where it has another number
    /// of axes or we cannot read its type.
    QuantizedMatrix matrix(const GgufTensorInfo &info) const;

private:
    void parse();

    std::string path_;
    std::shared_ptr<const void> owner_;
    std::span<const std::byte> bytes_;
    std::uint32_t version_ = 0;
    std::uint64_t alignment_ = 32;
    std::vector<std::string> keys_;
    std::map<std::string, GgufValue> values_;
    std::vector<GgufTensorInfo> tensors_;
    std::map<std::string, std::size_t> tensorIndex_;
};

} // namespace mureum::engine
