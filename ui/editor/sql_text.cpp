#include "ui/editor/sql_text.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace mureum::ui {

namespace {

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.isSurrogate() || c.isMark();
}

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString unquoted(QString name)
{
    if (name.size() >= 2 && (name.startsWith(u'"') || name.startsWith(u'`') || name.startsWith(u'['))) {
        const QChar quote = name.front() == u'[' ? QChar(u']') : name.front();
        name = name.mid(1, name.size() - 2);
        name.replace(QString(2, quote), QString(quote));
    }
    return name;
}

// Tables the statement names, by their own name and by alias (lower case), without really parsing: completion
// works on half-written SQL.
QHash<QString, int> tablesInScope(const datasets::Schema &schema, const QString &sql)
{
    static const QRegularExpression pattern(
        QStringLiteral(
            R"((?:\bfrom|\bjoin|,)\s+("[^"]+"|`[^`]+`|\[[^\]]+\]|[\w$]+)(?:\s+(?:as\s+)?([\w$]+))?)"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    QHash<QString, int> scope;
    for (auto it = pattern.globalMatch(sql); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString table = unquoted(match.captured(1));
        const int index = schema.find(table.toStdString());
        if (index < 0)
            continue;
        scope.insert(table.toLower(), index);
        const QString alias = match.captured(2);
        if (!alias.isEmpty() && !sqlKeywords().contains(alias.toUpper()))
            scope.insert(alias.toLower(), index);
    }
    return scope;
}

void appendMatching(QStringList &items, QSet<QString> &seen, const QStringList &names, const QString &prefix)
{
    for (const QString &name : names) {
        if (name.startsWith(prefix, Qt::CaseInsensitive) && !seen.contains(name.toLower())) {
            seen.insert(name.toLower());
            items.append(name);
        }
    }
}

QStringList columnNames(const datasets::Table &table)
{
    QStringList names;
    for (const datasets::Column &column : table.columns)
        names.append(text(column.name));
    return names;
}

} // namespace

const QStringList &sqlKeywords()
{
    static const QStringList words =
        QStringLiteral(
            "SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET JOIN LEFT INNER OUTER CROSS ON USING AS "
            "AND OR NOT IN IS NULL LIKE GLOB BETWEEN EXISTS CASE WHEN THEN ELSE END DISTINCT ALL UNION "
            "INTERSECT EXCEPT ASC DESC WITH RECURSIVE VALUES CAST COLLATE OVER PARTITION FILTER ESCAPE "
            "NATURAL RIGHT FULL TRUE FALSE")
            .split(u' ');
    return words;
}

const QStringList &sqlFunctions()
{
    static const QStringList names =
        QStringLiteral(
            "count sum avg min max total group_concat abs round length lower upper substr trim ltrim rtrim "
            "replace instr coalesce ifnull nullif iif date time datetime strftime julianday printf typeof "
            "random row_number rank dense_rank lag lead ntile first_value last_value")
            .split(u' ');
    return names;
}

QString quoteIdentifier(const QString &name)
{
    bool plain = !name.isEmpty() && !name.front().isDigit();
    for (const QChar c : name)
        plain = plain && isNameCharacter(c);
    // Words SQLite reads as something else; the list holds a few more than SELECT statements use.
    static const QSet<QString> others{
        QStringLiteral("TABLE"),     QStringLiteral("INDEX"),      QStringLiteral("CREATE"),
        QStringLiteral("DROP"),      QStringLiteral("INSERT"),     QStringLiteral("UPDATE"),
        QStringLiteral("DELETE"),    QStringLiteral("SET"),        QStringLiteral("DEFAULT"),
        QStringLiteral("PRIMARY"),   QStringLiteral("FOREIGN"),    QStringLiteral("CHECK"),
        QStringLiteral("UNIQUE"),    QStringLiteral("REFERENCES"), QStringLiteral("TO"),
        QStringLiteral("ADD"),       QStringLiteral("ALTER"),      QStringLiteral("CONSTRAINT"),
        QStringLiteral("INTO"),      QStringLiteral("ISNULL"),     QStringLiteral("NOTNULL"),
        QStringLiteral("RETURNING"), QStringLiteral("COMMIT"),     QStringLiteral("TRANSACTION")};
    const QString upper = name.toUpper();
    if (plain && !sqlKeywords().contains(upper) && !others.contains(upper))
        return name;
    QString quoted = name;
    quoted.replace(u'"', QLatin1String("\"\""));
    return u'"' + quoted + u'"';
}

QString quoteLiteral(const QString &value)
{
    QString quoted = value;
    quoted.replace(u'\'', QLatin1String("''"));
    return u'\'' + quoted + u'\'';
}

Completion completeSql(const datasets::Schema &schema, const QString &sql, int cursor)
{
    Completion completion;
    int begin = cursor;
    while (begin > 0 && isNameCharacter(sql.at(begin - 1)))
        --begin;
    const QString prefix = sql.mid(begin, cursor - begin);
    completion.prefixLength = int(prefix.size());
    if (!prefix.isEmpty() && prefix.front().isDigit())
        return completion;

    const QHash<QString, int> scope = tablesInScope(schema, sql);
    QSet<QString> seen;

    if (begin > 0 && sql.at(begin - 1) == u'.') {
        int end = begin - 1, from = end;
        if (from > 0 && sql.at(from - 1) == u'"') {
            from = int(sql.lastIndexOf(u'"', std::max(0, from - 2)));
            from = std::max(from, 0);
        } else {
            while (from > 0 && isNameCharacter(sql.at(from - 1)))
                --from;
        }
        const QString qualifier = unquoted(sql.mid(from, end - from));
        int table = scope.value(qualifier.toLower(), -1);
        if (table < 0)
            table = schema.find(qualifier.toStdString());
        if (table >= 0)
            appendMatching(completion.items, seen, columnNames(schema.tables[size_t(table)]), prefix);
        return completion;
    }

    QStringList tables, others;
    for (const datasets::Table &table : schema.tables)
        tables.append(text(table.name));
    static const QRegularExpression wantsTable(QStringLiteral(R"(\b(from|join)\s+$)"),
                                               QRegularExpression::CaseInsensitiveOption);
    if (wantsTable.match(sql.left(begin)).hasMatch()) {
        appendMatching(completion.items, seen, tables, prefix);
        return completion;
    }
    for (const int table : QSet<int>(scope.cbegin(), scope.cend()))
        appendMatching(completion.items, seen, columnNames(schema.tables[size_t(table)]), prefix);
    appendMatching(completion.items, seen, tables, prefix);
    if (scope.isEmpty())
        for (const datasets::Table &table : schema.tables)
            appendMatching(completion.items, seen, columnNames(table), prefix);
    if (!prefix.isEmpty()) {
        appendMatching(completion.items, seen, sqlFunctions(), prefix);
        appendMatching(completion.items, seen, sqlKeywords(), prefix);
    }
    return completion;
}

} // namespace mureum::ui
