#pragma once
#include "ui/training/wizard/plan_report.h"

#include <qcustomplot.h>

namespace mureum::ui {

/// How many questions are how long, and where the model's context ends.
class HistogramPlot : public QCustomPlot
{
    Q_OBJECT
public:
    explicit HistogramPlot(QWidget *parent = nullptr);

    /// `limit`: tokens where a mark stands; 0: none.
    void setHistogram(const PlanReport::Histogram &histogram, qint64 limit = 0);
    const PlanReport::Histogram &histogram() const { return histogram_; }
    /// What stands under the mouse; empty for nothing.
    QString tipAt(const QPointF &position) const;

protected:
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void draw();

    PlanReport::Histogram histogram_;
    qint64 limit_ = 0;
};

} // namespace mureum::ui
