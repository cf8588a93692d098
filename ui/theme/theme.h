#pragma once
#include <QColor>
#include <QPalette>

class QFont;

namespace mureum::ui {

bool isDark(const QPalette &palette);

/// Text of second rank: between text and base, still readable on it.
QColor secondaryText(const QPalette &palette);
/// A thin line between areas.
QColor separator(const QPalette &palette);

/// Colours of SQL on `palette.base()`, and of marks in a question. Chosen for a contrast of at least 4.5 : 1.
struct SyntaxColors
{
    QColor keyword, text, number, comment, name, function, error;
    QColor tableMark, columnMark, valueMark; ///< backgrounds behind normal text
};
SyntaxColors syntaxColors(const QPalette &palette);
/// Behind what is wrong: the error colour, faint enough for normal text on it.
QColor markBehindErrors(const QPalette &palette);

double contrast(const QColor &a, const QColor &b); ///< WCAG 2 contrast ratio, 1..21

QFont editorFont();

/// Palettes for a forced choice; "system" follows the platform (its palette, or the desktop portal's
/// colour scheme where the platform theme has none).
void applyTheme(const QString &choice);
QPalette darkPalette();
QPalette lightPalette();

} // namespace mureum::ui
