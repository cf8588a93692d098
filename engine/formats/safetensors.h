#pragma once
#include "engine/core/tensor.h"
#include "engine/formats/mapped_file.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mureum::engine {

/// One tensor of a safetensors file.
struct SafetensorInfo
{
    std::string dtype; ///< as in the file: "F32", "BF16", "F16", "I8", ...
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0; ///< bytes, from the beginning of the data
};

/// A safetensors file (format: the safetensors project's README): a u64 header length, a JSON object of
/// tensors and "__metadata__", then their bytes without gaps. Every length is checked when it is opened;
/// Errors name the file and the tensor. Tensor data stays in the mapping.
class SafetensorsReader
{
public:
    explicit SafetensorsReader(const std::string &path);
    /// From memory; `name` stands for the path in messages, `owner` keeps the bytes alive.
    SafetensorsReader(std::span<const std::byte> bytes, std::string name,
                      std::shared_ptr<const void> owner = {});

    const std::string &path() const { return path_; }
    const std::map<std::string, SafetensorInfo> &tensors() const { return tensors_; }
    const std::map<std::string, std::string> &metadata() const { return metadata_; }
    /// A view of the mapping. Throws Error where there is none of this name or its type is not ours.
    Tensor tensor(const std::string &name) const;

private:
    void parse();
    void checkData(std::uint64_t size) const;
    [[noreturn]] void fail(const std::string &what) const;

    std::string path_;
    std::shared_ptr<const void> owner_;
    std::span<const std::byte> bytes_;
    std::uint64_t dataBegin_ = 0;
    std::map<std::string, SafetensorInfo> tensors_;
    std::map<std::string, std::string> metadata_;
};

/// Writes tensors (in order of their names) and string metadata under a temporary name, syncs, renames.
/// Throws Error; an old file is then untouched.
void writeSafetensors(const std::string &path, const std::map<std::string, Tensor> &tensors,
                      const std::map<std::string, std::string> &metadata = {});

} // namespace mureum::engine
