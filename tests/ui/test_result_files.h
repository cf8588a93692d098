#pragma once
#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>
#include <QtTest>

#include <sqlite3.h>

/// A folder with a small database, gone after the test.
class ResultFiles
{
public:
    ResultFiles() { make(path("test.sqlite"), "CREATE TABLE empty(a)"); }

    QString path(const char *name) const { return dir_.filePath(QLatin1String(name)); }
    QString database() const { return path("test.sqlite"); }

    void run(const char *sql) const { make(database(), sql); }

    static QByteArray bytes(const QString &file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("(cannot be read)");
    }

    /// 1, 2, ... as column x, stepped without any table.
    static QString counter(qint64 rows, const QString &columns = QStringLiteral("x"))
    {
        return QStringLiteral("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < %1) "
                              "SELECT %2 FROM c")
            .arg(rows)
            .arg(columns);
    }

private:
    static void make(const QString &file, const char *sql)
    {
        sqlite3 *db = nullptr;
        char *error = nullptr;
        const bool ok = sqlite3_open(QFile::encodeName(file).constData(), &db) == SQLITE_OK &&
                        sqlite3_exec(db, sql, nullptr, nullptr, &error) == SQLITE_OK;
        if (!ok)
            qFatal("%s: %s", sql, error ? error : sqlite3_errmsg(db));
        sqlite3_close(db);
    }

    QTemporaryDir dir_;
};
