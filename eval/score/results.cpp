#include "eval/score/results.h"

#include "eval/score/cells.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <unordered_map>

namespace mureum::eval {

namespace {

using Indexes = std::vector<std::uint32_t>;

/// Two values this close are one value with rounding noise (a sum taken in another order).
constexpr double noise = 1e-12;

/// Cells looked at before the columns of a result are given up as undecidable: a few seconds.
constexpr std::size_t workBudget = 300'000'000;

/// Row numbers in the order of a column's values.
Indexes sortedBy(const Rows &rows, std::size_t column)
{
    Indexes order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return compareCells(rows[a][column], rows[b][column]) < 0;
    });
    return order;
}

class ColumnMatcher
{
public:
    ColumnMatcher(const Rows &gold, const Rows &predicted, const Indexes &segments)
        : gold_(gold), predicted_(predicted), rows_(gold.size()), columns_(gold.front().size()),
          segments_(segments.empty() ? Indexes(rows_, 0) : segments), used_(columns_, false)
    {
        for (std::size_t c = 0; c < columns_; ++c) {
            goldOrder_.push_back(sortedBy(gold, c));
            predictedOrder_.push_back(sortedBy(predicted, c));
        }
    }

    Match match()
    {
        if (!pairColumns())
            return Match::Different;
        findTwins();
        // Columns with one possible partner first: they split the rows without any guess.
        sequence_.resize(columns_);
        std::iota(sequence_.begin(), sequence_.end(), std::size_t{0});
        std::stable_sort(sequence_.begin(), sequence_.end(), [&](std::size_t a, std::size_t b) {
            return partners_[a].size() < partners_[b].size();
        });
        const bool found = extend(0, segments_, segments_);
        return found ? Match::Same : work_ > workBudget ? Match::Undecided : Match::Different;
    }

private:
    /// Which predicted columns hold the same bag of values as each gold column.
    bool pairColumns()
    {
        partners_.resize(columns_);
        for (std::size_t g = 0; g < columns_; ++g) {
            for (std::size_t p = 0; p < columns_; ++p) {
                bool same = true;
                for (std::size_t i = 0; same && i < rows_; ++i)
                    same = sameCell(gold_[goldOrder_[g][i]][g], predicted_[predictedOrder_[p][i]][p]);
                if (same)
                    partners_[g].push_back(p);
            }
            if (partners_[g].empty())
                return false;
        }
        return true;
    }

    /// twin_[p]: the first predicted column with the same cells in every row. Twins are interchangeable.
    void findTwins()
    {
        for (std::size_t p = 0; p < columns_; ++p) {
            std::size_t first = 0;
            const auto equals = [&](std::size_t other) {
                return std::all_of(predicted_.begin(), predicted_.end(),
                                   [&](const auto &row) { return compareCells(row[p], row[other]) == 0; });
            };
            while (first < p && !(twin_[first] == first && equals(first)))
                ++first;
            twin_.push_back(first);
        }
    }

    /// Splits groups of rows by one pair of columns. False where the groups then differ in size.
    bool refine(std::size_t g, std::size_t p, const Indexes &goldGroups, const Indexes &predictedGroups,
                Indexes &goldOut, Indexes &predictedOut)
    {
        work_ += rows_;
        goldOut.resize(rows_);
        predictedOut.resize(rows_);
        std::uint32_t value = 0;
        std::unordered_map<std::uint64_t, std::uint32_t> ids;
        std::vector<std::int32_t> balance;
        // Values are numbered by rank, which the two columns share; a tie on either side joins two ranks.
        Indexes goldValues(rows_), predictedValues(rows_);
        for (std::size_t i = 0; i < rows_; ++i) {
            const std::uint32_t goldRow = goldOrder_[g][i], predictedRow = predictedOrder_[p][i];
            if (i > 0 && !sameCell(gold_[goldRow][g], gold_[goldOrder_[g][i - 1]][g], noise) &&
                !sameCell(predicted_[predictedRow][p], predicted_[predictedOrder_[p][i - 1]][p], noise))
                ++value;
            goldValues[goldRow] = value;
            predictedValues[predictedRow] = value;
        }
        const auto key = [](std::uint32_t group, std::uint32_t v) { return std::uint64_t{group} << 32 | v; };
        for (std::size_t row = 0; row < rows_; ++row) {
            const auto next = static_cast<std::uint32_t>(ids.size());
            const auto id = ids.try_emplace(key(goldGroups[row], goldValues[row]), next).first->second;
            if (id == balance.size())
                balance.push_back(0);
            ++balance[id];
            goldOut[row] = id;
        }
        for (std::size_t row = 0; row < rows_; ++row) {
            const auto found = ids.find(key(predictedGroups[row], predictedValues[row]));
            if (found == ids.end() || --balance[found->second] < 0)
                return false;
            predictedOut[row] = found->second;
        }
        return true;
    }

    bool extend(std::size_t depth, const Indexes &goldGroups, const Indexes &predictedGroups)
    {
        if (depth == columns_)
            return true;
        const std::size_t g = sequence_[depth];
        std::vector<std::size_t> tried;
        Indexes goldNext, predictedNext;
        for (const std::size_t p : partners_[g]) {
            if (used_[p] || std::find(tried.begin(), tried.end(), twin_[p]) != tried.end())
                continue;
            if (work_ > workBudget)
                return false;
            tried.push_back(twin_[p]);
            if (!refine(g, p, goldGroups, predictedGroups, goldNext, predictedNext))
                continue;
            used_[p] = true;
            if (extend(depth + 1, goldNext, predictedNext))
                return true;
            used_[p] = false;
        }
        return false;
    }

    const Rows &gold_, &predicted_;
    std::size_t rows_, columns_;
    const Indexes segments_;
    std::vector<Indexes> goldOrder_, predictedOrder_;
    std::vector<std::vector<std::size_t>> partners_;
    std::vector<std::size_t> twin_, sequence_;
    std::vector<bool> used_;
    std::size_t work_ = 0;
};

} // namespace

Match compareRows(const Rows &gold, const Rows &predicted, const std::vector<std::uint32_t> &segments)
{
    if (gold.size() != predicted.size())
        return Match::Different;
    if (gold.empty())
        return Match::Same;
    if (gold.front().size() != predicted.front().size())
        return Match::Different;
    return ColumnMatcher(gold, predicted, segments).match();
}

bool sameSetOfRows(const Rows &gold, const Rows &predicted)
{
    const auto sortedSet = [](const Rows &rows) {
        std::vector<const std::vector<Cell> *> out;
        for (const auto &row : rows)
            out.push_back(&row);
        const auto compare = [](const auto *a, const auto *b) {
            for (std::size_t i = 0; i < std::min(a->size(), b->size()); ++i)
                if (const int order = compareCells((*a)[i], (*b)[i]); order != 0)
                    return order;
            return a->size() < b->size() ? -1 : a->size() > b->size() ? 1 : 0;
        };
        std::sort(out.begin(), out.end(), [&](const auto *a, const auto *b) { return compare(a, b) < 0; });
        out.erase(std::unique(out.begin(), out.end(),
                              [&](const auto *a, const auto *b) { return compare(a, b) == 0; }),
                  out.end());
        return out;
    };
    const auto a = sortedSet(gold), b = sortedSet(predicted);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto *x, const auto *y) {
        return std::equal(x->begin(), x->end(), y->begin(), y->end(),
                          [](const Cell &c, const Cell &d) { return compareCells(c, d) == 0; });
    });
}

} // namespace mureum::eval
