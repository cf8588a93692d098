#include "ui/results/result_query.h"

#include <QRegularExpression>

#include <charconv>

namespace mureum::ui {

namespace {

/// Where the token (string, quoted name, comment or single character) that begins at `start` ends.
qsizetype tokenEnd(const QString &sql, qsizetype start)
{
    const auto after = [&](qsizetype found, qsizetype length) {
        return found < 0 ? sql.size() : found + length;
    };
    const QChar c = sql[start];
    if (c == u'\'' || c == u'"' || c == u'`')
        return after(sql.indexOf(c, start + 1), 1); // a doubled quote reads as two tokens: no matter here
    if (c == u'[')
        return after(sql.indexOf(u']', start + 1), 1);
    if (sql.mid(start, 2) == QLatin1String("--"))
        return after(sql.indexOf(u'\n', start), 1);
    if (sql.mid(start, 2) == QLatin1String("/*"))
        return after(sql.indexOf(QLatin1String("*/"), start + 2), 2);
    return start + 1;
}

bool isComment(const QString &sql, qsizetype start)
{
    const QString two = sql.mid(start, 2);
    return two == QLatin1String("--") || two == QLatin1String("/*");
}

QString textLiteral(QString text)
{
    // SQLite reads a statement up to its first NUL.
    text.remove(QChar(0));
    return u'\'' + text.replace(u'\'', QLatin1String("''")) + u'\'';
}

bool isNumber(const QString &text)
{
    static const QRegularExpression number(QStringLiteral(R"(^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$)"));
    return number.match(text).hasMatch();
}

struct Operand
{
    enum Kind { Null, Number, Text, Blob } kind;
    QString literal; ///< as SQL
};

Operand operand(const QString &typed)
{
    static const QRegularExpression quoted(QStringLiteral(R"(^'((?:[^']|'')*)'$)"),
                                           QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression blob(QStringLiteral("^[xX]'((?:[0-9a-fA-F]{2})*)'$"));
    if (quoted.match(typed).hasMatch())
        return {Operand::Text, QString(typed).remove(QChar(0))};
    if (blob.match(typed).hasMatch())
        return {Operand::Blob, typed};
    if (typed.compare(QLatin1String("NULL"), Qt::CaseInsensitive) == 0)
        return {Operand::Null, QStringLiteral("NULL")};
    // 1,234,567 as it is shown.
    static const QRegularExpression grouped(QStringLiteral(R"(^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$)"));
    QString plain = typed;
    if (grouped.match(typed).hasMatch())
        plain.remove(u',');
    if (isNumber(plain))
        return {Operand::Number, plain};
    return {Operand::Text, textLiteral(typed)};
}

QString compare(const QString &column, const QString &sign, const Operand &value)
{
    const QString asText = QStringLiteral("CAST(%1 AS TEXT)").arg(column);
    const bool equality = sign == QLatin1String("=") || sign == QLatin1String("<>");
    switch (value.kind) {
    case Operand::Null:
        return column +
               (sign == QLatin1String("<>") ? QLatin1String(" IS NOT NULL") : QLatin1String(" IS NULL"));
    case Operand::Blob:
        return QStringLiteral("%1 %2 %3").arg(column, sign, value.literal);
    case Operand::Text:
        return QStringLiteral("%1 %2 %3").arg(asText, sign, value.literal);
    case Operand::Number:
        break;
    }
    if (!equality) // texts such as '12' or '2024-03-01' too, by the number they begin with
        return QStringLiteral("(%1 <> '' AND CAST(%1 AS NUMERIC) %2 %3)").arg(column, sign, value.literal);
    return sign == QLatin1String("=")
               ? QStringLiteral("(%1 = %2 OR %3 = '%2')").arg(column, value.literal, asText)
               : QStringLiteral("(%1 <> %2 AND %3 <> '%2')").arg(column, value.literal, asText);
}

QString contains(const QString &column, QString text)
{
    text.replace(u'\\', QLatin1String("\\\\"))
        .replace(u'%', QLatin1String("\\%"))
        .replace(u'_', QLatin1String("\\_"));
    return QStringLiteral("CAST(%1 AS TEXT) LIKE %2 ESCAPE '\\'")
        .arg(column, textLiteral(u'%' + text + u'%'));
}

QString columnName(int column)
{
    return QStringLiteral("c%1").arg(column + 1);
}

} // namespace

QString bareStatement(const QString &sql)
{
    qsizetype begin = -1, end = 0;
    for (qsizetype at = 0; at < sql.size();) {
        const qsizetype next = tokenEnd(sql, at);
        const bool blank = sql[at].isSpace() || sql[at] == QChar(0xFEFF) || isComment(sql, at);
        if (sql[at] == u';') {
            if (begin >= 0)
                break;
        } else if (!blank) {
            if (begin < 0)
                begin = at;
            end = next;
        }
        at = next;
    }
    return begin < 0 ? QString() : sql.mid(begin, end - begin);
}

bool canRefine(const QString &sql)
{
    static const QRegularExpression reads(QStringLiteral(R"(^(SELECT|WITH|VALUES)\b)"),
                                          QRegularExpression::CaseInsensitiveOption);
    return reads.match(bareStatement(sql)).hasMatch();
}

QString refinedQuery(const QString &sql, int columns, const ColumnFilters &filters, const RowOrder &order)
{
    QStringList conditions;
    for (int column = 0; column < columns; ++column) {
        const QString condition = filterCondition(filters.value(column), columnName(column));
        if (!condition.isEmpty())
            conditions.append(condition);
    }
    const bool ordered = order.column >= 0 && order.column < columns;
    if (conditions.isEmpty() && !ordered)
        return sql;
    QStringList names;
    for (int column = 0; column < columns; ++column)
        names.append(columnName(column));
    // Names of its own: those of the statement may be doubled or no names at all.
    QString query = QStringLiteral("WITH result(") + names.join(QLatin1String(", ")) +
                    QLatin1String(") AS (\n") + bareStatement(sql) +
                    QLatin1String("\n) SELECT * FROM result");
    if (!conditions.isEmpty())
        query += QLatin1String(" WHERE ") + conditions.join(QLatin1String(" AND "));
    if (ordered)
        query += QLatin1String(" ORDER BY ") + columnName(order.column) +
                 (order.descending ? QLatin1String(" DESC") : QLatin1String(" ASC"));
    return query;
}

QString filterCondition(const QString &typed, const QString &column)
{
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    static const QStringList signs = {QStringLiteral("<>"), QStringLiteral("!="), QStringLiteral("<="),
                                      QStringLiteral(">="), QStringLiteral("="),  QStringLiteral("<"),
                                      QStringLiteral(">")};
    for (const QString &sign : signs) {
        if (!text.startsWith(sign))
            continue;
        const QString rest = text.mid(sign.size()).trimmed();
        const bool equality = sign == signs[0] || sign == signs[1] || sign == signs[4];
        if (rest.isEmpty()) // still typing; only "=" by itself means something: nothing there
            return sign == signs[4] ? QStringLiteral("(%1 IS NULL OR %1 = '')").arg(column)
                   : equality       ? QStringLiteral("(%1 IS NOT NULL AND %1 <> '')").arg(column)
                                    : QString();
        return compare(column, sign == signs[1] ? signs[0] : sign, operand(rest));
    }
    if (text.startsWith(u'!')) {
        const QString rest = text.mid(1).trimmed();
        return rest.isEmpty() ? QString()
                              : QStringLiteral("(%1 IS NULL OR NOT %2)").arg(column, contains(column, rest));
    }
    if (const qsizetype tilde = text.indexOf(u'~'); tilde > 0 && tilde + 1 < text.size()) {
        const Operand from = operand(text.left(tilde).trimmed()), to = operand(text.mid(tilde + 1).trimmed());
        if (from.kind == to.kind && from.kind != Operand::Null)
            return QStringLiteral("(%1 AND %2)")
                .arg(compare(column, QStringLiteral(">="), from), compare(column, QStringLiteral("<="), to));
    }
    if (text.compare(QLatin1String("NULL"), Qt::CaseInsensitive) == 0)
        return column + QLatin1String(" IS NULL");
    return contains(column, text);
}

QString filterForValue(const eval::Cell &value)
{
    if (std::holds_alternative<std::monostate>(value))
        return QStringLiteral("=NULL");
    if (const auto *integer = std::get_if<std::int64_t>(&value))
        return u'=' + QString::number(*integer);
    if (const auto *real = std::get_if<double>(&value)) {
        char digits[32];
        const auto end = std::to_chars(digits, digits + sizeof digits, *real).ptr;
        return u'=' + QString::fromLatin1(digits, end - digits);
    }
    if (const auto *blob = std::get_if<eval::Blob>(&value)) {
        const QByteArray bytes(reinterpret_cast<const char *>(blob->bytes.data()),
                               qsizetype(blob->bytes.size()));
        return QStringLiteral("=x'%1'").arg(QString::fromLatin1(bytes.toHex()));
    }
    const std::string &bytes = std::get<std::string>(value);
    const QString text = QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
    const bool plain = operand(text).kind == Operand::Text && !text.isEmpty() && text.trimmed() == text &&
                       !text.startsWith(u'\'');
    return u'=' + (plain ? text : textLiteral(text));
}

} // namespace mureum::ui
