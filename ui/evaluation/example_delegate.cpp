#include "ui/evaluation/example_delegate.h"
#include "ui/evaluation/verdict_mark.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>

namespace mureum::ui {

ExampleDelegate::ExampleDelegate(std::function<Outcome(const QModelIndex &)> mark, int detailRole,
                                 QObject *parent)
    : QStyledItemDelegate(parent), mark_(std::move(mark)), detailRole_(detailRole)
{
}

QSize ExampleDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return QSize(100, option.fontMetrics.lineSpacing() * 2 + 14);
}

void ExampleDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QString question = option.text;
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const bool selected = option.state & QStyle::State_Selected;
    const QPalette &palette = option.palette;
    QRect area = option.rect.adjusted(8, 4, -8, -4);
    constexpr int size = 16;
    paintOutcome(*painter, QRect(area.left(), area.center().y() - size / 2, size, size), mark_(index),
                 palette);
    area.setLeft(area.left() + size + 8);
    painter->save();
    painter->setPen(palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(area, Qt::AlignLeft | Qt::AlignTop,
                      option.fontMetrics.elidedText(question, Qt::ElideRight, area.width()));
    if (!selected)
        painter->setPen(secondaryText(palette));
    painter->drawText(
        area, Qt::AlignLeft | Qt::AlignBottom,
        option.fontMetrics.elidedText(index.data(detailRole_).toString(), Qt::ElideRight, area.width()));
    painter->restore();
}

} // namespace mureum::ui
