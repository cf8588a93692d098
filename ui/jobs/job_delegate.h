#pragma once
#include <QStyledItemDelegate>

namespace mureum::ui {

/// Of a JobsModel, or one with its roles: a bar in the state of a running job; a rate over its interval.
class JobDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const override;
};

} // namespace mureum::ui
