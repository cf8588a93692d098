#include "datasets/schema/schema.h"
#include "test_schema_files.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>
#include <unistd.h>

using namespace mureum::datasets;

/// What readSchema says about files that are no use. Every text is one line that names the file.
class TestSchemaErrors : public QObject
{
    Q_OBJECT
private slots:
    void missing();
    void folder();
    void empty();
    void withoutTables();
    void otherFiles_data();
    void otherFiles();
    void randomBytes();
    void truncated();
    void damaged();
    void locked();
    void leftInTheMiddleOfAWrite();
    void noPermission();
    void damagedAnywhereNeverCrashes();

private:
    QString problem(const std::filesystem::path &file) const
    {
        const QString text = errorOf([&] { readSchema(file); });
        const QString name = QString::fromStdString(file.filename().string());
        return text.contains('\n') || !text.contains(name) ? "unnamed or many lines: " + text : text;
    }
    QByteArray sound(int rows) const
    {
        QFile::remove(QString::fromStdString(files_.path("sound.sqlite").string()));
        QFile file(QString::fromStdString(
            files_
                .make("sound.sqlite",
                      "CREATE TABLE t (a TEXT, b INT); CREATE INDEX i ON t (a); INSERT INTO t "
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " +
                          std::to_string(rows) + ") SELECT hex(randomblob(20)), i FROM n;")
                .string()));
        file.open(QIODevice::ReadOnly);
        return file.readAll();
    }
    DatabaseFiles files_;
};

#define VERIFY_SAYS(text, part) QVERIFY2((text).contains(part), qPrintable(text))

void TestSchemaErrors::missing()
{
    VERIFY_SAYS(problem(files_.path("none.sqlite")), "no such file");
    QVERIFY(!std::filesystem::exists(files_.path("none.sqlite")));
}

void TestSchemaErrors::folder()
{
    std::filesystem::create_directory(files_.path("dir.sqlite"));
    VERIFY_SAYS(problem(files_.path("dir.sqlite")), "is a folder");
}

void TestSchemaErrors::empty()
{
    VERIFY_SAYS(problem(files_.write("zero.sqlite", {})), "is empty");
}

void TestSchemaErrors::withoutTables()
{
    const auto file = files_.make("bare.sqlite", "CREATE TABLE t (a); DROP TABLE t;");
    VERIFY_SAYS(problem(file), "has no tables");
}

void TestSchemaErrors::otherFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("xlsx") << QByteArray("PK\x03\x04") + QByteArray(600, '\x07') << "zip or Office";
    QTest::newRow("csv") << QByteArray("이름,나이\n홍길동,20\n").repeated(60) << "plain text";
    QTest::newRow("short csv") << QByteArray("a,b\n") << "plain text";
    QTest::newRow("SQLite 2")
        << QByteArray("** This file contains an SQLite 2.1 database **").leftJustified(900, '\0')
        << "SQLite 2";
    QTest::newRow("DuckDB") << QByteArray(8, '\x01') + "DUCK" + QByteArray(600, '\x02') << "DuckDB";
}

void TestSchemaErrors::otherFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const QString text = problem(files_.write("other.sqlite", content));
    VERIFY_SAYS(text, "is not a SQLite database");
    VERIFY_SAYS(text, says);
}

void TestSchemaErrors::randomBytes()
{
    // SQLCipher's pages look like this.
    QRandomGenerator random(7);
    QByteArray bytes(8192, '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(random.bounded(256));
    VERIFY_SAYS(problem(files_.write("cipher.sqlite", bytes)), "or it is encrypted");
}

void TestSchemaErrors::truncated()
{
    const QByteArray whole = sound(3000);
    const QString text = problem(files_.write("half.sqlite", whole.left(whole.size() / 2)));
    VERIFY_SAYS(text, "is truncated");
    VERIFY_SAYS(text, QString::number(whole.size()));
    VERIFY_SAYS(problem(files_.write("stub.sqlite", whole.left(40))), "is truncated");
}

void TestSchemaErrors::damaged()
{
    QByteArray bytes = sound(3000);
    for (int at = 100; at < 4096; ++at) // the page of the schema
        bytes[at] = '\xA5';
    VERIFY_SAYS(problem(files_.write("damaged.sqlite", bytes)), "is damaged");
}

void TestSchemaErrors::locked()
{
    const auto file = files_.make("busy.sqlite", "CREATE TABLE t (a);");
    sqlite3 *writer = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &writer), SQLITE_OK);
    QCOMPARE(sqlite3_exec(writer, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
    QElapsedTimer timer;
    timer.start();
    const QString text = problem(file);
    const auto waited = timer.elapsed();
    sqlite3_close(writer);
    VERIFY_SAYS(text, "is locked by");
    VERIFY_SAYS(text, QString::number(::getpid()));
    QVERIFY2(waited >= 1500 && waited < 5000, qPrintable(QString::number(waited)));
    QCOMPARE(problem(file), QString("unnamed or many lines: ")); // opens once the lock is gone
}

void TestSchemaErrors::leftInTheMiddleOfAWrite()
{
    // The journal of a transaction that changed pages on disk and never finished.
    const auto file =
        files_.make("crash.sqlite", "CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(20000));");
    sqlite3 *writer = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &writer), SQLITE_OK);
    sqlite3_exec(writer, "PRAGMA cache_size = 1; BEGIN; UPDATE t SET a = zeroblob(40000);", nullptr, nullptr,
                 nullptr);
    sqlite3_db_cacheflush(writer);
    const auto copy = files_.path("crashed.sqlite"), journal = files_.path("crashed.sqlite-journal");
    std::filesystem::copy_file(file, copy);
    std::filesystem::copy_file(files_.path("crash.sqlite-journal"), journal);
    sqlite3_close(writer);
    VERIFY_SAYS(problem(copy), "left in the middle of a write");
    QVERIFY(std::filesystem::exists(journal));
}

void TestSchemaErrors::noPermission()
{
    if (::geteuid() == 0)
        QSKIP("root reads everything");
    const auto file = files_.make("secret.sqlite", "CREATE TABLE t (a);");
    std::filesystem::permissions(file, std::filesystem::perms::none);
    VERIFY_SAYS(problem(file), "no permission");
}

void TestSchemaErrors::damagedAnywhereNeverCrashes()
{
    const QByteArray whole = sound(200);
    QRandomGenerator random(11);
    for (int round = 0; round < 200; ++round) {
        QByteArray bytes = whole;
        for (int hit = 0; hit < 20; ++hit)
            bytes[static_cast<int>(random.bounded(static_cast<int>(bytes.size())))] =
                static_cast<char>(random.bounded(256));
        const auto file = files_.write("fuzz.sqlite", bytes);
        const QString text = errorOf([&] { readSchema(file); });
        QVERIFY(!text.contains('\n'));
    }
}

QTEST_GUILESS_MAIN(TestSchemaErrors)
#include "test_schema_errors.moc"
