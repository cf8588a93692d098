#pragma once
#include "datasets/schema/schema.h"

#include <QString>
#include <QStringList>

/// Small helpers around SQL as text, for completion and insertion.
namespace mureum::ui {

const QStringList &sqlKeywords();  ///< upper case, the ones SELECT statements use
const QStringList &sqlFunctions(); ///< lower case, SQLite's built-in scalar, date and aggregate functions

/// As it must stand in SQL: quoted with "..." only where needed.
QString quoteIdentifier(const QString &name);
/// '...' with quotes doubled.
QString quoteLiteral(const QString &value);

/// What may stand at `cursor` (in characters of `sql`).
struct Completion
{
    int prefixLength = 0; ///< characters before the cursor that are replaced
    QStringList items;    ///< names as in the schema (unquoted), functions and keywords, best kind first
};
Completion completeSql(const datasets::Schema &schema, const QString &sql, int cursor);

} // namespace mureum::ui
