#pragma once
#include "ui/training/wizard/training_plan.h"
#include "ui/widgets/optional_box.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QFormLayout;

namespace mureum::ui {

class Drawer;

/// Every number of a training in a drawer, each with what it does and what is usual. What is not touched is
/// left to the preset and the program.
class AdvancedFields : public QWidget
{
    Q_OBJECT
public:
    explicit AdvancedFields(QWidget *parent = nullptr);

    void load(const TrainingPlan &plan);
    void store(TrainingPlan &plan) const;
    void offer(const CliHelp &help);
    /// Shows what the plan's method, tuning and preset make use of, and what they mean where nothing is
    /// chosen.
    void follow(const TrainingPlan &plan);

    Drawer *drawer() const { return drawer_; }
    /// The field of an option of the command line; null where there is none.
    QWidget *field(const QString &option) const;
    bool shown(const QString &option) const;

signals:
    void changed();

private:
    struct Row
    {
        QString option;
        QWidget *field;
        QFormLayout *form;
        bool offered = true, used = true;
    };
    struct IntegerRow
    {
        OptionalSpinBox *box;
        std::optional<int> TrainingPlan::*field;
    };
    struct RealRow
    {
        OptionalDoubleSpinBox *box;
        std::optional<double> TrainingPlan::*field;
    };

    QFormLayout *group(const QString &title);
    void integer(const char *option, const QString &label, int lowest, int highest, const QString &tip);
    void real(const char *option, const QString &label, double lowest, double highest, double unit,
              const QString &tip);
    void add(const char *option, const QString &label, QWidget *field, const QString &tip);
    void build();
    void arrange();
    void usual(const char *option, std::optional<double> value, const QString &text = {});

    QWidget *content_;
    Drawer *drawer_;
    QFormLayout *form_ = nullptr; ///< the group that is being filled
    std::vector<Row> rows_;
    std::vector<IntegerRow> integers_;
    std::vector<RealRow> reals_;
    QCheckBox *rslora_, *checkpointing_, *spill_;
    QWidget *targets_;
    QList<QCheckBox *> layers_;
};

} // namespace mureum::ui
