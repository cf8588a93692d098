#pragma once
#include "ui/quantization/wizard/quantize_step.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace mureum::ui {

class ChoiceCards;

/// What is calibrated with, and what is measured by.
class DataStep : public QuantizeStep
{
    Q_OBJECT
public:
    explicit DataStep(QWidget *parent = nullptr);

    void load(const QuantizationPlan &plan) override;
    void store(QuantizationPlan &plan) const override;
    void follow(const QuantizationForecast *forecast, const QuantizationPlan &plan) override;
    QString missing() const override;

    ChoiceCards *calibrations() const { return calibrations_; }
    ChoiceCards *measures() const { return measures_; }
    QLineEdit *calibrationField() const { return calibration_; }
    QLineEdit *evaluationField() const { return evaluation_; }
    QLineEdit *databasesField() const { return databases_; }
    QLineEdit *textField() const { return text_; }
    QSpinBox *limitField() const { return limit_; }

private:
    QWidget *buildCalibration();
    QWidget *buildMeasures();
    void connectFields();
    void arrange();
    void guessDatabases(const QString &questions);
    bool asksOwn() const; ///< questions whose databases have to be named

    ChoiceCards *calibrations_, *measures_;
    QLineEdit *calibration_, *evaluation_, *databases_, *text_;
    QWidget *calibrationRow_, *calibrationMore_, *evaluationRow_, *databasesBox_, *measureMore_;
    QLabel *unneeded_;
    QSpinBox *tokens_, *limit_, *candidates_;
    QCheckBox *speed_;
    bool calibrated_ = false, databasesTouched_ = false;
};

} // namespace mureum::ui
