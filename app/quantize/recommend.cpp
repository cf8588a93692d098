#include "app/quantize/losses.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace mureum::app {
namespace {

using Json = nlohmann::ordered_json;

/// What a model of 8 and of 4 bits may cost in points of EX before it is not worth it.
constexpr double pointsFor8 = 1, pointsFor4 = 3;
/// Fewer questions say too little about EX.
constexpr std::size_t fewQuestions = 50;
constexpr double chance = 0.05;

/// Mean divergence (nats) and share of equal first choices that answers mostly survive.
constexpr double smallKl = 0.02, largeKl = 0.2, mostlySame = 0.97;

struct Words
{
    const char *verdict = "keep";
    std::vector<std::string> sentences;
};

const Json *driftOf(const Json &losses)
{
    if (losses.at("drift").is_null())
        return nullptr;
    for (const char *key : {"answers", "prompts", "text"})
        if (!losses["drift"][key].is_null())
            return &losses["drift"][key];
    return nullptr;
}

/// What to try where this lost too much.
std::string otherWay(const engine::QuantizePlan &plan, const engine::QuantizeReport &report)
{
    if (plan.scheme == "gptq" || plan.scheme == "awq") {
        const engine::TensorReport *worst = nullptr;
        for (const engine::TensorReport &tensor : report.tensors)
            if (!worst || tensor.outputError > worst->outputError)
                worst = &tensor;
        std::string text =
            plan.group == 0 || plan.group > 32 ? "Smaller groups (--group 32)" : "8 bits (--bits 8)";
        text += " and more calibration questions are the next things to try";
        if (worst && worst->outputError > 0)
            text += fmt::format("; {} suffers most (--override {}=q8_0)", worst->name, worst->name);
        return text + ".";
    }
    if (plan.scheme == "q8_0" || plan.scheme == "int8" || plan.bits == 8)
        return "Eight bits rarely lose this much: check that the model and the questions belong together.";
    return plan.scheme == "q4_K"
               ? "q6_K and q8_0 lose less."
               : "q4_K mostly loses less at nearly the same size, q6_K and q8_0 less still.";
}

void weighAnswers(Words &words, const Json &ex, bool eight, const engine::QuantizePlan &plan,
                  const engine::QuantizeReport &report)
{
    const double lost = -100 * ex.at("difference").get<double>(), most = eight ? pointsFor8 : pointsFor4;
    const auto broken = ex.at("broken").get<std::size_t>(), fixed = ex.at("fixed").get<std::size_t>(),
               count = ex.at("count").get<std::size_t>();
    if (broken + fixed == 0)
        words.sentences.push_back(fmt::format("All {} questions are judged as before.", count));
    else
        words.sentences.push_back(
            fmt::format("Of {} questions, {} lost their right answer and {} gained one ({:+.1f} points "
                        "of execution accuracy).",
                        count, broken, fixed, lost == 0 ? 0.0 : -lost));
    if (lost <= most) {
        words.sentences.push_back(lost <= 0.5 ? "Nothing worth speaking of is lost."
                                              : "That is a fair price for the size.");
    } else if (ex.at("p_value").get<double>() > chance) {
        words.verdict = "unsure";
        words.sentences.push_back(
            fmt::format("That is more than the {:g} points one would pay, but so few questions changed "
                        "that it may be chance: measure with more questions.",
                        most));
    } else {
        words.verdict = "discard";
        words.sentences.push_back(
            fmt::format("That is more than the {:g} points one would pay. {}", most, otherWay(plan, report)));
    }
    if (count < fewQuestions && std::string_view(words.verdict) == "keep" && broken + fixed > 0)
        words.verdict = "unsure";
    if (count < fewQuestions)
        words.sentences.push_back(
            fmt::format("{} questions are few: give some of your own with --eval.", count));
}

void weighScores(Words &words, const Json &drift, const engine::QuantizePlan &plan,
                 const engine::QuantizeReport &report)
{
    const double kl = drift.at("mean_kl"), same = drift.at("same_top_token");
    words.sentences.push_back(
        fmt::format("No questions were asked; in {:.1f}% of all places the first choice stays the same "
                    "(mean KL {:.4f}).",
                    100 * same, kl));
    if (kl < smallKl && same > mostlySame) {
        words.sentences.push_back("Answers will hardly change.");
    } else if (kl < largeKl) {
        words.verdict = "unsure";
        words.sentences.push_back("Some answers will change: measure with questions of your own (--eval).");
    } else {
        words.verdict = "discard";
        words.sentences.push_back("Many answers will change. " + otherWay(plan, report));
    }
}

} // namespace

nlohmann::ordered_json recommend(const nlohmann::ordered_json &losses, const nlohmann::ordered_json &sizes,
                                 const engine::QuantizePlan &plan, const engine::QuantizeReport &report)
{
    const double before = sizes.at("before"), after = sizes.at("after");
    const bool groups = plan.scheme == "gptq" || plan.scheme == "awq" || plan.scheme == "absmax" ||
                        plan.scheme == "zeropoint";
    const bool eight =
        plan.scheme == "q8_0" || plan.scheme == "int8" || plan.scheme == "q6_K" || (groups && plan.bits == 8);
    Words words;
    words.sentences.push_back(fmt::format("The file has {:.0f}% of its former size.", 100 * after / before));
    if (!losses.at("ex").is_null())
        weighAnswers(words, losses["ex"], eight, plan, report);
    else if (const Json *drift = driftOf(losses))
        weighScores(words, *drift, plan, report);
    else
        words = {"unsure", {words.sentences.front(), "Nothing else was measured."}};
    if (after > 0.97 * before) {
        words.verdict = "discard";
        words.sentences.emplace_back("It is hardly smaller: keep the original.");
    }
    if (!losses.at("speed").is_null()) {
        const double faster = losses["speed"]["after"]["decode_tokens_per_second"].get<double>() /
                              losses["speed"]["before"]["decode_tokens_per_second"].get<double>();
        if (faster > 1.1 || faster < 0.9)
            words.sentences.push_back(fmt::format("It writes {:.1f} times as fast.", faster));
    }
    std::string text;
    for (const std::string &sentence : words.sentences)
        text += (text.empty() ? "" : " ") + sentence;
    return {{"verdict", words.verdict}, {"text", text}};
}

} // namespace mureum::app
