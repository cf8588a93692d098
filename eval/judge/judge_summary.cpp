#include "eval/judge/judge_summary.h"

#include "eval/suite/statistics.h"

namespace mureum::eval {

using Json = nlohmann::ordered_json;

namespace {

Json ratio(std::size_t part, std::size_t whole)
{
    return whole > 0 ? Json(static_cast<double>(part) / static_cast<double>(whole)) : Json();
}

} // namespace

Json summarizeJudge(const JudgeOptions &options, const std::vector<EvaluationRecord> &records,
                    const JudgeLines &lines)
{
    std::size_t yes = 0, no = 0, errors = 0, asked = 0;
    std::int64_t promptTokens = 0, completionTokens = 0;
    PairedCounts pairs; // EX first, the judge second
    for (const auto &[index, line] : lines) {
        yes += line.yes == true;
        no += line.yes == false;
        errors += !line.yes;
        asked += line.asked;
        promptTokens += line.promptTokens;
        completionTokens += line.completionTokens;
        const Verdict ex = records.at(index).score.ex;
        if (!line.yes || ex == Verdict::Inconclusive)
            continue;
        if (ex == Verdict::Right)
            ++(*line.yes ? pairs.bothRight : pairs.broken);
        else
            ++(*line.yes ? pairs.fixed : pairs.bothWrong);
    }
    const std::size_t judged = yes + no;
    const auto kappa = cohenKappa(pairs);
    Json interval;
    if (judged > 0) {
        const auto [low, high] = wilson95(yes, judged);
        interval = {low, high};
    }
    Json cost;
    if (options.priceIn || options.priceOut)
        cost = (static_cast<double>(promptTokens) * options.priceIn.value_or(0) +
                static_cast<double>(completionTokens) * options.priceOut.value_or(0)) /
               1e6;
    return {{"count", records.size()},
            {"judged", judged},
            {"yes", yes},
            {"no", no},
            {"errors", errors},
            {"asked", asked},
            {"judge", ratio(yes, judged)},
            {"ci95", interval},
            {"agreement",
             {{"count", pairs.total()},
              {"observed", ratio(pairs.bothRight + pairs.bothWrong, pairs.total())},
              {"kappa", kappa ? Json(*kappa) : Json()},
              {"right_yes", pairs.bothRight},
              {"right_no", pairs.broken},
              {"wrong_yes", pairs.fixed},
              {"wrong_no", pairs.bothWrong}}},
            {"host", options.chat.endpoint.host},
            {"model", options.chat.model},
            {"gold", options.gold},
            {"prompt_tokens", promptTokens},
            {"completion_tokens", completionTokens},
            {"cost", cost}};
}

} // namespace mureum::eval
