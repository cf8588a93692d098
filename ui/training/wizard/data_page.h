#pragma once
#include "ui/training/wizard/wizard_page.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QStackedWidget;

namespace mureum::ui {

class ChoiceCards;
class DataPreview;
class Settings;

/// What is learned from: generated questions about a database, or the user's own.
class DataPage : public WizardPage
{
    Q_OBJECT
public:
    explicit DataPage(const Settings &settings, QWidget *parent = nullptr);

    void load(const TrainingPlan &plan) override;
    void store(TrainingPlan &plan) const override;
    void offer(const CliHelp &help, TrainingPlan::Kind kind) override;
    void showReport(const PlanReport *report) override;
    QString missing() const override;

    TrainingPlan::Kind kind() const;
    ChoiceCards *sources() const { return sources_; }
    QLineEdit *databaseField() const;
    QLineEdit *dataField() const { return data_; }
    QLineEdit *databasesField() const { return databases_; }
    QSpinBox *countField() const { return count_; }
    QCheckBox *historyField() const { return history_; }
    DataPreview *preview() const { return preview_; }

private:
    QWidget *adaptForm(const Settings &settings);
    QWidget *finetuneForm();
    void alignLabels();
    void connectFields();
    void guessDatabases();

    ChoiceCards *sources_;
    QStackedWidget *forms_;
    QComboBox *database_;
    QSpinBox *count_, *heldOut_;
    QCheckBox *korean_, *english_, *verified_, *history_;
    QLineEdit *data_, *databases_, *validation_;
    QComboBox *judgedBy_;
    QDoubleSpinBox *share_;
    QWidget *validationRow_;
    DataPreview *preview_;
    QFormLayout *adaptForm_, *finetuneForm_;
    QWidget *counted_;
    QStringList otherVerified_; ///< files of the plan beside the user's own
    QString historyFile_;
    bool databasesTouched_ = false;
};

} // namespace mureum::ui
