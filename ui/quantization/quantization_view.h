#pragma once
#include "ui/quantization/quantization_info.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QStackedWidget;
class QTableWidget;
class QTabWidget;
class QToolButton;

namespace mureum::ui {

class MessageBar;
class PhasesPanel;
class ReportPanel;

/// One quantization: how far it is while it goes on, then before and after; its layers and its log.
class QuantizationView : public QWidget
{
    Q_OBJECT
public:
    explicit QuantizationView(QWidget *parent = nullptr);

    /// `job` has to live until close() or another open().
    void open(JobProcess *job);
    void close();
    JobProcess *job() const { return job_; }
    const QuantizationInfo &info() const { return info_; }

    ReportPanel *report() const { return report_; }
    PhasesPanel *phases() const { return phases_; }
    QTabWidget *tabs() const { return tabs_; }
    QTableWidget *layers() const { return layers_; }
    QToolButton *backButton() const { return back_; }
    QToolButton *stopButton() const { return stop_; }
    QToolButton *resumeButton() const { return resume_; }
    QToolButton *moreButton() const { return more_; }
    QString factsText() const;
    QString logText() const;
    MessageBar *messageBar() const { return message_; }

signals:
    void backRequested();
    void resumeRequested(mureum::ui::JobProcess *job);
    void againRequested(mureum::ui::JobProcess *job);

private:
    QLayout *buildHeader();
    void buildTabs();
    void follow();
    void reread();
    void updateHeader();
    void readLog();
    void showLayers();

    JobProcess *job_ = nullptr;
    QuantizationInfo info_;
    QTimer reread_;
    qint64 logRead_ = -1;
    QToolButton *back_, *stop_, *resume_, *more_;
    QLabel *title_, *facts_;
    QProgressBar *progress_;
    MessageBar *message_;
    QTabWidget *tabs_;
    QStackedWidget *first_;
    PhasesPanel *phases_;
    ReportPanel *report_;
    QTableWidget *layers_;
    QPlainTextEdit *log_;
};

} // namespace mureum::ui
