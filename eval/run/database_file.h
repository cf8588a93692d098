#pragma once
#include "datasets/schema/read_only_file.h"

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
/// Opens a database read-only without leaving anything beside it. Throws RunError where it is not a database.
datasets::OpenedFile openFile(const std::filesystem::path &file, off_t size);

/// Throws RunError where the file is shorter than its header says. The caller holds the read lock.
void checkSize(sqlite3 *db, const std::filesystem::path &file);

} // namespace mureum::eval
