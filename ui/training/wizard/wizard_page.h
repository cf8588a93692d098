#pragma once
#include "ui/jobs/job_command.h"
#include "ui/training/wizard/plan_report.h"

#include <QWidget>

#include <initializer_list>

class QFormLayout;
class QLineEdit;
class QPushButton;

namespace mureum::ui {

/// One step of the wizard: it owns some of the plan's fields.
class WizardPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Fills the fields from the plan.
    virtual void load(const TrainingPlan &plan) = 0;
    /// Writes the fields that are its own into the plan.
    virtual void store(TrainingPlan &plan) const = 0;
    /// Hides what the program does not take. `help` is of the command that `kind` means.
    virtual void offer(const CliHelp &help, TrainingPlan::Kind kind);
    /// What would happen; null while it is not known.
    virtual void showReport(const PlanReport *report);
    /// What has to be filled in before the next step makes sense; empty where nothing is missing.
    virtual QString missing() const { return {}; }
    /// As narrow as its widgets can be, and as high as they then want to be.
    QSize minimumSizeHint() const override;

signals:
    void changed();

protected:
    /// A button that asks for a file, or a folder, and writes it into the field as if it were typed.
    QPushButton *browseButton(QLineEdit *field, const QString &title, const QString &filter, bool folder);
};

/// A row of a form whose label names `field` inside of it.
void addRow(QFormLayout *form, const QString &label, QWidget *field, QWidget *row);
/// Widgets side by side; one that expands takes the room, else it stays empty.
QWidget *rowOf(std::initializer_list<QWidget *> widgets);

} // namespace mureum::ui
