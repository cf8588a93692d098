#include "ui/results/chart_plot.h"

#include "ui/theme/theme.h"

#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace mureum::ui {

namespace {

constexpr int widestName = 180, mostRotated = 110; // pixels
constexpr int dotsUpTo = 120;                      // points of a line that are marked
constexpr double barWidth = 0.75;

QColor blend(const QColor &a, const QColor &b, double share)
{
    const auto mix = [share](int x, int y) { return int(std::lround(x + (y - x) * share)); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

/// Numbers in the unit that suits what is in view: 만, 억 or K, M.
class NumberTicker : public QCPAxisTicker
{
protected:
    double getTickStep(const QCPRange &range) override
    {
        unit_ = unitFor(std::max(std::abs(range.lower), std::abs(range.upper)) * 0.999);
        return QCPAxisTicker::getTickStep(range);
    }
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        // What is left of a difference is nothing.
        return compactNumber(std::abs(tick) < 1e-12 ? 0 : tick, unit_);
    }

private:
    double unit_ = 1;
};

} // namespace

QColor ChartPlot::seriesColor(int series, const QPalette &palette)
{
    // Told apart by people who do not tell red from green, too (after Okabe and Ito).
    static const QList<QColor> colors = {QColor(0x2f, 0x6f, 0xc9), QColor(0xe0, 0x7b, 0x1f),
                                         QColor(0x1f, 0x9e, 0x77), QColor(0xb5, 0x46, 0x8b),
                                         QColor(0xc9, 0xa2, 0x27), QColor(0x6f, 0x5b, 0xd0),
                                         QColor(0x4a, 0xa6, 0xcf), QColor(0x8a, 0x6d, 0x4b)};
    const QColor color = colors[series % colors.size()];
    return isDark(palette) ? blend(color, Qt::white, 0.22) : color;
}

ChartPlot::ChartPlot(QWidget *parent) : QCustomPlot(parent)
{
    setObjectName(QStringLiteral("chartPlot"));
    setMouseTracking(true);
    setMinimumSize(160, 90);
    legend->setVisible(false);
    legend->setLayer(QStringLiteral("overlay"));
    plotLayout()->setRowSpacing(0);
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    legend->setBorderPen(Qt::NoPen);
    legend->setMargins(QMargins(8, 4, 8, 0));
    axisRect()->setupFullAxesBox(false);
    for (QCPAxis *axis : {xAxis2, yAxis2})
        axis->setVisible(false);
    applyColors();
}

void ChartPlot::setData(ChartKind kind, const ChartData &points)
{
    kind_ = kind;
    data_ = points;
    build();
}

void ChartPlot::build()
{
    building_ = true;
    clearPlottables();
    drawn_.clear();
    legend->clearItems();
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setTicker(QSharedPointer<NumberTicker>::create());
        axis->setTickLabelRotation(0);
        axis->setRangeReversed(false);
        axis->setSubTicks(false);
    }
    setInteractions(kind_ == ChartKind::Bar ? QCP::Interactions() : QCP::iRangeDrag | QCP::iRangeZoom);
    if (kind_ == ChartKind::Bar)
        drawBars();
    else
        drawGraphs();

    const bool several = data_.series.size() > 1;
    placeLegend(several);
    legend->setWrap(std::max(1, width() / 160));
    QCPAxis *keys = lying_ ? yAxis : xAxis, *values = lying_ ? xAxis : yAxis;
    keys->setLabel(lying_ ? QString() : data_.xName);
    values->setLabel(data_.yName);
    applyColors();
    fit();
    building_ = false;
    applyLabels();
    replot(QCustomPlot::rpQueuedReplot);
}

/// Above the plot, never on it; its row is there only while there is something to tell apart.
void ChartPlot::placeLegend(bool shown)
{
    legend->setVisible(shown);
    if (shown == (plotLayout()->rowCount() > 1))
        return;
    if (shown) {
        plotLayout()->insertRow(0);
        plotLayout()->addElement(0, 0, legend);
        plotLayout()->setRowStretchFactor(0, 0.001);
    } else {
        plotLayout()->take(legend);
        plotLayout()->simplify();
        // A layout element needs an owner to be drawn or kept.
        axisRect()->insetLayout()->addElement(legend, Qt::AlignTop | Qt::AlignRight);
    }
}

void ChartPlot::drawBars()
{
    lying_ = fitLabels().lying;
    QCPAxis *keys = lying_ ? yAxis : xAxis, *values = lying_ ? xAxis : yAxis;
    keys->setRangeReversed(lying_); // the first at the top
    auto *group = new QCPBarsGroup(this);
    group->setSpacingType(QCPBarsGroup::stPlotCoords);
    group->setSpacing(0);
    for (const ChartData::Series &series : std::as_const(data_.series)) {
        auto *bars = new QCPBars(keys, values);
        bars->setName(series.name);
        bars->setData(series.keys, series.values);
        bars->setWidthType(QCPBars::wtPlotCoords);
        bars->setWidth(barWidth / double(data_.series.size()));
        bars->setBarsGroup(group);
        bars->setAntialiased(false);
        drawn_.append(bars);
    }
}

void ChartPlot::drawGraphs()
{
    lying_ = false;
    for (const ChartData::Series &series : std::as_const(data_.series)) {
        if (kind_ == ChartKind::Line) {
            auto *graph = new QCPGraph(xAxis, yAxis);
            graph->setData(series.keys, series.values, true);
            graph->setScatterStyle(series.keys.size() <= dotsUpTo
                                       ? QCPScatterStyle(QCPScatterStyle::ssDisc, 5)
                                       : QCPScatterStyle(QCPScatterStyle::ssNone));
            drawn_.append(graph);
        } else {
            auto *curve = new QCPGraph(xAxis, yAxis);
            curve->setData(series.keys, series.values);
            curve->setLineStyle(QCPGraph::lsNone);
            curve->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 6));
            drawn_.append(curve);
        }
        drawn_.last()->setName(series.name);
    }
}

void ChartPlot::fit()
{
    if (drawn_.isEmpty())
        return;
    rescaleAxes();
    QCPAxis *keys = lying_ ? yAxis : xAxis, *values = lying_ ? xAxis : yAxis;
    if (kind_ == ChartKind::Bar) {
        keys->setRange(-0.6, double(data_.labels.size()) - 0.4);
        const QCPRange range = values->range();
        values->setRange(std::min(0.0, range.lower * (range.lower < 0 ? 1.05 : 1)),
                         std::max(range.upper * (range.upper > 0 ? 1.05 : 1), range.lower < 0 ? 0.0 : 1e-9));
    } else {
        for (QCPAxis *axis : {keys, values}) {
            const QCPRange range = axis->range();
            const double margin =
                range.size() > 0 ? range.size() * 0.04 : std::max(1.0, std::abs(range.lower) * 0.1);
            axis->setRange(range.lower - margin, range.upper + margin);
        }
        // A line of amounts is read from zero, where that does not flatten it.
        const QCPRange range = values->range();
        if (kind_ == ChartKind::Line && range.lower > 0 && range.lower < range.upper * 0.5)
            values->setRangeLower(0);
    }
    if (!building_) {
        applyLabels();
        replot(QCustomPlot::rpQueuedReplot);
    }
}

ChartPlot::LabelFit ChartPlot::fitLabels() const
{
    LabelFit fit;
    const QFontMetrics metrics(font());
    int widest = 1;
    for (const QString &label : data_.labels)
        widest = std::max(widest, metrics.horizontalAdvance(label));
    const int count = std::max<int>(1, int(data_.labels.size()));
    const int across = std::max(1, width() - 110), down = std::max(1, height() - 70);
    const int line = metrics.height() + 2;
    if (widest + 10 <= across / count) {
        fit.width = widest;
    } else if (down / count >= line) {
        fit.lying = true;
        fit.width = std::min({widest, widestName, width() / 3});
    } else if (kind_ == ChartKind::Bar && across / count >= line) {
        fit.rotation = -45;
        fit.width = std::min(widest, std::min(mostRotated, height() / 3));
    } else {
        fit.lying = true;
        fit.width = std::min({widest, widestName, width() / 3});
        fit.every = (line * count + down - 1) / down;
    }
    return fit;
}

/// Names under points in time or of a line over categories: side by side, as many as fit.
ChartPlot::LabelFit ChartPlot::fitTimes() const
{
    LabelFit fit;
    const QFontMetrics metrics(font());
    int widest = 1;
    for (const QString &label : data_.labels)
        widest = std::max(widest, metrics.horizontalAdvance(label));
    fit.width = std::min(widest, widestName);
    const int across = std::max(1, width() - 110);
    fit.every = std::max<int>(1, int(data_.labels.size()) * (fit.width + 14) / across + 1);
    if (int(data_.labels.size()) * (fit.width + 14) <= across)
        fit.every = 1;
    return fit;
}

QSharedPointer<QCPAxisTicker> ChartPlot::nameTicker(const LabelFit &fit) const
{
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    const QFontMetrics metrics(font());
    for (qsizetype i = 0; i < data_.labels.size(); i += fit.every)
        ticker->addTick(data_.ticks.isEmpty() ? double(i) : data_.ticks[i],
                        metrics.elidedText(data_.labels[i], Qt::ElideRight, std::max(24, fit.width + 4)));
    return ticker;
}

void ChartPlot::applyLabels()
{
    yAxis->ticker()->setTickCount(std::clamp(height() / 60, 2, 8));
    xAxis->ticker()->setTickCount(std::clamp(width() / 110, 2, 10));
    if (data_.labels.isEmpty())
        return;
    const LabelFit fit = kind_ == ChartKind::Bar ? fitLabels() : fitTimes();
    QCPAxis *keys = lying_ ? yAxis : xAxis;
    keys->setTicker(nameTicker(fit));
    keys->setTickLabelRotation(lying_ ? 0 : fit.rotation);
    keys->setSubTicks(false);
}

void ChartPlot::applyColors()
{
    const QPalette colors = palette();
    const QColor base = colors.color(QPalette::Base), text = colors.color(QPalette::Text);
    setBackground(base);
    const QColor quiet = secondaryText(colors);
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setTickLabelFont(font());
        axis->setLabelFont(font());
        axis->setTickLabelColor(text);
        axis->setLabelColor(quiet);
        axis->setBasePen(blend(base, text, 0.35));
        axis->setTickPen(blend(base, text, 0.35));
        axis->setSubTickPen(Qt::NoPen);
        axis->grid()->setPen(QPen(blend(base, text, 0.13), 1, Qt::SolidLine));
        axis->grid()->setZeroLinePen(QPen(blend(base, text, 0.4), 1));
        axis->grid()->setSubGridVisible(false);
    }
    // No lines through the names of bars.
    xAxis->grid()->setVisible(kind_ != ChartKind::Bar || lying_);
    yAxis->grid()->setVisible(kind_ != ChartKind::Bar || !lying_);
    legend->setFont(font());
    legend->setTextColor(text);
    legend->setBrush(Qt::NoBrush);
    for (qsizetype i = 0; i < drawn_.size(); ++i) {
        const QColor color = seriesColor(int(i), colors);
        if (qobject_cast<QCPBars *>(drawn_[i])) {
            drawn_[i]->setPen(Qt::NoPen);
            drawn_[i]->setBrush(color);
            continue;
        }
        drawn_[i]->setPen(QPen(color, 2));
        if (kind_ == ChartKind::Scatter) {
            QColor seeThrough = color;
            seeThrough.setAlphaF(0.7f);
            drawn_[i]->setPen(QPen(seeThrough, 1));
        }
    }
}

void ChartPlot::resizeEvent(QResizeEvent *event)
{
    QCustomPlot::resizeEvent(event);
    if (kind_ == ChartKind::None || building_)
        return;
    if (kind_ == ChartKind::Bar && fitLabels().lying != lying_) {
        build();
        return;
    }
    legend->setWrap(std::max(1, width() / 160));
    applyLabels();
    replot(QCustomPlot::rpQueuedReplot);
}

void ChartPlot::changeEvent(QEvent *event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyColors();
        applyLabels();
        replot(QCustomPlot::rpQueuedReplot);
    }
}

QString ChartPlot::tipAt(const QPointF &position) const
{
    if (data_.series.isEmpty() || !axisRect()->rect().contains(position.toPoint()))
        return {};
    QStringList lines;
    if (kind_ == ChartKind::Scatter) {
        double best = 12 * 12; // pixels, squared
        for (const ChartData::Series &series : data_.series) {
            for (qsizetype i = 0; i < series.keys.size(); ++i) {
                const double dx = xAxis->coordToPixel(series.keys[i]) - position.x(),
                             dy = yAxis->coordToPixel(series.values[i]) - position.y();
                if (dx * dx + dy * dy >= best)
                    continue;
                best = dx * dx + dy * dy;
                lines = {data_.xName + QLatin1String(": ") + fullNumber(series.keys[i]),
                         series.name + QLatin1String(": ") + fullNumber(series.values[i])};
            }
        }
        return lines.join(u'\n');
    }
    // The nearest place along the axis of keys, and what every series has there.
    const QCPAxis *keys = lying_ ? yAxis : xAxis;
    const double at = keys->pixelToCoord(lying_ ? position.y() : position.x());
    std::optional<double> nearest;
    for (const ChartData::Series &series : data_.series)
        for (const double key : series.keys)
            if (!nearest || std::abs(key - at) < std::abs(*nearest - at))
                nearest = key;
    if (!nearest || (kind_ == ChartKind::Bar && std::abs(*nearest - at) > 0.5))
        return {};
    const qsizetype place =
        data_.ticks.isEmpty() ? qsizetype(std::llround(*nearest)) : data_.ticks.indexOf(*nearest);
    lines.append(place >= 0 && place < data_.labels.size()
                     ? data_.labels[place]
                     : data_.xName + QLatin1String(": ") + fullNumber(*nearest));
    for (const ChartData::Series &series : data_.series)
        if (const qsizetype i = series.keys.indexOf(*nearest); i >= 0)
            lines.append(series.name + QLatin1String(": ") + fullNumber(series.values[i]));
    return lines.join(u'\n');
}

void ChartPlot::mouseMoveEvent(QMouseEvent *event)
{
    QCustomPlot::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton)
        return;
    const QString tip = tipAt(event->position());
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPosition().toPoint(), tip, this);
}

void ChartPlot::mouseDoubleClickEvent(QMouseEvent *event)
{
    QCustomPlot::mouseDoubleClickEvent(event);
    fit();
}

} // namespace mureum::ui
