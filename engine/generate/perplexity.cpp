#include "engine/generate/perplexity.h"

#include "engine/core/error.h"
#include "engine/generate/scores.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace mureum::engine {

namespace {

/// Adds the scores of window[from ..]; false where stopped.
bool scoreWindow(Decoder &decoder, std::span<const int> window, std::size_t from, std::vector<float> &logits,
                 PerplexityResult &result, const std::stop_token &stop)
{
    const auto vocab = static_cast<std::size_t>(decoder.config().vocabSize);
    // The scores of token t come from the row of token t - 1.
    const std::size_t firstRow = from - 1, unscored = firstRow / Decoder::prefillRows * Decoder::prefillRows;
    KvPrefix prefix(decoder.kvLayout());
    if (unscored > 0 && !decoder.prefill(prefix, window.first(unscored), stop))
        return false;
    KvPool pool(decoder.kvLayout());
    KvBranch branch(pool);
    logits.resize(Decoder::decodeRows * vocab);
    for (std::size_t row = unscored; row + 1 < window.size();) {
        if (stop.stop_requested())
            return false;
        const std::size_t count = std::min<std::size_t>(Decoder::decodeRows, window.size() - 1 - row);
        const DecodeInput input{&branch, window.subspan(row, count)};
        decoder.decode(prefix, {&input, 1}, logits);
        for (std::size_t i = 0; i < count; ++i) {
            if (row + i < firstRow)
                continue;
            const std::span<const float> scores(logits.data() + i * vocab, vocab);
            const float chosen = scores[static_cast<std::size_t>(window[row + i + 1])];
            result.logLikelihood += static_cast<double>(chosen) - logSumExp(scores);
            ++result.tokens;
        }
        row += count;
    }
    return true;
}

} // namespace

double PerplexityResult::perplexity() const
{
    return std::exp(meanNll());
}

PerplexityResult measurePerplexity(Decoder &decoder, std::span<const int> tokens,
                                   const PerplexityOptions &options,
                                   const std::function<void(const PerplexityResult &)> &onWindow,
                                   std::stop_token stop)
{
    const int context = decoder.config().contextLength;
    const int window = options.window > 0 ? options.window : context;
    const int stride = options.stride > 0 ? options.stride : std::max(1, window / 2);
    const int lead = options.bos >= 0 ? 1 : 0;
    if (options.halves &&
        (window < 4 || window > context || tokens.size() < static_cast<std::size_t>(window)))
        throw Error(fmt::format(
            "perplexity: {} tokens make no window of {}, the model's context is {}; use 4 or more",
            tokens.size(), window, context));
    if (!options.halves &&
        (window < 2 + lead || window > context || stride > window - lead - (lead == 0 ? 1 : 0)))
        throw Error(
            fmt::format("perplexity: windows of {} tokens every {} do not fit the model's context of {}; use "
                        "windows of at least 2 and strides below them",
                        window, stride, context));
    if (tokens.size() < 2)
        throw Error(fmt::format("perplexity: the text has {} tokens; give at least 2", tokens.size()));
    for (const int token : tokens)
        if (token < 0 || token >= decoder.config().vocabSize)
            throw Error(fmt::format("perplexity: token {} is outside the model's vocabulary of {}", token,
                                    decoder.config().vocabSize));
    PerplexityResult result;
    std::vector<int> shown;
    std::vector<float> logits;
    const auto whole = static_cast<std::size_t>(window);
    for (std::size_t begin = 0; options.halves && begin + whole <= tokens.size(); begin += whole) {
        const auto piece = tokens.subspan(begin, whole);
        shown.assign(piece.begin(), piece.end());
        if (lead > 0)
            shown.front() = options.bos;
        if (!scoreWindow(decoder, shown, whole / 2 + 1, logits, result, stop))
            return result;
        ++result.windows;
        if (onWindow)
            onWindow(result);
    }
    if (options.halves) {
        result.complete = true;
        return result;
    }
    const auto length = static_cast<std::size_t>(window - lead);
    std::size_t scored = 1; // tokens before this one have their score; the first never gets one
    for (std::size_t begin = 0; scored < tokens.size(); begin += static_cast<std::size_t>(stride)) {
        const auto piece = tokens.subspan(begin, std::min(length, tokens.size() - begin));
        if (begin + piece.size() <= scored)
            continue;
        shown.assign(static_cast<std::size_t>(lead), options.bos);
        shown.insert(shown.end(), piece.begin(), piece.end());
        if (!scoreWindow(decoder, shown, scored - begin + static_cast<std::size_t>(lead), logits, result,
                         stop))
            return result;
        scored = begin + piece.size();
        ++result.windows;
        if (onWindow)
            onWindow(result);
    }
    result.complete = true;
    return result;
}

} // namespace mureum::engine
