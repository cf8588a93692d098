#include "eval/suite/summary.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

namespace mureum::eval {

namespace {

using Json = nlohmann::ordered_json;

std::optional<bool> conclusive(Verdict verdict)
{
    if (verdict == Verdict::Inconclusive)
        return std::nullopt;
    return verdict == Verdict::Right;
}

struct Rate
{
    std::size_t right = 0, total = 0;

    void add(std::optional<bool> verdict)
    {
        total += verdict.has_value();
        right += verdict.value_or(false);
    }
    Json value() const
    {
        return total == 0 ? Json() : Json(static_cast<double>(right) / static_cast<double>(total));
    }
    Json interval() const
    {
        if (total == 0)
            return nullptr;
        const auto [low, high] = wilson95(right, total);
        return Json::array({low, high});
    }
};

struct Tally
{
    std::size_t count = 0, inconclusive = 0, failed = 0, errors = 0;
    std::map<std::string, Rate> rates;

    void add(const EvaluationRecord &record, const Judgement *judgement)
    {
        ++count;
        inconclusive += record.score.ex == Verdict::Inconclusive;
        failed += record.score.failed;
        errors += !record.score.failed && !record.error.empty();
        for (const std::string &metric : rateMetrics())
            rates[metric].add(isRight(record, judgement, metric));
    }

    Json value(const char *metric) const
    {
        const auto found = rates.find(metric);
        return found == rates.end() ? Json() : found->second.value();
    }
    Json intervals() const
    {
        Json out = Json::object();
        for (const std::string &metric : rateMetrics()) {
            const auto found = rates.find(metric);
            out[metric] = found == rates.end() ? Json() : found->second.interval();
        }
        return out;
    }
    std::size_t right() const
    {
        const auto found = rates.find("ex");
        return found == rates.end() ? 0 : found->second.right;
    }
    std::size_t wrong() const { return count - inconclusive - right(); }
};

/// Where a group stands among those of its kind; names that are not known come last, by alphabet.
struct ByRank
{
    bool operator()(const std::string &a, const std::string &b) const
    {
        const auto rankA = rank(a), rankB = rank(b);
        return rankA != rankB ? rankA < rankB : a < b;
    }
    static std::ptrdiff_t rank(const std::string &group)
    {
        constexpr std::array<std::string_view, 11> ranks = {
            "easy",  "simple",    "medium",     "moderate",    "hard",       "challenging",
            "extra", "1-5 words", "6-10 words", "11-15 words", "16-20 words"};
        return std::find(ranks.begin(), ranks.end(), group) - ranks.begin();
    }
};

const Judgement *judgementOf(const Judgements &judgements, const EvaluationRecord &record)
{
    const auto found = judgements.find(record.index);
    return found == judgements.end() ? nullptr : &found->second;
}

Json grouped(const std::vector<EvaluationRecord> &records, const Judgements &judgements,
             const std::function<std::string(const EvaluationRecord &)> &key)
{
    std::map<std::string, Tally, ByRank> groups;
    for (const EvaluationRecord &record : records)
        if (const std::string group = key(record); !group.empty())
            groups[group].add(record, judgementOf(judgements, record));
    Json out = Json::object();
    for (const auto &[group, tally] : groups) {
        Json one = {{"count", tally.count}};
        for (const std::string &metric : rateMetrics())
            one[metric] = tally.value(metric.c_str());
        one.update({{"ci95", tally.intervals()},
                    {"right", tally.right()},
                    {"wrong", tally.wrong()},
                    {"inconclusive", tally.inconclusive},
                    {"failed", tally.failed}});
        out[group] = std::move(one);
    }
    return out;
}

Json byClause(const std::vector<EvaluationRecord> &records)
{
    struct Clause
    {
        std::size_t gold = 0, predicted = 0, right = 0;
    };
    std::map<std::string, Clause> clauses;
    std::vector<std::string> order;
    for (const EvaluationRecord &record : records)
        for (const ClauseScore &score : record.clauses) {
            const auto [found, added] = clauses.try_emplace(score.clause);
            if (added)
                order.push_back(score.clause);
            Clause &clause = found->second;
            clause.gold += score.gold > 0;
            clause.predicted += score.predicted > 0;
            // Neither query has the clause: nothing was there to be right about.
            clause.right +=
                score.gold > 0 && score.gold == score.predicted && score.matched == score.predicted;
        }
    Json out = Json::object();
    for (const std::string &name : order) {
        const Clause &clause = clauses[name];
        const auto share = [&](std::size_t of) {
            return of == 0 ? Json() : Json(static_cast<double>(clause.right) / static_cast<double>(of));
        };
        const std::size_t both = clause.gold + clause.predicted;
        out[name] = {{"gold", clause.gold},
                     {"predicted", clause.predicted},
                     {"right", clause.right},
                     {"precision", share(clause.predicted)},
                     {"recall", share(clause.gold)},
                     {"f1", both == 0
                                ? Json()
                                : Json(2.0 * static_cast<double>(clause.right) / static_cast<double>(both))}};
    }
    return out;
}

Json errorKinds(const std::vector<EvaluationRecord> &records)
{
    std::map<ErrorKind, std::size_t> counts;
    for (const EvaluationRecord &record : records)
        if (record.score.kind != ErrorKind::None)
            ++counts[record.score.kind];
    std::vector<std::pair<ErrorKind, std::size_t>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto &a, const auto &b) { return a.second > b.second; });
    Json out = Json::object();
    for (const auto &[kind, count] : sorted)
        out[std::string(name(kind))] = count;
    return out;
}

} // namespace

const std::vector<std::string> &rateMetrics()
{
    static const std::vector<std::string> metrics = {"em",       "em_strict",    "ex",   "ex_bird",
                                                     "ex_suite", "exact_string", "judge"};
    return metrics;
}

std::optional<bool> isRight(const EvaluationRecord &record, const Judgement *judgement,
                            std::string_view metric)
{
    if (metric == "em")
        return record.em;
    if (metric == "em_strict")
        return record.emStrict;
    if (metric == "ex")
        return conclusive(record.score.ex);
    if (metric == "ex_bird")
        return conclusive(record.score.exBird);
    if (metric == "ex_suite")
        return record.exSuite ? conclusive(*record.exSuite) : std::nullopt;
    if (metric == "exact_string")
        return record.exactString;
    if (metric == "judge" && judgement)
        return judgement->yes;
    return std::nullopt;
}

std::string lengthGroup(const std::string &question)
{
    std::size_t words = 0;
    bool inside = false;
    for (const char c : question) {
        const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
        words += !blank && !inside;
        inside = !blank;
    }
    return words <= 5    ? "1-5 words"
           : words <= 10 ? "6-10 words"
           : words <= 15 ? "11-15 words"
           : words <= 20 ? "16-20 words"
                         : "21+ words";
}

Json summarize(const std::vector<EvaluationRecord> &records, const std::vector<datasets::BadLine> &badLines,
               double seconds, const Judgements &judgements)
{
    Tally all;
    double answerSeconds = 0, efficiency = 0;
    std::size_t measured = 0;
    std::int64_t tokens = 0;
    PairedCounts judged; // first: EX, second: the judge
    for (const EvaluationRecord &record : records) {
        const Judgement *judgement = judgementOf(judgements, record);
        all.add(record, judgement);
        answerSeconds += record.answerSeconds;
        tokens += record.newTokens;
        if (record.efficiency) {
            efficiency += *record.efficiency;
            ++measured;
        }
        const auto ex = isRight(record, judgement, "ex"), judge = isRight(record, judgement, "judge");
        if (ex && judge)
            ++(*ex ? *judge ? judged.bothRight : judged.broken : *judge ? judged.fixed : judged.bothWrong);
    }
    Json bad = Json::array();
    for (const datasets::BadLine &line : badLines)
        bad.push_back({{"line", line.line}, {"reason", line.reason}});
    const auto kappa = cohenKappa(judged);
    const auto by = [&](const auto &key) { return grouped(records, judgements, key); };
    return {{"count", all.count},
            {"em", all.value("em")},
            {"ex", all.value("ex")},
            {"judge", all.value("judge")},
            {"ex_bird", all.value("ex_bird")},
            {"ex_suite", all.value("ex_suite")},
            {"em_strict", all.value("em_strict")},
            {"exact_string", all.value("exact_string")},
            {"ci95", all.intervals()},
            {"right", all.right()},
            {"wrong", all.wrong()},
            {"inconclusive", all.inconclusive},
            {"failed", all.failed},
            {"errors", all.errors},
            {"error_kinds", errorKinds(records)},
            {"efficiency", measured == 0 ? Json() : Json(efficiency / static_cast<double>(measured))},
            {"judge_count", judgements.size()},
            {"judge_kappa", kappa ? Json(*kappa) : Json()},
            {"by_hardness", by([](const EvaluationRecord &r) { return r.hardness; })},
            {"by_difficulty", by([](const EvaluationRecord &r) { return r.difficulty; })},
            {"by_database", by([](const EvaluationRecord &r) { return r.databaseId; })},
            {"by_language", by([](const EvaluationRecord &r) { return r.language; })},
            {"by_length", by([](const EvaluationRecord &r) { return lengthGroup(r.question); })},
            {"by_clause", byClause(records)},
            {"bad_lines", bad},
            {"seconds", seconds},
            {"tokens_per_second",
             tokens > 0 && answerSeconds > 0 ? Json(static_cast<double>(tokens) / answerSeconds) : Json()}};
}

} // namespace mureum::eval
