#include "eval/suite/summary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

namespace mureum::eval {

namespace {

using Json = nlohmann::ordered_json;

struct Tally
{
    std::size_t count = 0, right = 0, wrong = 0, inconclusive = 0, bird = 0, exact = 0, failed = 0,
                errors = 0;

    void add(const EvaluationRecord &record)
    {
        ++count;
        right += record.score.ex == Verdict::Right;
        wrong += record.score.ex == Verdict::Wrong;
        inconclusive += record.score.ex == Verdict::Inconclusive;
        bird += record.score.exBird == Verdict::Right;
        exact += record.exactString;
        failed += record.score.failed;
        errors += !record.score.failed && !record.error.empty();
    }

    std::size_t conclusive() const { return right + wrong; }

    Json ex() const
    {
        if (conclusive() == 0)
            return nullptr;
        return static_cast<double>(right) / static_cast<double>(conclusive());
    }

    Json ci95() const
    {
        if (conclusive() == 0)
            return nullptr;
        const auto [low, high] = wilson95(right, conclusive());
        return Json::array({low, high});
    }

    double share(std::size_t part) const
    {
        return count == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(count);
    }
};

int hardnessRank(const std::string &hardness)
{
    constexpr std::array<std::string_view, 4> ranks = {"easy", "medium", "hard", "extra"};
    return static_cast<int>(std::find(ranks.begin(), ranks.end(), hardness) - ranks.begin());
}

struct ByRank
{
    bool operator()(const std::string &a, const std::string &b) const
    {
        const int rankA = hardnessRank(a), rankB = hardnessRank(b);
        return rankA != rankB ? rankA < rankB : a < b;
    }
};

Json grouped(const std::vector<EvaluationRecord> &records, std::string EvaluationRecord::*key)
{
    std::map<std::string, Tally, ByRank> groups;
    for (const EvaluationRecord &record : records)
        groups[record.*key].add(record);
    Json out = Json::object();
    for (const auto &[group, tally] : groups)
        out[group] = {{"count", tally.count},  {"ex", tally.ex()},     {"ci95", tally.ci95()},
                      {"right", tally.right},  {"wrong", tally.wrong}, {"inconclusive", tally.inconclusive},
                      {"failed", tally.failed}};
    return out;
}

} // namespace

std::pair<double, double> wilson95(std::size_t right, std::size_t total)
{
    if (total == 0)
        return {0.0, 1.0};
    constexpr double z = 1.959963984540054;
    const double n = static_cast<double>(total), p = static_cast<double>(right) / n;
    const double scale = 1 + z * z / n;
    const double centre = (p + z * z / (2 * n)) / scale;
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Json summarize(const std::vector<EvaluationRecord> &records, const std::vector<datasets::BadLine> &badLines,
               double seconds)
{
    Tally all;
    double answerSeconds = 0;
    std::int64_t tokens = 0;
    for (const EvaluationRecord &record : records) {
        all.add(record);
        answerSeconds += record.answerSeconds;
        tokens += record.newTokens;
    }
    Json bad = Json::array();
    for (const datasets::BadLine &line : badLines)
        bad.push_back({{"line", line.line}, {"reason", line.reason}});
    Json rate = nullptr;
    if (tokens > 0 && answerSeconds > 0)
        rate = static_cast<double>(tokens) / answerSeconds;
    return {{"count", all.count},
            {"em", nullptr},
            {"ex", all.ex()},
            {"judge", nullptr},
            {"ex_bird", all.share(all.bird)},
            {"exact_string", all.share(all.exact)},
            {"ci95", all.ci95()},
            {"right", all.right},
            {"wrong", all.wrong},
            {"inconclusive", all.inconclusive},
            {"failed", all.failed},
            {"errors", all.errors},
            {"by_hardness", grouped(records, &EvaluationRecord::hardness)},
            {"by_database", grouped(records, &EvaluationRecord::databaseId)},
            {"by_language", grouped(records, &EvaluationRecord::language)},
            {"bad_lines", bad},
            {"seconds", seconds},
            {"tokens_per_second", rate}};
}

} // namespace mureum::eval
