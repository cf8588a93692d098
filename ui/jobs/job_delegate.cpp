#include "ui/jobs/job_delegate.h"

#include "ui/jobs/jobs_model.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>

namespace mureum::ui {

namespace {

QFont smallFont(const QStyleOptionViewItem &option)
{
    QFont font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

/// Negative where the model has none.
double fractionOf(const QModelIndex &index)
{
    const QVariant fraction = index.data(JobsModel::FractionRole);
    return fraction.isValid() ? fraction.toDouble() : -1;
}

} // namespace

QSize JobDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const QString interval = index.data(JobsModel::IntervalRole).toString();
    if (!interval.isEmpty())
        size.setWidth(
            std::max(size.width(), QFontMetrics(smallFont(option)).horizontalAdvance(interval) + 14));
    if (fractionOf(index) >= 0)
        size.setWidth(size.width() + 30);
    return size;
}

void JobDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    const double fraction = fractionOf(index);
    const QString interval = index.data(JobsModel::IntervalRole).toString();
    if (fraction < 0 && interval.isEmpty()) {
        QStyledItemDelegate::paint(painter, given, index);
        return;
    }
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QString text = option.text;
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
    const bool selected = option.state & QStyle::State_Selected;
    const QPalette &palette = option.palette;
    const QColor front = palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QRect area = option.rect.adjusted(6, 4, -6, -4);
    painter->save();
    painter->setPen(front);
    if (fraction >= 0) {
        painter->drawText(area, Qt::AlignLeft | Qt::AlignTop, text);
        QRect bar(area.left(), area.bottom() - 6, area.width(), 6);
        QColor groove = front;
        groove.setAlphaF(0.2F);
        painter->setPen(Qt::NoPen);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setBrush(groove);
        painter->drawRoundedRect(bar, 3, 3);
        bar.setWidth(int(bar.width() * fraction));
        painter->setBrush(selected ? front : palette.color(QPalette::Highlight));
        if (bar.width() > 0)
            painter->drawRoundedRect(bar, 3, 3);
    } else {
        painter->drawText(area, Qt::AlignRight | Qt::AlignTop, text);
        painter->setFont(smallFont(option));
        if (!selected)
            painter->setPen(secondaryText(palette));
        painter->drawText(area, Qt::AlignRight | Qt::AlignBottom, interval);
    }
    painter->restore();
}

} // namespace mureum::ui
