#pragma once
#include "datasets/schema/connection.h"

#include <array>
#include <filesystem>

namespace mureum::datasets {

enum class OpenMode {
    Shared,    ///< with SQLite's locks; in WAL mode, with the log and shared memory that are there
    Immutable, ///< WAL mode without a log: the file alone is the database
    HeapIndex  ///< a log without shared memory (copied, or its owner died): read without locks
};

struct OpenedFile
{
    DatabaseHandle database; ///< null only where there was no memory
    OpenMode mode = OpenMode::Shared;
    int code = SQLITE_OK; ///< SQLite's, of opening
};

/// Opens a database read-only so that nothing appears beside it: a read-only connection to a WAL database would create
/// -shm and -wal and could not remove them; the modes avoid that. Takes no lock yet and does not judge the contents.
OpenedFile openWithoutTraces(const std::filesystem::path &file);

using DatabaseHeader = std::array<unsigned char, 100>;

/// The file's header (https://www.sqlite.org/fileformat2.html#the_database_header), zeros past its end, read through
/// SQLite's own descriptor: closing another one would drop the locks of every connection this process has to the file
/// (POSIX). Returns SQLite's code.
int readHeader(sqlite3 *database, DatabaseHeader &header);

/// Bytes of a file; -1 where there is none.
std::int64_t sizeOrNone(const std::filesystem::path &file);

} // namespace mureum::datasets
