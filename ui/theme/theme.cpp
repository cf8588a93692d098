#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <cmath>

namespace mureum::ui {

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QColor mix(const QColor &a, const QColor &b, double share)
{
    const auto channel = [share](int x, int y) { return int(std::lround(x + (y - x) * share)); };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

// Moves a hue towards black or white until it reads on the background.
QColor readable(QColor color, const QColor &background)
{
    const QColor target = luminance(background) < 0.18 ? Qt::white : Qt::black;
    for (int step = 0; step < 20 && contrast(color, background) < 4.5; ++step)
        color = mix(color, target, 0.1);
    return color;
}

QPalette build(const QColor &window, const QColor &base, const QColor &text, const QColor &accent)
{
    const bool dark = luminance(window) < 0.18;
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, mix(base, text, 0.04));
    palette.setColor(QPalette::ToolTipBase, mix(window, text, dark ? 0.12 : 0.0));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, mix(base, text, 0.55));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, mix(window, text, dark ? 0.08 : 0.02));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, readable(accent, base));
    palette.setColor(QPalette::LinkVisited, readable(accent, base));
    palette.setColor(QPalette::Light, mix(window, Qt::white, dark ? 0.12 : 0.9));
    palette.setColor(QPalette::Midlight, mix(window, Qt::white, dark ? 0.06 : 0.5));
    palette.setColor(QPalette::Mid, mix(window, Qt::black, 0.25));
    palette.setColor(QPalette::Dark, mix(window, Qt::black, 0.4));
    palette.setColor(QPalette::Shadow, mix(window, Qt::black, 0.7));
    const QColor faint = mix(window, text, 0.42);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, mix(window, text, 0.25));
    return palette;
}

} // namespace

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Base)) < 0.18;
}

QColor secondaryText(const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    return readable(mix(palette.color(QPalette::Text), base, 0.4), base);
}

QColor separator(const QPalette &palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.15);
}

SyntaxColors syntaxColors(const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const bool dark = isDark(palette);
    SyntaxColors colors;
    colors.keyword = readable(dark ? QColor(0x7a, 0xa7, 0xf0) : QColor(0x1f, 0x5f, 0xbf), base);
    colors.text = readable(dark ? QColor(0x8f, 0xc7, 0x8a) : QColor(0x2f, 0x7d, 0x32), base);
    colors.number = readable(dark ? QColor(0xe0, 0xa4, 0x6c) : QColor(0xa8, 0x55, 0x00), base);
    colors.comment = secondaryText(palette);
    colors.name = palette.color(QPalette::Text);
    colors.function = readable(dark ? QColor(0xc5, 0x9b, 0xe8) : QColor(0x7a, 0x3e, 0xa8), base);
    colors.error = readable(dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb3, 0x26, 0x1e), base);
    colors.tableMark = mix(base, colors.keyword, 0.25);
    colors.columnMark = mix(base, colors.function, 0.25);
    colors.valueMark = mix(base, colors.text, 0.28);
    return colors;
}

QColor markBehindErrors(const QPalette &palette)
{
    return mix(palette.color(QPalette::Base), syntaxColors(palette).error, 0.2);
}

QFont editorFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(std::max(font.pointSizeF(), QApplication::font().pointSizeF()) + 1);
    font.setStyleHint(QFont::Monospace);
    return font;
}

QPalette darkPalette()
{
    return build(QColor(0x24, 0x27, 0x2b), QColor(0x1b, 0x1d, 0x20), QColor(0xe6, 0xe7, 0xe9),
                 QColor(0x2f, 0x6f, 0xc9));
}

QPalette lightPalette()
{
    return build(QColor(0xf4, 0xf4, 0xf5), QColor(0xff, 0xff, 0xff), QColor(0x1d, 0x1f, 0x23),
                 QColor(0x2f, 0x6f, 0xc9));
}

} // namespace mureum::ui
