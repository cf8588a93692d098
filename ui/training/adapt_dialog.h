#pragma once
#include "ui/training/wizard/training_plan.h"

#include <QDialog>

class QButtonGroup;
class QCheckBox;
class QPushButton;

namespace mureum::ui {

/// Says what "Adapt to this database" does, how long it takes, and asks how thorough it is to be.
class AdaptDialog : public QDialog
{
    Q_OBJECT
public:
    /// `plan`: what is to be adapted to; preset and languages are chosen here.
    explicit AdaptDialog(const TrainingPlan &plan, QWidget *parent = nullptr);

    TrainingPlan plan() const;
    QPushButton *startButton() const { return start_; }
    void choosePreset(const QString &preset);
    QCheckBox *languageBox(const QString &language) const;

signals:
    void chosen(const mureum::ui::TrainingPlan &plan);

private:
    TrainingPlan plan_;
    QButtonGroup *presets_;
    QCheckBox *korean_, *english_;
    QPushButton *start_;
};

/// Minutes an adaptation of the bundled model takes on this machine, roughly.
int estimatedMinutes(const QString &preset);

} // namespace mureum::ui
