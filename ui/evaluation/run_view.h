#pragma once
#include "ui/evaluation/run_info.h"
#include "ui/evaluation/run_records.h"
#include "ui/evaluation/verified_pairs.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace mureum::ui {

class ChartsPanel;
class ExampleView;
class ExamplesPanel;
class MessageBar;

/// One run from above and down to each example: rates, charts, a list that filters, the drill-down. Follows
/// the run while it goes on.
class RunView : public QWidget
{
    Q_OBJECT
public:
    explicit RunView(VerifiedPairs &verified, QWidget *parent = nullptr);
    ~RunView() override;

    /// `job` has to live until close() or another open().
    void open(JobProcess *job);
    void close();
    JobProcess *job() const { return job_; }

    RunRecords *records() const { return records_.get(); }
    ExamplesPanel *examples() const { return examples_; }
    ChartsPanel *charts() const { return charts_; }
    ExampleView *example() const { return example_; }
    QTabBar *tabs() const { return tabs_; }
    QToolButton *backButton() const { return back_; }
    QToolButton *exportButton() const { return export_; }
    MessageBar *messageBar() const { return message_; }
    void showCharts();
    void showExample();

signals:
    void backRequested();

private:
    QLayout *buildHeader();
    void connectParts();
    void follow();
    void updateHeader();
    void showCurrent();
    void chooseDatabases();
    /// The file, or empty with the reason.
    QString databaseOf(const RunExample &example, QString &problem) const;
    void exportCsv();
    void exportPng();
    void exportHtml();
    void saveAs(const QString &title, const QString &ending, const QStringList &filters,
                const std::function<void(const QString &file, const QString &filter)> &write);
    void tell(const QString &file, const QString &problem);

    JobProcess *job_ = nullptr;
    RunInfo info_;
    QString chosenDatabases_;
    std::unique_ptr<RunRecords> records_;
    QTimer redraw_;
    Background worker_;
    QToolButton *back_, *export_;
    QLabel *title_, *rates_;
    MessageBar *message_;
    QTabBar *tabs_;
    QStackedWidget *pages_;
    ExamplesPanel *examples_;
    ChartsPanel *charts_;
    ExampleView *example_;
    QSplitter *splitter_;
};

} // namespace mureum::ui
