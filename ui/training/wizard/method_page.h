#pragma once
#include "ui/training/wizard/wizard_page.h"

class QFormLayout;
class QGroupBox;
class QLabel;

namespace mureum::ui {

class AdvancedFields;
class ApiKeys;
class ChoiceCards;
class ServerFields;

/// How it is learned: by what, which weights, how long, and every number behind it.
class MethodPage : public WizardPage
{
    Q_OBJECT
public:
    explicit MethodPage(ApiKeys &keys, QWidget *parent = nullptr);

    void load(const TrainingPlan &plan) override;
    void store(TrainingPlan &plan) const override;
    void offer(const CliHelp &help, TrainingPlan::Kind kind) override;
    QString missing() const override;

    /// The teacher's; empty where none is asked.
    QString apiKey() const;
    void keepKey();
    ChoiceCards *methods() const { return methods_; }
    ChoiceCards *tunings() const { return tunings_; }
    ChoiceCards *presets() const { return presets_; }
    ServerFields *teacher() const { return teacher_; }
    AdvancedFields *advanced() const { return advanced_; }

private:
    void buildCards();
    void follow();
    bool taught() const;

    QLabel *methodTitle_;
    ChoiceCards *methods_, *tunings_, *presets_;
    QWidget *pairsRow_;
    QLineEdit *pairs_;
    QGroupBox *teacherBox_;
    ServerFields *teacher_;
    AdvancedFields *advanced_;
    TrainingPlan::Kind kind_ = TrainingPlan::Kind::Adapt;
};

} // namespace mureum::ui
