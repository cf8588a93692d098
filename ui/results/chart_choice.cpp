#include "ui/results/chart_choice.h"

#include "ui/results/cell_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace mureum::ui {

namespace {

/// A series much smaller than the first would lie on the axis.
constexpr double comparableScale = 50;
constexpr int mostSeries = 6;
constexpr int fewestRows = 2;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartView)
};

ChartSpec noChart(const QString &reason)
{
    ChartSpec spec;
    spec.reason = reason;
    return spec;
}

/// Whole numbers that are years or months by the name of their column.
bool namesTime(const QString &column)
{
    static const QRegularExpression pattern(
        QStringLiteral("(^|[_ "
                       ".])(year|yr|month|mon|quarter|week|day|date|hour|yyyymm)$|(연도|년도|년|월|분기|주차|"
                       "일|시간|시)$"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(column).hasMatch();
}

class Profiler
{
public:
    explicit Profiler(const QString &name) { profile_.name = name; }

    void add(const eval::Cell &cell)
    {
        if (std::holds_alternative<std::monostate>(cell))
            return;
        ++profile_.filled;
        if (std::holds_alternative<eval::Blob>(cell)) {
            ++others_;
            return;
        }
        const QString text = cellText(cell);
        seen_.insert(text);
        if (const auto number = numberOf(cell)) {
            ++numbers_;
            profile_.largest = std::max(profile_.largest, std::abs(*number));
            whole_ = whole_ && std::floor(*number) == *number && std::abs(*number) < 1e6;
        }
        const bool isText = std::holds_alternative<std::string>(cell);
        if (times_ == profile_.filled - 1 && (isText || namesTime(profile_.name)) && timeKey(text))
            ++times_;
    }

    ColumnProfile result()
    {
        profile_.distinct = int(seen_.size());
        if (profile_.filled == 0)
            profile_.kind = ColumnProfile::Empty;
        else if (others_ > 0)
            profile_.kind = ColumnProfile::Other;
        else if (times_ == profile_.filled)
            profile_.kind = ColumnProfile::Time;
        else if (numbers_ == profile_.filled && namesTime(profile_.name) && whole_ && profile_.largest <= 366)
            profile_.kind = ColumnProfile::Time; // months, hours, days by their number
        else if (numbers_ == profile_.filled)
            profile_.kind = ColumnProfile::Number;
        else
            profile_.kind = ColumnProfile::Text;
        profile_.identifier = profile_.kind == ColumnProfile::Number && looksLikeIdentifier(profile_.name);
        return profile_;
    }

private:
    ColumnProfile profile_;
    QSet<QString> seen_;
    int numbers_ = 0, times_ = 0, others_ = 0;
    bool whole_ = true;
};

QList<int> ofKind(const std::vector<ColumnProfile> &columns, ColumnProfile::Kind kind)
{
    QList<int> found;
    for (int i = 0; i < int(columns.size()); ++i)
        if (columns[i].kind == kind && !columns[i].identifier)
            found.append(i);
    return found;
}

/// The first value column, and those of a similar size.
QList<int> comparable(const std::vector<ColumnProfile> &columns, const QList<int> &values)
{
    QList<int> chosen;
    const double first = columns[values.first()].largest;
    for (const int column : values) {
        const double other = columns[column].largest;
        if (chosen.size() < mostSeries && other * comparableScale >= first &&
            first * comparableScale >= other)
            chosen.append(column);
    }
    return chosen.isEmpty() ? values.mid(0, 1) : chosen;
}

/// Where values of x come several times, the category that tells them apart.
int splitFor(const std::vector<ColumnProfile> &columns, int x, const QList<int> &categories, int rows)
{
    if (x < 0 || columns[x].distinct >= rows)
        return -1;
    for (const int column : categories)
        if (column != x && columns[column].distinct > 1 && columns[column].distinct < rows)
            return column;
    return -1;
}

} // namespace

std::optional<double> numberOf(const eval::Cell &cell)
{
    if (const auto *integer = std::get_if<std::int64_t>(&cell))
        return double(*integer);
    if (const auto *real = std::get_if<double>(&cell))
        return std::isfinite(*real) ? std::optional(*real) : std::nullopt;
    if (const auto *text = std::get_if<std::string>(&cell)) {
        bool ok = false;
        const double number = QByteArray::fromStdString(*text).toDouble(&ok);
        if (ok && std::isfinite(number))
            return number;
    }
    return std::nullopt;
}

std::vector<ColumnProfile> profileColumns(const QStringList &names, const std::vector<RowBlockPtr> &rows)
{
    std::vector<ColumnProfile> profiles;
    for (int column = 0; column < int(names.size()); ++column) {
        Profiler profiler(names[column]);
        for (const RowBlockPtr &block : rows)
            for (int row = 0; row < block->rows() && column < block->columns; ++row)
                profiler.add(block->cell(row, column));
        profiles.push_back(profiler.result());
    }
    return profiles;
}

ChartSpec chooseChart(const std::vector<ColumnProfile> &columns, int rows)
{
    if (rows == 0)
        return noChart(Text::tr("There are no rows to draw."));
    const QList<int> values = ofKind(columns, ColumnProfile::Number);
    if (values.isEmpty())
        return noChart(Text::tr("No column holds numbers to draw."));
    if (rows < fewestRows)
        return noChart(Text::tr("A single row needs no chart."));
    if (!ofKind(columns, ColumnProfile::Time).isEmpty())
        return chooseChart(columns, rows, ChartKind::Line);
    if (!ofKind(columns, ColumnProfile::Text).isEmpty())
        return chooseChart(columns, rows, ChartKind::Bar);
    if (values.size() >= 2)
        return chooseChart(columns, rows, ChartKind::Scatter);
    for (const ColumnProfile &column : columns)
        if (column.identifier)
            return chooseChart(columns, rows, ChartKind::Bar);
    return noChart(
        Text::tr("One column of numbers alone makes no chart: it needs a name, a date or another number "
                 "beside it."));
}

ChartSpec chooseChart(const std::vector<ColumnProfile> &columns, int rows, ChartKind kind)
{
    const QList<int> values = ofKind(columns, ColumnProfile::Number),
                     times = ofKind(columns, ColumnProfile::Time),
                     texts = ofKind(columns, ColumnProfile::Text);
    ChartSpec spec;
    if (rows == 0 || values.isEmpty() || kind == ChartKind::None) {
        spec.reason =
            rows == 0 ? Text::tr("There are no rows to draw.") : Text::tr("No column holds numbers to draw.");
        return spec;
    }
    spec.kind = kind;
    if (kind == ChartKind::Scatter) {
        if (values.size() < 2 && times.isEmpty()) {
            spec.kind = ChartKind::None;
            spec.reason = Text::tr("Points need two columns of numbers.");
            return spec;
        }
        spec.x = values.size() >= 2 ? values.first() : times.first();
        spec.values = comparable(columns, values.size() >= 2 ? values.mid(1) : values);
        return spec;
    }

    const QList<int> categories = kind == ChartKind::Line ? times + texts : texts + times;
    if (!categories.isEmpty()) {
        spec.x = categories.first();
        // A name that tells every row apart says more than one that groups them.
        if (kind == ChartKind::Bar && columns[spec.x].distinct < rows) {
            for (const int column : texts) {
                if (columns[column].distinct >= rows) {
                    spec.x = column;
                    break;
                }
            }
        }
    } else {
        for (int column = 0; column < int(columns.size()) && spec.x < 0; ++column)
            if (columns[column].identifier)
                spec.x = column;
    }
    spec.values = comparable(columns, values);
    spec.split = splitFor(columns, spec.x, kind == ChartKind::Line ? texts : texts + times, rows);
    if (spec.split >= 0)
        spec.values = spec.values.mid(0, 1);
    return spec;
}

} // namespace mureum::ui
