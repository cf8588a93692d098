#include "ui/training/wizard/histogram_plot.h"
#include "ui/results/chart_plot.h"
#include "ui/theme/theme.h"

#include <QToolTip>

#include <algorithm>

namespace mureum::ui {

HistogramPlot::HistogramPlot(QWidget *parent) : QCustomPlot(parent)
{
    setMouseTracking(true);
    setMinimumSize(180, 110);
    axisRect()->setupFullAxesBox(false);
    xAxis2->setVisible(false);
    yAxis2->setVisible(false);
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setSubTicks(false);
        axis->setTickLength(0, 4);
        axis->setNumberFormat(QStringLiteral("f"));
        axis->setNumberPrecision(0);
    }
    xAxis->grid()->setVisible(false);
    draw();
}

void HistogramPlot::setHistogram(const PlanReport::Histogram &histogram, qint64 limit)
{
    histogram_ = histogram;
    limit_ = limit;
    draw();
}

void HistogramPlot::draw()
{
    clearPlottables();
    clearItems();
    const QColor text = palette().color(QPalette::Text), line = separator(palette());
    setBackground(palette().color(QPalette::Base));
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setTickLabelFont(font());
        axis->setTickLabelColor(secondaryText(palette()));
        axis->setBasePen(axis == xAxis ? QPen(line) : QPen(Qt::NoPen));
        axis->setTickPen(axis == xAxis ? QPen(line) : QPen(Qt::NoPen));
        axis->grid()->setPen(QPen(line));
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->ticker()->setTickCount(axis == xAxis ? 6 : 3);
    }
    const double width = double(std::max<qint64>(1, histogram_.width));
    auto *bars = new QCPBars(xAxis, yAxis);
    bars->setWidthType(QCPBars::wtPlotCoords);
    bars->setWidth(width);
    bars->setBrush(ChartPlot::seriesColor(0, palette()));
    bars->setPen(QPen(palette().color(QPalette::Base), 1));
    bars->setAntialiased(false);
    QVector<double> keys, values;
    double most = 1, first = -1;
    for (std::size_t i = 0; i < histogram_.counts.size(); ++i) {
        keys.append((double(i) + 0.5) * width);
        values.append(double(histogram_.counts[i]));
        most = std::max(most, values.last());
        if (first < 0 && values.last() > 0)
            first = double(i) * width;
    }
    bars->setData(keys, values, true);
    const double end = std::max(1.0, double(histogram_.counts.size())) * width;
    // A context far beyond the longest question would press the bars together.
    const bool marked = limit_ > 0 && double(limit_) < end * 2.5;
    // Every prompt has the schema in it: what no prompt is as short as needs no room.
    xAxis->setRange(std::max(0.0, first - width), marked ? std::max(end, double(limit_) * 1.05) : end);
    yAxis->setRange(0, most * 1.08);
    if (marked) {
        auto *mark = new QCPItemStraightLine(this);
        mark->point1->setCoords(double(limit_), 0);
        mark->point2->setCoords(double(limit_), 1);
        mark->setPen(QPen(text, 1.4, Qt::DashLine));
    }
    axisRect()->setVisible(!histogram_.counts.empty()); // no axes of nothing
    replot(QCustomPlot::rpQueuedReplot);
}

QString HistogramPlot::tipAt(const QPointF &position) const
{
    const double at = xAxis->pixelToCoord(position.x());
    if (histogram_.width <= 0 || at < 0)
        return {};
    const auto bin = std::size_t(at / double(histogram_.width));
    if (bin >= histogram_.counts.size())
        return {};
    const QLocale locale;
    const qint64 from = qint64(bin) * histogram_.width;
    return tr("%1 to %2 tokens: %3")
        .arg(locale.toString(from), locale.toString(from + histogram_.width - 1),
             locale.toString(histogram_.counts[bin]));
}

void HistogramPlot::mouseMoveEvent(QMouseEvent *event)
{
    const QString tip = tipAt(event->position());
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPosition().toPoint(), tip, this);
}

void HistogramPlot::changeEvent(QEvent *event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        draw();
}

} // namespace mureum::ui
