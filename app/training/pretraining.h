#pragma once
#include "app/training/recipe.h"
#include "engine/train/trainer.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace mureum::app {

struct PretrainingEvents {
    std::function<void(const std::string &)> note;
    std::function<void(const engine::TrainMetrics &)> metrics;
};

/// Trains a model from nothing by a recipe. In `directory`: config.json, tokenizer.model, checkpoint.bin,
/// metrics.jsonl and, after every checkpoint, model.gguf. `resume` goes on bit for bit where an earlier run
/// stopped, however it stopped. Throws engine::Error or datasets::Error.
engine::TrainEnd pretrain(const Recipe &recipe, const std::filesystem::path &directory, bool resume,
                          const PretrainingEvents &events, std::stop_token stop);

} // namespace mureum::app
