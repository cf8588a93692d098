#include "engine/formats/mapped_file.h"

#include "engine/core/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mureum::engine {

std::shared_ptr<const MappedFile> MappedFile::open(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        throw Error("cannot open " + path + ": " + std::strerror(errno) + "; check the path");
    struct stat info = {};
    if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        ::close(file);
        throw Error("cannot read " + path + ": it is not a regular file");
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    void *data = nullptr;
    if (size > 0) {
        data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
        if (data == MAP_FAILED) {
            const int reason = errno;
            ::close(file);
            throw Error("cannot map " + path + " into memory: " + std::strerror(reason));
        }
    }
    ::close(file);
    return std::shared_ptr<const MappedFile>(
        new MappedFile(path, {static_cast<const std::byte *>(data), size}));
}

MappedFile::~MappedFile()
{
    if (!bytes_.empty())
        ::munmap(const_cast<std::byte *>(bytes_.data()), bytes_.size());
}

} // namespace mureum::engine
