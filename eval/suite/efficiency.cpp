#include "eval/suite/efficiency.h"

#include "eval/score/exact_string.h"
#include "eval/suite/statistics.h"

#include <vector>

namespace mureum::eval {

std::optional<double> measureEfficiency(SqlRunner &runner, const std::string &gold,
                                        const std::string &prediction, const RunLimits &limits,
                                        std::stop_token stop)
{
    if (exactString(gold, prediction))
        return 1.0;
    constexpr int most = 9, least = 3;
    constexpr double enough = 1.0; // seconds for one example
    std::vector<double> goldTimes, predictionTimes;
    double spent = 0;
    try {
        // The first round fills caches and does not count.
        for (int i = 0; i <= most && (i <= least || spent < enough); ++i) {
            const double goldTime = runner.run(gold, limits, stop).seconds;
            const double predictionTime = runner.run(prediction, limits, stop).seconds;
            spent += goldTime + predictionTime;
            if (i == 0)
                continue;
            goldTimes.push_back(goldTime);
            predictionTimes.push_back(predictionTime);
        }
    } catch (const RunError &error) {
        if (error.kind() == RunFailure::Cancelled)
            throw;
        return std::nullopt;
    }
    constexpr double tick = 1e-7; // what the clock tells apart
    return (median(std::move(goldTimes)) + tick) / (median(std::move(predictionTimes)) + tick);
}

} // namespace mureum::eval
