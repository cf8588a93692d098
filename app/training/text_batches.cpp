#include "app/training/text_batches.h"

#include "datasets/error.h"
#include "datasets/random.h"
#include "eval/answer/text_prompt.h"

#include <algorithm>

namespace mureum::app {

using datasets::SplitMix64;

TextBatches::TextBatches(std::vector<datasets::TrainingGroup> groups, const Options &options,
                         std::shared_ptr<const engine::Tokenizer> tokenizer)
    : options_(options)
{
    const auto longest = std::min<std::size_t>(static_cast<std::size_t>(options.contextLength),
                                               static_cast<std::size_t>(options.rows));
    for (auto &group : groups) {
        if (!group.database)
            group.database = datasets::openForPrompts(group.file);
        for (const auto &question : group.questions) {
            Row row;
            if (tokenizer->bos() >= 0)
                row.tokens.push_back(tokenizer->bos());
            const auto prompt =
                tokenizer->encode(eval::textPrompt(options.promptTemplate, group.database->schema, question.text));
            row.tokens.insert(row.tokens.end(), prompt.begin(), prompt.end());
            row.answerFrom = row.tokens.size();
            const auto answer = tokenizer->encode(" " + question.query + ";");
            row.tokens.insert(row.tokens.end(), answer.begin(), answer.end());
            if (tokenizer->eos() >= 0)
                row.tokens.push_back(tokenizer->eos());
            if (row.tokens.size() > longest)
                ++tooLong_;
            else
                rows_.push_back(std::move(row));
        }
    }
    if (rows_.empty())
        throw datasets::Error("training questions: none fits the model's context together with its schema and the "
                              "batch: use a model with a longer context or a larger batch");
}

engine::Batch TextBatches::batch(int64_t index)
{
    engine::Batch batch;
    const auto stream = SplitMix64::at(options_.seed, static_cast<std::uint64_t>(index) + 0x7E47ull);
    int misses = 0;
    for (std::uint64_t draw = 0; misses < 8; ++draw) {
        const auto &row = rows_[SplitMix64::at(stream, draw) % rows_.size()];
        if (batch.tokens.size() + row.tokens.size() > static_cast<std::size_t>(options_.rows)) {
            ++misses;
            continue;
        }
        const auto begin = static_cast<int32_t>(batch.tokens.size());
        for (std::size_t i = 0; i < row.tokens.size(); ++i) {
            batch.tokens.push_back(row.tokens[i]);
            batch.positions.push_back(static_cast<int>(i));
            const bool learned = i + 1 < row.tokens.size() && i + 1 >= row.answerFrom;
            batch.targets.push_back(learned ? row.tokens[i + 1] : -1);
        }
        batch.segments.push_back({begin, static_cast<int32_t>(row.tokens.size()), -1});
    }
    return batch;
}

} // namespace mureum::app
