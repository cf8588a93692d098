#pragma once
#include "engine/model/decoder.h"

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>

namespace mureum::engine {

struct PerplexityOptions
{
    int window = 0; ///< tokens the model sees at once; 0: its context
    int stride = 0; ///< tokens from one window's beginning to the next; 0: half a window
    int bos = -1;   ///< put in front of every window; -1: nothing
    /// As llama.cpp counts: whole windows side by side, bos in place of each one's first token, and of each
    /// only what comes behind its middle is scored. `stride` means nothing then.
    bool halves = false;
};

struct PerplexityResult
{
    std::int64_t tokens = 0;  ///< that were scored
    double logLikelihood = 0; ///< sum of their natural log-probabilities
    int windows = 0;
    bool complete = false; ///< false: a stop was requested

    double meanNll() const { return tokens > 0 ? -logLikelihood / static_cast<double>(tokens) : 0; }
    double perplexity() const;
};

/// How well the model foresees a text, in windows that overlap: every token but the first is scored once, in
/// the first window that holds it, so that from the second window on each has at least window - stride tokens
/// before it. Throws Error for fewer than two tokens, tokens outside the vocabulary and impossible options.
PerplexityResult measurePerplexity(Decoder &decoder, std::span<const int> tokens,
                                   const PerplexityOptions &options = {},
                                   const std::function<void(const PerplexityResult &)> &onWindow = {},
                                   std::stop_token stop = {});

} // namespace mureum::engine
