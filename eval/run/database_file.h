#pragma once
#include <sqlite3.h>
#include <sys/types.h>

#include <ctime>
#include <filesystem>

// How a database file is opened so that neither it nor its folder changes. Private to eval/run.

namespace mureum::eval {

/// Which file on which disk, and whether it changed.
struct FileStamp
{
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    timespec modified{};
    bool sameFile(const FileStamp &other) const { return device == other.device && inode == other.inode; }
    bool sameContent(const FileStamp &other) const;
};

/// Throws RunError where there is no such file, or it is a folder or a device.
FileStamp stampOf(const std::filesystem::path &file);
/// -1 where there is none.
off_t sizeOrNone(const std::filesystem::path &file);

enum class OpenMode {
    Shared,    ///< with SQLite's locks; in WAL mode, with the log and shared memory that are there
    Immutable, ///< WAL mode without a log: the file alone is the database
    HeapIndex  ///< a log without shared memory (copied, or its owner died): read without locks
};

struct OpenedFile
{
    sqlite3 *db = nullptr;
    OpenMode mode = OpenMode::Shared;
};

/// Opens a database read-only. A read-only WAL connection would create -shm and -wal beside the file and
/// could not remove them; the modes avoid that. Throws RunError where it is not a database.
OpenedFile openFile(const std::filesystem::path &file, off_t size);

/// Throws RunError where the file is shorter than its header says. The caller holds the read lock.
void checkSize(sqlite3 *db, const std::filesystem::path &file);

} // namespace mureum::eval
