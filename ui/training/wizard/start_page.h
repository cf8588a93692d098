#pragma once
#include "ui/training/wizard/wizard_page.h"

class QFrame;
class QLabel;
class QPlainTextEdit;

namespace mureum::ui {

class SegmentBar;

/// What the run will take, and its name.
class StartPage : public WizardPage
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    void load(const TrainingPlan &plan) override;
    void store(TrainingPlan &plan) const override;
    void showReport(const PlanReport *report) override;
    /// The name of a run that was given none.
    void setUsualTitle(const QString &title);
    void setCommand(const QString &text);

    QLineEdit *titleField() const { return title_; }
    QString commandText() const;
    QString memoryText() const;
    QString timeText() const;
    SegmentBar *memory() const { return memory_; }
    /// Hidden where there is nothing to apply.
    QPushButton *applyButton() const { return apply_; }

signals:
    void applyRequested();

private:
    QLineEdit *title_;
    SegmentBar *memory_;
    QLabel *memoryText_, *time_, *trained_;
    QFrame *proposal_;
    QLabel *changes_;
    QPushButton *apply_;
    QPlainTextEdit *command_;
    bool touched_ = false;
};

} // namespace mureum::ui
