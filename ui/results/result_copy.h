#pragma once
#include "ui/results/row_stream.h"

#include <QItemSelection>

#include <optional>

namespace mureum::ui {

class ResultModel;

/// What to write for the selected cells: every selected row, and every column with a selected cell.
RowStreamTask copyTask(const ResultModel &rows, const QItemSelection &selection, bool withHeaders);

/// The text at once where all of it is in memory, whole; a larger one is to be streamed.
std::optional<QByteArray> copyFromMemory(const ResultModel &rows, const RowStreamTask &task);

} // namespace mureum::ui
