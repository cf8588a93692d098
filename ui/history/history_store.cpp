#include "ui/history/history_store.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <sqlite3.h>

namespace mureum::ui {

namespace {

// Searching ignores case and composition in every script, which SQLite's LIKE alone does not.
QString folded(const QString &text)
{
    return text.normalized(QString::NormalizationForm_C).toCaseFolded();
}

constexpr char layout[] = R"(
CREATE TABLE IF NOT EXISTS entry(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  database TEXT NOT NULL,
  question TEXT NOT NULL,
  sql TEXT NOT NULL,
  error TEXT NOT NULL,
  rows INTEGER NOT NULL,
  search TEXT NOT NULL);
PRAGMA user_version = 1;)";

class Statement
{
public:
    Statement(sqlite3 *db, const char *sql) { sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr); }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(qint64 value)
    {
        sqlite3_bind_int64(statement_, ++bound_, value);
        return *this;
    }
    Statement &bind(const QString &value)
    {
        const QByteArray bytes = value.toUtf8();
        sqlite3_bind_text(statement_, ++bound_, bytes.constData(), int(bytes.size()), SQLITE_TRANSIENT);
        return *this;
    }
    bool prepared() const { return statement_ != nullptr; }
    bool step() { return statement_ && sqlite3_step(statement_) == SQLITE_ROW; }
    bool run() { return statement_ && sqlite3_step(statement_) == SQLITE_DONE; }
    qint64 integer(int column) const { return sqlite3_column_int64(statement_, column); }
    QString text(int column) const
    {
        const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(statement_, column));
        return QString::fromUtf8(bytes, sqlite3_column_bytes(statement_, column));
    }

private:
    sqlite3_stmt *statement_ = nullptr;
    int bound_ = 0;
};

HistoryEntry read(const Statement &row)
{
    HistoryEntry entry;
    entry.id = row.integer(0);
    entry.time = QDateTime::fromMSecsSinceEpoch(row.integer(1), Qt::UTC);
    entry.database = row.text(2);
    entry.question = row.text(3);
    entry.sql = row.text(4);
    entry.error = row.text(5);
    entry.rows = row.integer(6);
    return entry;
}

constexpr char selectEntry[] = "SELECT id, time, database, question, sql, error, rows FROM entry ";

} // namespace

struct HistoryStore::Connection
{
    sqlite3 *db = nullptr;
    ~Connection() { sqlite3_close(db); }
};

HistoryStore::HistoryStore(const QString &file) : file_(file)
{
    if (open(file))
        return;
    // Damaged, or of another kind: kept beside the new one, for it may matter to its owner.
    const QString broken = file + QStringLiteral(".broken");
    if (QFileInfo::exists(file)) {
        QFile::remove(broken);
        QFile::rename(file, broken);
        if (open(file))
            return;
    }
    problem_ =
        QCoreApplication::translate("HistoryStore", "The history cannot be kept in %1; it lasts until the "
                                                    "window is closed.")
            .arg(file);
    open(QStringLiteral(":memory:"));
}

HistoryStore::~HistoryStore() = default;

bool HistoryStore::open(const QString &file)
{
    connection_ = std::make_unique<Connection>();
    if (sqlite3_open_v2(file.toUtf8().constData(), &connection_->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) != SQLITE_OK)
        return false;
    sqlite3_busy_timeout(connection_->db, 500); // another window may be writing
    sqlite3_exec(connection_->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", nullptr, nullptr,
                 nullptr);
    if (sqlite3_exec(connection_->db, layout, nullptr, nullptr, nullptr) != SQLITE_OK)
        return false;
    // A foreign file may well have taken the layout; only one with all the columns is ours.
    return Statement(connection_->db, selectEntry).prepared();
}

qint64 HistoryStore::add(const HistoryEntry &entry)
{
    sqlite3 *db = connection_->db;
    const qint64 time =
        (entry.time.isValid() ? entry.time : QDateTime::currentDateTimeUtc()).toMSecsSinceEpoch();
    {
        Statement newest(db, "SELECT id, database, question, sql FROM entry ORDER BY id DESC LIMIT 1");
        if (newest.step() && newest.text(1) == entry.database && newest.text(2) == entry.question &&
            newest.text(3) == entry.sql) {
            const qint64 id = newest.integer(0);
            Statement renew(db, "UPDATE entry SET time = ?, error = ?, rows = ? WHERE id = ?");
            return renew.bind(time).bind(entry.error).bind(entry.rows).bind(id).run() ? id : 0;
        }
    }
    Statement insert(db, "INSERT INTO entry(time, database, question, sql, error, rows, search) "
                         "VALUES(?, ?, ?, ?, ?, ?, ?)");
    const QString search =
        folded(entry.question + u'\n' + entry.sql + u'\n' + QFileInfo(entry.database).fileName());
    const bool stored = insert.bind(time)
                            .bind(entry.database)
                            .bind(entry.question)
                            .bind(entry.sql)
                            .bind(entry.error)
                            .bind(entry.rows)
                            .bind(search)
                            .run();
    return stored ? sqlite3_last_insert_rowid(db) : 0;
}

QList<HistoryEntry> HistoryStore::find(const QString &search, int limit, qint64 before) const
{
    const QStringList words = folded(search).split(QChar(u' '), Qt::SkipEmptyParts);
    QByteArray sql(selectEntry);
    sql += "WHERE (?1 = 0 OR id < ?1)";
    for (qsizetype word = 0; word < words.size(); ++word)
        sql += " AND instr(search, ?" + QByteArray::number(word + 2) + ") > 0";
    sql += " ORDER BY id DESC LIMIT ?" + QByteArray::number(words.size() + 2);
    Statement statement(connection_->db, sql.constData());
    statement.bind(before);
    for (const QString &word : words)
        statement.bind(word);
    statement.bind(qint64(limit));
    QList<HistoryEntry> entries;
    while (statement.step())
        entries.append(read(statement));
    return entries;
}

std::optional<HistoryEntry> HistoryStore::entry(qint64 id) const
{
    Statement statement(connection_->db, (QByteArray(selectEntry) + "WHERE id = ?").constData());
    if (!statement.bind(id).step())
        return std::nullopt;
    return read(statement);
}

void HistoryStore::remove(qint64 id)
{
    Statement(connection_->db, "DELETE FROM entry WHERE id = ?").bind(id).run();
}

void HistoryStore::clear()
{
    Statement(connection_->db, "DELETE FROM entry").run();
}

} // namespace mureum::ui
