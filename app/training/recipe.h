#pragma once
#include "app/training/question_batches.h"
#include "datasets/training/training_set.h"
#include "engine/model/config.h"
#include "engine/train/train_config.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace mureum::app {

/// What `pretrain --config` reads; docs/formats.md describes the file.
struct Recipe {
    std::string name = "mureum";
    engine::ModelConfig model;
    engine::TrainConfig train;
    std::vector<datasets::TrainingSource> sources; ///< paths made absolute against the recipe's folder
    int branches = 8;                              ///< questions that share one schema in a batch
    LearnedTokens loss = LearnedTokens::Sql;
    int64_t lossSteps = 0;                         ///< from this step on the SQL only; 0: never
    std::string storage = "bf16";                  ///< of weights in model.gguf: f32, f16, bf16, q8_0
    std::filesystem::path initial;                 ///< a model to go on from; empty: from nothing
    nlohmann::json text;                           ///< as read, kept in the run directory
};

/// Throws datasets::Error or engine::Error naming file and field.
Recipe readRecipe(const std::filesystem::path &file);

} // namespace mureum::app
