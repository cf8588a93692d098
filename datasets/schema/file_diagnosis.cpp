#include "datasets/schema/file_diagnosis.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string_view>

namespace mureum::datasets {

namespace {

// https://www.sqlite.org/fileformat.html, "The Database Header"
constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr std::size_t kHeaderBytes = 100, kPageSizeAt = 16, kPageCountAt = 28;

std::string headOf(const std::filesystem::path &file, std::size_t bytes)
{
    std::ifstream in(file, std::ios::binary);
    std::string head(bytes, '\0');
    in.read(head.data(), static_cast<std::streamsize>(bytes));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head;
}

std::uint64_t bigEndian(std::string_view head, std::size_t at, std::size_t count)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | static_cast<unsigned char>(head[at + i]);
    return value;
}

/// Bytes the header promises; 0 where it promises nothing.
std::uint64_t promisedBytes(std::string_view head)
{
    if (head.size() < kHeaderBytes)
        return 0;
    const std::uint64_t pageSize = bigEndian(head, kPageSizeAt, 2);
    return (pageSize == 1 ? 65536 : pageSize) * bigEndian(head, kPageCountAt, 4);
}

std::string damaged(const std::filesystem::path &file)
{
    const std::string head = headOf(file, kHeaderBytes);
    std::error_code failure;
    const std::uint64_t size = std::filesystem::file_size(file, failure);
    if (!failure && head.starts_with(kMagic) && (size < kHeaderBytes || promisedBytes(head) > size))
        return fmt::format(
            "{} is truncated: it should have {} bytes and has {}; copy it again from its source",
            file.string(), std::max<std::uint64_t>(promisedBytes(head), 512), size);
    return fmt::format("{} is damaged (SQLite calls it malformed); restore a copy, or salvage it with "
                       "`sqlite3 FILE .recover`",
                       file.string());
}

std::string_view lookOf(std::string_view head)
{
    using Signature = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Signature, 8> known{{
        {"PK\x03\x04", "a zip or Office file"},
        {"\xD0\xCF\x11\xE0", "an old Office file"},
        {"\x1F\x8B", "a gzip file; unpack it first"},
        {"%PDF", "a PDF"},
        {"PAR1", "a Parquet file"},
        {std::string_view("\0\1\0\0Standard", 12), "a Microsoft Access file"},
        {"** This file contains an SQLite 2", "a SQLite 2 database; convert it to SQLite 3"},
        {"<", "markup text"},
    }};
    for (const auto &[magic, what] : known)
        if (head.starts_with(magic))
            return what;
    if (head.size() > 12 && head.substr(8, 4) == "DUCK")
        return "a DuckDB database";
    const bool text = std::none_of(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    return text ? "plain text" : std::string_view();
}

std::string notADatabase(const std::filesystem::path &file)
{
    const std::string head = headOf(file, 512);
    if (head.starts_with(kMagic))
        return damaged(file);
    if (const auto look = lookOf(head); !look.empty())
        return fmt::format("{} is not a SQLite database: it looks like {}", file.string(), look);
    return fmt::format("{} is not a SQLite database, or it is encrypted; decrypt it or choose another file",
                       file.string());
}

/// The process holding a write lock, from /proc/locks: opening the file ourselves to ask would, on close,
/// drop every POSIX lock this process has on it.
std::string lockHolder(const std::filesystem::path &file)
{
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0)
        return {};
    const std::string wanted =
        fmt::format("{:02x}:{:02x}:{}", major(status.st_dev), minor(status.st_dev), status.st_ino);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream fields(line);
        std::string number, kind, advice, access, pid, inode;
        fields >> number >> kind >> advice >> access >> pid >> inode;
        if (inode != wanted || access != "WRITE")
            continue;
        std::string program;
        std::ifstream comm("/proc/" + pid + "/comm");
        std::getline(comm, program);
        return program.empty() ? fmt::format("process {}", pid)
                               : fmt::format("{} (process {})", program, pid);
    }
    return {};
}

std::string locked(const std::filesystem::path &file)
{
    const std::string holder = lockHolder(file);
    return fmt::format("{} is locked by {}; wait until it has finished writing, or close it", file.string(),
                       holder.empty() ? "another program" : holder);
}

std::string cannotOpen(const std::filesystem::path &file, const std::string &message)
{
    // Byte 18: 2 means a write-ahead log, whose index SQLite must create beside the file.
    const std::string head = headOf(file, kHeaderBytes);
    if (head.size() == kHeaderBytes && head[18] == 2 && ::access(file.parent_path().c_str(), W_OK) != 0)
        return fmt::format("{} uses a write-ahead log and its folder is read-only; copy it, with its -wal "
                           "file, to a folder you may write to",
                           file.string());
    return fmt::format("cannot open {}: {}", file.string(), message);
}

} // namespace

std::string problemBeforeOpening(const std::filesystem::path &file)
{
    std::error_code failure;
    const auto status = std::filesystem::status(file, failure);
    if (failure == std::errc::permission_denied)
        return fmt::format("no permission to read {}; ask its owner for access to the folder", file.string());
    if (status.type() == std::filesystem::file_type::not_found)
        return fmt::format("no such file: {}; check the path", file.string());
    if (failure)
        return fmt::format("cannot read {}: {}", file.string(), failure.message());
    if (std::filesystem::is_directory(status))
        return fmt::format("{} is a folder; choose a SQLite file in it", file.string());
    if (!std::filesystem::is_regular_file(status))
        return fmt::format("{} is not a regular file; choose a SQLite file", file.string());
    if (::access(file.c_str(), R_OK) != 0)
        return fmt::format("no permission to read {}; ask its owner for read access", file.string());
    if (std::filesystem::file_size(file, failure) == 0 && !failure)
        return fmt::format("{} is empty (0 bytes); choose a database with tables", file.string());
    return {};
}

std::string problemFromSqlite(const std::filesystem::path &file, int code, const std::string &message)
{
    switch (code) {
    case SQLITE_READONLY_ROLLBACK:
    case SQLITE_READONLY_RECOVERY:
    case SQLITE_BUSY_RECOVERY:
        return fmt::format("{} was left in the middle of a write; open it once with the program that owns it",
                           file.string());
    case SQLITE_READONLY_CANTINIT:
    case SQLITE_READONLY_DIRECTORY:
        return cannotOpen(file, message);
    default:
        break;
    }
    switch (code & 0xFF) {
    case SQLITE_NOTADB:
        return notADatabase(file);
    case SQLITE_CORRUPT:
        return damaged(file);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return locked(file);
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return fmt::format("no permission to read {}", file.string());
    case SQLITE_CANTOPEN:
        return cannotOpen(file, message);
    case SQLITE_IOERR:
        return fmt::format("cannot read {}: the disk reported an error ({})", file.string(), message);
    default:
        return fmt::format("cannot read {}: {}", file.string(), message);
    }
}

} // namespace mureum::datasets
