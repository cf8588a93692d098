#include "ui/results/chart_data.h"

#include "ui/results/cell_text.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mureum::ui {

namespace {

constexpr qsizetype longestLabel = 60;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartView)
};

QString labelOf(const eval::Cell &cell)
{
    if (std::holds_alternative<std::monostate>(cell))
        return Text::tr("(none)");
    QString text = cellLine(cell, false);
    if (text.size() > longestLabel)
        text = text.left(longestLabel - 1) + u'…';
    return text.isEmpty() ? Text::tr("(empty)") : text;
}

/// Calls `row(block, index)` for every row.
template <typename Call>
void eachRow(const std::vector<RowBlockPtr> &rows, Call call)
{
    qint64 number = 0;
    for (const RowBlockPtr &block : rows)
        for (int row = 0; row < block->rows(); ++row)
            call(*block, row, number++);
}

/// The position of a name, in the order of first appearance.
class Names
{
public:
    int at(const QString &name)
    {
        const auto found = places_.constFind(name);
        if (found != places_.constEnd())
            return *found;
        const int place = int(list.size());
        places_.insert(name, place);
        list.append(name);
        return place;
    }
    QStringList list;

private:
    QHash<QString, int> places_;
};

void sortByKey(ChartData::Series &series)
{
    QList<qsizetype> order(series.keys.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](qsizetype a, qsizetype b) { return series.keys[a] < series.keys[b]; });
    QList<double> keys, values;
    for (const qsizetype at : std::as_const(order)) {
        keys.append(series.keys[at]);
        values.append(series.values[at]);
    }
    series.keys = keys;
    series.values = values;
}

double weight(const ChartData::Series &series)
{
    double sum = 0;
    for (const double value : series.values)
        sum += std::abs(value);
    return sum;
}

/// The heaviest few, in their former order.
QList<int> heaviest(const QList<double> &weights, int count)
{
    QList<int> order(weights.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return weights[a] > weights[b]; });
    order = order.mid(0, count);
    std::sort(order.begin(), order.end());
    return order;
}

void limitSeries(ChartData &data)
{
    if (data.series.size() <= mostSplits)
        return;
    QList<double> weights;
    for (const ChartData::Series &series : std::as_const(data.series))
        weights.append(weight(series));
    QList<ChartData::Series> kept;
    for (const int at : heaviest(weights, mostSplits))
        kept.append(data.series[at]);
    data.notes.append(Text::tr("the %1 largest of %2 series")
                          .arg(QLocale().toString(mostSplits), QLocale().toString(data.series.size())));
    data.series = kept;
}

/// Bars by position: many categories are cut down to the largest, in the order of the rows.
void limitBars(ChartData &data)
{
    const int count = int(data.labels.size());
    if (count <= mostBars)
        return;
    QList<double> weights(count, 0.0);
    for (const ChartData::Series &series : std::as_const(data.series))
        for (qsizetype i = 0; i < series.keys.size(); ++i)
            weights[int(series.keys[i])] += std::abs(series.values[i]);
    QHash<int, int> places;
    QStringList labels;
    for (const int at : heaviest(weights, mostBars)) {
        places[at] = int(labels.size());
        labels.append(data.labels[at]);
    }
    for (ChartData::Series &series : data.series) {
        QList<double> keys, values;
        for (qsizetype i = 0; i < series.keys.size(); ++i) {
            if (const auto place = places.constFind(int(series.keys[i])); place != places.constEnd()) {
                keys.append(*place);
                values.append(series.values[i]);
            }
        }
        series.keys = keys;
        series.values = values;
    }
    data.notes.append(
        Text::tr("the %1 largest of %2").arg(QLocale().toString(mostBars), QLocale().toString(count)));
    data.labels = labels;
}

} // namespace

ChartData chartData(const ChartSpec &spec, const std::vector<ColumnProfile> &columns,
                    const std::vector<RowBlockPtr> &rows)
{
    ChartData data;
    if (spec.kind == ChartKind::None || spec.values.isEmpty())
        return data;
    const auto name = [&](int column) { return column >= 0 ? columns[column].name : Text::tr("row"); };
    const auto kindOf = [&](int column) {
        return column >= 0 ? columns[column].kind : ColumnProfile::Number;
    };
    const bool bars = spec.kind == ChartKind::Bar;
    const bool numeric = !bars && (kindOf(spec.x) == ColumnProfile::Number || spec.x < 0);
    const bool split = spec.split >= 0 && spec.kind != ChartKind::Scatter;
    // Months by their number have no date; they sort as numbers.
    const auto timeOf = [&](const eval::Cell &cell) -> std::optional<double> {
        if (const auto key = timeKey(cellText(cell)))
            return key;
        return numberOf(cell);
    };
    const bool timed = !bars && kindOf(spec.x) == ColumnProfile::Time;

    data.xName = name(spec.x);
    if (spec.values.size() == 1)
        data.yName = name(spec.values.first());
    if (!split)
        for (const int column : spec.values)
            data.series.append({name(column), {}, {}});

    Names categories, splits;
    QHash<double, QString> timeLabels;
    const bool merge = split || (spec.x >= 0 && columns[spec.x].distinct >= columns[spec.x].filled);
    qint64 skipped = 0;
    eachRow(rows, [&](const RowBlock &block, int row, qint64 number) {
        double key = double(number + 1);
        if (spec.x >= 0) {
            const eval::Cell &cell = block.cell(row, spec.x);
            if (numeric || timed) {
                const auto found = timed ? timeOf(cell) : numberOf(cell);
                if (!found) {
                    ++skipped;
                    return;
                }
                key = *found;
                if (timed)
                    timeLabels.insert(key, labelOf(cell));
            } else if (merge) {
                key = categories.at(labelOf(cell));
            } else {
                key = double(categories.list.size());
                categories.list.append(labelOf(cell));
            }
        } else if (bars) {
            key = double(categories.list.size());
            categories.list.append(QLocale().toString(number + 1));
        }
        for (qsizetype i = 0; i < spec.values.size(); ++i) {
            const auto value = numberOf(block.cell(row, spec.values[i]));
            if (!value)
                continue;
            qsizetype target = i;
            if (split) {
                target = splits.at(labelOf(block.cell(row, spec.split)));
                if (target == data.series.size())
                    data.series.append({splits.list.last(), {}, {}});
            }
            data.series[target].keys.append(key);
            data.series[target].values.append(*value);
        }
    });

    data.labels = categories.list;
    limitSeries(data);
    if (bars)
        limitBars(data);
    if (spec.kind == ChartKind::Line)
        for (ChartData::Series &series : data.series)
            sortByKey(series);
    if (timed) {
        data.ticks = timeLabels.keys();
        std::sort(data.ticks.begin(), data.ticks.end());
        for (const double tick : std::as_const(data.ticks))
            data.labels.append(timeLabels[tick]);
    }
    if (skipped > 0)
        data.notes.append(
            Text::tr("%1 rows without %2 left out").arg(QLocale().toString(skipped), data.xName));
    return data;
}

double unitFor(double largest)
{
    const bool myriads = QLocale().language() == QLocale::Korean;
    const QList<double> units = myriads ? QList<double>{1e12, 1e8, 1e4} : QList<double>{1e12, 1e9, 1e6, 1e3};
    for (const double unit : units)
        if (largest >= (unit == 1e3 ? 1e4 : unit))
            return unit;
    return 1;
}

QString compactNumber(double value, double unit)
{
    static const QHash<double, QString> names = {{1e3, QStringLiteral("K")}, {1e4, QStringLiteral("만")},
                                                 {1e6, QStringLiteral("M")}, {1e8, QStringLiteral("억")},
                                                 {1e9, QStringLiteral("B")}, {1e12, QStringLiteral("T")}};
    QString text = fullNumber(value / unit);
    if (value == 0 || unit == 1)
        return text;
    return text + (unit == 1e12 && QLocale().language() == QLocale::Korean ? QStringLiteral("조")
                                                                           : names.value(unit));
}

QString fullNumber(double value)
{
    if (value == 0)
        return QStringLiteral("0");
    const double amount = std::abs(value);
    if (amount >= 1e15 || amount < 1e-5)
        return QLocale().toString(value, 'g', 6);
    const int decimals = amount >= 1000 ? 2 : amount >= 1 ? 4 : 6;
    QString text = QLocale().toString(value, 'f', decimals);
    const QString point = QLocale().decimalPoint();
    while (text.contains(point) && (text.endsWith(u'0') || text.endsWith(point)))
        text.chop(1);
    return text;
}

} // namespace mureum::ui
