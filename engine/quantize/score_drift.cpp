#include "engine/quantize/score_drift.h"

#include "engine/core/error.h"
#include "engine/generate/scores.h"
#include "engine/model/decoder.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace mureum::engine {

namespace {

/// Teacher forcing: scores of given tokens.
class Reader
{
public:
    explicit Reader(const std::shared_ptr<const Model> &model)
        : decoder_(model, makeCpuBackend()), pool_(decoder_.kvLayout())
    {
    }

    /// Scores [predicted, vocab] of the tokens behind the first one read.
    void read(const ScoredSequence &sequence, std::vector<float> &scores, const std::stop_token &stop)
    {
        const auto vocab = static_cast<std::size_t>(decoder_.config().vocabSize);
        std::vector<int> fed; // the last token of a prompt belongs to the first step
        std::size_t kept = 0;
        if (!sequence.prefix.empty()) {
            kept = sequence.prefix.size() - 1;
            fed.push_back(sequence.prefix.back());
        }
        fed.insert(fed.end(), sequence.tokens.begin(), sequence.tokens.end() - 1);
        if (!prefix_ || shared_ != sequence.prefix) {
            prefix_.emplace(decoder_.kvLayout());
            shared_ = sequence.prefix;
            if (!decoder_.prefill(*prefix_, std::span(sequence.prefix).first(kept), stop)) {
                prefix_.reset();
                return;
            }
        }
        scores.resize(fed.size() * vocab);
        KvBranch branch(pool_);
        for (std::size_t at = 0; at < fed.size() && !stop.stop_requested();) {
            const std::size_t count = std::min<std::size_t>(Decoder::decodeRows, fed.size() - at);
            const DecodeInput input{&branch, std::span(fed).subspan(at, count)};
            decoder_.decode(*prefix_, {&input, 1}, std::span(scores).subspan(at * vocab, count * vocab));
            at += count;
        }
    }

private:
    Decoder decoder_;
    KvPool pool_;
    std::optional<KvPrefix> prefix_;
    std::vector<int> shared_;
};

void compare(DriftSums &sums, std::span<const float> a, std::span<const float> b, int token)
{
    const double ofA = logSumExp(a), ofB = logSumExp(b);
    double kl = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double p = static_cast<double>(a[i]) - ofA;
        if (p > -40)
            kl += std::exp(p) * (p - (static_cast<double>(b[i]) - ofB));
    }
    kl = std::max(kl, 0.0); // rounding
    ++sums.positions;
    sums.meanKl += kl;
    sums.maxKl = std::max(sums.maxKl, kl);
    sums.sameTopToken += argMax(a) == argMax(b);
    sums.originalPerplexity += ofA - static_cast<double>(a[static_cast<std::size_t>(token)]);
    sums.perplexity += ofB - static_cast<double>(b[static_cast<std::size_t>(token)]);
}

void finish(DriftSums &sums)
{
    if (sums.positions == 0)
        return;
    const auto count = static_cast<double>(sums.positions);
    sums.meanKl /= count;
    sums.sameTopToken /= count;
    sums.perplexity = std::exp(sums.perplexity / count);
    sums.originalPerplexity = std::exp(sums.originalPerplexity / count);
}

} // namespace

ScoreDrift measureScoreDrift(const std::shared_ptr<const Model> &original,
                             const std::shared_ptr<const Model> &other,
                             std::span<const ScoredSequence> sequences,
                             const std::function<void(std::size_t)> &progress, std::stop_token stop)
{
    if (original->config.vocabSize != other->config.vocabSize)
        throw Error(
            fmt::format("comparing scores: vocabularies of {} and {} tokens: these are different models",
                        original->config.vocabSize, other->config.vocabSize));
    Reader first(original), second(other);
    const auto vocab = static_cast<std::size_t>(original->config.vocabSize);
    std::vector<float> a, b;
    ScoreDrift drift;
    for (std::size_t s = 0; s < sequences.size() && !stop.stop_requested(); ++s) {
        const ScoredSequence &sequence = sequences[s];
        if (sequence.tokens.empty() || (sequence.tokens.size() < 2 && sequence.prefix.empty()))
            continue;
        first.read(sequence, a, stop);
        second.read(sequence, b, stop);
        if (stop.stop_requested())
            break;
        const std::size_t from = sequence.prefix.empty() ? 1 : 0;
        for (std::size_t i = from; i < sequence.tokens.size(); ++i) {
            const auto rowA = std::span<const float>(a).subspan((i - from) * vocab, vocab);
            const auto rowB = std::span<const float>(b).subspan((i - from) * vocab, vocab);
            compare(drift.all, rowA, rowB, sequence.tokens[i]);
            if (i >= sequence.answerFrom)
                compare(drift.answers, rowA, rowB, sequence.tokens[i]);
        }
        if (progress)
            progress(s + 1);
    }
    finish(drift.all);
    finish(drift.answers);
    return drift;
}

} // namespace mureum::engine
