#pragma once
#include "datasets/training/training_set.h"
#include "engine/train/batch.h"
#include "engine/tokenizer/tokenizer.h"
#include "eval/answer/slot_tokens.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mureum::app {

/// A question with a right answer and one that is not.
struct AnswerPair {
    std::string question, chosen, rejected;
};
struct PairGroup {
    datasets::TrainingGroup database; ///< its questions are not used
    std::vector<AnswerPair> pairs;
};

/// Pairs of answers for preference training (engine::PreferencePair), for models that write slots and models that
/// write text.
class PairBatches : public engine::BatchSource
{
public:
    struct Options {
        std::string promptTemplate;
        std::uint64_t seed = 1;
        int64_t rows = 4096;
        int contextLength = 0;
    };
    /// Throws datasets::Error where no pair can be used.
    PairBatches(std::vector<PairGroup> groups, const Options &options,
                std::shared_ptr<const engine::Tokenizer> tokenizer);

    engine::Batch batch(int64_t index) override;
    std::size_t pairs() const { return pairs_.size(); }
    std::size_t leftOut() const { return leftOut_; } ///< too long, or not in the model's language

private:
    struct Pair {
        std::vector<int> prompt;             ///< schema (and question, for text)
        std::vector<int> chosen, rejected;   ///< what follows: question and answer, or the answer
        std::size_t chosenFrom = 0, rejectedFrom = 0; ///< first learned token in them
    };

    std::vector<Pair> pairs_;
    std::size_t leftOut_ = 0;
    const Options options_;
};

} // namespace mureum::app
