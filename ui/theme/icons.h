#pragma once
#include <QIcon>
#include <QString>

namespace mureum::ui {

/// A one-colour SVG of resources/icons drawn in the palette's text colour at the moment of painting, so that
/// it follows a change between light and dark by itself. `name` without ".svg".
QIcon symbolicIcon(const QString &name);

/// The application's own icon, in its colours.
QIcon applicationIcon();

} // namespace mureum::ui
