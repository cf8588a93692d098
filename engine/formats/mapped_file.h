#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace mureum::engine {

/// A whole file, read-only in memory. Files of ours are replaced by rename, so a mapping stays valid while a
/// new version is written; a foreign program that truncates the file in place is outside our control.
class MappedFile
{
public:
    /// Throws Error naming the path where it cannot be opened, is no regular file or cannot be mapped.
    static std::shared_ptr<const MappedFile> open(const std::string &path);
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    std::span<const std::byte> bytes() const { return bytes_; }
    const std::string &path() const { return path_; }

private:
    MappedFile(std::string path, std::span<const std::byte> bytes) : path_(std::move(path)), bytes_(bytes) {}

    std::string path_;
    std::span<const std::byte> bytes_;
};

} // namespace mureum::engine
