#pragma once
#include "ui/evaluation/breakdown.h"

#include <qcustomplot.h>

namespace mureum::ui {

/// Bars of rates with their 95% intervals and counts, the first at the top. A click on a row, or the arrow
/// keys and Enter, choose it.
class BreakdownPlot : public QCustomPlot
{
    Q_OBJECT
public:
    explicit BreakdownPlot(QWidget *parent = nullptr);

    void setBars(const std::vector<Bar> &bars);
    const std::vector<Bar> &bars() const { return bars_; }
    /// The row that filters; -1: none.
    void setChosen(int row);
    int chosen() const { return chosen_; }
    int rowAt(const QPointF &position) const; ///< -1 outside
    QPointF centreOf(int row) const;          ///< of a row's band, in pixels
    QString tipOf(int row) const;

signals:
    void barClicked(int row);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void draw();
    void fitLabels();

    std::vector<Bar> bars_;
    int chosen_ = -1, focused_ = -1, pressed_ = -1;
};

} // namespace mureum::ui
