#pragma once
#include "ui/evaluation/comparison.h"
#include "ui/evaluation/verified_pairs.h"
#include "ui/jobs/background.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QListView;
class QTableView;
class QToolButton;

namespace mureum::ui {

class ExampleView;
class MessageBar;

/// Two runs or more: what the later ones do better or worse than the first, and on which examples.
class CompareView : public QWidget
{
    Q_OBJECT
public:
    explicit CompareView(VerifiedPairs &verified, QWidget *parent = nullptr);

    struct Run
    {
        QString directory, title, databases;
    };
    void open(const QList<Run> &runs);

    ComparisonModel &rates() { return rates_; }
    FlipsModel &flips() { return flips_; }
    QTableView *rateTable() const { return table_; }
    QListView *flipList() const { return list_; }
    QComboBox *showBox() const { return show_; }
    ExampleView *example() const { return example_; }
    QToolButton *backButton() const { return back_; }
    MessageBar *messageBar() const { return message_; }

signals:
    void backRequested();
    void compared();

private:
    void build();
    void take(Comparison comparison);
    void showFlips();
    void showCurrent();
    void exportHtml();

    QList<Run> runs_;
    ComparisonPtr comparison_;
    ComparisonModel rates_;
    FlipsModel flips_;
    Background worker_;
    QToolButton *back_, *swap_, *export_;
    QLabel *title_, *note_;
    MessageBar *message_;
    QTableView *table_;
    QComboBox *show_;
    QListView *list_;
    ExampleView *example_;
};

} // namespace mureum::ui
