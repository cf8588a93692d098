#include "ui/widgets/message_bar.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace mureum::ui {

MessageBar::MessageBar(QWidget *parent) : QFrame(parent), text_(new QLabel)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    auto *icon = new QLabel;
    icon->setPixmap(symbolicIcon(QStringLiteral("warning")).pixmap(18, 18));
    text_->setWordWrap(true);
    text_->setForegroundRole(QPalette::ToolTipText);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *close = new QToolButton;
    close->setIcon(symbolicIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 4, 4);
    layout->addWidget(icon);
    layout->addWidget(text_, 1);
    layout->addWidget(close);
    hide();
}

void MessageBar::showMessage(const QString &text)
{
    text_->setText(text);
    setVisible(!text.isEmpty());
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : text_->text();
}

} // namespace mureum::ui
