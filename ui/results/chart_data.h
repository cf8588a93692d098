#pragma once
#include "ui/results/chart_choice.h"

#include <QList>
#include <QStringList>

namespace mureum::ui {

/// Points to draw, taken from the rows of a result.
struct ChartData
{
    struct Series
    {
        QString name;
        QList<double> keys, values; ///< ascending keys for lines
    };

    QList<Series> series;
    /// Names along the axis of keys: at 0, 1, 2 ... for categories, else at `ticks` (times). Empty for
    /// numbers.
    QStringList labels;
    QList<double> ticks;
    QString xName, yName; ///< yName empty where series are named instead
    QStringList notes;    ///< what was left out
};

constexpr int mostBars = 30;
constexpr int mostSplits = 8;

ChartData chartData(const ChartSpec &spec, const std::vector<ColumnProfile> &columns,
                    const std::vector<RowBlockPtr> &rows);

/// 12,500 as 1.25만 or 12.5K where `unit` is 10,000 or 1,000; 1: with separators only. For ticks.
QString compactNumber(double value, double unit);
/// The largest customary unit of the user's language that is not above `largest`.
double unitFor(double largest);
/// With separators and no more digits than matter.
QString fullNumber(double value);

} // namespace mureum::ui
