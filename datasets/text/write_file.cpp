#include "datasets/text/write_file.h"
#include "datasets/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace mureum::datasets {

namespace {

/// An open file descriptor and the temporary file behind it, both gone unless `keep` was called.
class TemporaryFile
{
public:
    explicit TemporaryFile(const std::filesystem::path &target)
    {
        static std::atomic<unsigned> counter{0};
        path_ = target;
        path_ += fmt::format(".{}-{}.tmp", ::getpid(), counter++);
        descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    ~TemporaryFile()
    {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
            ::unlink(path_.c_str());
        }
    }
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;

    bool isOpen() const { return descriptor_ >= 0; }

    bool write(std::string_view content) const
    {
        while (!content.empty()) {
            const auto written = ::write(descriptor_, content.data(), content.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return false;
            content.remove_prefix(static_cast<std::size_t>(written));
        }
        return ::fsync(descriptor_) == 0;
    }

    bool moveTo(const std::filesystem::path &target)
    {
        struct stat old = {};
        if (::stat(target.c_str(), &old) == 0 && ::fchmod(descriptor_, old.st_mode & 07777) != 0)
            return false;
        if (::rename(path_.c_str(), target.c_str()) != 0)
            return false;
        ::close(descriptor_);
        descriptor_ = -1;
        return true;
    }

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

} // namespace

void writeFileAtomically(const std::filesystem::path &file, std::string_view content)
{
    const auto fail = [&file] {
        throw Error(fmt::format("cannot write {}: {}; choose a folder you may write to", file.string(),
                                std::strerror(errno)));
    };
    // A link stays a link: the file it names is the one replaced.
    std::error_code failure;
    const auto target =
        std::filesystem::is_symlink(file, failure) ? std::filesystem::weakly_canonical(file, failure) : file;
    TemporaryFile temporary(failure ? file : target);
    if (!temporary.isOpen() || !temporary.write(content) || !temporary.moveTo(failure ? file : target))
        fail();
    // The rename is on disk only once the folder is; a file system that cannot sync folders is no error.
    const auto folder = target.has_parent_path() ? target.parent_path() : std::filesystem::path(".");
    if (const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

} // namespace mureum::datasets
