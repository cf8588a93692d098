#pragma once
#include "ui/quantization/wizard/quantization_goal.h"
#include "ui/quantization/wizard/quantize_step.h"
#include "ui/quantization/wizard/schemes_model.h"

class QDoubleSpinBox;
class QLabel;
class QTableView;

namespace mureum::ui {

class ChoiceCards;
class SchemeFields;

/// What for, and so by which scheme: all of them side by side, the recommended one marked and chosen until
/// another is.
class SchemeStep : public QuantizeStep
{
    Q_OBJECT
public:
    explicit SchemeStep(QWidget *parent = nullptr);

    void load(const QuantizationPlan &plan) override;
    void store(QuantizationPlan &plan) const override;
    void follow(const QuantizationForecast *forecast, const QuantizationPlan &plan) override;
    QString missing() const override;

    /// The scheme is kept as it is loaded, instead of the recommended one.
    void keepScheme() { touched_ = true; }
    QuantizationGoal goal() const;
    ChoiceCards *goals() const { return goals_; }
    QDoubleSpinBox *limitField() const { return limit_; }
    QTableView *table() const { return table_; }
    SchemesModel &schemes() { return schemes_; }
    SchemeFields *fields() const { return fields_; }
    QString whyText() const;

private:
    void buildGoals();
    void buildTable();
    void propose();
    void showChosen();
    void fitTable();

    ChoiceCards *goals_;
    QWidget *limitRow_;
    QLabel *limitText_;
    QDoubleSpinBox *limit_;
    SchemesModel schemes_;
    QTableView *table_;
    QLabel *why_, *about_;
    SchemeFields *fields_;
    QString scheme_;
    int bits_ = 4;
    bool touched_ = false; ///< the user chose a scheme
    bool limited_ = false; ///< the user named a limit
    bool selecting_ = false;
};

} // namespace mureum::ui
