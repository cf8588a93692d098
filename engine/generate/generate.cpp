#include "engine/core/error.h"
#include "engine/generate/generator.h"
#include "engine/generate/scores.h"
#include "engine/generate/text_stream.h"

#include <algorithm>
#include <chrono>

namespace mureum::engine {

namespace {

/// Tokens computed at once where the constraint leaves no choice.
constexpr std::size_t mostPending = Decoder::decodeRows;

/// One answer on its way: what was taken, and why it ended.
class Answer
{
public:
    Answer(const Model &model, std::size_t promptTokens, const GenerateOptions &options,
           Constraint *constraint, const Generator::OnToken &onToken)
        : options_(options), constraint_(constraint), onToken_(onToken),
          room_(model.config.contextLength - static_cast<int>(promptTokens)), stopTokens_(options.stopTokens)
    {
        if (options.stopAtEos && model.tokenizer && model.tokenizer->eos() >= 0)
            stopTokens_.push_back(model.tokenizer->eos());
        if (model.tokenizer)
            stream_.emplace(*model.tokenizer, options.stopStrings);
        else if (!options.stopStrings.empty())
            throw Error("stop strings need a tokenizer and the model has none; use stop tokens");
    }

    /// Sets the reason and returns false where no further token may come.
    bool goesOn()
    {
        const int count = static_cast<int>(result.tokens.size());
        if (stream_ && stream_->stopped())
            return end(StopReason::StopString);
        if (constraint_ && constraint_->finished())
            return end(StopReason::ConstraintFinished);
        if (count >= options_.maxNewTokens)
            return end(StopReason::MaxTokens);
        if (count >= room_)
            return end(StopReason::ContextFull);
        return true;
    }

    /// Appends a token; false where it ended the answer.
    bool take(int token)
    {
        if (std::find(stopTokens_.begin(), stopTokens_.end(), token) != stopTokens_.end())
            return end(StopReason::StopToken);
        result.tokens.push_back(token);
        const std::string text = stream_ ? stream_->push(token) : std::string();
        if (constraint_)
            constraint_->accept(token);
        if (onToken_)
            onToken_(token, text);
        return goesOn();
    }

    bool end(StopReason reason)
    {
        result.reason = reason;
        return false;
    }

    void finish()
    {
        if (!stream_)
            return;
        const std::string rest = stream_->finish();
        if (onToken_ && !rest.empty())
            onToken_(-1, rest);
        result.text = stream_->text();
    }

    GenerateResult result;

private:
    const GenerateOptions &options_;
    Constraint *constraint_;
    const Generator::OnToken &onToken_;
    int room_;
    std::vector<int> stopTokens_;
    std::optional<TextStream> stream_;
};

double logProbability(std::span<const float> scores, int token)
{
    return static_cast<double>(scores[static_cast<std::size_t>(token)]) - logSumExp(scores);
}

} // namespace

GenerateResult Generator::generate(std::span<const int> prompt, const GenerateOptions &options,
                                   Constraint *constraint, const OnToken &onToken, std::stop_token stop)
{
    const auto vocab = static_cast<std::size_t>(model_->config.vocabSize);
    Sampler sampler(options.sampling);
    Answer answer(*model_, prompt.size(), options, constraint, onToken);
    GenerateResult &result = answer.result;
    result.reason = StopReason::Cancelled;
    KvBranch branch(pool_);
    const KvPrefix *prefix = prefill(prompt, branch, stop);
    const auto start = std::chrono::steady_clock::now();
    logits_.resize(std::max(logits_.size(), mostPending * vocab));

    std::vector<int> allowed, forced, pending;
    const bool plainGreedy = sampler.greedy() && options.sampling.repetitionPenalty == 1;
    std::span<const float> scores(logits_.data(), vocab);
    /// Next token by its scores; -1 in a dead end.
    const auto choose = [&] {
        allowed.clear();
        if (constraint) {
            // The model's own choice is mostly allowed, and asking for one token is cheaper than for all.
            const int first = plainGreedy ? argMax(scores) : -1;
            if (first >= 0 && constraint->allows(first))
                return first;
            constraint->allowedTokens(allowed);
            if (allowed.empty())
                return -1;
        }
        return sampler.pick(scores, allowed, result.tokens);
    };

    bool going = prefix && answer.goesOn();
    while (going && !stop.stop_requested()) {
        const int token = choose();
        if (token < 0) {
            answer.end(StopReason::DeadEnd);
            break;
        }
        result.logProbability += logProbability(scores, token);
        const std::size_t before = result.tokens.size();
        going = answer.take(token);
        // Tokens without an alternative join the same pass; their scores come out of it.
        forced.clear();
        while (going && constraint && result.tokens.size() - before < mostPending) {
            constraint->allowedTokens(allowed);
            if (allowed.size() != 1)
                break;
            forced.push_back(allowed.front());
            going = answer.take(forced.back());
        }
        if (!going && forced.empty())
            break;
        pending.assign(result.tokens.begin() + static_cast<std::ptrdiff_t>(before), result.tokens.end());
        const DecodeInput input{&branch, pending};
        decoder_.decode(*prefix, {&input, 1}, logits_);
        timing_.newTokens += static_cast<int>(pending.size());
        const auto row = [&](std::size_t i) {
            return std::span<const float>(logits_.data() + i * vocab, vocab);
        };
        for (std::size_t i = 0; i < forced.size(); ++i)
            result.logProbability += logProbability(row(i), forced[i]);
        scores = row(pending.size() - 1);
    }
    answer.finish();
    timing_.decode = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    result.timing = timing_;
    return std::move(result);
}

} // namespace mureum::engine
