#include "ui/evaluation/verdict_mark.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace mureum::ui {

QColor outcomeColor(Outcome outcome, const QPalette &palette)
{
    const SyntaxColors colors = syntaxColors(palette);
    switch (outcome) {
    case Outcome::Right:
        return colors.text;
    case Outcome::Inconclusive:
        return colors.number;
    case Outcome::Wrong:
    case Outcome::Failed:
        return colors.error;
    }
    return colors.name;
}

void paintOutcome(QPainter &painter, const QRect &area, Outcome outcome, const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF disc = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(outcomeColor(outcome, palette));
    painter.drawEllipse(disc);
    const auto at = [&](double x, double y) {
        return QPointF(disc.left() + disc.width() * x, disc.top() + disc.height() * y);
    };
    QPen pen(palette.color(QPalette::Base), disc.width() * 0.13);
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    QPainterPath path;
    switch (outcome) {
    case Outcome::Right:
        path.moveTo(at(0.28, 0.53));
        path.lineTo(at(0.44, 0.68));
        path.lineTo(at(0.73, 0.36));
        break;
    case Outcome::Wrong:
        path.moveTo(at(0.33, 0.33));
        path.lineTo(at(0.67, 0.67));
        path.moveTo(at(0.67, 0.33));
        path.lineTo(at(0.33, 0.67));
        break;
    case Outcome::Failed:
        path.moveTo(at(0.5, 0.24));
        path.lineTo(at(0.5, 0.56));
        path.moveTo(at(0.5, 0.76));
        path.lineTo(at(0.5, 0.765));
        break;
    case Outcome::Inconclusive:
        path.moveTo(at(0.28, 0.5));
        path.lineTo(at(0.72, 0.5));
        break;
    }
    painter.drawPath(path);
    painter.restore();
}

QPixmap outcomePixmap(Outcome outcome, int size, const QPalette &palette, double pixelRatio)
{
    QPixmap pixmap(QSize(size, size) * pixelRatio);
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintOutcome(painter, QRect(0, 0, size, size), outcome, palette);
    return pixmap;
}

} // namespace mureum::ui
