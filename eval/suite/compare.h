#pragma once
#include "eval/suite/run_data.h"
#include "eval/suite/statistics.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

// What changed between two runs over the same questions.

namespace mureum::eval {

/// One measure over the examples that both runs have and on which both are conclusive.
struct MetricComparison
{
    std::string metric; ///< of rateMetrics()
    PairedCounts counts;
    double first = 0, second = 0;   ///< rates
    double difference = 0;          ///< second - first
    std::pair<double, double> ci95; ///< of the difference (pairedDifference95)
    double pValue = 1;              ///< mcnemarExact
};

/// An example on which a measure's verdict turned.
struct Flip
{
    std::string metric;
    bool fixed = false;                ///< wrong -> right; else right -> wrong
    std::size_t first = 0, second = 0; ///< places in RunData::records of the two runs
};

struct RunComparison
{
    std::vector<std::pair<std::size_t, std::size_t>> pairs; ///< places in the two runs' records
    std::size_t onlyFirst = 0, onlySecond = 0;              ///< examples without a partner
    std::vector<MetricComparison> metrics;                  ///< those measured in both
    std::vector<Flip> flips;                                ///< by measure, in the order of the first run
};

/// Pairs examples by database and question; where a question comes up several times, by the right answer and
/// then in order.
RunComparison compareRuns(const RunData &first, const RunData &second);

/// {"first","second","pairs","only_first","only_second","metrics":{ex:{"first","second","difference","ci95",
/// "p_value","fixed","broken","count"}},"flips":[{"metric","fixed","db_id","question","query","first","second"}]}
nlohmann::ordered_json toJson(const RunComparison &comparison, const RunData &first, const RunData &second);

} // namespace mureum::eval
