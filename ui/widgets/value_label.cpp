#include "ui/widgets/value_label.h"

#include <QLabel>

namespace mureum::ui {

QLabel *wrappedLabel()
{
    auto *label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setMinimumWidth(100);
    return label;
}

QLabel *valueLabel()
{
    QLabel *label = wrappedLabel();
    label->setText(QStringLiteral("–"));
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace mureum::ui
