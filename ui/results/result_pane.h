#pragma once
#include <QWidget>

#include <memory>

namespace mureum::ui {

/// Rows of one statement as a table, and as a chart where they make one.
/// Shared seam: the Ask page drives it, ui/results fills it.
class ResultPane : public QWidget
{
    Q_OBJECT
public:
    explicit ResultPane(QWidget *parent = nullptr);
    ~ResultPane() override;

    /// Runs `sql` read-only off the GUI thread and shows its rows as they are looked at. A query that is
    /// still running is cancelled; its `finished` is not emitted any more.
    void showQuery(const QString &databasePath, const QString &sql);
    /// Cancels the running query and keeps the rows it gave; emits `finished` with error empty.
    void stop();
    /// No rows, no message.
    void clear();
    /// A calm line in the middle instead of rows.
    void showMessage(const QString &text);

signals:
    /// First rows are there, or the statement failed (`error` not empty, ready to show).
    /// `rowsSoFar` is exact where the statement ended, else what has been stepped so far.
    void finished(qint64 rowsSoFar, double seconds, const QString &error);

private:
    void showText(const QString &text);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace mureum::ui
