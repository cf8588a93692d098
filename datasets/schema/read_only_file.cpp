#include "datasets/schema/read_only_file.h"

#include <sys/stat.h>

#include <cstring>

namespace mureum::datasets {
namespace {

DatabaseHandle open(const std::filesystem::path &file, const char *parameters, int &code)
{
    sqlite3 *raw = nullptr;
    code = sqlite3_open_v2((readOnlyUri(file) + parameters).c_str(), &raw,
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    return DatabaseHandle(raw);
}

} // namespace

int readHeader(sqlite3 *database, DatabaseHeader &header)
{
    header.fill(0);
    sqlite3_file *handle = nullptr;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &handle);
    if (!handle || !handle->pMethods)
        return SQLITE_CANTOPEN;
    const int code = handle->pMethods->xRead(handle, header.data(), static_cast<int>(header.size()), 0);
    return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}

std::int64_t sizeOrNone(const std::filesystem::path &file)
{
    struct stat info = {};
    return ::stat(file.c_str(), &info) == 0 ? info.st_size : -1;
}

OpenedFile openWithoutTraces(const std::filesystem::path &file)
{
    OpenedFile opened;
    opened.database = open(file, "", opened.code);
    DatabaseHeader header;
    constexpr std::size_t readVersionAt = 19;
    constexpr unsigned char walVersion = 2;
    if (opened.code != SQLITE_OK || readHeader(opened.database.get(), header) != SQLITE_OK ||
        std::memcmp(header.data(), "SQLite format 3", 16) != 0 || header[readVersionAt] != walVersion)
        return opened;
    const auto log = sizeOrNone(file.string() + "-wal");
    const bool shared = sizeOrNone(file.string() + "-shm") >= 0;
    if (log < 0 || (log == 0 && !shared)) {
        opened.mode = OpenMode::Immutable;
        opened.database = open(file, "&immutable=1", opened.code);
    } else if (!shared) {
        opened.mode = OpenMode::HeapIndex;
        opened.database = open(file, "&vfs=unix-none", opened.code);
        // Exclusive mode keeps the index of the log on the heap instead of in a -shm file.
        if (opened.code == SQLITE_OK)
            sqlite3_exec(opened.database.get(), "PRAGMA locking_mode=EXCLUSIVE", nullptr, nullptr, nullptr);
    }
    return opened;
}

} // namespace mureum::datasets
