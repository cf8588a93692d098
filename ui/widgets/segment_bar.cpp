#include "ui/widgets/segment_bar.h"
#include "ui/results/chart_plot.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace mureum::ui {

namespace {

constexpr int barHeight = 14, gap = 6, swatch = 10, between = 16, overhang = 3;
constexpr double farAway = 4; // times the segments

} // namespace

SegmentBar::SegmentBar(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SegmentBar::setSegments(const QList<Segment> &segments, double limit, const QString &limitText)
{
    segments_.clear();
    QStringList spoken;
    for (const Segment &segment : segments)
        if (segment.value > 0) {
            segments_.append(segment);
            spoken.append(segment.name + u' ' + segment.text);
        }
    double sum = 0;
    for (const Segment &segment : segments_)
        sum += segment.value;
    limit_ = limit < sum * farAway ? limit : 0;
    limitText_ = limitText;
    if (limit_ > 0)
        spoken.append(limitText);
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

double SegmentBar::whole() const
{
    double sum = 0;
    for (const Segment &segment : segments_)
        sum += segment.value;
    return std::max({sum, limit_ * 1.02, 1e-9});
}

QColor SegmentBar::colorOf(int segment) const
{
    return ChartPlot::seriesColor(segment, palette());
}

QList<SegmentBar::Entry> SegmentBar::legend(int width) const
{
    QList<Entry> entries;
    const QFontMetrics metrics(font());
    const int line = metrics.height() + 2;
    int x = 0, y = barHeight + overhang + gap;
    const auto add = [&](const QString &text, int color) {
        const int wide = swatch + 5 + metrics.horizontalAdvance(text);
        if (x > 0 && x + wide > width) {
            x = 0;
            y += line;
        }
        entries.append({QRect(x, y, wide, line), text, color});
        x += wide + between;
    };
    for (int i = 0; i < segments_.size(); ++i)
        add(segments_[i].name + u' ' + segments_[i].text, i);
    if (limit_ > 0)
        add(limitText_, -1);
    return entries;
}

QSize SegmentBar::sizeHint() const
{
    return {320, heightForWidth(320)};
}

QSize SegmentBar::minimumSizeHint() const
{
    return {120, heightForWidth(std::max(120, width()))};
}

int SegmentBar::heightForWidth(int width) const
{
    const QList<Entry> entries = legend(width);
    return entries.isEmpty() ? barHeight + overhang : entries.last().place.bottom() + 1;
}

QRectF SegmentBar::placeOf(int segment) const
{
    const double unit = (width() - 1) / whole();
    double left = 0;
    for (int i = 0; i < segment; ++i)
        left += segments_[i].value * unit;
    return {left, double(overhang), segments_[segment].value * unit, double(barHeight)};
}

void SegmentBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(0, overhang, width() - 1, barHeight);
    QPainterPath round;
    round.addRoundedRect(bar, 4, 4);
    painter.fillPath(round, separator(palette()));
    painter.save();
    painter.setClipPath(round);
    for (int i = 0; i < segments_.size(); ++i)
        painter.fillRect(placeOf(i), colorOf(i));
    painter.restore();
    const QPen mark(palette().color(QPalette::WindowText), 2);
    if (limit_ > 0) {
        const double x = limit_ / whole() * (width() - 1);
        painter.setPen(mark);
        painter.drawLine(QPointF(x, 0), QPointF(x, barHeight + 2 * overhang));
    }
    for (const Entry &entry : legend(width())) {
        const QRectF square(entry.place.left(), entry.place.center().y() - swatch / 2.0 + 0.5, swatch,
                            swatch);
        if (entry.color >= 0) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colorOf(entry.color));
            painter.drawRoundedRect(square, 2, 2);
        } else {
            painter.setPen(mark);
            painter.drawLine(QPointF(square.center().x(), square.top()),
                             QPointF(square.center().x(), square.bottom()));
        }
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(entry.place.adjusted(swatch + 5, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         entry.text);
    }
}

bool SegmentBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (int i = 0; i < segments_.size(); ++i)
        if (placeOf(i).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), segments_[i].name + u' ' + segments_[i].text, this);
            return true;
        }
    QToolTip::hideText();
    return true;
}

} // namespace mureum::ui
