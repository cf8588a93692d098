#pragma once
#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace mureum::ui {

class ResultModel;

/// The line under a result: how many rows, how long it took, what went wrong, and Stop while something runs.
class ResultStatus : public QWidget
{
    Q_OBJECT
public:
    explicit ResultStatus(const ResultModel &rows, QWidget *parent = nullptr);

    void setSeconds(double seconds);
    void setError(const QString &error);
    /// News of a job beside the rows; with `running` a Stop button ends it.
    void setJob(const QString &text, bool running, bool failed = false);
    void refresh();
    QString text() const;
    QString jobText() const;

signals:
    void stopRequested();

private:
    QString rowsText() const;
    void changeEvent(QEvent *event) override;
    void color();

    const ResultModel &rows_;
    QLabel *text_, *job_;
    QToolButton *stop_;
    QString error_;
    double seconds_ = -1;
    QElapsedTimer awaited_; ///< since a new statement's rows are waited for
    bool jobRunning_ = false, jobFailed_ = false;
};

} // namespace mureum::ui
