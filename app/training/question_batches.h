#pragma once
#include "app/training/recipe.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/train/batch.h"
#include "eval/answer/slot_tokens.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mureum::app {

/// The training groups of a recipe and how often each is drawn.
class QuestionPool
{
public:
    /// `report` receives one line for each source and for databases that are missing.
    QuestionPool(const Recipe &recipe, const std::function<void(const std::string &)> &report);

    /// One schema with up to recipe.branches questions: a pure function of the seed. Not thread-safe.
    datasets::TrainingSample draw(std::uint64_t seed);
    std::size_t questions() const;

private:
    struct Source {
        double upTo = 0; ///< cumulated share
        std::vector<datasets::TrainingGroup> groups;
        std::vector<std::size_t> questionsUpTo;
    };
    std::vector<Source> sources_;
    int branches_;
};

/// Packs schemas with their questions into batches: every question sees its schema and not the others
/// (shared-prefix packing), the loss is on the answers.
class QuestionBatches : public engine::BatchSource
{
public:
    QuestionBatches(QuestionPool &pool, const Recipe &recipe, std::shared_ptr<const engine::Tokenizer> tokenizer);
    engine::Batch batch(int64_t index) override;

private:
    QuestionPool &pool_;
    std::shared_ptr<const engine::Tokenizer> tokenizer_;
    eval::SlotTokens slots_;
    std::uint64_t seed_;
    int64_t rows_;
    int contextLength_;
    Recipe::Loss loss_;
    int64_t lossBatches_; ///< batches loss_ is for; 0: all
};

/// A tokenizer fitted to what the pool's prompts look like; serialized SentencePiece model.
std::string trainTokenizer(QuestionPool &pool, const Recipe &recipe);

} // namespace mureum::app
