#pragma once

class QString;
class QToolButton;

namespace mureum::ui {

/// A flat button with an icon of resources/icons beside its text.
QToolButton *toolButton(const char *icon, const QString &text, const QString &toolTip);

} // namespace mureum::ui
