#pragma once
#include "datasets/training/training_set.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/train/batch.h"
#include "eval/answer/slot_tokens.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mureum::app {

/// Training questions in groups that share a schema, and how often each is drawn.
class QuestionPool
{
public:
    /// `branches`: questions drawn for one schema. `report` receives one line for each source and for databases that
    /// are missing.
    QuestionPool(const std::vector<datasets::TrainingSource> &sources, int branches,
                 const std::function<void(const std::string &)> &report);
    /// Of sources that are in memory already, at least one question in `groups`; `replayShare` of the draws are from
    /// `replay`, where there is any.
    QuestionPool(std::vector<datasets::TrainingGroup> groups, int branches, datasets::Dealing dealing,
                 std::vector<datasets::TrainingGroup> replay = {}, double replayShare = 0);

    /// One schema with up to `branches` questions: a pure function of the seed. Not thread-safe.
    datasets::TrainingSample draw(std::uint64_t seed);
    std::size_t questions() const;

private:
    struct Source {
        double upTo = 0; ///< cumulated share
        std::vector<datasets::TrainingGroup> groups;
        std::vector<std::size_t> questionsUpTo;
    };
    void add(std::vector<datasets::TrainingGroup> groups, double upTo);

    std::vector<Source> sources_;
    int branches_;
    datasets::Dealing dealing_ = datasets::Dealing::Shuffled;
};

/// Which tokens are learned: the SQL only; besides, the links in the question (which column a word names: what teaches
/// copying early on); or all of question and SQL.
enum class LearnedTokens { Sql, Links, Question };

struct QuestionBatchOptions {
    std::uint64_t seed = 1;
    int64_t rows = 4096; ///< of a batch
    int contextLength = 0;
    LearnedTokens loss = LearnedTokens::Sql;
    int64_t lossBatches = 0; ///< batches `loss` is for, the SQL only after them; 0: all
};

/// Packs schemas with their questions into batches: every question sees its schema and not the others
/// (shared-prefix packing), the loss is on the answers.
class QuestionBatches : public engine::BatchSource
{
public:
    QuestionBatches(QuestionPool &pool, const QuestionBatchOptions &options,
                    std::shared_ptr<const engine::Tokenizer> tokenizer);
    engine::Batch batch(int64_t index) override;

private:
    QuestionPool &pool_;
    const QuestionBatchOptions options_;
    std::shared_ptr<const engine::Tokenizer> tokenizer_;
    eval::SlotTokens slots_;
};

/// A tokenizer fitted to what the pool's prompts look like; serialized SentencePiece model.
std::string trainTokenizer(QuestionPool &pool, int vocabulary, std::uint64_t seed);

} // namespace mureum::app
