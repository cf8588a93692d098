#include "ui/results/chart_choice.h"

#include <QDate>
#include <QRegularExpression>

namespace mureum::ui {

namespace {

std::optional<double> dayOf(int year, int month, int day)
{
    const QDate date(year, month, day);
    if (!date.isValid())
        return std::nullopt;
    return double(date.toJulianDay());
}

/// 1..12 of "Jan", "March", "3월"; 0 for anything else.
int monthOfName(const QString &text)
{
    static const QRegularExpression korean(QStringLiteral("^(\\d{1,2})월$"));
    if (const auto match = korean.match(text); match.hasMatch()) {
        const int month = match.captured(1).toInt();
        return month >= 1 && month <= 12 ? month : 0;
    }
    static const QStringList names = {
        QStringLiteral("january"), QStringLiteral("february"), QStringLiteral("march"),
        QStringLiteral("april"),   QStringLiteral("may"),      QStringLiteral("june"),
        QStringLiteral("july"),    QStringLiteral("august"),   QStringLiteral("september"),
        QStringLiteral("october"), QStringLiteral("november"), QStringLiteral("december")};
    const QString lower = text.toLower();
    for (int month = 1; month <= 12; ++month)
        if (lower == names[month - 1] || (lower.size() == 3 && names[month - 1].startsWith(lower)))
            return month;
    return 0;
}

} // namespace

std::optional<double> timeKey(const QString &text)
{
    static const QRegularExpression date(
        QStringLiteral("^(\\d{4})(?:[-/.]|년\\s*)(\\d{1,2})(?:(?:[-/.]|월\\s*)(\\d{1,2})일?)?월?\\.?"
                       "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?$"));
    static const QRegularExpression year(QStringLiteral("^((?:19|20)\\d{2})년?$"));
    static const QRegularExpression quarter(QStringLiteral("^(\\d{4})(?:[-/. ]?Q|년\\s*)([1-4])(?:분기)?$"),
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression week(QStringLiteral("^(\\d{4})-?W(\\d{2})$"));
    const QString trimmed = text.trimmed();
    if (const auto match = year.match(trimmed); match.hasMatch())
        return dayOf(match.captured(1).toInt(), 1, 1);
    if (const auto match = date.match(trimmed); match.hasMatch()) {
        const bool hasDay = match.hasCaptured(3) && !match.captured(3).isEmpty();
        const auto day = dayOf(match.captured(1).toInt(), match.captured(2).toInt(),
                               hasDay ? match.captured(3).toInt() : 1);
        if (day) {
            const int hours = match.captured(4).toInt(), minutes = match.captured(5).toInt(),
                      seconds = match.captured(6).toInt();
            return *day + (hours * 3600 + minutes * 60 + seconds) / 86400.0;
        }
    }
    if (const auto match = quarter.match(trimmed); match.hasMatch())
        return dayOf(match.captured(1).toInt(), 3 * match.captured(2).toInt() - 2, 1);
    if (const auto match = week.match(trimmed); match.hasMatch()) {
        const auto start = dayOf(match.captured(1).toInt(), 1, 1);
        const int number = match.captured(2).toInt();
        if (start && number <= 53)
            return *start + 7 * number;
    }
    if (const int month = monthOfName(trimmed); month > 0)
        return dayOf(2000, month, 1);
    return std::nullopt;
}

} // namespace mureum::ui
