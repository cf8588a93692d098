#pragma once
#include "ui/training/wizard/plan_report.h"

#include <QWidget>

class QLabel;
class QTabWidget;
class QTableWidget;

namespace mureum::ui {

class HistogramPlot;
class SegmentBar;

/// What the data turns out to be: how it is divided, its languages, some questions, how long they are, what
/// is left out.
class DataPreview : public QWidget
{
    Q_OBJECT
public:
    explicit DataPreview(QWidget *parent = nullptr);

    /// Null: nothing is known.
    void show(const PlanReport *report);
    /// The captions of its bars, to be as wide as the labels of a form above.
    const QList<QLabel *> &captions() const { return captions_; }
    QTableWidget *questions() const { return questions_; }
    QTableWidget *leftOut() const { return leftOut_; }
    SegmentBar *split() const { return split_; }
    SegmentBar *languages() const { return languages_; }
    HistogramPlot *promptLengths() const { return prompt_; }
    QString lengthsText() const;

private:
    void showQuestions(const PlanReport &report);
    void showLengths(const PlanReport &report);
    void showLeftOut(const PlanReport &report);

    SegmentBar *split_, *languages_;
    QList<QLabel *> captions_;
    QTabWidget *tabs_;
    QTableWidget *questions_, *leftOut_;
    HistogramPlot *prompt_, *answer_;
    QLabel *lengths_;
};

} // namespace mureum::ui
