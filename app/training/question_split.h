#pragma once
#include "datasets/examples/example.h"
#include "datasets/training/training_set.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mureum::app {

/// Examples to learn from and examples to judge by.
struct QuestionSplit {
    std::vector<datasets::Example> training, validation;
};

/// Holds out whole SQL templates (queries that differ in their values only), until about `wanted` questions are
/// held out: no validation question asks what training has asked with other values. Seeded.
QuestionSplit splitByTemplate(std::vector<datasets::Example> examples, std::size_t wanted, std::uint64_t seed);

/// One training group per database file. Throws datasets::Error where one is missing.
std::vector<datasets::TrainingGroup> groupByDatabase(const std::vector<datasets::Example> &examples,
                                                     const std::filesystem::path &databases);

} // namespace mureum::app
