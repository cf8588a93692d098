#include "eval/suite/run_files.h"

#include "datasets/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace mureum::eval {

std::string jsonText(const nlohmann::ordered_json &object, int indent)
{
    return object.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::optional<std::string> readWhole(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void failToWrite(const std::filesystem::path &file)
{
    throw datasets::Error(fmt::format("cannot write {}: {}; check the folder's permissions and free space",
                                      file.string(), std::strerror(errno)));
}

int openForAppending(const std::filesystem::path &file)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0)
        failToWrite(file);
    return descriptor;
}

void appendAll(int descriptor, const std::filesystem::path &file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t part = ::write(descriptor, text.data(), text.size());
        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            failToWrite(file);
        text.remove_prefix(static_cast<std::size_t>(part));
    }
}

int lockFile(const std::filesystem::path &file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        failToWrite(file);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

} // namespace mureum::eval
