#include "ui/widgets/tool_button.h"
#include "ui/theme/icons.h"

#include <QToolButton>

namespace mureum::ui {

QToolButton *toolButton(const char *icon, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setIcon(symbolicIcon(QLatin1String(icon)));
    button->setText(text);
    button->setToolTip(toolTip);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

} // namespace mureum::ui
