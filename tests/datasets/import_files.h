#pragma once
#include "datasets/importers/importer.h"
#include "datasets/schema/connection.h"

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

// What the tests of the importers share.

namespace test {

namespace fs = std::filesystem;

inline void write(const fs::path &file, const QByteArray &bytes)
{
    fs::create_directories(file.parent_path());
    QFile out(QString::fromStdString(file.string()));
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("cannot write %s", file.c_str());
}

inline QByteArray read(const fs::path &file)
{
    QFile in(QString::fromStdString(file.string()));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("missing");
}

inline void makeDatabase(const fs::path &file, const char *sql)
{
    fs::create_directories(file.parent_path());
    sqlite3 *db = nullptr;
    sqlite3_open(file.c_str(), &db);
    char *message = nullptr;
    if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK)
        qFatal("%s", message);
    sqlite3_close(db);
}

/// Rows of a query as a:b|c:d; "error: ..." where it fails.
inline std::string rows(const fs::path &file, const std::string &query)
{
    const auto db = mureum::datasets::openReadOnly(file);
    mureum::datasets::Statement statement(db.get(), query);
    if (!statement.isValid())
        return std::string("error: ") + sqlite3_errmsg(db.get());
    std::string out;
    while (statement.step()) {
        out += out.empty() ? "" : "|";
        for (int at = 0; at < sqlite3_column_count(statement.get()); ++at)
            out += (at ? ":" : "") +
                   (statement.isNull(at) ? std::string("NULL") : std::string(statement.text(at)));
    }
    return statement.failed() ? std::string("error: ") + sqlite3_errmsg(db.get()) : out;
}

inline fs::path pathOf(const QTemporaryDir &folder)
{
    return folder.path().toStdString();
}

} // namespace test
