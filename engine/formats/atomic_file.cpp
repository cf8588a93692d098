#include "engine/formats/atomic_file.h"

#include "engine/core/error.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace mureum::engine {

namespace {

constexpr std::size_t bufferSize = 1 << 20;
constexpr std::size_t largestWrite = 1 << 30; // write(2) stops at 2 GiB

} // namespace

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), temporary_(path_ + ".XXXXXX")
{
    file_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (file_ < 0) {
        temporary_.clear();
        fail("cannot create it");
    }
    // mkostemp makes files private; a model is as readable as any file the user makes.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(file_, 0666 & ~mask) != 0)
        errno = 0;
}

AtomicFile::~AtomicFile()
{
    if (file_ >= 0)
        ::close(file_);
    if (!temporary_.empty())
        ::unlink(temporary_.c_str());
}

void AtomicFile::fail(const char *what) const
{
    throw Error("writing " + path_ + ": " + what + ": " + std::strerror(errno) +
                "; nothing was changed, check the folder and the free space");
}

void AtomicFile::writeAll(const char *data, std::size_t size)
{
    while (size > 0) {
        const ssize_t written = ::write(file_, data, std::min(size, largestWrite));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail("cannot write");
        data += written;
        size -= static_cast<std::size_t>(written);
    }
}

void AtomicFile::flush()
{
    writeAll(buffer_.data(), buffer_.size());
    buffer_.clear();
}

void AtomicFile::write(const void *data, std::size_t size)
{
    if (buffer_.size() + size > bufferSize)
        flush();
    if (size > bufferSize)
        writeAll(static_cast<const char *>(data), size);
    else
        buffer_.append(static_cast<const char *>(data), size);
    position_ += size;
}

void AtomicFile::commit()
{
    flush();
    if (::fsync(file_) != 0)
        fail("cannot sync");
    const int closed = ::close(file_);
    file_ = -1;
    if (closed != 0)
        fail("cannot close");
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0)
        fail("cannot rename");
    temporary_.clear();
    // The rename itself is durable once the folder is synced; a file system that cannot is no error.
    const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
}

} // namespace mureum::engine
