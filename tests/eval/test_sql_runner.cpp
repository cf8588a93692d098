#include "eval/run/sql_runner.h"
#include "eval/run/utf8.h"

#include <QTest>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <map>
#include <thread>

using namespace mureum::eval;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// A writing connection for set-up, closed with the object.
struct Writer
{
    sqlite3 *db = nullptr;
    explicit Writer(const fs::path &file)
    {
        sqlite3_open(file.c_str(), &db);
        exec("PRAGMA synchronous=OFF");
    }
    ~Writer() { sqlite3_close(db); }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;
    void exec(const char *sql)
    {
        char *message = nullptr;
        if (sqlite3_exec(db, sql, nullptr, nullptr, &message) != SQLITE_OK)
            qFatal("%s: %s", sql, message);
    }
};

/// Every file of a directory with its bytes.
std::map<QString, QByteArray> contents(const fs::path &directory)
{
    std::map<QString, QByteArray> out;
    const QDir dir(QString::fromStdString(directory.string()));
    for (const QFileInfo &info : dir.entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile file(info.filePath());
        if (file.open(QIODevice::ReadOnly))
            out[info.fileName()] = file.readAll();
    }
    return out;
}

RunFailure failureOf(SqlRunner &runner, const std::string &sql, const RunLimits &limits = {})
{
    try {
        runner.run(sql, limits);
    } catch (const RunError &error) {
        if (std::string(error.what()).find('\n') != std::string::npos)
            qFatal("the error has several lines: %s", error.what());
        return error.kind();
    }
    qFatal("ran: %s", sql.c_str());
    return RunFailure::Other;
}

} // namespace

class TestSqlRunner : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
        file_ = root_ / "it's 100% 데이터?.sqlite";
        Writer writer(file_);
        writer.exec("CREATE TABLE t(a INTEGER, b TEXT, c REAL, d BLOB);"
                    "INSERT INTO t VALUES(9007199254740993,'하나',0.1,x'00ff10'),(NULL,NULL,NULL,NULL);"
                    "INSERT INTO t VALUES(-9223372036854775808, 'x' || char(0) || 'y', 1e300*10, x'');"
                    "CREATE VIEW v AS SELECT a, b FROM t;"
                    "CREATE VIRTUAL TABLE f USING fts5(body); INSERT INTO f VALUES('quick brown fox');");
    }

    void givesEveryKindOfValue()
    {
        SqlRunner runner(file_);
        const ResultSet result = runner.run("SELECT a, b, c, d AS blob FROM t;");
        QCOMPARE(result.columns, (std::vector<std::string>{"a", "b", "c", "blob"}));
        QCOMPARE(result.rows.size(), std::size_t{3});
        QCOMPARE(std::get<std::int64_t>(result.rows[0][0]), std::int64_t{9007199254740993});
        QCOMPARE(std::get<std::string>(result.rows[0][1]), std::string("하나"));
        QCOMPARE(std::get<double>(result.rows[0][2]), 0.1);
        QCOMPARE(std::get<Blob>(result.rows[0][3]), (Blob{{0x00, 0xff, 0x10}}));
        for (const Cell &cell : result.rows[1])
            QVERIFY(std::holds_alternative<std::monostate>(cell));
        QCOMPARE(std::get<std::int64_t>(result.rows[2][0]), std::numeric_limits<std::int64_t>::min());
        QCOMPARE(std::get<std::string>(result.rows[2][1]), std::string("x\0y", 3));
        QCOMPARE(std::get<Blob>(result.rows[2][3]), Blob{});
        QVERIFY(!result.truncated);
    }

    void displaysCells()
    {
        QCOMPARE(displayText(Cell{}), std::string("NULL"));
        QCOMPARE(displayText(Cell{std::int64_t{-7}}), std::string("-7"));
        QCOMPARE(displayText(Cell{6.0}), std::string("6.0"));
        QCOMPARE(displayText(Cell{0.1}), std::string("0.1"));
        QCOMPARE(displayText(Cell{1e300 * 1e10}), std::string("Inf"));
        QCOMPARE(displayText(Cell{Blob{{1, 0xab}}}), std::string("x'01ab' (2 bytes)"));
        QCOMPARE(displayText(Cell{Blob{{1}}}), std::string("x'01' (1 byte)"));
        QCOMPARE(displayText(Cell{Blob{std::vector<std::uint8_t>(20, 0)}}),
                 "x'" + std::string(32, '0') + "…' (20 bytes)");
        QCOMPARE(displayText(Cell{std::string("a\xff\xb0z")}), std::string("a\uFFFD\uFFFDz"));
    }

    void mendsUtf8_data()
    {
        QTest::addColumn<QByteArray>("in");
        QTest::addColumn<QByteArray>("out");
        QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
        QTest::newRow("hangul and emoji") << QByteArray("물😀") << QByteArray("물😀");
        QTest::newRow("cut at the end") << QByteArray("\xEB\xAC") << QByteArray("\xEF\xBF\xBD");
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80")
                                   << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("too large") << QByteArray("\xF4\x90\x80\x80")
                                   << QByteArray("\xEF\xBF\xBD").repeated(4);
        QTest::newRow("cut then plain") << QByteArray("\xF0\x9F\x98!") << QByteArray("\xEF\xBF\xBD!");
    }
    void mendsUtf8()
    {
        QFETCH(QByteArray, in);
        QFETCH(QByteArray, out);
        QCOMPARE(QByteArray::fromStdString(validUtf8(in.toStdString())), out);
    }

    void acceptsOneStatement_data()
    {
        QTest::addColumn<QString>("sql");
        for (const char *sql :
             {"SELECT 1", "SELECT 1;", " ;; /* x */ SELECT 1 ; -- done\n ; ", "SELECT 1 -- ;DROP",
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i+1 FROM n WHERE i<1) SELECT i FROM n",
              "VALUES(1)", "SELECT count(*) FROM v WHERE 0 UNION SELECT 1 LIMIT 1 OFFSET 1",
              "\xEF\xBB\xBFSELECT 1", "SELECT count(*) FROM f WHERE f MATCH 'brown'",
              "SELECT count(*) FROM pragma_table_info('t') WHERE name='a'"})
            QTest::newRow(qPrintable(QString::fromUtf8(sql).simplified())) << QString::fromUtf8(sql);
    }
    void acceptsOneStatement()
    {
        QFETCH(QString, sql);
        const ResultSet result = SqlRunner(file_).run(sql.toStdString());
        QCOMPARE(result.rows.size(), std::size_t{1});
        QCOMPARE(std::get<std::int64_t>(result.rows[0][0]), std::int64_t{1});
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<int>("kind");
        const auto row = [](const QByteArray &sql, RunFailure kind) {
            QTest::newRow(sql.left(60).constData()) << sql << static_cast<int>(kind);
        };
        for (const char *sql : {"DROP TABLE t",
                                "DELETE FROM t",
                                "WITH x AS (SELECT 1) DELETE FROM t",
                                "INSERT INTO t DEFAULT VALUES",
                                "UPDATE t SET a=1",
                                "INSERT INTO t(a) VALUES(1) RETURNING a",
                                "CREATE TABLE z(a)",
                                "CREATE TEMP TABLE z AS SELECT 1",
                                "ALTER TABLE t RENAME TO u",
                                "VACUUM",
                                "VACUUM INTO 'copy.sqlite'",
                                "ATTACH 'other.sqlite' AS o",
                                "ATTACH ':memory:' AS o",
                                "DETACH main",
                                "PRAGMA journal_mode=DELETE",
                                "PRAGMA user_version=3",
                                "PRAGMA writable_schema=1",
                                "PRAGMA query_only=0",
                                "PRAGMA wal_checkpoint(TRUNCATE)",
                                "REINDEX",
                                "ANALYZE",
                                "BEGIN",
                                "COMMIT",
                                "SAVEPOINT s",
                                "SELECT load_extension('x')",
                                "SELECT LOAD_EXTENSION('x')",
                                "EXPLAIN DELETE FROM t",
                                "SELECT * FROM pragma_journal_mode",
                                "INSERT INTO f(f) VALUES('optimize')"})
            row(sql, RunFailure::NotReadOnly);
        for (const char *sql : {"SELECT 1; SELECT 2", "SELECT 1; DROP TABLE t", "SELECT 1;;/**/ x"})
            row(sql, RunFailure::SeveralStatements);
        for (const QByteArray &sql :
             {QByteArray(), QByteArray(" ; -- nothing"), QByteArray("SELEC 1"),
              QByteArray("SELECT nix FROM t"), QByteArray("SELECT * FROM nowhere"),
              QByteArray("SELECT 1\0; DROP TABLE t", 23), QByteArray("SELECT a FROM t WHERE a = ?"),
              QByteArray("SELECT 'open"), QByteArray("/* open"),
              "SELECT " + QByteArray("(").repeated(3000) + "1" + QByteArray(")").repeated(3000),
              "SELECT " + QByteArray("1+").repeated(3000) + "1", QByteArray(1'100'000, 'x')})
            row(sql, RunFailure::Syntax);
        row("SELECT zeroblob(300000000)", RunFailure::Other);
    }
    void refuses()
    {
        QFETCH(QByteArray, sql);
        QFETCH(int, kind);
        const auto before = contents(root_);
        {
            SqlRunner runner(file_);
            QCOMPARE(static_cast<int>(failureOf(runner, sql.toStdString())), kind);
            QCOMPARE(runner.run("SELECT count(*) FROM t").rows.size(), std::size_t{1});
        }
        QCOMPARE(contents(root_), before);
    }

    void saysWhereTheSyntaxErrorIs()
    {
        SqlRunner runner(file_);
        try {
            runner.run("SELECT a\nFROM t\nWHERE '가' = nix");
            QFAIL("ran");
        } catch (const RunError &error) {
            QCOMPARE(QString::fromUtf8(error.what()), QString("no such column: nix (line 3, character 13)"));
        }
    }

    void capsRows()
    {
        SqlRunner runner(file_);
        const std::string sql =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<50) SELECT i FROM n";
        RunLimits limits;
        limits.maxRows = 50;
        QVERIFY(!runner.run(sql, limits).truncated);
        limits.maxRows = 49;
        const ResultSet result = runner.run(sql, limits);
        QVERIFY(result.truncated);
        QCOMPARE(result.rows.size(), std::size_t{49});
    }

    void stopsAtTheTimeLimit_data() { slowStatements(); }
    void stopsAtTheTimeLimit()
    {
        QFETCH(QString, sql);
        SqlRunner runner(file_);
        RunLimits limits;
        limits.time = 150ms;
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(failureOf(runner, sql.toStdString(), limits), RunFailure::TimedOut);
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(runner.run("SELECT 1").rows.size(), std::size_t{1});
    }

    void stopsFromAnotherThread_data() { slowStatements(); }
    void stopsFromAnotherThread()
    {
        QFETCH(QString, sql);
        SqlRunner runner(file_);
        std::stop_source source;
        std::atomic<qint64> stopped{0};
        QElapsedTimer timer;
        timer.start();
        std::thread other([&] {
            std::this_thread::sleep_for(100ms);
            stopped = timer.elapsed();
            source.request_stop();
        });
        auto kind = RunFailure::Other;
        try {
            runner.run(sql.toStdString(), RunLimits{60000ms, 1'000'000'000}, source.get_token());
        } catch (const RunError &error) {
            kind = error.kind();
        }
        const qint64 late = timer.elapsed() - stopped;
        other.join();
        QCOMPARE(kind, RunFailure::Cancelled);
        QVERIFY2(late < 500, qPrintable(QString::number(late)));
    }

    void aStoppedCursorLeavesOthersAlone()
    {
        SqlRunner runner(file_);
        std::stop_source source;
        const std::string endless =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n";
        const auto kept = runner.open(endless, 10000ms);
        const auto stopped = runner.open(endless, 10000ms, source.get_token());
        std::vector<Cell> row;
        QVERIFY(kept->step(row));
        QVERIFY(stopped->step(row));
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(RunError, stopped->step(row));
        QVERIFY(!stopped->step(row));
        for (std::int64_t i = 2; i < 1000; ++i) {
            QVERIFY(kept->step(row));
            QCOMPARE(std::get<std::int64_t>(row[0]), i);
        }
    }

    void aCursorOutlivesItsRunner()
    {
        auto runner = std::make_unique<SqlRunner>(file_);
        const auto cursor = runner->open("SELECT a FROM t", 1000ms);
        runner.reset();
        std::vector<Cell> row;
        int rows = 0;
        while (cursor->step(row))
            ++rows;
        QCOMPARE(rows, 3);
    }

    void timeBetweenStepsDoesNotCount()
    {
        SqlRunner runner(file_);
        const auto cursor = runner.open("SELECT a FROM t", 50ms);
        std::vector<Cell> row;
        QVERIFY(cursor->step(row));
        QTest::qSleep(120);
        QVERIFY(cursor->step(row));
    }

    void readsUtf16AndBadText()
    {
        const fs::path file = root_ / "wide.sqlite";
        {
            Writer writer(file);
            writer.exec(
                "PRAGMA encoding='UTF-16le'; CREATE TABLE t(a TEXT); INSERT INTO t VALUES('물음 😀');");
        }
        QCOMPARE(std::get<std::string>(SqlRunner(file).run("SELECT a FROM t").rows[0][0]),
                 std::string("물음 😀"));
        SqlRunner runner(file_);
        const ResultSet bad = runner.run("SELECT CAST(x'41ff42' AS TEXT) AS 'x'");
        QCOMPARE(displayText(bad.rows[0][0]), std::string("A\uFFFDB"));
    }

    void opensNothingElse_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        const auto corrupt = static_cast<int>(RunFailure::Corrupt);
        QTest::newRow("empty") << "empty.sqlite" << QByteArray() << corrupt;
        QTest::newRow("text") << "text.sqlite" << QByteArray("a,b\n1,2\n").repeated(100) << corrupt;
        QTest::newRow("short") << "short.sqlite" << QByteArray("SQLite format 3\0\x10\0", 18) << corrupt;
        QTest::newRow("random") << "random.sqlite" << QByteArray("\x8f\x11\xe0\x42").repeated(2000)
                                << corrupt;
    }
    void opensNothingElse()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        QFile out(folder_->filePath(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
        out.close();
        try {
            SqlRunner runner(out.fileName().toStdString());
            QFAIL("opened");
        } catch (const RunError &error) {
            QCOMPARE(static_cast<int>(error.kind()), kind);
            QVERIFY(QString::fromUtf8(error.what()).contains(name));
        }
    }

    void reportsMissingFoldersAndTruncatedFiles()
    {
        for (const fs::path &path : {root_ / "nowhere.sqlite", root_, fs::path("/dev/null"), fs::path()}) {
            try {
                SqlRunner runner(path);
                QFAIL("opened");
            } catch (const RunError &error) {
                QCOMPARE(error.kind(), RunFailure::Other);
            }
        }
        // Cut on a page's border, and within its last page, which SQLite itself would not notice.
        for (const std::uintmax_t missing : {4096, 100}) {
            const fs::path cut = root_ / "cut.sqlite";
            fs::copy_file(file_, cut, fs::copy_options::overwrite_existing);
            fs::resize_file(cut, fs::file_size(cut) - missing);
            try {
                SqlRunner runner(cut);
                QFAIL("opened");
            } catch (const RunError &error) {
                QCOMPARE(error.kind(), RunFailure::Corrupt);
            }
        }
    }

    void reportsALockedDatabase()
    {
        SqlRunner runner(file_);
        Writer writer(file_);
        writer.exec("BEGIN EXCLUSIVE");
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(failureOf(runner, "SELECT * FROM t"), RunFailure::Locked);
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY_THROWS_EXCEPTION(RunError, SqlRunner{file_});
        writer.exec("COMMIT");
        QCOMPARE(runner.run("SELECT * FROM t").rows.size(), std::size_t{3});
    }

    void seesWhatOthersWrite()
    {
        SqlRunner runner(file_);
        QCOMPARE(runner.run("SELECT * FROM t").rows.size(), std::size_t{3});
        {
            Writer writer(file_);
            writer.exec("INSERT INTO t(a) VALUES(4); CREATE TABLE fresh(a)");
        }
        QCOMPARE(runner.run("SELECT * FROM t").rows.size(), std::size_t{4});
        QCOMPARE(runner.run("SELECT * FROM fresh").rows.size(), std::size_t{0});
        const fs::path other = root_ / "other.sqlite";
        {
            Writer writer(other);
            writer.exec("CREATE TABLE t(a)");
        }
        fs::rename(other, file_);
        QCOMPARE(runner.run("SELECT * FROM t").rows.size(), std::size_t{0});
        fs::remove(file_);
        QCOMPARE(failureOf(runner, "SELECT 1"), RunFailure::Other);
    }

    void leavesAWalDatabaseAlone()
    {
        const fs::path source = root_ / "live.sqlite";
        Writer writer(source);
        writer.exec("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t(a); INSERT INTO t "
                    "VALUES(1)");

        // Open elsewhere: the log and its shared memory exist, and the rows of the log count.
        const auto names = [&](const fs::path &directory) {
            std::vector<QString> out;
            for (const auto &[name, bytes] : contents(directory))
                out.push_back(name);
            return out;
        };
        const auto liveNames = names(root_);
        SqlRunner live(source);
        QCOMPARE(live.run("SELECT a FROM t").rows.size(), std::size_t{1});
        writer.exec("INSERT INTO t VALUES(2)");
        QCOMPARE(live.run("SELECT a FROM t").rows.size(), std::size_t{2});
        QCOMPARE(names(root_), liveNames);

        // A copy with its log but without shared memory, as a backup would hold it.
        const fs::path copied = root_ / "copied";
        fs::create_directory(copied);
        fs::copy_file(source, copied / "live.sqlite");
        fs::copy_file(source.string() + "-wal", copied / "live.sqlite-wal");
        auto before = contents(copied);
        QCOMPARE(SqlRunner(copied / "live.sqlite").run("SELECT a FROM t").rows.size(), std::size_t{2});
        QCOMPARE(contents(copied), before);

        // Closed properly: the file alone, still marked as WAL.
        writer.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        const fs::path alone = root_ / "alone";
        fs::create_directory(alone);
        fs::copy_file(source, alone / "live.sqlite");
        fs::permissions(alone, fs::perms::owner_read | fs::perms::owner_exec);
        before = contents(alone);
        {
            SqlRunner runner(alone / "live.sqlite");
            QCOMPARE(runner.run("SELECT a FROM t").rows.size(), std::size_t{2});
            QCOMPARE(contents(alone), before);
            fs::permissions(alone, fs::perms::owner_all);

            // Somebody opens and writes it meanwhile: the next statement sees that.
            Writer late(alone / "live.sqlite");
            late.exec("INSERT INTO t VALUES(3)");
            QCOMPARE(runner.run("SELECT a FROM t").rows.size(), std::size_t{3});
        }
    }

    void leavesAHotJournalAlone()
    {
        const fs::path copied = root_ / "copied";
        fs::create_directory(copied);
        {
            Writer writer(file_);
            // A cache of one page spills to the file in mid-transaction: what a crash would leave behind.
            writer.exec(
                "PRAGMA cache_size=1; BEGIN; UPDATE t SET b = hex(zeroblob(20000)); UPDATE t SET a = 1;");
            fs::copy_file(file_, copied / "db.sqlite");
            fs::copy_file(file_.string() + "-journal", copied / "db.sqlite-journal");
            writer.exec("ROLLBACK");
        }
        const auto before = contents(copied);
        try {
            SqlRunner(copied / "db.sqlite").run("SELECT * FROM t");
        } catch (const RunError &error) {
            QCOMPARE(error.kind(), RunFailure::Locked);
        }
        QCOMPARE(contents(copied), before);
    }

private:
    static void slowStatements()
    {
        QTest::addColumn<QString>("sql");
        const QString many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<100000) ";
        QTest::newRow("cross join of 10^10 rows")
            << many + "SELECT count(*) FROM n, n AS m WHERE n.i + m.i = 0";
        QTest::newRow("long sort") << many + "SELECT n.i FROM n, n AS m ORDER BY random()";
        QTest::newRow("endless recursion")
            << "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n";
        QTest::newRow("large group") << many + "SELECT n.i * m.i, count(*) FROM n, n AS m GROUP BY 1";
    }

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path root_, file_;
};

QTEST_GUILESS_MAIN(TestSqlRunner)
#include "test_sql_runner.moc"
