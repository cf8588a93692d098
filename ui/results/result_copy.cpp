#include "ui/results/result_copy.h"

#include "ui/results/result_model.h"

#include <algorithm>
#include <set>

namespace mureum::ui {

namespace {
constexpr qint64 rowsCopiedAtOnce = 20000;
}

RowStreamTask copyTask(const ResultModel &rows, const QItemSelection &selection, bool withHeaders)
{
    RowStreamTask task;
    task.database = rows.database();
    task.sql = rows.currentSql();
    task.style = clipboardStyle();
    if (withHeaders)
        task.headers = rows.columns();
    std::set<int> columns;
    QList<RowStreamTask::Range> ranges;
    for (const QItemSelectionRange &each : selection) {
        for (int column = each.left(); column <= each.right(); ++column)
            columns.insert(column);
        // A table of which every known row is selected means the rows not known yet, too.
        const bool toEnd = each.top() == 0 && each.bottom() == rows.rowCount() - 1 && !rows.complete() &&
                           !rows.stopped() && each.left() == 0 && each.right() == rows.columnCount() - 1;
        ranges.append({each.top(), toEnd ? std::numeric_limits<qint64>::max() : each.bottom()});
    }
    std::sort(ranges.begin(), ranges.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (const RowStreamTask::Range &range : std::as_const(ranges)) {
        if (!task.ranges.isEmpty() && range.first - 1 <= task.ranges.last().last)
            task.ranges.last().last = std::max(task.ranges.last().last, range.last);
        else
            task.ranges.append(range);
    }
    task.columns = QList<int>(columns.begin(), columns.end());
    return task;
}

std::optional<QByteArray> copyFromMemory(const ResultModel &rows, const RowStreamTask &task)
{
    qint64 count = 0;
    for (const RowStreamTask::Range &range : task.ranges) {
        if (range.last >= rows.rowCount())
            return std::nullopt;
        count += range.last - range.first + 1;
    }
    if (count > rowsCopiedAtOnce)
        return std::nullopt;
    QByteArray text;
    const auto endField = [&](qsizetype at) {
        text += at + 1 < task.columns.size() ? task.style.separator : '\n';
    };
    if (!task.headers.isEmpty()) {
        for (qsizetype i = 0; i < task.columns.size(); ++i) {
            appendField(text, task.headers.value(task.columns[i]).toUtf8(), task.style);
            endField(i);
        }
    }
    for (const RowStreamTask::Range &range : task.ranges) {
        for (qint64 row = range.first; row <= range.last; ++row) {
            for (qsizetype i = 0; i < task.columns.size(); ++i) {
                const eval::Cell *cell = rows.cell(int(row), task.columns[i]);
                if (!cell || rows.isCut(int(row), task.columns[i]))
                    return std::nullopt;
                appendCell(text, *cell, task.style);
                endField(i);
            }
        }
    }
    return text;
}

} // namespace mureum::ui
