#include "app/training/pair_batches.h"

#include "datasets/error.h"
#include "datasets/random.h"
#include "eval/answer/text_prompt.h"

#include <algorithm>

namespace mureum::app {

using datasets::SplitMix64;

PairBatches::PairBatches(std::vector<PairGroup> groups, const Options &options,
                         std::shared_ptr<const engine::Tokenizer> tokenizer)
    : options_(options)
{
    const bool inSlots = options.promptTemplate == eval::slotTemplate;
    std::unique_ptr<eval::SlotTokens> slots;
    if (inSlots)
        slots = std::make_unique<eval::SlotTokens>(*tokenizer);
    const auto longest = static_cast<std::size_t>(options.contextLength);
    for (auto &group : groups) {
        if (!group.database.database)
            group.database.database = datasets::openForPrompts(group.database.file);
        for (const auto &pair : group.pairs) {
            Pair made;
            if (inSlots) {
                const datasets::TrainingGroup::Question chosen{pair.question, pair.chosen},
                    rejected{pair.question, pair.rejected};
                const auto sample = datasets::encodeQuestions(group.database, {&chosen, &rejected});
                if (sample.branches.size() != 2) {
                    ++leftOut_;
                    continue;
                }
                made.prompt = tokenizer->encode(sample.schemaText);
                for (const auto &branch : sample.branches) {
                    const bool right = branch.question == &chosen;
                    auto &tokens = right ? made.chosen : made.rejected;
                    tokens = tokenizer->encode(branch.questionText);
                    (right ? made.chosenFrom : made.rejectedFrom) = tokens.size();
                    const auto answer = slots->tokens(branch.answer);
                    tokens.insert(tokens.end(), answer.begin(), answer.end());
                }
            } else {
                if (tokenizer->bos() >= 0)
                    made.prompt.push_back(tokenizer->bos());
                auto prompt = tokenizer->encode(
                    eval::textPrompt(options.promptTemplate, group.database.database->schema, pair.question));
                // the answer's first token is predicted by the prompt's last, which each answer therefore begins with
                const int last = prompt.back();
                prompt.pop_back();
                made.prompt.insert(made.prompt.end(), prompt.begin(), prompt.end());
                for (const bool right : {true, false}) {
                    auto &tokens = right ? made.chosen : made.rejected;
                    tokens = {last};
                    (right ? made.chosenFrom : made.rejectedFrom) = 1;
                    const auto answer = tokenizer->encode(" " + (right ? pair.chosen : pair.rejected) + ";");
                    tokens.insert(tokens.end(), answer.begin(), answer.end());
                    if (tokenizer->eos() >= 0)
                        tokens.push_back(tokenizer->eos());
                }
            }
            const auto whole = made.prompt.size() + std::max(made.chosen.size(), made.rejected.size());
            const auto rows = made.prompt.size() + made.chosen.size() + made.rejected.size();
            if (made.chosen == made.rejected || whole > longest || rows > static_cast<std::size_t>(options.rows))
                ++leftOut_;
            else
                pairs_.push_back(std::move(made));
        }
    }
    if (pairs_.empty())
        throw datasets::Error("preference pairs: none can be used: each needs two different answers that fit the model's "
                              "context and the batch");
}

engine::Batch PairBatches::batch(int64_t index)
{
    engine::Batch batch;
    const auto add = [&](const std::vector<int> &tokens, int firstPosition, std::size_t learnedFrom, int parent) {
        const auto begin = static_cast<int32_t>(batch.tokens.size());
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            batch.tokens.push_back(tokens[i]);
            batch.positions.push_back(firstPosition + static_cast<int>(i));
            batch.targets.push_back(i + 1 < tokens.size() && i + 1 >= learnedFrom ? tokens[i + 1] : -1);
        }
        batch.segments.push_back({begin, static_cast<int32_t>(tokens.size()), parent});
        return static_cast<int>(batch.segments.size()) - 1;
    };
    const auto stream = SplitMix64::at(options_.seed, static_cast<std::uint64_t>(index) + 0xD90ull);
    int misses = 0;
    for (std::uint64_t draw = 0; misses < 4; ++draw) {
        const Pair &pair = pairs_[SplitMix64::at(stream, draw) % pairs_.size()];
        if (batch.tokens.size() + pair.prompt.size() + pair.chosen.size() + pair.rejected.size() >
            static_cast<std::size_t>(options_.rows)) {
            ++misses;
            continue;
        }
        const int parent = add(pair.prompt, 0, pair.prompt.size() + 1, -1);
        const int from = static_cast<int>(pair.prompt.size());
        const int chosen = add(pair.chosen, from, pair.chosenFrom, parent);
        const int rejected = add(pair.rejected, from, pair.rejectedFrom, parent);
        batch.pairs.push_back({chosen, rejected});
    }
    return batch;
}

} // namespace mureum::app
