#pragma once
#include "ui/jobs/job_process.h"
#include "ui/training/settings_table.h"
#include "ui/training/training_log.h"

#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QCheckBox;
class QTableView;
class QToolButton;

namespace mureum::ui {

class CurvesPanel;
class MessageBar;

/// Several fine-tunings beside each other: what was set differently, and their curves over one another.
class TrainingCompare : public QWidget
{
    Q_OBJECT
public:
    explicit TrainingCompare(QWidget *parent = nullptr);
    ~TrainingCompare() override;

    void open(const QList<JobProcess *> &jobs);
    void close();

    SettingsTable &settings() { return model_; }
    QTableView *table() const { return table_; }
    QCheckBox *onlyDifferences() const { return only_; }
    CurvesPanel *curves() const { return curves_; }
    QToolButton *backButton() const { return back_; }
    MessageBar *messageBar() const { return message_; }

signals:
    void backRequested();

private:
    void refresh();

    QStringList names_;
    std::vector<std::unique_ptr<TrainingLog>> logs_;
    QTimer reread_; ///< for runs that go on
    SettingsTable model_;
    QToolButton *back_;
    QCheckBox *only_;
    QTableView *table_;
    CurvesPanel *curves_;
    MessageBar *message_;
};

} // namespace mureum::ui
