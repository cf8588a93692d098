#include "eval/suite/databases.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace mureum::eval {

namespace fs = std::filesystem;
using datasets::Error;

namespace {

/// A context comes from a data file: it may build tables in the new file, and reach no other one.
int authorize(void *, int action, const char *, const char *function, const char *, const char *)
{
    const bool outside =
        action == SQLITE_ATTACH || action == SQLITE_DETACH || action == SQLITE_PRAGMA ||
        (action == SQLITE_FUNCTION && function && sqlite3_stricmp(function, "load_extension") == 0);
    return outside ? SQLITE_DENY : SQLITE_OK;
}

/// A schema takes thousands of instructions; an endless statement is ended after a few seconds.
int tooLong(void *looks)
{
    return ++*static_cast<int *>(looks) > 300;
}

} // namespace

Databases::~Databases()
{
    std::error_code ignored;
    if (!made_.empty())
        fs::remove_all(made_, ignored);
}

fs::path Databases::of(const datasets::Example &example)
{
    if (!example.databaseId.empty() || example.context.empty()) {
        try {
            return datasets::databaseFile(folder_, example.databaseId);
        } catch (const Error &) {
            if (example.context.empty())
                throw;
        }
    }
    const std::lock_guard lock(mutex_);
    auto &file = byContext_[example.context];
    if (file.empty())
        file = make(example.context);
    return file;
}

fs::path Databases::make(const std::string &ddl)
{
    if (made_.empty()) {
        std::string pattern = (fs::temp_directory_path() / "mureum-eval-XXXXXX").string();
        if (!::mkdtemp(pattern.data()))
            throw Error(fmt::format("cannot create a temporary folder in {}: {}; set TMPDIR",
                                    fs::temp_directory_path().string(), std::strerror(errno)));
        made_ = pattern;
    }
    const fs::path file = made_ / fmt::format("context{}.sqlite", byContext_.size());
    std::error_code ignored;
    fs::remove(file, ignored);
    sqlite3 *raw = nullptr;
    const int opened = sqlite3_open(file.c_str(), &raw);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> db(raw, sqlite3_close);
    if (opened != SQLITE_OK)
        throw Error(fmt::format("cannot create {}: {}", file.string(), sqlite3_errstr(opened)));
    sqlite3_set_authorizer(db.get(), authorize, nullptr);
    int looks = 0;
    sqlite3_progress_handler(db.get(), 1'000'000, tooLong, &looks);
    if (sqlite3_exec(db.get(), ddl.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw Error(fmt::format("the \"context\" does not run: {}; it has to be CREATE TABLE statements",
                                sqlite3_errmsg(db.get())));
    return file;
}

} // namespace mureum::eval
