#pragma once
#include "app/quantize/prompts.h"
#include "engine/quantize/quantize_model.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

// What a quantized model lost against its original.

namespace mureum::app {

struct LossOptions
{
    std::filesystem::path original, quantized;
    QuestionFile questions;           ///< EX before and after; none: not measured
    std::filesystem::path text;       ///< held-out text; empty: none
    std::filesystem::path run;        ///< its folders before/ and after/ get the evaluation runs
    std::size_t driftQuestions = 100; ///< of the questions, for perplexity and KL
    int candidates = 6, threads = 0;
    bool speed = true;
    bool resume = false; ///< go on with evaluation runs that are there
};

struct LossEvents
{
    /// "speed", "scores", "before" or "after".
    std::function<void(const char *phase, std::size_t done, std::size_t total)> measuring;
};

/// {"speed": {"before": footprint, "after": footprint} or null,
///  "drift": {"answers": {...}, "prompts": {...}, "text": {...} or null} or null,
///  "ex": {"before","after","difference","ci95","p_value","fixed","broken","count"} or null,
///  "flips": [{"db_id","question","query","fixed","before","after"}]}; null where it was not measured, or
///  stopped.
nlohmann::ordered_json measureLosses(const LossOptions &options, const LossEvents &events,
                                     std::stop_token stop);

/// {"verdict": "keep" | "unsure" | "discard", "text"}: what the figures mean for whoever decides. `losses` as
/// above; `sizes`: {"before", "after"} in bytes.
nlohmann::ordered_json recommend(const nlohmann::ordered_json &losses, const nlohmann::ordered_json &sizes,
                                 const engine::QuantizePlan &plan, const engine::QuantizeReport &report);

} // namespace mureum::app
