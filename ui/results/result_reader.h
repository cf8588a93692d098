#pragma once
#include "ui/results/row_block.h"

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>
#include <stop_token>

namespace mureum::ui {

/// Steps the cursor of one statement on a worker thread, a slice of time after the other, so that requests
/// are heard in between. Going back beyond what is kept opens the statement afresh and steps to the place.
/// Every call is made on the reader's thread (queued); every signal carries the number of its statement.
class ResultReader : public QObject
{
    Q_OBJECT
public:
    explicit ResultReader(QObject *parent = nullptr);
    ~ResultReader() override;

    struct Query
    {
        quint64 number = 0;
        QString database;
        QString sql;
        std::stop_token stop;
    };
    /// Drops the former statement, steps to the first rows and somewhat ahead.
    void start(const Query &query);
    /// Asks for blocks; the latest asked comes first.
    void want(quint64 number, const QList<qint64> &blocks);
    /// Steps on until `rows` are known.
    void grow(quint64 number, qint64 rows);
    /// No further than now. `stop` ends what is asked for from here on.
    void halt(quint64 number, std::stop_token stop);

signals:
    void opened(quint64 number, const QStringList &columns);
    void blockReady(quint64 number, mureum::ui::RowBlockPtr block);
    /// `rows` are known by now; `ended`: there are no more.
    void counted(quint64 number, qint64 rows, bool ended);
    /// The first rows are there; `seconds` since the start.
    void settled(quint64 number, double seconds);
    /// Nothing is under way any more.
    void idle(quint64 number);
    void failed(quint64 number, const QString &error, double seconds);
    /// A second run of the statement gave fewer rows than the first: somebody changed the database.
    void changedMeanwhile(quint64 number);

private:
    /// An open cursor and the block it is filling.
    struct Source
    {
        std::unique_ptr<eval::Cursor> cursor;
        qint64 position = 0; ///< rows stepped
        std::vector<eval::Cell> row;
        std::shared_ptr<RowBlock> filling;
    };

    void schedule();
    void work();
    std::optional<qint64> nextBlock();
    bool serve(qint64 block);
    Source &sourceFor(qint64 block);
    std::unique_ptr<eval::Cursor> openCursor();
    void step(Source &source);
    void keep(Source &source);
    void publish(bool now);
    void settle();
    void fail(const QString &error);
    void release();

    Query query_;
    std::optional<eval::SqlRunner> runner_;
    QString runnerFile_;
    std::vector<Source> sources_; ///< at most two: the one furthest ahead, and one for going back
    BlockCache cache_;
    QList<qint64> wanted_;
    qint64 count_ = 0, announced_ = -1, target_ = 0;
    bool ended_ = false, endAnnounced_ = false, settled_ = false, scheduled_ = false;
    QElapsedTimer sinceStart_, sinceFirstRow_, sincePublished_;
    QTimer idleTimer_;
};

} // namespace mureum::ui
