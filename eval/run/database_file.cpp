#include "eval/run/database_file.h"

#include "eval/run/sql_runner.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace mureum::eval {

namespace fs = std::filesystem;

namespace {

datasets::DatabaseHeader headerOf(sqlite3 *db, const fs::path &file)
{
    datasets::DatabaseHeader header{};
    if (const int code = datasets::readHeader(db, header); code != SQLITE_OK)
        throw RunError(RunFailure::Other, fmt::format("cannot read {}: {}; check the disk", file.string(),
                                                      sqlite3_errstr(code)));
    return header;
}

std::uint64_t promisedBytes(const datasets::DatabaseHeader &header)
{
    const auto bigEndian = [&](std::size_t at, std::size_t bytes) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8 | header[at + i];
        return value;
    };
    const std::uint64_t page = bigEndian(16, 2), pages = bigEndian(28, 4);
    // The page count is kept only by writers that also keep "version valid for" equal to the change counter.
    return bigEndian(24, 4) == bigEndian(92, 4) ? (page == 1 ? 65536 : page) * pages : 0;
}

} // namespace

bool FileStamp::sameContent(const FileStamp &other) const
{
    return sameFile(other) && size == other.size && modified.tv_sec == other.modified.tv_sec &&
           modified.tv_nsec == other.modified.tv_nsec;
}

FileStamp stampOf(const fs::path &file)
{
    struct stat info
    {
    };
    if (::stat(file.c_str(), &info) != 0) {
        const int code = errno;
        throw RunError(RunFailure::Other, fmt::format("cannot open the database {}: {}; check the path",
                                                      file.string(), std::generic_category().message(code)));
    }
    if (!S_ISREG(info.st_mode))
        throw RunError(RunFailure::Other,
                       fmt::format("{} is not a file; choose a SQLite database file", file.string()));
    return {info.st_dev, info.st_ino, info.st_size, info.st_mtim};
}

datasets::OpenedFile openFile(const fs::path &file, off_t size)
{
    if (size == 0)
        throw RunError(RunFailure::Corrupt,
                       fmt::format("{} is empty (0 bytes); choose a SQLite database file", file.string()));
    errno = 0;
    datasets::OpenedFile opened = datasets::openWithoutTraces(file);
    if (opened.code != SQLITE_OK) {
        const int reason = opened.database ? sqlite3_system_errno(opened.database.get()) : errno;
        throw RunError(RunFailure::Other,
                       fmt::format("cannot open {}: {}; check its permissions", file.string(),
                                   reason ? std::generic_category().message(reason) : sqlite3_errstr(opened.code)));
    }
    const auto header = headerOf(opened.database.get(), file);
    if (std::memcmp(header.data(), "SQLite format 3", 16) != 0)
        throw RunError(
            RunFailure::Corrupt,
            fmt::format("{} is not a SQLite database, or it is encrypted; choose a plain SQLite file",
                        file.string()));
    if (size < static_cast<off_t>(header.size()))
        throw RunError(RunFailure::Corrupt, fmt::format("{} is truncated ({} bytes); restore it from a copy",
                                                        file.string(), size));
    return opened;
}

void checkSize(sqlite3 *db, const fs::path &file)
{
    const std::uint64_t promised = promisedBytes(headerOf(db, file));
    const off_t size = stampOf(file).size;
    if (static_cast<std::uint64_t>(size) < promised && datasets::sizeOrNone(file.string() + "-wal") <= 0)
        throw RunError(RunFailure::Corrupt,
                       fmt::format("{} is truncated: {} of {} bytes are there; copy it again from its source",
                                   file.string(), size, promised));
}

} // namespace mureum::eval
