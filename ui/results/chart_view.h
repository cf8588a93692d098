#pragma once
#include "ui/results/chart_choice.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace mureum::ui {

class ChartPlot;

/// A chart of the first rows of a result: the kind and the columns picked from what the columns hold,
/// changeable, saved as PNG. Where there is nothing to draw it says why.
class ChartView : public QWidget
{
    Q_OBJECT
public:
    explicit ChartView(QWidget *parent = nullptr);

    /// `complete`: these are all rows there are.
    void setRows(const QStringList &columns, const std::vector<RowBlockPtr> &rows, bool complete);
    void clear();

    const ChartSpec &spec() const { return spec_; }
    ChartPlot *plot() const { return plot_; }
    /// Why there is no chart; empty where there is one.
    QString reason() const;
    QString note() const;
    /// Empty where it was written, else what went wrong.
    QString savePng(const QString &file);

signals:
    /// News for the status line.
    void saved(const QString &file);
    void saveFailed(const QString &error);

private:
    void buildTools();
    void draw();
    void fillTools();
    void fillValues();
    void chooseKind();
    void chooseFile();

    QStringList names_;
    std::vector<ColumnProfile> columns_;
    std::vector<RowBlockPtr> rows_;
    int rowCount_ = 0;
    bool complete_ = true, chosenByHand_ = false;
    ChartSpec spec_;

    QWidget *tools_;
    QComboBox *kind_, *x_, *split_;
    QToolButton *values_, *save_;
    QMenu *valuesMenu_;
    QLabel *splitLabel_, *note_, *reason_;
    QStackedWidget *stack_;
    ChartPlot *plot_;
};

} // namespace mureum::ui
