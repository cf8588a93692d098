#pragma once
#include "ui/results/chart_data.h"

#include <qcustomplot.h>

#include <optional>

namespace mureum::ui {

/// Draws ChartData in the colours of the palette. Bars lie down where their names would not fit side by side.
class ChartPlot : public QCustomPlot
{
    Q_OBJECT
public:
    explicit ChartPlot(QWidget *parent = nullptr);

    void setData(ChartKind kind, const ChartData &points);
    const ChartData &chartData() const { return data_; }
    bool barsLieDown() const { return lying_; }
    /// What stands under the mouse, one line each; empty for nothing.
    QString tipAt(const QPointF &position) const;
    /// All of it in view again.
    void fit();
    static QColor seriesColor(int series, const QPalette &palette);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    /// How the names of categories are written.
    struct LabelFit
    {
        bool lying = false;
        int rotation = 0;
        int every = 1; ///< only each n-th
        int width = 0; ///< pixels a name may take
    };

    void build();
    void placeLegend(bool shown);
    void drawBars();
    void drawGraphs();
    void applyColors();
    void applyLabels();
    LabelFit fitLabels() const;
    LabelFit fitTimes() const;
    QSharedPointer<QCPAxisTicker> nameTicker(const LabelFit &fit) const;

    ChartKind kind_ = ChartKind::None;
    ChartData data_;
    bool lying_ = false, building_ = false;
    QList<QCPAbstractPlottable *> drawn_;
};

} // namespace mureum::ui
