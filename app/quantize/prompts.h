#pragma once
#include "datasets/examples/example.h"
#include "engine/model/model.h"
#include "engine/quantize/calibration/layer_forward.h"
#include "engine/quantize/score_drift.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// What quantization calibrates with and measures on, as tokens.

namespace mureum::app {

struct QuestionFile
{
    std::vector<datasets::Example> examples; ///< with an answer each
    std::filesystem::path databases;
};

/// Questions with their answers in the model's own prompts, at least `tokens` of them where questions allow:
/// schemas with several questions each, drawn with the seed; slots are dealt anew for every draw. `warnings`
/// names databases that are missing. Throws datasets::Error.
std::vector<engine::CalibrationBatch> calibrationPrompts(const engine::Model &model,
                                                         const QuestionFile &questions, std::int64_t tokens,
                                                         std::uint64_t seed,
                                                         std::vector<std::string> &warnings);
/// Pieces of a text, evenly over all of it. Throws datasets::Error where it cannot be read.
std::vector<engine::CalibrationBatch> calibrationText(const engine::Model &model,
                                                      const std::filesystem::path &file, std::int64_t tokens);

/// Every question exactly as it is asked, with its right answer: the schema as prefix.
std::vector<engine::ScoredSequence> heldOutPrompts(const engine::Model &model, const QuestionFile &questions);
/// Pieces of a text whose second halves are predicted from the first, at most `pieces` of them.
std::vector<engine::ScoredSequence> heldOutText(const engine::Model &model, const std::filesystem::path &file,
                                                std::size_t pieces);

} // namespace mureum::app
