#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace mureum::engine {

/// Writes a file under a temporary name beside its target; commit() syncs it and renames it over the target,
/// so that the target is either as it was or complete. Without commit() nothing remains.
class AtomicFile
{
public:
    /// Throws Error where the folder cannot be written.
    explicit AtomicFile(std::string path);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    /// Throws Error (disk full, ...).
    void write(const void *data, std::size_t size);
    std::uint64_t position() const { return position_; }
    /// Throws Error; the target is then as it was.
    void commit();

private:
    [[noreturn]] void fail(const char *what) const;
    void writeAll(const char *data, std::size_t size);
    void flush();

    std::string path_;
    std::string temporary_;
    std::string buffer_;
    int file_ = -1;
    std::uint64_t position_ = 0;
};

} // namespace mureum::engine
