#pragma once
#include "ui/evaluation/example.h"

#include <QStyledItemDelegate>

#include <functional>

namespace mureum::ui {

/// Two lines in a list of examples: a mark, the question, and what about it.
class ExampleDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// `mark` tells what is drawn at the left of an index; `detailRole` holds the second line.
    ExampleDelegate(std::function<Outcome(const QModelIndex &)> mark, int detailRole,
                    QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    std::function<Outcome(const QModelIndex &)> mark_;
    int detailRole_;
};

} // namespace mureum::ui
