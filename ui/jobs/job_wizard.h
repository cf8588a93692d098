#pragma once
#include "ui/jobs/finding.h"

#include <QDialog>
#include <QList>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace mureum::ui {

class FormPage;

/// From settings to a started job in a few steps: a list of them, a page each, what stands against the start,
/// and the command to copy. Deletes itself when it is closed.
class JobWizard : public QDialog
{
    Q_OBJECT
public:
    const std::vector<Finding> &findings() const { return findings_; }
    QPushButton *nextButton() const { return next_; }
    QPushButton *backButton() const { return back_; }
    QPushButton *startButton() const { return begin_; }
    QPushButton *copyButton() const { return copy_; }
    QListWidget *steps() const { return steps_; }
    QString statusText() const;

protected:
    explicit JobWizard(const QString &title, QWidget *parent);

    void addStep(const QString &title, FormPage *page);
    int currentStep() const;
    void setCurrentStep(int step);
    /// Findings for what the pages miss; the first such step, -1: none.
    int findMissing(std::vector<Finding> &findings) const;
    /// `wrong`: the step where an error is, -1: none. `summary`: what would run, or that it is looked at
    /// while `busy`; empty: unknown.
    void tell(const std::vector<Finding> &findings, int wrong, const QString &summary, bool busy);

    /// A field was changed.
    virtual void touch() = 0;
    /// Says what tell() takes for the step that is shown now.
    virtual void look() = 0;
    virtual QString commandText() const = 0;
    /// The job is to start as it is.
    virtual void begin() = 0;

private:
    void accept() override;

    QListWidget *steps_;
    QStackedWidget *stack_;
    QList<FormPage *> pages_;
    QLabel *status_;
    QPushButton *copy_, *back_, *next_, *begin_;
    std::vector<Finding> findings_;
};

} // namespace mureum::ui
