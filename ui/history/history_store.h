#pragma once
#include <QDateTime>
#include <QList>
#include <QString>
#include <memory>
#include <optional>

namespace mureum::ui {

struct HistoryEntry
{
    qint64 id = 0;
    QDateTime time;   ///< UTC
    QString database; ///< absolute file
    QString question; ///< empty where SQL was written by hand
    QString sql;
    QString error;    ///< empty where it ran
    qint64 rows = -1; ///< rows seen; -1 where it did not run
};

/// What was asked, in a SQLite file of its own. Small and quick enough for the GUI thread. A file that is
/// damaged is moved aside (".broken") and a new one begun; where nothing can be written the store keeps
/// working in memory.
class HistoryStore
{
public:
    explicit HistoryStore(const QString &file);
    ~HistoryStore();
    HistoryStore(const HistoryStore &) = delete;
    HistoryStore &operator=(const HistoryStore &) = delete;

    /// The id of the new entry. Asking the same again (same database, question and SQL as the newest entry)
    /// renews that one. 0 where it could not be stored.
    qint64 add(const HistoryEntry &entry);
    /// Newest first; every word of `search` must occur in question, SQL or database name. `before` continues
    /// after the entry with that id.
    QList<HistoryEntry> find(const QString &search, int limit, qint64 before = 0) const;
    std::optional<HistoryEntry> entry(qint64 id) const;
    void remove(qint64 id);
    void clear();

    /// Why the history is not on disk; empty where all is well.
    QString problem() const { return problem_; }
    const QString &file() const { return file_; }

private:
    struct Connection;
    bool open(const QString &file);
    std::unique_ptr<Connection> connection_;
    QString file_, problem_;
};

} // namespace mureum::ui
