#pragma once
#include "ui/ask/ask_client.h"
#include "ui/history/history_store.h"
#include "ui/jobs/jobs_store.h"
#include "ui/settings/settings.h"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QStackedWidget;

namespace mureum::ui {

class AdaptPanel;
class AskPage;
class DatabaseChooser;
class EvaluationPage;
class QuantizationPage;
class TrainingPage;

/// The window: icon rail, menus, status bar, and the pages.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(AskClient &client, HistoryStore &history, JobsStore &evaluations, JobsStore &trainings,
               JobsStore &quantizations, Settings &settings, const QString &language);
    ~MainWindow() override;

    enum class Page { Ask, Evaluation, Training, Quantize };
    void showPage(Page page);
    Page page() const;
    AskPage *askPage() const { return ask_; }
    EvaluationPage *evaluationPage() const { return evaluation_; }
    TrainingPage *trainingPage() const { return training_; }
    QuantizationPage *quantizationPage() const { return quantization_; }
    AdaptPanel *adaptPanel() const { return adapt_; }
    /// Opens a database file (made absolute) and remembers it once it is open.
    void openDatabase(const QString &file);
    void saveLayout();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildRail();
    void buildMenus();
    void buildStatusBar();
    void showSettings();
    void showAbout();
    void showKeys();
    void updateModelLabel();
    void updateJobsLabel();
    QList<JobProcess *> activeJobs() const;
    void find();
    void onDatabaseOpened(const QString &file);

    AskClient &client_;
    JobsStore &evaluations_, &trainings_, &quantizations_;
    Settings &settings_;
    DatabaseChooser *chooser_;
    QStackedWidget *pages_;
    AskPage *ask_;
    EvaluationPage *evaluation_;
    TrainingPage *training_;
    QuantizationPage *quantization_;
    AdaptPanel *adapt_;
    QActionGroup *rail_;    ///< an action per page, in the order of Page
    QActionGroup *askOnly_; ///< actions that mean the question on the Ask page
    QLabel *database_, *model_, *timing_, *jobs_;
    bool leaving_ = false; ///< what becomes of running jobs has been asked
};

} // namespace mureum::ui
