#include "ui/results/delimited.h"

#include "ui/results/cell_text.h"

#include <algorithm>

namespace mureum::ui {

DelimitedStyle clipboardStyle()
{
    return {'\t', "\n", false};
}

void appendField(QByteArray &out, const QByteArray &text, const DelimitedStyle &style)
{
    const bool quote = text.isEmpty()
                           ? style.quoteEmpty
                           : text.startsWith(' ') || text.endsWith(' ') ||
                                 std::any_of(text.begin(), text.end(), [&](char c) {
                                     return c == style.separator || c == '"' || c == '\n' || c == '\r';
                                 });
    if (!quote) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

void appendCell(QByteArray &out, const eval::Cell &cell, const DelimitedStyle &style, bool onlyColumn)
{
    if (std::holds_alternative<std::monostate>(cell)) {
        // Readers skip empty lines, and the rows would no longer be counted right.
        if (onlyColumn && style.quoteEmpty)
            out += "\"\"";
        return;
    }
    if (std::holds_alternative<std::string>(cell))
        appendField(out, QByteArray::fromStdString(eval::displayText(cell)), style);
    else
        out += cellText(cell).toUtf8();
}

} // namespace mureum::ui
