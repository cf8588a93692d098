#pragma once
#include <QHash>
#include <QString>
#include <QStringList>

#include "eval/run/sql_runner.h"

#include <optional>

namespace mureum::ui {

/// How the rows of a statement are narrowed and ordered by asking again, without touching the statement.
struct RowOrder
{
    int column = -1; ///< -1: as the statement gives them
    bool descending = false;
    bool operator==(const RowOrder &) const = default;
};
using ColumnFilters = QHash<int, QString>; ///< what was typed under each column's header

/// The first statement of `sql` without the semicolon, blanks and comments after it.
QString bareStatement(const QString &sql);

/// False for PRAGMA, EXPLAIN and the like, whose rows cannot be asked for in another order.
bool canRefine(const QString &sql);

/// `sql` wrapped as a common table expression of `columns` columns, with a WHERE of the filters and an
/// ORDER BY; `sql` itself where there is neither.
QString refinedQuery(const QString &sql, int columns, const ColumnFilters &filters, const RowOrder &order);

/// The condition typed into a filter field, on the SQL expression `column`; empty where nothing was typed.
///   text  contains it              !text  does not contain it
///   =x  <>x  <x  <=x  >x  >=x      numbers compare as numbers, all else as text; x may be quoted
///   a ~ b  from a to b             NULL, =NULL, <>NULL
QString filterCondition(const QString &typed, const QString &column);

/// What to type to see the rows with this value only.
QString filterForValue(const eval::Cell &value);

} // namespace mureum::ui
