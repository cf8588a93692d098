#include "eval/suite/compare.h"

#include "eval/suite/summary.h"

#include <deque>
#include <map>
#include <tuple>

namespace mureum::eval {

namespace {

using Json = nlohmann::ordered_json;

void pairUp(RunComparison &comparison, const RunData &first, const RunData &second)
{
    using Key = std::tuple<std::string, std::string, std::string>;
    const auto key = [](const EvaluationRecord &record) {
        return Key(record.databaseId, record.question, record.query);
    };
    std::map<Key, std::deque<std::size_t>> exact;
    std::map<std::pair<std::string, std::string>, std::deque<std::size_t>> loose;
    std::vector<std::optional<std::size_t>> partner(first.records.size());
    std::vector<bool> taken(second.records.size(), false);
    for (std::size_t i = 0; i < second.records.size(); ++i)
        exact[key(second.records[i])].push_back(i);
    const auto take = [&](auto &places, std::size_t i) {
        if (places.empty())
            return;
        partner[i] = places.front();
        taken[places.front()] = true;
        places.pop_front();
    };
    for (std::size_t i = 0; i < first.records.size(); ++i)
        if (const auto found = exact.find(key(first.records[i])); found != exact.end())
            take(found->second, i);
    // The right answer may have been corrected between the two runs.
    for (std::size_t i = 0; i < second.records.size(); ++i)
        if (!taken[i])
            loose[{second.records[i].databaseId, second.records[i].question}].push_back(i);
    for (std::size_t i = 0; i < first.records.size(); ++i) {
        if (!partner[i])
            if (const auto found = loose.find({first.records[i].databaseId, first.records[i].question});
                found != loose.end())
                take(found->second, i);
        if (partner[i])
            comparison.pairs.emplace_back(i, *partner[i]);
        else
            ++comparison.onlyFirst;
    }
    comparison.onlySecond = second.records.size() - comparison.pairs.size();
}

} // namespace

RunComparison compareRuns(const RunData &first, const RunData &second)
{
    RunComparison comparison;
    pairUp(comparison, first, second);
    for (const std::string &metric : rateMetrics()) {
        MetricComparison one;
        one.metric = metric;
        for (const auto &[i, j] : comparison.pairs) {
            const EvaluationRecord &a = first.records[i], &b = second.records[j];
            const auto before = isRight(a, first.judgement(a), metric),
                       after = isRight(b, second.judgement(b), metric);
            if (!before || !after)
                continue;
            ++(*before  ? *after ? one.counts.bothRight : one.counts.broken
               : *after ? one.counts.fixed
                        : one.counts.bothWrong);
            if (*before != *after)
                comparison.flips.push_back({metric, *after, i, j});
        }
        if (one.counts.total() == 0)
            continue;
        const double n = static_cast<double>(one.counts.total());
        one.first = static_cast<double>(one.counts.bothRight + one.counts.broken) / n;
        one.second = static_cast<double>(one.counts.bothRight + one.counts.fixed) / n;
        one.difference = one.second - one.first;
        one.ci95 = pairedDifference95(one.counts);
        one.pValue = mcnemarExact(one.counts.fixed, one.counts.broken);
        comparison.metrics.push_back(std::move(one));
    }
    return comparison;
}

Json toJson(const RunComparison &comparison, const RunData &first, const RunData &second)
{
    Json metrics = Json::object(), flips = Json::array();
    for (const MetricComparison &metric : comparison.metrics)
        metrics[metric.metric] = {
            {"first", metric.first},           {"second", metric.second},
            {"difference", metric.difference}, {"ci95", Json::array({metric.ci95.first, metric.ci95.second})},
            {"p_value", metric.pValue},        {"fixed", metric.counts.fixed},
            {"broken", metric.counts.broken},  {"count", metric.counts.total()}};
    for (const Flip &flip : comparison.flips) {
        const EvaluationRecord &a = first.records[flip.first], &b = second.records[flip.second];
        flips.push_back({{"metric", flip.metric},
                         {"fixed", flip.fixed},
                         {"db_id", a.databaseId},
                         {"question", a.question},
                         {"query", a.query},
                         {"first", a.prediction},
                         {"second", b.prediction}});
    }
    return {{"first", first.folder.string()},
            {"second", second.folder.string()},
            {"pairs", comparison.pairs.size()},
            {"only_first", comparison.onlyFirst},
            {"only_second", comparison.onlySecond},
            {"metrics", metrics},
            {"flips", flips}};
}

} // namespace mureum::eval
