#include "engine/train/spill.h"

#include "engine/core/error.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace mureum::engine {

Tensor spilledTensor(const std::filesystem::path &folder, std::vector<int64_t> shape)
{
    const auto fail = [&](const char *what, int error) {
        throw Error("optimizer state in " + folder.string() + ": " + what + ": " + std::strerror(error) +
                    "; choose another folder or none");
    };
    int64_t elements = 1;
    for (const int64_t extent : shape)
        elements *= extent;
    const auto bytes = static_cast<std::size_t>(elements) * sizeof(float);
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    std::string name = (folder / "moments.XXXXXX").string();
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0)
        fail("no file can be made", errno);
    ::unlink(name.c_str());
    // Allocated now: a write into a mapping beyond a full disk would kill the process.
    if (const int error = ::posix_fallocate(file, 0, static_cast<off_t>(bytes)); error != 0) {
        ::close(file);
        fail("there is no space", error);
    }
    void *memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    const int error = errno;
    ::close(file);
    if (memory == MAP_FAILED)
        fail("it cannot be mapped", error);
    const std::shared_ptr<const void> owner(memory, [bytes](void *p) { ::munmap(p, bytes); });
    return Tensor::view(memory, std::move(shape), DType::F32, owner);
}

} // namespace mureum::engine
