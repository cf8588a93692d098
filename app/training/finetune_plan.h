#pragma once
#include "app/training/finetuning.h"
#include "engine/train/memory_plan.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What a fine-tuning will learn from, need and take, before it starts.

namespace mureum::app {

/// How often each length comes, in steps of `width` tokens from 0 on.
struct LengthCounts
{
    int width = 1;
    std::vector<std::size_t> counts;
    void add(std::size_t tokens);
};

struct TokenLengths
{
    std::size_t counted = 0;  ///< questions looked at: all, or an even sample of a large set
    std::size_t tooLong = 0;  ///< of them, what the context cannot hold together with the schema
    std::size_t unusable = 0; ///< of them, SQL the model's language cannot say
    std::int64_t longest = 0; ///< schema, question and answer together
    std::int64_t total = 0;   ///< tokens of all counted ones, schemas included
    LengthCounts prompt{64, {}}, answer{8, {}};
};

struct FinetunePlan
{
    std::size_t questions = 0, validation = 0, databases = 0;
    std::map<std::string, std::size_t> languages; ///< of the questions to learn
    std::vector<datasets::Example> sample;        ///< some of them
    TokenLengths lengths;
    std::string modelName;
    engine::ModelConfig model;
    std::int64_t modelParameters = 0, trainedParameters = 0;
    engine::MemoryPlan memory;
    std::optional<engine::ProposedPlan> proposal; ///< where `memory` does not fit
    bool fits = true;
    std::int64_t steps = 0, tokensPerStep = 0;
    double tokensPerSecond = 0, seconds = 0; ///< estimates; seconds with all evaluations
};

/// Bytes of memory the job will take; looks at no question.
engine::MemoryPlan plannedMemory(const FinetuneJob &job, const engine::ModelConfig &model);

/// Reads the model and looks at all questions; trains and writes nothing. `available`: bytes of memory it may
/// take; `flops`: floating point operations a second of this machine's matrix products in training's
/// precision (measureGemm); `spillFolder`: where a proposal may put the optimizer's moments. Throws
/// engine::Error, datasets::Error.
FinetunePlan planFinetune(const FinetuneJob &job, std::int64_t available, double flops,
                          const std::string &spillFolder);

/// As `--plan --json` prints it (docs/formats.md), without what only the command knows.
nlohmann::ordered_json toJson(const FinetunePlan &plan);

/// The options of `finetune` and `adapt` that turn `from` into `to`, as proposePlan() changes it.
std::vector<std::string> changedOptions(const engine::FinetuneConfig &from, const engine::FinetuneConfig &to);

} // namespace mureum::app
