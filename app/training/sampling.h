#pragma once
#include "datasets/examples/example.h"
#include "eval/answer/asker.h"
#include "eval/run/sql_runner.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace mureum::app {

/// A model's answers to one question, sorted by what they give.
struct SampledAnswers {
    std::vector<std::string> right, wrong; ///< different texts each, likeliest first
};

struct SamplingOptions {
    int candidates = 8; ///< drawn for each question
    double temperature = 0.8;
    std::uint64_t seed = 1;
    eval::RunLimits limits{std::chrono::seconds(2), 100'000};
};

/// Draws answers to every question and judges them by execution against its right answers; what is neither right nor
/// wrong (both empty) is left out. `file`: JSON lines, one per question, appended as they come, so that a killed
/// process asks nothing twice; cut off or foreign lines are asked again. Questions without a usable database keep no
/// answers. Throws datasets::Error where the file cannot be written. A stop returns what there is.
std::vector<SampledAnswers> sampleAnswers(eval::Asker &asker, const std::vector<datasets::Example> &questions,
                                          const std::filesystem::path &databases, const SamplingOptions &options,
                                          const std::filesystem::path &file,
                                          const std::function<void(std::size_t done, std::size_t total)> &progress,
                                          std::stop_token stop);

} // namespace mureum::app
