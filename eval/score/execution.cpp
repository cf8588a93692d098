#include "eval/score/execution.h"

#include "eval/score/cells.h"
#include "eval/score/gold_order.h"
#include "eval/score/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace mureum::eval {

namespace {

constexpr std::array<std::string_view, 3> verdictNames = {"right", "wrong", "inconclusive"};

/// Gold queries are trusted to end; slow ones should not cost a score.
constexpr int goldPatience = 6;

/// Failures of the database, not of a statement.
bool aboutTheDatabase(RunFailure kind)
{
    return kind == RunFailure::Cancelled || kind == RunFailure::Locked || kind == RunFailure::Corrupt;
}

struct Outcome
{
    Verdict verdict = Verdict::Wrong;
    std::string reason;
    ErrorKind kind = ErrorKind::None;
};

/// What a statement that did not run is counted as.
ErrorKind kindOf(const RunError &error)
{
    const std::string_view text = error.what();
    switch (error.kind()) {
    case RunFailure::TimedOut:
        return ErrorKind::Timeout;
    case RunFailure::NotReadOnly:
    case RunFailure::SeveralStatements:
        return ErrorKind::NotAllowed;
    case RunFailure::Syntax:
        for (const std::string_view words :
             {"no such table", "no such column", "no such function", "ambiguous column"})
            if (text.find(words) != std::string_view::npos)
                return ErrorKind::UnknownName;
        return ErrorKind::Syntax;
    default:
        return ErrorKind::RunFailure;
    }
}

/// Segments of gold rows with equal sort keys; nothing where the keys cannot be had.
std::optional<std::vector<std::uint32_t>> segmentsByKeys(SqlRunner &runner, const GoldOrder &order,
                                                         const ResultSet &gold, const RunLimits &limits,
                                                         std::stop_token stop)
{
    if (!order.known)
        return std::nullopt;
    const std::size_t shown = gold.columns.size();
    ResultSet keyed;
    const Rows *rows = &gold.rows;
    if (order.appended > 0) {
        try {
            keyed = runner.run(order.keyedSql, limits, std::move(stop));
        } catch (const RunError &error) {
            if (aboutTheDatabase(error.kind()))
                throw;
            return std::nullopt;
        }
        // The longer query has to show the very same rows, or its keys belong to others.
        const auto sameRow = [&](const auto &a, const auto &b) {
            return std::equal(a.begin(), a.end(), b.begin(),
                              [](const Cell &x, const Cell &y) { return compareCells(x, y) == 0; });
        };
        if (keyed.columns.size() != shown + static_cast<std::size_t>(order.appended) ||
            !std::equal(gold.rows.begin(), gold.rows.end(), keyed.rows.begin(), keyed.rows.end(), sameRow))
            return std::nullopt;
        rows = &keyed.rows;
    }
    std::vector<std::size_t> keys;
    for (const int key : order.keys) {
        const std::size_t column =
            key >= 0 ? static_cast<std::size_t>(key) : shown + static_cast<std::size_t>(-1 - key);
        if (column >= rows->front().size())
            return std::nullopt;
        keys.push_back(column);
    }
    std::vector<std::uint32_t> segments(rows->size(), 0);
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const bool tie = std::all_of(keys.begin(), keys.end(), [&](std::size_t key) {
            return sameCell((*rows)[i][key], (*rows)[i - 1][key]);
        });
        segments[i] = segments[i - 1] + (tie ? 0 : 1);
    }
    return segments;
}

Outcome compareResults(SqlRunner &runner, const std::string &goldSql, const ResultSet &gold,
                       const ResultSet &predicted, const RunLimits &limits, std::stop_token stop)
{
    if (gold.columns.size() != predicted.columns.size())
        return {Verdict::Wrong,
                fmt::format("{} column{} instead of {}", predicted.columns.size(),
                            predicted.columns.size() == 1 ? "" : "s", gold.columns.size()),
                ErrorKind::Columns};
    if (gold.truncated && predicted.truncated)
        return {Verdict::Inconclusive, fmt::format("both results have more than {} rows", gold.rows.size()),
                ErrorKind::Undecided};
    if (gold.rows.size() != predicted.rows.size() || gold.truncated != predicted.truncated)
        return {Verdict::Wrong,
                fmt::format("{}{} row{} instead of {}{}", predicted.truncated ? "more than " : "",
                            predicted.rows.size(), predicted.rows.size() == 1 ? "" : "s",
                            gold.truncated ? "more than " : "", gold.rows.size()),
                predicted.rows.empty() ? ErrorKind::Empty : ErrorKind::RowCount};
    if (gold.rows.empty())
        return {Verdict::Inconclusive, "both results are empty", ErrorKind::BothEmpty};

    constexpr auto undecided = "the columns are too alike to be matched";
    const Match bag = compareRows(gold.rows, predicted.rows);
    if (bag == Match::Undecided)
        return {Verdict::Inconclusive, undecided, ErrorKind::Undecided};
    if (bag == Match::Different)
        return {Verdict::Wrong, "other values", ErrorKind::Values};
    if (gold.rows.size() == 1)
        return {Verdict::Right, {}};

    const GoldOrder order = goldOrder(goldSql);
    if (!order.ordered)
        return {Verdict::Right, {}};
    std::vector<std::uint32_t> strict(gold.rows.size());
    std::iota(strict.begin(), strict.end(), 0U);
    if (compareRows(gold.rows, predicted.rows, strict) == Match::Same)
        return {Verdict::Right, {}};
    const auto segments = segmentsByKeys(runner, order, gold, limits, std::move(stop));
    if (!segments)
        return {Verdict::Inconclusive,
                "the same rows in another order, and the gold's ORDER BY cannot be followed",
                ErrorKind::Undecided};
    switch (compareRows(gold.rows, predicted.rows, *segments)) {
    case Match::Same:
        return {Verdict::Right, {}};
    case Match::Different:
        return {Verdict::Wrong, "the same rows in another order", ErrorKind::Order};
    default:
        return {Verdict::Inconclusive, undecided, ErrorKind::Undecided};
    }
}

bool birdRight(const ResultSet &gold, const ResultSet &predicted)
{
    return !gold.truncated && !predicted.truncated && sameSetOfRows(gold.rows, predicted.rows);
}

} // namespace

std::string_view name(Verdict verdict)
{
    return verdictNames[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> verdictFromName(std::string_view text)
{
    const auto found = std::find(verdictNames.begin(), verdictNames.end(), text);
    if (found == verdictNames.end())
        return std::nullopt;
    return static_cast<Verdict>(found - verdictNames.begin());
}

GoldRun runGold(SqlRunner &runner, const std::string &sql, const RunLimits &limits, std::stop_token stop)
{
    GoldRun gold;
    gold.sql = sql;
    try {
        gold.result = runner.run(sql, {limits.time * goldPatience, limits.maxRows}, std::move(stop));
    } catch (const RunError &error) {
        if (aboutTheDatabase(error.kind()))
            throw;
        gold.error = error.what();
    }
    return gold;
}

ExecutionScore scoreExecution(SqlRunner &runner, const std::vector<std::string> &golds,
                              const std::string &prediction, const RunLimits &limits, std::stop_token stop)
{
    std::vector<GoldRunPtr> runs;
    for (const std::string &gold : golds)
        runs.push_back(std::make_shared<GoldRun>(runGold(runner, gold, limits, stop)));
    return scoreExecution(runner, runs, prediction, limits, std::move(stop));
}

ExecutionScore scoreExecution(SqlRunner &runner, const std::vector<GoldRunPtr> &golds,
                              const std::string &prediction, const RunLimits &limits, std::stop_token stop)
{
    GoldRunPtr run;
    return scoreExecution(runner, golds, prediction, limits, std::move(stop), run);
}

ExecutionScore scoreExecution(SqlRunner &runner, const std::vector<GoldRunPtr> &golds,
                              const std::string &prediction, const RunLimits &limits, std::stop_token stop,
                              GoldRunPtr &run)
{
    ExecutionScore score;
    if (golds.empty()) {
        score = {Verdict::Inconclusive, Verdict::Inconclusive, "there is no right answer to compare with",
                 false, ErrorKind::GoldFails};
        return score;
    }
    if (std::all_of(prediction.begin(), prediction.end(),
                    [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); })) {
        score.reason = "no SQL";
        score.kind = ErrorKind::NoAnswer;
        return score;
    }
    // The same text need not run again, where it kept within a prediction's limits.
    const ResultSet *predicted = nullptr;
    const auto reuse = [&](const GoldRunPtr &known) {
        if (known && known->sql == prediction && known->result &&
            (limits.time.count() <= 0 ||
             known->result->seconds < std::chrono::duration<double>(limits.time).count()))
            predicted = &*known->result;
    };
    reuse(run);
    for (const GoldRunPtr &gold : golds)
        reuse(gold);
    if (!predicted) {
        try {
            auto own = std::make_shared<GoldRun>();
            own->sql = prediction;
            own->result = runner.run(prediction, limits, stop);
            run = std::move(own);
            predicted = &*run->result;
        } catch (const RunError &error) {
            if (aboutTheDatabase(error.kind()))
                throw;
            score.reason = error.what();
            score.failed = true;
            score.kind = kindOf(error);
        }
    }

    RunLimits goldLimits = limits;
    goldLimits.time *= goldPatience;
    bool anyGoldRan = false;
    std::string goldError;
    std::optional<Outcome> best;
    for (const GoldRunPtr &gold : golds) {
        if (!gold->result) {
            goldError = gold->error;
            continue;
        }
        anyGoldRan = true;
        if (!predicted)
            break;
        if (birdRight(*gold->result, *predicted))
            score.exBird = Verdict::Right;
        const Outcome outcome =
            compareResults(runner, gold->sql, *gold->result, *predicted, goldLimits, stop);
        if (!best || outcome.verdict == Verdict::Right ||
            (outcome.verdict == Verdict::Inconclusive && best->verdict == Verdict::Wrong))
            best = outcome;
        if (best->verdict == Verdict::Right)
            break;
    }
    if (!anyGoldRan) {
        score = {Verdict::Inconclusive, Verdict::Inconclusive, "the right answer does not run: " + goldError,
                 score.failed, ErrorKind::GoldFails};
        return score;
    }
    if (best) {
        score.ex = best->verdict;
        score.reason = best->reason;
        score.kind = best->kind;
    }
    return score;
}

} // namespace mureum::eval
