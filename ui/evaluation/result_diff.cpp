#include "ui/evaluation/result_diff.h"

#include "eval/score/cells.h"
#include "eval/score/results.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mureum::ui {

namespace {

constexpr auto timeLimit = std::chrono::seconds(10);

/// Reals rounded to the six digits that scoring tells apart, so that equal cells sort together.
eval::Cell rounded(const eval::Cell &cell)
{
    const double *real = std::get_if<double>(&cell);
    if (!real || *real == 0 || !std::isfinite(*real))
        return cell;
    const double scale = std::pow(10.0, 5 - std::floor(std::log10(std::abs(*real))));
    return std::isfinite(scale) && scale > 0 ? std::round(*real * scale) / scale : *real;
}

bool less(const std::vector<eval::Cell> &a, const std::vector<eval::Cell> &b)
{
    return std::lexicographical_compare(
        a.begin(), a.end(), b.begin(), b.end(),
        [](const eval::Cell &x, const eval::Cell &y) { return eval::compareCells(x, y) < 0; });
}

std::vector<eval::Cell> sortedColumn(const eval::ResultSet &result, std::size_t column)
{
    std::vector<eval::Cell> cells;
    cells.reserve(result.rows.size());
    for (const auto &row : result.rows)
        cells.push_back(rounded(row[column]));
    std::sort(cells.begin(), cells.end(),
              [](const eval::Cell &a, const eval::Cell &b) { return eval::compareCells(a, b) < 0; });
    return cells;
}

/// For each column of the gold the one of the prediction, -1 for none.
std::vector<int> pairColumns(const eval::ResultSet &gold, const eval::ResultSet &predicted)
{
    std::vector<int> pairs(gold.columns.size(), -1);
    std::vector<char> taken(predicted.columns.size(), 0);
    std::vector<std::vector<eval::Cell>> theirs;
    for (std::size_t j = 0; j < predicted.columns.size(); ++j)
        theirs.push_back(sortedColumn(predicted, j));
    for (std::size_t i = 0; i < gold.columns.size(); ++i) {
        const std::vector<eval::Cell> mine = sortedColumn(gold, i);
        // The column in the same place first: of several alike it is the one that was meant.
        for (std::size_t step = 0; step < theirs.size() && pairs[i] < 0; ++step) {
            const std::size_t j = (i + step) % theirs.size();
            if (!taken[j] && !less(mine, theirs[j]) && !less(theirs[j], mine)) {
                pairs[i] = int(j);
                taken[j] = 1;
            }
        }
    }
    for (std::size_t i = 0; i < gold.columns.size(); ++i)
        if (pairs[i] < 0 && i < taken.size() && !taken[i] &&
            gold.columns.size() == predicted.columns.size()) {
            pairs[i] = int(i);
            taken[i] = 1;
        }
    return pairs;
}

std::vector<std::vector<eval::Cell>> project(const eval::ResultSet &result, const std::vector<int> &columns)
{
    std::vector<std::vector<eval::Cell>> rows;
    rows.reserve(result.rows.size());
    for (const auto &row : result.rows) {
        std::vector<eval::Cell> cells;
        for (const int column : columns)
            cells.push_back(rounded(row[std::size_t(column)]));
        rows.push_back(std::move(cells));
    }
    return rows;
}

std::vector<std::size_t> sortedOrder(const std::vector<std::vector<eval::Cell>> &rows)
{
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return less(rows[a], rows[b]); });
    return order;
}

} // namespace

ResultPair diffResults(ResultSide gold, ResultSide predicted)
{
    ResultPair pair;
    for (ResultSide *side : {&gold, &predicted}) {
        side->rowDiffers.assign(side->rows.rows.size(), 0);
        side->columnDiffers.assign(side->rows.columns.size(), 0);
    }
    const bool bothRan = gold.error.isEmpty() && predicted.error.isEmpty();
    const bool sameShape = gold.rows.columns.size() == predicted.rows.columns.size();
    pair.same = bothRan && sameShape && gold.rows.truncated == predicted.rows.truncated &&
                eval::compareRows(gold.rows.rows, predicted.rows.rows) == eval::Match::Same;
    if (bothRan && !pair.same) {
        const std::vector<int> pairs = pairColumns(gold.rows, predicted.rows);
        std::vector<int> mine, theirs;
        std::fill(predicted.columnDiffers.begin(), predicted.columnDiffers.end(), char(1));
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            gold.columnDiffers[i] = pairs[i] < 0;
            if (pairs[i] < 0)
                continue;
            predicted.columnDiffers[std::size_t(pairs[i])] = 0;
            mine.push_back(int(i));
            theirs.push_back(pairs[i]);
        }
        const auto left = project(gold.rows, mine), right = project(predicted.rows, theirs);
        const auto leftOrder = sortedOrder(left), rightOrder = sortedOrder(right);
        std::fill(gold.rowDiffers.begin(), gold.rowDiffers.end(), char(1));
        std::fill(predicted.rowDiffers.begin(), predicted.rowDiffers.end(), char(1));
        for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
            const auto &a = left[leftOrder[i]], &b = right[rightOrder[j]];
            if (mine.empty())
                break; // nothing to tell rows by
            if (less(a, b)) {
                ++i;
            } else if (less(b, a)) {
                ++j;
            } else {
                gold.rowDiffers[leftOrder[i++]] = 0;
                predicted.rowDiffers[rightOrder[j++]] = 0;
            }
        }
    }
    for (ResultSide *side : {&gold, &predicted})
        side->differing = std::count(side->rowDiffers.begin(), side->rowDiffers.end(), char(1));
    pair.gold = std::make_shared<const ResultSide>(std::move(gold));
    pair.predicted = std::make_shared<const ResultSide>(std::move(predicted));
    return pair;
}

ResultPair runBoth(const std::filesystem::path &database, const QString &gold, const QString &predicted,
                   std::int64_t maxRows, std::stop_token stop)
{
    const auto run = [&](const QString &sql) {
        ResultSide side;
        try {
            eval::SqlRunner runner(database);
            side.rows = runner.run(sql.toStdString(), {timeLimit, maxRows}, stop);
        } catch (const std::exception &error) {
            side.error = QString::fromUtf8(error.what());
        }
        return side;
    };
    ResultSide left = run(gold);
    return diffResults(std::move(left), run(predicted));
}

} // namespace mureum::ui
