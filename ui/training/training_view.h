#pragma once
#include "ui/training/samples_model.h"
#include "ui/training/settings_table.h"
#include "ui/training/training_info.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTabWidget;
class QTableView;
class QToolButton;

namespace mureum::ui {

class CurvesPanel;
class MessageBar;

/// One fine-tuning: how far it is, what it gained, its curves, what it answers, its log and its settings.
/// Follows the run while it goes on.
class TrainingView : public QWidget
{
    Q_OBJECT
public:
    explicit TrainingView(QWidget *parent = nullptr);
    ~TrainingView() override;

    /// `job` has to live until close() or another open().
    void open(JobProcess *job);
    void close();
    JobProcess *job() const { return job_; }

    CurvesPanel *curves() const { return curves_; }
    SamplesModel &samples() { return samplesModel_; }
    QTabWidget *tabs() const { return tabs_; }
    QToolButton *backButton() const { return back_; }
    QToolButton *pauseButton() const { return pause_; }
    QToolButton *resumeButton() const { return resume_; }
    QToolButton *stopButton() const { return stop_; }
    QToolButton *moreButton() const { return more_; }
    QPushButton *answersButton() const { return answers_; }
    QString scoresText() const;
    QString factsText() const;
    MessageBar *messageBar() const { return message_; }

signals:
    void backRequested();
    void resumeRequested(mureum::ui::JobProcess *job);
    void againRequested(mureum::ui::JobProcess *job);
    /// The evaluations in `directory`, "before" and "after", and where their databases are.
    void answersRequested(const QString &title, const QString &directory, const QString &databases);

private:
    QLayout *buildHeader();
    QWidget *buildScores();
    void buildTabs();
    void follow();
    void readFiles();
    void readLogFile();
    void updateHeader();

    JobProcess *job_ = nullptr;
    TrainingInfo info_;
    std::unique_ptr<TrainingLog> log_;
    QTimer reread_;
    qint64 logRead_ = -1;
    SamplesModel samplesModel_;
    SettingsTable settingsModel_;
    QToolButton *back_, *pause_, *resume_, *stop_, *more_;
    QLabel *title_, *facts_, *scores_;
    QProgressBar *progress_;
    QPushButton *answers_;
    MessageBar *message_;
    QTabWidget *tabs_;
    CurvesPanel *curves_;
    QTableView *samplesTable_, *settingsTable_;
    QPlainTextEdit *logText_;
};

} // namespace mureum::ui
