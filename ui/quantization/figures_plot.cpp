#include "ui/quantization/figures_plot.h"

#include "ui/results/chart_plot.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace mureum::ui {

namespace {

constexpr int rowHeight = 26, axisHeight = 34;

class ShareTicker : public QCPAxisTicker
{
protected:
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        return QLocale().toString(int(std::lround(tick * 100))) + QLocale().percent();
    }
};

} // namespace

FiguresPlot::FiguresPlot(QWidget *parent) : QCustomPlot(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumWidth(260);
    xAxis->setSubTicks(false);
    const auto shares = QSharedPointer<ShareTicker>::create();
    shares->setTickCount(4);
    xAxis->setTicker(shares);
    yAxis2->setVisible(true);
    for (QCPAxis *axis : {yAxis, yAxis2}) {
        axis->setRangeReversed(true);
        axis->setSubTicks(false);
        axis->setTickLength(0);
    }
    axisRect()->setMinimumMargins(QMargins(0, 4, 0, 0));
    draw();
}

void FiguresPlot::setRows(const QString &name, const QList<Row> &rows, double mark)
{
    rows_ = rows;
    mark_ = mark;
    QStringList said;
    for (const Row &row : rows)
        said.append(row.label + u' ' + row.text);
    setAccessibleName(name);
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    setFixedHeight(int(rows_.size()) * rowHeight + axisHeight);
    draw();
}

void FiguresPlot::draw()
{
    clearPlottables();
    clearItems();
    const QColor text = palette().color(QPalette::Text), line = separator(palette());
    setBackground(palette().color(QPalette::Base));
    for (QCPAxis *axis : {xAxis, yAxis, yAxis2}) {
        axis->setTickLabelFont(font());
        axis->setTickLabelColor(axis == yAxis ? text : secondaryText(palette()));
        axis->setBasePen(axis == xAxis ? QPen(line) : QPen(Qt::NoPen));
        axis->setTickPen(QPen(line));
        axis->grid()->setVisible(axis == xAxis);
        axis->grid()->setPen(QPen(line));
        axis->grid()->setZeroLinePen(QPen(line));
    }
    const auto names = QSharedPointer<QCPAxisTickerText>::create(),
               figures = QSharedPointer<QCPAxisTickerText>::create();
    const QColor accent = ChartPlot::seriesColor(0, palette());
    double most = std::max(1.0, mark_);
    for (const bool emphasised : {false, true}) {
        auto *bars = new QCPBars(yAxis, xAxis);
        bars->setWidthType(QCPBars::wtPlotCoords);
        bars->setWidth(0.6);
        bars->setAntialiased(false);
        bars->setPen(Qt::NoPen);
        bars->setBrush(emphasised ? accent : secondaryText(palette()));
        auto *whiskers = new QCPErrorBars(yAxis, xAxis);
        whiskers->setDataPlottable(bars);
        whiskers->setErrorType(QCPErrorBars::etValueError);
        whiskers->setPen(QPen(text, 1.4));
        whiskers->setWhiskerWidth(7);
        whiskers->setSymbolGap(0);
        QVector<double> keys, values, below, above;
        for (int i = 0; i < int(rows_.size()); ++i) {
            const Row &row = rows_[i];
            most = std::max({most, row.value, row.high});
            names->addTick(i, row.label);
            figures->addTick(i, row.text);
            if (row.emphasised != emphasised)
                continue;
            keys.append(i);
            values.append(row.value);
            const bool interval = row.low >= 0 && row.high >= row.low;
            below.append(interval ? std::max(0.0, row.value - row.low) : qQNaN());
            above.append(interval ? std::max(0.0, row.high - row.value) : qQNaN());
        }
        bars->setData(keys, values);
        whiskers->setData(below, above);
    }
    yAxis->setTicker(names);
    yAxis2->setTicker(figures);
    xAxis->setRange(0, most > 1 ? most * 1.04 : 1);
    for (QCPAxis *axis : {yAxis, yAxis2})
        axis->setRange(-0.5, std::max(0.5, double(rows_.size()) - 0.5));
    if (mark_ >= 0) {
        auto *mark = new QCPItemStraightLine(this);
        mark->point1->setCoords(mark_, 0);
        mark->point2->setCoords(mark_, 1);
        mark->setPen(QPen(text, 1.2, Qt::DashLine));
    }
    replot(QCustomPlot::rpQueuedReplot);
}

bool FiguresPlot::event(QEvent *event)
{
    // The page around it scrolls, not the axis.
    if (event->type() == QEvent::Wheel) {
        event->ignore();
        return false;
    }
    return QCustomPlot::event(event);
}

void FiguresPlot::changeEvent(QEvent *event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        draw();
}

} // namespace mureum::ui
