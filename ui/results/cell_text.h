#pragma once
#include "eval/run/sql_runner.h"

#include <QString>

namespace mureum::ui {

/// A value as people read it in a cell of a table: one short line; `grouped` puts the language's separators
/// between thousands. `wholeSize` is the size in bytes of a value of which only the beginning is given, else
/// -1.
QString cellLine(const eval::Cell &cell, bool grouped, qint64 wholeSize = -1);

/// A value in full, as it is copied: NULL as nothing, blobs as x'01ab'.
QString cellText(const eval::Cell &cell);

/// Whether a column of this name holds codes, numbers of things or years rather than quantities (Korean or
/// English).
bool looksLikeIdentifier(const QString &column);

} // namespace mureum::ui
