#pragma once
#include "ui/evaluation/example.h"

#include <QByteArray>
#include <QString>

namespace mureum::ui {

/// One line per example after RFC 4180, UTF-8: number, db_id, question, query, prediction, ex, em, ex_suite,
/// judge, hardness, lang, error_kind, reason, seconds. What was not measured is empty.
QByteArray examplesAsCsv(const std::vector<ExamplePtr> &examples, bool byteOrderMark);

/// Writes the whole file or nothing. What went wrong, or empty.
QString writeWhole(const QString &file, const QByteArray &content);

} // namespace mureum::ui
