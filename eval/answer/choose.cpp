#include "eval/answer/choose.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace mureum::eval {
namespace {

/// Equal for equal bags of rows, whatever the order of columns: (city, count) and (count, city) say one thing.
std::size_t fingerprint(const ResultSet &result)
{
    std::size_t sum = result.columns.size() * 1000003u + result.rows.size();
    for (const auto &row : result.rows) {
        std::size_t hash = 17;
        for (const auto &cell : row)
            hash += std::hash<std::string>()(displayText(cell)) * 0x9E3779B97F4A7C15ull;
        sum += (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9ull;
    }
    return sum;
}

bool saysNothing(const ResultSet &result)
{
    if (result.rows.empty())
        return true;
    return result.rows.size() == 1 && std::all_of(result.rows[0].begin(), result.rows[0].end(), [](const Cell &cell) {
               return std::holds_alternative<std::monostate>(cell);
           });
}

/// An empty answer is right now and then; a model's second best that finds rows is right more often.
constexpr double emptyWorth = 0.1;

} // namespace

int chooseByExecution(std::vector<Candidate> &candidates, SqlRunner &runner, const RunLimits &limits,
                      ResultSet &result, std::stop_token stop)
{
    struct Group {
        double worth = 0;
        int first = -1;
    };
    std::map<std::size_t, Group> groups;
    std::vector<ResultSet> results(candidates.size());
    for (std::size_t i = 0; i < candidates.size() && !stop.stop_requested(); ++i) {
        auto &candidate = candidates[i];
        auto bound = limits;
        if (i > 0) // alternatives must not make the answer slow
            bound.time = std::min(bound.time, std::chrono::milliseconds(500));
        try {
            results[i] = runner.run(candidate.sql, bound, stop);
        } catch (const RunError &error) {
            candidate.error = error.what();
            continue;
        }
        candidate.rows = static_cast<std::int64_t>(results[i].rows.size());
        auto &group = groups[fingerprint(results[i])];
        if (group.first < 0)
            group.first = static_cast<int>(i);
        group.worth += std::exp(candidate.logProbability) * (saysNothing(results[i]) ? emptyWorth : 1.0);
    }
    const Group *best = nullptr;
    for (const auto &[print, group] : groups)
        if (!best || group.worth > best->worth)
            best = &group;
    if (!best)
        return -1;
    result = std::move(results[static_cast<std::size_t>(best->first)]);
    return best->first;
}

} // namespace mureum::eval
