#pragma once
#include "ui/quantization/wizard/quantization_plan.h"
#include "ui/widgets/optional_box.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;

namespace mureum::ui {

class Drawer;

/// Every number of a scheme in a drawer, each with what it does and what is usual.
class SchemeFields : public QWidget
{
    Q_OBJECT
public:
    explicit SchemeFields(QWidget *parent = nullptr);

    void load(const QuantizationPlan &plan);
    void store(QuantizationPlan &plan) const;
    /// Shows what a scheme makes use of.
    void follow(const QString &scheme, int bits);

    Drawer *drawer() const { return drawer_; }
    QComboBox *bitsBox() const { return bits_; }
    QComboBox *groupBox() const { return group_; }
    QCheckBox *actOrderBox() const { return actOrder_; }
    QComboBox *embeddingsBox() const { return embeddings_; }
    QLineEdit *overridesField() const { return overrides_; }

signals:
    void changed();
    void bitsChosen(int bits);

private:
    void add(QFormLayout *form, const QString &label, QWidget *field, const QString &tip);
    QComboBox *schemeBox();

    QWidget *content_;
    Drawer *drawer_;
    QFormLayout *form_;
    QComboBox *bits_, *group_, *embeddings_, *head_;
    QCheckBox *actOrder_, *symmetric_, *doubled_;
    OptionalDoubleSpinBox *damping_;
    QLineEdit *overrides_;
    OptionalSpinBox *seed_, *threads_;
};

} // namespace mureum::ui
