#include "ui/widgets/drawer.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace mureum::ui {

Drawer::Drawer(QWidget *content, QWidget *parent) : QWidget(parent), button_(new QToolButton)
{
    button_->setText(tr("Advanced"));
    button_->setCheckable(true);
    button_->setAutoRaise(true);
    button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button_->setArrowType(Qt::RightArrow);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(button_);
    layout->addWidget(content);
    content->hide();
    connect(button_, &QToolButton::toggled, this, [this, content](bool open) {
        button_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        content->setVisible(open);
    });
}

} // namespace mureum::ui
