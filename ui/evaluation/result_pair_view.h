#pragma once
#include "ui/evaluation/result_side_model.h"
#include "ui/jobs/background.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QLabel;
class QStackedWidget;
class QTableView;

namespace mureum::ui {

/// What the right answer and the prediction give, side by side, run in the background.
class ResultPairView : public QWidget
{
    Q_OBJECT
public:
    explicit ResultPairView(QWidget *parent = nullptr);

    /// A former run is stopped.
    void compare(const QString &database, const QString &gold, const QString &predicted);
    void showMessage(const QString &text);
    const ResultSideModel &goldModel() const { return sides_[0].model; }
    const ResultSideModel &predictedModel() const { return sides_[1].model; }
    QCheckBox *onlyDiffering() const { return only_; }
    bool busy() const { return runner_.busy(); }

signals:
    void finished();

private:
    struct Side
    {
        QLabel *heading;
        QStackedWidget *stack;
        QTableView *table;
        QLabel *message;
        ResultSideModel model;
    };
    void build(Side &side, const QString &name);
    void take(const ResultPair &pair);
    void fill(Side &side, const QString &name, const ResultSidePtr &rows, bool same);

    std::array<Side, 2> sides_;
    QCheckBox *only_;
    bool following_ = false; ///< one side is being moved after the other
    Background runner_;
};

} // namespace mureum::ui
