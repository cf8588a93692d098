#pragma once
#include "eval/run/sql_runner.h"

#include <QByteArray>
#include <QString>

namespace mureum::ui {

/// How rows become text: CSV after RFC 4180, or what spreadsheets take from the clipboard.
struct DelimitedStyle
{
    char separator = ',';
    QByteArray lineEnd = "\r\n";
    /// An empty text is written as "" so that it is told from NULL, which is written as nothing.
    bool quoteEmpty = true;
};
DelimitedStyle clipboardStyle();

/// UTF-8, quoted where it holds the separator, a quote, a line break or blanks at an end.
void appendField(QByteArray &out, const QByteArray &text, const DelimitedStyle &style);
/// NULL is nothing (or "" where it would make an empty line), blobs x'01ab', bytes that are not UTF-8 U+FFFD.
void appendCell(QByteArray &out, const eval::Cell &cell, const DelimitedStyle &style,
                bool onlyColumn = false);

} // namespace mureum::ui
