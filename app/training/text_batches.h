#pragma once
#include "datasets/training/training_set.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/train/batch.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mureum::app {

/// Questions for a model that writes SQL as text, in its own prompt template; the loss is on the SQL. Prompts stand
/// one after the other in a batch and do not see each other.
class TextBatches : public engine::BatchSource
{
public:
    struct Options {
        std::string promptTemplate; ///< as in the model's file; empty: the plain one
        std::uint64_t seed = 1;
        int64_t rows = 4096;
        int contextLength = 0;
    };
    /// Throws datasets::Error where no question fits the context.
    TextBatches(std::vector<datasets::TrainingGroup> groups, const Options &options,
                std::shared_ptr<const engine::Tokenizer> tokenizer);

    engine::Batch batch(int64_t index) override;
    std::size_t questions() const { return rows_.size(); }
    std::size_t tooLong() const { return tooLong_; } ///< questions left out

private:
    struct Row {
        std::vector<int> tokens;
        std::size_t answerFrom = 0;
    };
    std::vector<Row> rows_;
    std::size_t tooLong_ = 0;
    const Options options_;
};

} // namespace mureum::app
