#pragma once
#include "datasets/error.h"

#include <sqlite3.h>

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <filesystem>
#include <stdexcept>
#include <string>

/// Builds database files for tests in a folder that goes away with it.
class DatabaseFiles
{
public:
    std::filesystem::path path(const char *name) const { return dir_.filePath(name).toStdString(); }

    std::filesystem::path make(const char *name, const std::string &sql) const
    {
        const auto file = path(name);
        std::filesystem::remove(file);
        sqlite3 *database = nullptr;
        sqlite3_open(file.c_str(), &database);
        char *error = nullptr;
        const int result = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
        const std::string message = error ? error : "";
        sqlite3_free(error);
        sqlite3_close(database);
        if (result != SQLITE_OK)
            throw std::runtime_error("test database: " + message);
        return file;
    }

    std::filesystem::path write(const char *name, const QByteArray &content) const
    {
        QFile file(dir_.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            throw std::runtime_error("test file");
        return path(name);
    }

private:
    QTemporaryDir dir_;
};

/// Text of the Error `run` throws; empty where it throws none.
template <typename Run>
QString errorOf(Run run)
{
    try {
        run();
    } catch (const mureum::datasets::Error &error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}
