#pragma once
#include "ui/results/row_block.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace mureum::ui {

enum class ChartKind { None, Bar, Line, Scatter };

/// What a column holds, as far as the rows read tell.
struct ColumnProfile
{
    enum Kind { Empty, Number, Time, Text, Other };

    QString name;
    Kind kind = Empty;
    bool identifier = false; ///< numbers that name things: ids, codes
    int filled = 0;          ///< values that are not NULL
    int distinct = 0;
    double largest = 0; ///< of numbers, by amount
};

/// What is drawn against what.
struct ChartSpec
{
    ChartKind kind = ChartKind::None;
    int x = -1;        ///< column; -1: the number of the row
    QList<int> values; ///< columns of numbers
    int split = -1;    ///< column whose values are the series, for a single value column; -1: none
    QString reason;    ///< why there is no chart
    bool operator==(const ChartSpec &) const = default;
};

std::vector<ColumnProfile> profileColumns(const QStringList &names, const std::vector<RowBlockPtr> &rows);

/// Time + numbers: lines. A category + numbers: bars. Numbers alone: points of the first against the others.
/// `rows` is the number of rows profiled.
ChartSpec chooseChart(const std::vector<ColumnProfile> &columns, int rows);

/// The choice where the user wants this kind; None with the reason where the columns do not give it.
ChartSpec chooseChart(const std::vector<ColumnProfile> &columns, int rows, ChartKind kind);

/// A point in time in days (whatever the zero) of a year, month, quarter, date or date and time as texts
/// write it: 2024, 2024-03, 2024-03-01 09:30, 2024.3.1, 2024/03, 2024-Q1, 2024년 3월, 3월, March ...
std::optional<double> timeKey(const QString &text);

/// The number in a cell: numeric ones, and texts that are nothing but a number.
std::optional<double> numberOf(const eval::Cell &cell);

} // namespace mureum::ui
