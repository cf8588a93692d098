#include "ui/theme/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QStyle>
#include <QStyleFactory>

namespace mureum::ui {

namespace {

// What the desktop said last when no choice was forced; the platform's own palette.
QPalette platformPalette()
{
    static const QPalette palette = QApplication::palette();
    return palette;
}

// The freedesktop portal's colour scheme: 1 is dark. Asked with a short time limit, for a portal may hang.
bool portalPrefersDark()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return false;
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    call << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
    const QDBusMessage reply = bus.call(call, QDBus::Block, 200);
    if (reply.type() != QDBusMessage::ReplyMessage || reply.arguments().isEmpty())
        return false;
    QVariant value = reply.arguments().first();
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt() == 1;
}

} // namespace

void applyTheme(const QString &choice)
{
    const QPalette platform = platformPalette();
    if (choice == QLatin1String("dark") || choice == QLatin1String("light")) {
        // Native styles draw with their own colours; Fusion obeys the palette.
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(choice == QLatin1String("dark") ? darkPalette() : lightPalette());
        return;
    }
    const bool fusion =
        QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0;
    if (fusion && !isDark(platform))
        QApplication::setPalette(portalPrefersDark() ? darkPalette() : lightPalette());
    else
        QApplication::setPalette(platform);
}

} // namespace mureum::ui
