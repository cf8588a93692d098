#include "eval/run/database_file.h"

#include "eval/run/sql_runner.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace mureum::eval {

namespace fs = std::filesystem;

namespace {

constexpr int headerBytes = 100;
using Header = std::array<unsigned char, headerBytes>;

/// The file header (https://www.sqlite.org/fileformat2.html#the_database_header), read through SQLite's own
/// descriptor: closing another one would drop the locks of every connection this process has to the file
/// (POSIX).
Header headerOf(sqlite3 *db, const fs::path &file)
{
    Header header{};
    sqlite3_file *handle = nullptr;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &handle);
    const int code = handle && handle->pMethods
                         ? handle->pMethods->xRead(handle, header.data(), headerBytes, 0)
                         : SQLITE_CANTOPEN;
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
        throw RunError(RunFailure::Other, fmt::format("cannot read {}: {}; check the disk", file.string(),
                                                      sqlite3_errstr(code)));
    return header;
}

std::uint64_t promisedBytes(const Header &header)
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

std::string uri(const fs::path &file, const char *parameters)
{
    std::string out = "file:";
    for (const char c : file.string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '/' || c == '.' || c == '_' || c == '-';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out + parameters;
}

using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;

Handle open(const fs::path &file, const char *parameters)
{
    sqlite3 *raw = nullptr;
    errno = 0;
    const int code = sqlite3_open_v2(uri(file, parameters).c_str(), &raw,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    const int reason = raw ? sqlite3_system_errno(raw) : errno;
    Handle db(raw, sqlite3_close_v2);
    if (code != SQLITE_OK)
        throw RunError(RunFailure::Other,
                       fmt::format("cannot open {}: {}; check its permissions", file.string(),
                                   reason ? std::generic_category().message(reason) : sqlite3_errstr(code)));
    return db;
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

off_t sizeOrNone(const fs::path &file)
{
    struct stat info
    {
    };
    return ::stat(file.c_str(), &info) == 0 ? info.st_size : -1;
}

OpenedFile openFile(const fs::path &file, off_t size)
{
    if (size == 0)
        throw RunError(RunFailure::Corrupt,
                       fmt::format("{} is empty (0 bytes); choose a SQLite database file", file.string()));
    // Opening takes no lock and looks for no log yet.
    Handle db = open(file, "?mode=ro");
    const Header header = headerOf(db.get(), file);
    if (std::memcmp(header.data(), "SQLite format 3", 16) != 0)
        throw RunError(
            RunFailure::Corrupt,
            fmt::format("{} is not a SQLite database, or it is encrypted; choose a plain SQLite file",
                        file.string()));
    if (size < headerBytes)
        throw RunError(RunFailure::Corrupt, fmt::format("{} is truncated ({} bytes); restore it from a copy",
                                                        file.string(), size));
    constexpr unsigned char walVersion = 2;
    if (header[19] != walVersion)
        return {db.release(), OpenMode::Shared};
    const off_t log = sizeOrNone(file.string() + "-wal");
    const bool shared = sizeOrNone(file.string() + "-shm") >= 0;
    if (log < 0 || (log == 0 && !shared))
        return {open(file, "?mode=ro&immutable=1").release(), OpenMode::Immutable};
    if (shared)
        return {db.release(), OpenMode::Shared};
    db = open(file, "?mode=ro&vfs=unix-none");
    // Exclusive mode keeps the index of the log on the heap instead of in a -shm file.
    sqlite3_exec(db.get(), "PRAGMA locking_mode=EXCLUSIVE", nullptr, nullptr, nullptr);
    return {db.release(), OpenMode::HeapIndex};
}

void checkSize(sqlite3 *db, const fs::path &file)
{
    const std::uint64_t promised = promisedBytes(headerOf(db, file));
    const off_t size = stampOf(file).size;
    if (static_cast<std::uint64_t>(size) < promised && sizeOrNone(file.string() + "-wal") <= 0)
        throw RunError(RunFailure::Corrupt,
                       fmt::format("{} is truncated: {} of {} bytes are there; copy it again from its source",
                                   file.string(), size, promised));
}

} // namespace mureum::eval
