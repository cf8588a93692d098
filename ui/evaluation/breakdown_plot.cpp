#include "ui/evaluation/breakdown_plot.h"

#include "ui/results/chart_plot.h"
#include "ui/theme/theme.h"

#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace mureum::ui {

namespace {

constexpr int rowHeight = 24, axisHeight = 34;
constexpr int narrow = 180; // pixels of an axis that has no room for quarters

class PercentTicker : public QCPAxisTickerFixed
{
public:
    explicit PercentTicker(double step) { setTickStep(step); }

protected:
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        return QLocale().toString(int(std::lround(tick * 100))) + QLocale().percent();
    }
};

QColor faded(const QColor &color, const QColor &base, double share)
{
    const auto mix = [share](int x, int y) { return int(std::lround(x + (y - x) * share)); };
    return {mix(color.red(), base.red()), mix(color.green(), base.green()), mix(color.blue(), base.blue())};
}

} // namespace

BreakdownPlot::BreakdownPlot(QWidget *parent) : QCustomPlot(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    xAxis->setRange(0, 1);
    xAxis->setSubTicks(false);
    yAxis->setRangeReversed(true);
    yAxis2->setRangeReversed(true);
    yAxis2->setVisible(true);
    for (QCPAxis *axis : {yAxis, yAxis2}) {
        axis->setSubTicks(false);
        axis->setTickLength(0);
    }
    axisRect()->setAutoMargins(QCP::msAll);
    axisRect()->setMinimumMargins(QMargins(0, 4, 0, 0));
    draw();
}

void BreakdownPlot::setBars(const std::vector<Bar> &bars)
{
    bars_ = bars;
    chosen_ = std::min(chosen_, int(bars_.size()) - 1);
    setFixedHeight(int(bars_.size()) * rowHeight + axisHeight);
    draw();
}

void BreakdownPlot::setChosen(int row)
{
    if (row == chosen_)
        return;
    chosen_ = row;
    draw();
}

void BreakdownPlot::draw()
{
    clearPlottables();
    clearItems();
    const QPalette colors = palette();
    const QColor base = colors.color(QPalette::Base), text = colors.color(QPalette::Text);
    setBackground(base);
    const QColor line = faded(text, base, 0.65), quiet = secondaryText(colors);
    for (QCPAxis *axis : {xAxis, yAxis, yAxis2}) {
        axis->setTickLabelFont(font());
        axis->setTickLabelColor(axis == yAxis ? text : quiet);
        axis->setBasePen(axis == xAxis ? QPen(line) : QPen(Qt::NoPen));
        axis->setTickPen(QPen(line));
        axis->grid()->setVisible(axis == xAxis);
        axis->grid()->setPen(QPen(faded(text, base, 0.87)));
        axis->grid()->setZeroLinePen(QPen(line));
    }
    const double rows = double(bars_.size());
    for (QCPAxis *axis : {yAxis, yAxis2})
        axis->setRange(-0.5, std::max(0.5, rows - 0.5));

    const QColor accent = ChartPlot::seriesColor(0, colors);
    for (const bool emphasised : {false, true}) {
        auto *bar = new QCPBars(yAxis, xAxis);
        bar->setWidthType(QCPBars::wtPlotCoords);
        bar->setWidth(0.62);
        bar->setAntialiased(false);
        bar->setPen(Qt::NoPen);
        bar->setBrush(emphasised ? accent : faded(accent, base, 0.6));
        auto *whiskers = new QCPErrorBars(yAxis, xAxis);
        whiskers->removeFromLegend();
        whiskers->setDataPlottable(bar);
        whiskers->setErrorType(QCPErrorBars::etValueError);
        whiskers->setPen(QPen(faded(text, base, emphasised ? 0.15 : 0.45), 1.4));
        whiskers->setWhiskerWidth(7);
        whiskers->setSymbolGap(0);
        QVector<double> keys, values, below, above;
        for (std::size_t i = 0; i < bars_.size(); ++i) {
            if ((chosen_ < 0 || int(i) == chosen_) != emphasised)
                continue;
            const Rate &rate = bars_[i].rate;
            keys.append(double(i));
            values.append(rate.value);
            below.append(std::max(0.0, rate.value - rate.low));
            above.append(std::max(0.0, rate.high - rate.value));
        }
        bar->setData(keys, values);
        whiskers->setData(below, above);
    }
    if (focused_ >= 0 && hasFocus()) {
        auto *frame = new QCPItemRect(this);
        frame->setPen(QPen(colors.color(QPalette::Highlight)));
        frame->topLeft->setCoords(0, focused_ - 0.45);
        frame->bottomRight->setCoords(1, focused_ + 0.45);
    }
    fitLabels();
    replot(QCustomPlot::rpQueuedReplot);
}

void BreakdownPlot::fitLabels()
{
    const QFontMetrics metrics(font());
    const auto names = QSharedPointer<QCPAxisTickerText>::create(),
               counts = QSharedPointer<QCPAxisTickerText>::create();
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        names->addTick(double(i),
                       metrics.elidedText(bars_[i].label, Qt::ElideMiddle, std::max(60, width() * 2 / 5)));
        counts->addTick(double(i), percentText(bars_[i].rate) + QStringLiteral("  n ") +
                                       QLocale().toString(bars_[i].rate.count));
    }
    xAxis->setTicker(QSharedPointer<PercentTicker>::create(axisRect()->width() < narrow ? 0.5 : 0.25));
    yAxis->setTicker(names);
    yAxis2->setTicker(counts);
}

int BreakdownPlot::rowAt(const QPointF &position) const
{
    if (bars_.empty() || position.y() < axisRect()->top() || position.y() > axisRect()->bottom())
        return -1;
    const int row = int(std::lround(yAxis->pixelToCoord(position.y())));
    return row >= 0 && row < int(bars_.size()) ? row : -1;
}

QPointF BreakdownPlot::centreOf(int row) const
{
    return {double(axisRect()->center().x()), yAxis->coordToPixel(row)};
}

QString BreakdownPlot::tipOf(int row) const
{
    if (row < 0 || row >= int(bars_.size()))
        return {};
    const Bar &bar = bars_[std::size_t(row)];
    return bar.label + u'\n' + percentText(bar.rate) + QStringLiteral("  (") +
           tr("95% interval: %1").arg(intervalText(bar.rate)) + QStringLiteral(")\n") +
           tr("n = %1").arg(bar.rate.count) + u'\n' + tr("Click: only these examples");
}

void BreakdownPlot::mousePressEvent(QMouseEvent *event)
{
    QWidget::mousePressEvent(event);
    pressed_ = event->button() == Qt::LeftButton ? rowAt(event->position()) : -1;
    event->accept();
}

void BreakdownPlot::mouseReleaseEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position());
    if (row >= 0 && row == pressed_)
        emit barClicked(row);
    pressed_ = -1;
    event->accept();
}

void BreakdownPlot::mouseMoveEvent(QMouseEvent *event)
{
    const QString tip = tipOf(rowAt(event->position()));
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPosition().toPoint(), tip, this);
}

void BreakdownPlot::keyPressEvent(QKeyEvent *event)
{
    const int last = int(bars_.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Down:
        focused_ = std::min(last, focused_ + 1);
        break;
    case Qt::Key_Up:
        focused_ = std::max(0, focused_ - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (focused_ >= 0 && focused_ <= last)
            emit barClicked(focused_);
        break;
    default:
        QCustomPlot::keyPressEvent(event);
        return;
    }
    event->accept();
    draw();
}

void BreakdownPlot::focusOutEvent(QFocusEvent *event)
{
    QCustomPlot::focusOutEvent(event);
    focused_ = -1;
    draw();
}

bool BreakdownPlot::event(QEvent *event)
{
    // The list around it scrolls, not the axis.
    if (event->type() == QEvent::Wheel) {
        event->ignore();
        return false;
    }
    return QCustomPlot::event(event);
}

void BreakdownPlot::changeEvent(QEvent *event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        draw();
}

void BreakdownPlot::resizeEvent(QResizeEvent *event)
{
    QCustomPlot::resizeEvent(event);
    fitLabels();
    replot(QCustomPlot::rpQueuedReplot);
}

} // namespace mureum::ui
