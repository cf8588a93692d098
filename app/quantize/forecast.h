#pragma once
#include "engine/quantize/quantize_plan.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace mureum::app {

/// What a plan, and every scheme with its other options, would make of a model; nothing is computed with its
/// weights:
/// {"model": {"file","name","parameters","type" (of most weights),"bytes","bits_per_weight","memory_bytes"},
///  "plan", "bytes" (of the file), "bits_per_weight" (of its matrices), "memory_bytes" (weights, and keys and
///  values of one full context; the program itself comes on top), "needs_calibration", "schemes":
///  [{"scheme","bits","bytes","bits_per_weight","memory_bytes","needs_calibration","error"}]}; `error` tells
/// why a scheme does not suit the model and is null elsewhere. Throws engine::Error where the plan itself
/// does not.
nlohmann::ordered_json forecast(const std::filesystem::path &model, const engine::QuantizePlan &plan);

} // namespace mureum::app
