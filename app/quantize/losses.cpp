#include "app/quantize/losses.h"

#include "app/quantize/footprint.h"
#include "eval/answer/local_answerer.h"
#include "eval/suite/compare.h"
#include "eval/suite/evaluation.h"
#include "eval/suite/run_data.h"

#include <algorithm>
#include <memory>

namespace mureum::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Measured in turn, the better of two counts: other work on the machine only ever makes things slower.
constexpr int speedRounds = 2;
constexpr std::size_t textPieces = 16;

void better(Footprint &best, const Footprint &now)
{
    if (best.peakBytes == 0) {
        best = now;
        return;
    }
    best.loadSeconds = std::min(best.loadSeconds, now.loadSeconds);
    best.peakBytes = std::min(best.peakBytes, now.peakBytes);
    best.prefillTokensPerSecond = std::max(best.prefillTokensPerSecond, now.prefillTokensPerSecond);
    best.decodeTokensPerSecond = std::max(best.decodeTokensPerSecond, now.decodeTokensPerSecond);
}

Json toJson(const engine::DriftSums &sums)
{
    if (sums.positions == 0)
        return nullptr;
    return {{"positions", sums.positions},
            {"perplexity_before", sums.originalPerplexity},
            {"perplexity_after", sums.perplexity},
            {"mean_kl", sums.meanKl},
            {"max_kl", sums.maxKl},
            {"same_top_token", sums.sameTopToken}};
}

class Measuring
{
public:
    Measuring(const LossOptions &options, const LossEvents &events, std::stop_token stop)
        : options_(options), events_(events), stop_(std::move(stop))
    {
    }

    Json run()
    {
        Json losses = {{"speed", nullptr}, {"drift", nullptr}, {"ex", nullptr}, {"flips", Json::array()}};
        if (options_.speed && !stop_.stop_requested())
            losses["speed"] = speed();
        if (!stop_.stop_requested())
            losses["drift"] = drift();
        if (!options_.questions.examples.empty() && !stop_.stop_requested())
            answers(losses);
        return losses;
    }

private:
    void tell(const char *phase, std::size_t done, std::size_t total) const
    {
        if (events_.measuring)
            events_.measuring(phase, done, total);
    }

    Json speed() const
    {
        Footprint before, after;
        constexpr std::size_t total = 2 * speedRounds;
        for (std::size_t round = 0; round < speedRounds && !stop_.stop_requested(); ++round) {
            tell("speed", 2 * round, total);
            better(before, measureFootprintApart(options_.original, options_.threads));
            tell("speed", 2 * round + 1, total);
            better(after, measureFootprintApart(options_.quantized, options_.threads));
        }
        tell("speed", total, total);
        return {{"before", app::toJson(before)}, {"after", app::toJson(after)}};
    }

    Json drift() const
    {
        const auto load = [](const fs::path &file) {
            return std::make_shared<const engine::Model>(
                engine::loadModel(file.string(), engine::LoadAs::Stored));
        };
        const auto original = load(options_.original), quantized = load(options_.quantized);
        if (!original->tokenizer)
            return nullptr;
        std::vector<engine::ScoredSequence> prompts, text;
        if (!options_.questions.examples.empty()) {
            QuestionFile some = options_.questions;
            const std::size_t all = some.examples.size(), count = std::min(all, options_.driftQuestions);
            for (std::size_t i = 0; i < count; ++i)
                some.examples[i] = options_.questions.examples[i * all / count];
            some.examples.resize(count);
            prompts = heldOutPrompts(*original, some);
        }
        if (!options_.text.empty())
            text = heldOutText(*original, options_.text, textPieces);
        const std::size_t total = prompts.size() + text.size();
        if (total == 0)
            return nullptr;
        tell("scores", 0, total);
        const auto ofPrompts = engine::measureScoreDrift(
            original, quantized, prompts, [&](std::size_t done) { tell("scores", done, total); }, stop_);
        const auto ofText = engine::measureScoreDrift(
            original, quantized, text,
            [&](std::size_t done) { tell("scores", prompts.size() + done, total); }, stop_);
        return {{"answers", toJson(ofPrompts.answers)},
                {"prompts", toJson(ofPrompts.all)},
                {"text", toJson(ofText.all)}};
    }

    bool ask(const fs::path &model, const char *phase) const
    {
        eval::EvaluationOptions options;
        options.data.examples = options_.questions.examples;
        options.databases = options_.questions.databases;
        options.threads = options_.threads;
        options.runDirectory = options_.run / phase;
        options.resume = options_.resume;
        std::error_code code;
        if (!options_.resume)
            fs::remove_all(options.runDirectory, code);
        eval::AskOptions asking;
        asking.candidates = options_.candidates;
        eval::Asker asker(model, options_.threads);
        eval::LocalAnswerer answerer(
            asker, asking, {{"model", fs::absolute(model).string()}, {"model_bytes", fs::file_size(model)}});
        return eval::runEvaluation(
                   options, answerer,
                   [&](const eval::EvaluationProgress &now) { tell(phase, now.done, now.total); }, stop_)
            .complete;
    }

    void answers(Json &losses) const
    {
        if (!ask(options_.original, "before") || !ask(options_.quantized, "after"))
            return;
        const eval::RunData before = eval::loadRun(options_.run / "before"),
                            after = eval::loadRun(options_.run / "after");
        const eval::RunComparison comparison = eval::compareRuns(before, after);
        for (const eval::MetricComparison &metric : comparison.metrics)
            if (metric.metric == "ex")
                losses["ex"] = {
                    {"before", metric.first},          {"after", metric.second},
                    {"difference", metric.difference}, {"ci95", {metric.ci95.first, metric.ci95.second}},
                    {"p_value", metric.pValue},        {"fixed", metric.counts.fixed},
                    {"broken", metric.counts.broken},  {"count", metric.counts.total()}};
        for (const eval::Flip &flip : comparison.flips) {
            if (flip.metric != "ex")
                continue;
            const eval::EvaluationRecord &first = before.records[flip.first],
                                         &second = after.records[flip.second];
            losses["flips"].push_back({{"db_id", first.databaseId},
                                       {"question", first.question},
                                       {"query", first.query},
                                       {"fixed", flip.fixed},
                                       {"before", first.prediction},
                                       {"after", second.prediction}});
        }
    }

    const LossOptions &options_;
    const LossEvents &events_;
    std::stop_token stop_;
};

} // namespace

nlohmann::ordered_json measureLosses(const LossOptions &options, const LossEvents &events,
                                     std::stop_token stop)
{
    return Measuring(options, events, std::move(stop)).run();
}

} // namespace mureum::app
