#include "ui/jobs/rate.h"

#include "eval/suite/statistics.h"

#include <QJsonObject>
#include <QLocale>

namespace mureum::ui {

namespace {

QString percent(double value)
{
    return QLocale().toString(value * 100, 'f', 1) + QLocale().percent();
}

} // namespace

Rate Rate::of(qint64 right, qint64 count)
{
    if (count <= 0)
        return {};
    const auto [low, high] = eval::wilson95(std::size_t(right), std::size_t(count));
    return {double(right) / double(count), low, high, right, count};
}

Rate Rate::exOf(const QJsonObject &summary)
{
    const qint64 right = summary.value(QLatin1String("right")).toInteger();
    return Rate::of(right, right + summary.value(QLatin1String("wrong")).toInteger());
}

QString percentText(const Rate &rate)
{
    return rate.known() ? percent(rate.value) : QStringLiteral("–");
}

QString intervalText(const Rate &rate)
{
    return rate.known() ? percent(rate.low) + QStringLiteral(" – ") + percent(rate.high) : QString();
}

} // namespace mureum::ui
