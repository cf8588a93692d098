#pragma once
#include "engine/model/model.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace mureum::engine {

/// Text two models are compared on. `prefix` is only read; every one of `tokens` is predicted (the first one
/// only where there is a prefix), those from `answerFrom` on are what counts as the answer.
struct ScoredSequence
{
    std::vector<int> prefix, tokens;
    std::size_t answerFrom = 0;
};

/// How a model's scores differ from an original's, over some positions.
struct DriftSums
{
    std::int64_t positions = 0;
    double meanKl = 0, maxKl = 0; ///< nats, KL(original || other)
    double sameTopToken = 0;      ///< share of positions
    double perplexity = 0, originalPerplexity = 0;
};

struct ScoreDrift
{
    DriftSums all, answers;
};

/// Both models run as they answer questions: the prefix as a prompt, the tokens through the decode step.
/// Sequences that follow one another with the same prefix share it. `progress`: sequences done. Throws Error
/// where vocabularies differ or a sequence does not fit a context. A stop ends it with the positions so far.
ScoreDrift measureScoreDrift(const std::shared_ptr<const Model> &original,
                             const std::shared_ptr<const Model> &other,
                             std::span<const ScoredSequence> sequences,
                             const std::function<void(std::size_t)> &progress = {},
                             std::stop_token stop = {});

} // namespace mureum::engine
